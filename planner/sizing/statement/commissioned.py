"""The places that are commissioned, as pools of the simulation and by cohort and year."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.codes import Basis, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.sizing.need import shared_out
from planner.sizing.queueing.run import Pools
from planner.sizing.queueing.world import Ints, World
from planner.sizing.stays.law import Group
from planner.units import AcademicYear, KeyStage

_GOLDEN = 0.6180339887
"""Steps of the golden section fill a range evenly, whatever their number."""


def commissioned_pools(world: World, dataset: Dataset) -> Pools:
    """
    Return every commission as a pool, opening and closing by date.

    Hard rules kept: year groups (a key stage is taken if the commission takes any year
    of it), place type with each commission's own overflow, contract dates and steps.
    Blocks come before places bought singly, own place type before overflow, larger
    commissions first.
    """
    days = _change_days(world, dataset)
    seats = np.array(
        [[_seats(world, c, day) for c in dataset.commissions] for day in days], dtype=np.int64
    )
    times = np.array([max(0, world.clock.time(day)) for day in days], dtype=np.float64)
    prefers = np.full((len(world.groups), max(1, len(dataset.commissions))), -1, dtype=np.int64)
    for row, group in enumerate(world.groups):
        for place, column in enumerate(_in_order(dataset, group)):
            prefers[row, place] = column
    ranks = [0 if kind is PlaceType.EXCLUSION else 1 for _, kind in world.groups]
    if not dataset.commissions:
        seats = np.zeros((len(days), 1), dtype=np.int64)
    return Pools(np.array(ranks, dtype=np.int64), prefers, times, seats)


def resident_pools(world: World, pools: Pools) -> Ints:
    """Return the pool of every resident; those not listed are shared out by the pools' size."""
    pool = world.resident_commission.copy()
    for group in range(len(world.groups)):
        mine = np.flatnonzero((pool < 0) & (world.resident_group == group))
        choices = pools.prefers[group][pools.prefers[group] >= 0]
        choices = choices if len(choices) else np.zeros(1, dtype=np.int64)
        seats = np.maximum(pools.seats[0][choices], 0).astype(np.float64) + 1e-9
        edges = np.cumsum(seats) / seats.sum()
        spread = (np.arange(len(mine)) * _GOLDEN) % 1.0
        pool[mine] = choices[np.searchsorted(edges, spread * 0.999999)]
    return pool


def places_by_year(world: World, dataset: Dataset, group: Group) -> tuple[int, ...]:
    """Return the places of one key stage and type in each school year, shared out by demand."""
    stage, kind = group
    counts = np.bincount(world.group[world.counted], minlength=len(world.groups))
    demand: dict[KeyStage, int] = {
        s: int(counts[index]) + 1 for index, (s, k) in enumerate(world.groups) if k is kind
    }
    return tuple(
        sum(
            shared_out(c.places_on(_day_of(year, dataset)), c.year_groups, demand).get(stage, 0)
            for c in dataset.commissions
            if c.place_type is kind
        )
        for year in world.clock.years
    )


def seats_for(world: World, group: int, places: int) -> int:
    """Return how many pupils of a group can be there at once in so many places."""
    return int(places / world.places_per_pupil[group] + 1e-9)


def places_for(world: World, group: int, seats: int) -> int:
    """Return the fewest places that hold so many pupils of a group at once."""
    return int(np.ceil(seats * world.places_per_pupil[group] - 1e-9))


def _day_of(year: AcademicYear, dataset: Dataset) -> date:
    return max(year.starts, dataset.as_at)


def _change_days(world: World, dataset: Dataset) -> tuple[date, ...]:
    first, last = dataset.as_at, world.clock.days[-1]
    days = {first}
    for commission in dataset.commissions:
        days.add(commission.starts)
        days.update(step.starts for step in commission.steps)
        if commission.ends is not None:
            days.add(date.fromordinal(commission.ends.toordinal() + 1))
    return tuple(sorted(day for day in days if first <= day <= last))


def _seats(world: World, commission: Commission, day: date) -> int:
    taken = [
        float(world.places_per_pupil[index])
        for index, (stage, kind) in enumerate(world.groups)
        if kind is commission.place_type and commission.year_groups & set(stage.year_groups)
    ]
    part = sum(taken) / len(taken) if taken else 1.0
    return int(commission.places_on(day) / part + 1e-9)


def _in_order(dataset: Dataset, group: Group) -> list[int]:
    stage, kind = group
    fits = [
        (
            commission.basis is Basis.SPOT,
            commission.place_type is not kind,
            -commission.places,
            commission.commission_id,
            index,
        )
        for index, commission in enumerate(dataset.commissions)
        if commission.year_groups & set(stage.year_groups)
        and (commission.place_type is kind or commission.accepts_overflow)
    ]
    return [index for *_, index in sorted(fits)]
