"""Pupils in place when the simulation starts, and when each of them leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.results.coming.futures import DemandPaths
from planner.sizing.drawing.keys import Keys, below, chances, named, numbers
from planner.sizing.drawing.pupils import cutoffs_of, repeated, stays_of
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.world import Ints
from planner.sizing.stays.law import WEEKS, Group
from planner.sizing.stays.survival import Floats
from planner.units import AcademicYear, key_stage_of

_DAYS_PER_WEEK = 5
_WARM_UP_YEARS = 2.0


@dataclass(frozen=True)
class Residents:
    """Those in place at the start, one entry for each future and pupil."""

    draw: Ints
    group: Ints
    commission: Ints
    key: Keys
    leaves: Floats
    june: Floats
    """Time at which each pupil's Year 11 ends."""
    planned: NDArray[np.bool_]
    """Whether the day of leaving is planned, and so holds any wait for a special place."""


def residents_of(
    dataset: Dataset,
    groups: tuple[Group, ...],
    cdf: Floats,
    clock: SchoolClock,
    paths: DemandPaths,
    path_groups: list[Group],
    *,
    seed: int,
) -> tuple[Residents, str]:
    """Return those in place at the start of every future, and what was taken for it."""
    there = [p for p in dataset.placements if p.is_there_on(dataset.as_at)]
    if not there:
        return _usual_residents(groups, clock, paths, path_groups, cdf, seed=seed)
    draws = len(cdf)
    group = np.array([_position(p, dataset, groups) for p in there], dtype=np.int64)
    keys = np.concatenate([named(seed, "in place", p.pupil_id, p.commission_id) for p in there])
    key = below(keys[None, :], np.arange(draws)[:, None])
    planned = _planned(there, clock)
    elapsed = [min(WEEKS - 2, int((dataset.as_at - p.starts).days * 39 / 365)) for p in there]
    june = np.array(
        [
            clock.leaving_time(AcademicYear(clock.years[0].start_year + 11 - p.year_group))
            for p in there
        ]
    )
    leaves = np.tile(planned, (draws, 1))
    chance = chances(key, "stay")
    for column in np.flatnonzero(np.isnan(planned)):
        of_group = cdf[:, group[column]]
        leaves[:, column] = _days_left(of_group, elapsed[column], chance[:, column])
    leaves = np.minimum(leaves, june)
    positions = {c.commission_id: index for index, c in enumerate(dataset.commissions)}
    commission = np.array([positions[p.commission_id] for p in there], dtype=np.int64)
    residents = Residents(
        np.repeat(np.arange(draws), len(there)),
        np.tile(group, draws),
        np.tile(commission, draws),
        key.ravel(),
        leaves.ravel(),
        np.tile(june, draws),
        np.tile(~np.isnan(planned), draws),
    )
    return (
        residents,
        f"{len(there)} pupils are in place at the start and leave as planned; those without a "
        "planned end stay as the law of stays leaves open",
    )


def _planned(there: Sequence[Placement], clock: SchoolClock) -> Floats:
    """Return when each is to leave; not a number without a day, or with one past the clock."""
    ends = (None if p.ends is None or p.ends > clock.days[-1] else p.ends for p in there)
    return np.array([np.nan if end is None else clock.time(end) + 1.0 for end in ends])


def _days_left(cdf: Floats, elapsed: int, chance: Floats) -> Floats:
    """Return the school days left of a stay in every future, after so many weeks of it."""
    passed = cdf[:, elapsed]
    target = passed + (1 - passed) * chance
    weeks = (cdf < target[:, None]).sum(axis=1) - elapsed
    return np.asarray(_DAYS_PER_WEEK * np.maximum(weeks, 0.5), dtype=np.float64)


def _position(placement: Placement, dataset: Dataset, groups: tuple[Group, ...]) -> int:
    kind = dataset.commission[placement.commission_id].place_type
    return groups.index((key_stage_of(placement.year_group), kind))


def _usual_residents(
    groups: tuple[Group, ...],
    clock: SchoolClock,
    paths: DemandPaths,
    path_groups: list[Group],
    cdf: Floats,
    *,
    seed: int,
) -> tuple[Residents, str]:
    """Return as many as referrals of the coming year and usual stays would have left in place."""
    draws = len(cdf)
    first_year = paths.counts[:, :52].sum(axis=1).astype(np.float64)
    yearly = np.zeros((draws, len(groups)))
    for column, own in enumerate(path_groups):
        yearly[:, groups.index(own)] += first_year[:, column]
    own_keys = np.concatenate([named(seed, "there already", *group) for group in groups])
    cells = below(own_keys[None, :], np.arange(draws)[:, None])
    number = numbers(cells, "number", yearly * _WARM_UP_YEARS)
    draw, group = repeated(number)
    flat = number.ravel()
    turn = np.arange(len(draw)) - np.repeat(np.cumsum(flat) - flat, flat)
    key = below(cells[draw, group], turn)
    started: Floats = -_WARM_UP_YEARS * 190 * chances(key, "arrival")
    leaves = started + stays_of(cdf, draw, group, key)
    unknown = np.full(len(draw), -1, dtype=np.int64)
    june = cutoffs_of(groups, group, started, clock, key, unknown)
    leaves = np.minimum(leaves, june)
    still = leaves > 0
    return (
        Residents(
            draw[still],
            group[still],
            unknown[still],
            key[still],
            leaves[still],
            june[still],
            np.zeros(int(still.sum()), dtype=np.bool_),
        ),
        "nobody is listed as in place at the start, so as many are taken to be there as the "
        "coming year's referrals and the usual stays would have left",
    )
