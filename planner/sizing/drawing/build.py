"""From the tables and the paths of demand to a world of pupils."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.domain.choices.whatif import DemandChange
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.keys import Keys, chances, generator_of
from planner.sizing.drawing.pupils import (
    cohort_of,
    coming,
    cutoffs_of,
    group_of,
    order_of,
    stays_of,
    waiting,
)
from planner.sizing.drawing.residents import Residents, residents_of
from planner.sizing.drawing.supposed import as_supposed, cohorts_supposed
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.world import Ints, World, bounds_of, whole_days
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
    whatif: Sequence[DemandChange] = (),
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
    whatif
        Changes of demand and of stays that are supposed.
    """
    draws = paths.counts.shape[0]
    clock = SchoolClock.starting(dataset.calendar, dataset.as_at, paths.weeks[-1])
    cohorts = _cohorts(paths, dataset, whatif)
    own = [group_of(c.key_stage, c.route, place_types) for c in cohorts]
    groups = tuple(sorted(set(own) | _groups_there(dataset)))
    law, block = stay_law(dataset, groups), block_law(dataset.stays, dataset.as_at)
    cdf = law.sample_cdf(draws, [generator_of(seed, "law of stays", *group) for group in groups])
    held = block.shares(draws, generator_of(seed, "blocked"))
    pupils = coming(paths, cohorts, clock, seed=seed)
    pupils = pupils.with_more(waiting(dataset, cohorts, clock, draws=draws, seed=seed))
    pupils = as_supposed(pupils, whatif, cohorts, own, paths, clock, seed=seed)
    pupils = pupils.rows(np.lexsort((pupils.key, pupils.arrival, pupils.draw)))
    group = np.array([groups.index(each) for each in own], dtype=np.int64)[pupils.cohort]
    blocked = _held(block, held, pupils.draw, pupils.key)
    stay = stays_of(cdf, pupils.draw, group, pupils.key) + blocked
    path_groups = [group_of(c.key_stage, c.route, place_types) for c in paths.cohorts]
    there, note = residents_of(dataset, groups, cdf, clock, paths, path_groups, seed=seed)
    return World(
        clock=clock,
        cohorts=cohorts,
        group_of_cohort=tuple(own),
        groups=groups,
        law=law,
        bounds=bounds_of(np.bincount(pupils.draw, minlength=draws)),
        cohort=pupils.cohort,
        group=group,
        key=pupils.key,
        arrival=pupils.arrival,
        stay=whole_days(stay * pupils.stay_factor),
        blocked=blocked * pupils.stay_factor,
        cutoff=cutoffs_of(groups, group, pupils.arrival, clock, pupils.key, pupils.year_group),
        counted=pupils.arrival >= 0,
        mark=chances(pupils.key, "mark"),
        asks=np.zeros(len(pupils.draw), dtype=np.int64),
        asked=np.zeros(len(pupils.draw), dtype=np.int64),
        resident_bounds=bounds_of(np.bincount(there.draw, minlength=draws)),
        resident_group=there.group,
        resident_commission=there.commission,
        leaves=whole_days(_leaves_blocked(there, block, held)),
        places_per_pupil=_places_per_pupil(dataset, groups),
        notes=(note, block.says) if block.says else (note,),
    )


def _cohorts(
    paths: DemandPaths, dataset: Dataset, whatif: Sequence[DemandChange]
) -> tuple[Cohort, ...]:
    found = set(paths.cohorts) | {cohort_of(referral) for referral in dataset.referrals}
    return tuple(sorted(cohorts_supposed(found, whatif), key=order_of))


def _held(block: BlockLaw, share: Floats, draw: Ints, key: Keys) -> Floats:
    """Return each pupil's time in place after being ready to leave, in school days."""
    if not block.blocked:
        return np.zeros(len(draw))
    numbers = (chances(key, f"blocked {part}") for part in ("at all", "weeks", "day"))
    return block.days(share[draw], *numbers)


def _leaves_blocked(there: Residents, block: BlockLaw, share: Floats) -> Floats:
    """Return when residents leave, those without a planned end after any wait to be moved on."""
    held = _held(block, share, there.draw, there.key)
    later: Floats = np.where(
        there.planned, there.leaves, np.minimum(there.leaves + held, there.june)
    )
    return later


def _groups_there(dataset: Dataset) -> set[Group]:
    return {
        (key_stage_of(p.year_group), dataset.commission[p.commission_id].place_type)
        for p in dataset.placements
    }


def _places_per_pupil(dataset: Dataset, groups: tuple[Group, ...]) -> Floats:
    """Return the mean part of a full-time place that pupils of each group hold."""
    parts: dict[Group, list[int]] = {group: [] for group in groups}
    for placement in dataset.placements:
        kind = dataset.commission[placement.commission_id].place_type
        parts[key_stage_of(placement.year_group), kind].append(placement.sessions_per_week)
    return np.array([sum(held) / (10 * len(held)) if held else 1.0 for held in parts.values()])
