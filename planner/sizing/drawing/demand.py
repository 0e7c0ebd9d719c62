"""Futures of demand as a scenario supposes them: the same pupils as in the simulation, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from planner.domain.choices.whatif import DemandChange
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.results.coming.futures import DemandPaths
from planner.sizing.drawing.pupils import coming, group_of, order_of
from planner.sizing.drawing.supposed import as_supposed, cohorts_supposed
from planner.sizing.queueing.clock import SchoolClock
from planner.units import monday_of


def supposed_paths(
    paths: DemandPaths,
    dataset: Dataset,
    *,
    place_types: Mapping[Route, frozenset[PlaceType]],
    seed: int,
    whatif: Sequence[DemandChange],
) -> DemandPaths:
    """
    Return futures of demand after a scenario's changes, as the simulation lives through them.

    Weeks before that of the as-at day stay as drawn, for no change reaches them.

    Parameters
    ----------
    paths
        Futures by week and cohort that follow the history alone.
    dataset
        For the as-at day and the school calendar.
    place_types
        Place types that may serve each route.
    seed
        Start of the random draws; that of the simulation gives the same pupils.
    whatif
        The changes, in the order written.
    """
    clock = SchoolClock.starting(dataset.calendar, dataset.as_at, paths.weeks[-1])
    cohorts = tuple(sorted(cohorts_supposed(set(paths.cohorts), whatif), key=order_of))
    groups = [group_of(cohort.key_stage, cohort.route, place_types) for cohort in cohorts]
    pupils = coming(paths, cohorts, clock, seed=seed)
    pupils = as_supposed(pupils, whatif, cohorts, groups, paths, clock, seed=seed)
    counts = np.zeros((*paths.counts.shape[:2], len(cohorts)), dtype=np.int16)
    past = np.array([monday < monday_of(dataset.as_at) for monday in paths.weeks])
    own = [cohorts.index(cohort) for cohort in paths.cohorts]
    counts[:, :, own] = np.where(past[None, :, None], paths.counts, 0)
    np.add.at(counts, (pupils.draw, pupils.week, pupils.cohort), 1)
    return DemandPaths(paths.weeks, cohorts, counts)
