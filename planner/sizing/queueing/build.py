"""From the tables and the paths of demand to a world of pupils."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.results.futures import DemandPaths
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.pupils import (
    arrivals_of,
    cutoffs_of,
    group_of,
    queue_of,
    stays_of,
    with_queue,
)
from planner.sizing.queueing.residents import Residents, residents_of
from planner.sizing.queueing.world import World, bounds_of
from planner.sizing.stays.blocked import BlockLaw, block_law
from planner.sizing.stays.law import Group, stay_law
from planner.sizing.stays.survival import Floats
from planner.units import key_stage_of


def build_world(
    paths: DemandPaths,
    dataset: Dataset,
    *,
    place_types: Mapping[Route, frozenset[PlaceType]],
    seed: int,
) -> World:
    """
    Draw every pupil of every future.

    Parameters
    ----------
    paths
        Referrals by week and cohort.
    dataset
        For who waits, who is in place, stays and the school calendar.
    place_types
        Place types that may serve each route.
    seed
        Start of the random draws.
    """
    generator = np.random.default_rng((seed, 2))
    until = paths.weeks[-1]
    clock = SchoolClock.starting(dataset.calendar, dataset.as_at, until)
    cohort_groups = [group_of(c.key_stage, c.route, place_types) for c in paths.cohorts]
    groups = tuple(sorted(set(cohort_groups) | _groups_there(dataset, place_types)))
    law = stay_law(dataset, groups)
    block = block_law(dataset.stays, dataset.as_at)
    cdf = law.sample_cdf(paths.counts.shape[0], generator)
    draw, group, arrival = arrivals_of(paths, cohort_groups, groups, clock, generator)
    queue = queue_of(dataset, groups, place_types, clock)
    draw, group, arrival = with_queue(draw, group, arrival, queue, paths.counts.shape[0])
    order = np.lexsort((arrival, draw))
    draw, group, arrival = draw[order], group[order], arrival[order]
    stay = stays_of(cdf, draw, group, generator)
    there, note = residents_of(dataset, groups, cdf, clock, paths, cohort_groups, generator)
    draws = paths.counts.shape[0]
    blocked = block.sample(draw, draws, generator)
    return World(
        clock=clock,
        groups=groups,
        law=law,
        bounds=bounds_of(np.bincount(draw, minlength=draws)),
        group=group,
        arrival=arrival,
        stay=stay + blocked,
        blocked=blocked,
        cutoff=cutoffs_of(groups, group, arrival, clock, generator),
        counted=arrival >= 0,
        mark=generator.random(len(arrival)),
        resident_bounds=bounds_of(np.bincount(there.draw, minlength=draws)),
        resident_group=there.group,
        resident_commission=there.commission,
        leaves=_leaves_blocked(there, block, draws, generator),
        places_per_pupil=_places_per_pupil(dataset, groups),
        notes=(note, block.says) if block.says else (note,),
    )


def _leaves_blocked(
    there: Residents, block: BlockLaw, draws: int, generator: np.random.Generator
) -> Floats:
    """Return when residents leave, those without a planned end after any wait to be moved on."""
    held = block.sample(there.draw, draws, generator)
    later: Floats = np.where(
        there.planned, there.leaves, np.minimum(there.leaves + held, there.june)
    )
    return later


def _groups_there(
    dataset: Dataset, place_types: Mapping[Route, frozenset[PlaceType]]
) -> set[Group]:
    waiting = {group_of(r.key_stage, r.route, place_types) for r in dataset.referrals}
    there = {
        (key_stage_of(p.year_group), dataset.commission[p.commission_id].place_type)
        for p in dataset.placements
    }
    return waiting | there


def _places_per_pupil(dataset: Dataset, groups: tuple[Group, ...]) -> Floats:
    """Return the mean part of a full-time place that pupils of each group hold."""
    parts: dict[Group, list[int]] = {group: [] for group in groups}
    for placement in dataset.placements:
        kind = dataset.commission[placement.commission_id].place_type
        parts[key_stage_of(placement.year_group), kind].append(placement.sessions_per_week)
    return np.array([sum(held) / (10 * len(held)) if held else 1.0 for held in parts.values()])
