"""One future cut open on some days: who waits, who is in place, and who would start when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from planner.domain.case import Case
from planner.results.coming.futures import DemandPaths
from planner.results.coming.panels import Panel, PanelPupil, PanelStay
from planner.sizing.drawing.build import build_world
from planner.sizing.offer.commissioned import commissioned_pools, resident_pools
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.run import Lived, Pools, live
from planner.sizing.queueing.world import Ints, World
from planner.units import AcademicYear

_ORDER = 1e-6
"""Part of a day that keeps those who wait in the order of referral."""


def panels_of(case: Case, paths: DemandPaths, *, count: int, seed: int) -> tuple[Panel, ...]:
    """
    Return panel days of the middle future, one at the start of each coming half-term.

    Parameters
    ----------
    case
        The commissions, those in place and journeys.
    paths
        Referrals by week and cohort.
    count
        Panel days. [days]
    seed
        Start of the random draws.
    """
    dataset = case.dataset
    whole = build_world(paths, dataset, place_types=case.policy.place_types, seed=seed)
    world = whole.one(int(np.argsort(np.diff(whole.bounds), kind="stable")[whole.draws // 2]))
    pools = commissioned_pools(world, dataset, case)
    there = resident_pools(world, dataset, pools)
    lived = live(world, pools, there)
    times = [time for _, time in world.clock.half_terms() if 0 < time < len(world.clock.days)]
    return tuple(_panel(world, lived, pools, there, case, time) for time in times[:count])


def _panel(world: World, lived: Lived, pools: Pools, there: Ints, case: Case, time: int) -> Panel:
    ends = np.minimum(lived.start + world.stay, world.cutoff)
    waits = (world.arrival <= time) & (lived.start >= time) & (world.cutoff > time)
    inside = np.flatnonzero((lived.start < time) & (ends > time))
    stays = np.flatnonzero(world.leaves > time)
    leaves = np.concatenate((ends[inside], world.leaves[stays]))
    pool = np.concatenate((lived.pool[inside], there[stays]))
    group = np.concatenate((world.group[inside], world.resident_group[stays]))
    queue = replace(
        world.only(waits, np.zeros(len(there), dtype=np.bool_)),
        resident_bounds=np.array([0, len(leaves)], dtype=np.int64),
        resident_group=group,
        leaves=leaves,
    )
    starts = live(_from(queue, time), pools, pool).start
    clock, commissions = world.clock, case.dataset.commissions
    return Panel(
        clock.days[time],
        tuple(_pupil(queue, index, starts[index], time) for index in range(len(starts))),
        tuple(
            PanelStay(
                commissions[where].commission_id,
                _year_taken(world, kind, commissions[where].year_groups),
                _day(clock, leaves[index] - 1) or clock.days[-1],
            )
            for index, (where, kind) in enumerate(zip(pool.tolist(), group.tolist(), strict=True))
        ),
    )


def _from(queue: World, time: int) -> World:
    """Return those who wait as if referred on the panel day, in the order in which they were."""
    arrival = time + _ORDER * np.arange(len(queue.arrival), dtype=np.float64)
    return replace(queue, arrival=arrival)


def _pupil(queue: World, index: int, start: float, time: int) -> PanelPupil:
    clock, cohort = queue.clock, queue.cohorts[queue.cohort[index]]
    leaving = [clock.leaving_time(AcademicYear(clock.years[0].start_year + n)) for n in range(14)]
    year = int(np.searchsorted(clock.year_starts(), time, side="right")) - 1
    years_left = int(np.searchsorted(np.ceil(leaving), queue.cutoff[index])) - year
    return PanelPupil(
        cohort,
        clock.days[max(0, int(queue.arrival[index]))],
        min(11, max(0, 11 - years_left)),
        int(queue.stay[index]),
        _day(clock, start),
    )


def _year_taken(world: World, group: int, year_groups: frozenset[int]) -> int:
    """Return the highest year group of a stage that a commission takes; any it takes if none."""
    stage, _ = world.groups[group]
    return max(year_groups & set(stage.year_groups) or year_groups)


def _day(clock: SchoolClock, time: float) -> date | None:
    return clock.days[int(time)] if time < len(clock.days) else None
