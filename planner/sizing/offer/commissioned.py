"""The places that are commissioned, as pools of the simulation and by cohort and year."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.case import Case
from planner.domain.codes import Basis, Need, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.sizing.need import shared_out
from planner.sizing.offer.usual import usual_of
from planner.sizing.queueing.run import Pools
from planner.sizing.queueing.world import Ints, World
from planner.sizing.stays.law import Group
from planner.units import AcademicYear, KeyStage

_GOLDEN = 0.6180339887
"""Steps of the golden section fill a range evenly, whatever their number."""


def commissioned_pools(world: World, dataset: Dataset, case: Case | None = None) -> Pools:
    """
    Return every commission as a pool, opening and closing by date.

    Hard rules kept: year groups (a key stage is taken if the commission takes any year
    of it), needs, place type with each commission's own overflow, contract dates and steps.
    Blocks come before places bought singly, own place type before overflow, provision
    made for the need before other, the shorter journey before the longer.
    """
    days = _change_days(world, dataset)
    seats = np.array(
        [[_seats(world, c, day) for c in dataset.commissions] for day in days], dtype=np.int64
    )
    times = np.array([max(0, world.clock.time(day)) for day in days], dtype=np.float64)
    if not dataset.commissions:
        seats = np.zeros((len(days), 1), dtype=np.int64)
    ways = _ways(world, dataset, case)
    lines = sorted(set(ways))
    prefers = np.full((len(lines), seats.shape[1]), -1, dtype=np.int64)
    for row, (_, order) in enumerate(lines):
        prefers[row, : len(order)] = order
    return Pools(
        line=np.array([lines.index(way) for way in ways], dtype=np.int64),
        rank=np.array([rank for rank, _ in lines], dtype=np.int64),
        prefers=prefers,
        times=times,
        seats=seats,
    )


def _ways(world: World, dataset: Dataset, case: Case | None) -> list[tuple[int, tuple[int, ...]]]:
    """Return for each cohort its rank and the commissions it may go to, the best first."""
    minutes = usual_of(world.cohorts, dataset, case).minutes
    ways = []
    for row, cohort in enumerate(world.cohorts):
        stage, kind = world.group_of_cohort[row]
        fits = [
            (
                commission.basis is Basis.SPOT,
                commission.place_type is not kind,
                bool(commission.specialisms)
                and cohort.need is not None
                and cohort.need not in commission.specialisms,
                float(np.nan_to_num(minutes[row, index], nan=1e9)),
                -commission.places,
                commission.commission_id,
                index,
            )
            for index, commission in enumerate(dataset.commissions)
            if takes(commission, stage, kind, cohort.need)
        ]
        rank = 0 if kind is PlaceType.EXCLUSION else 1
        ways.append((rank, tuple(index for *_, index in sorted(fits))))
    return ways


def takes(commission: Commission, stage: KeyStage, kind: PlaceType, need: Need | None) -> bool:
    """Return whether a commission takes pupils of a key stage, place type and need."""
    return bool(
        commission.year_groups & set(stage.year_groups)
        and (commission.place_type is kind or commission.accepts_overflow)
        and (need is None or not commission.needs or need in commission.needs)
    )


def resident_pools(world: World, dataset: Dataset, pools: Pools) -> Ints:
    """Return the pool of every resident; those not listed are shared out by the pools' size."""
    pool = world.resident_commission.copy()
    for group, (stage, kind) in enumerate(world.groups):
        mine = np.flatnonzero((pool < 0) & (world.resident_group == group))
        choices = np.array(
            [
                index
                for index, commission in enumerate(dataset.commissions)
                if takes(commission, stage, kind, None)
            ]
            or [0]
        )
        seats = np.maximum(pools.seats[0][choices], 0).astype(np.float64) + 1e-9
        edges = np.cumsum(seats) / seats.sum()
        spread = (np.arange(len(mine)) * _GOLDEN) % 1.0
        pool[mine] = choices[np.searchsorted(edges, spread * 0.999999)]
    return pool


def places_by_year(world: World, dataset: Dataset, group: Group) -> tuple[int, ...]:
    """Return the places of one key stage and type in each school year, shared out by demand."""
    position = world.groups.index(group)
    return tuple(
        places_of_groups(world, dataset, _day_of(year, dataset))[position]
        for year in world.clock.years
    )


def places_of_groups(world: World, dataset: Dataset, day: date) -> tuple[int, ...]:
    """Return the places of every group on a day, those of several key stages shared by demand."""
    counts = np.bincount(world.group[world.counted], minlength=len(world.groups))
    held = dict.fromkeys(world.groups, 0)
    for kind in {kind for _, kind in world.groups}:
        demand: dict[KeyStage, int] = {
            s: int(counts[index]) + 1 for index, (s, k) in enumerate(world.groups) if k is kind
        }
        for commission in dataset.commissions:
            if commission.place_type is kind:
                parts = shared_out(commission.places_on(day), commission.year_groups, demand)
                for stage, places in parts.items():
                    held[stage, kind] += places
    return tuple(held[group] for group in world.groups)


def part_of_place(world: World, commission: Commission) -> float:
    """Return the mean part of a full-time place that a commission's pupils hold."""
    taken = [
        float(world.places_per_pupil[index])
        for index, (stage, kind) in enumerate(world.groups)
        if kind is commission.place_type and commission.year_groups & set(stage.year_groups)
    ]
    return sum(taken) / len(taken) if taken else 1.0


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
    return int(commission.places_on(day) / part_of_place(world, commission) + 1e-9)
