"""Pupils in place when the simulation starts, and when each of them leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.dataset import Dataset
from planner.results.futures import DemandPaths
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.pupils import cutoffs_of, repeated, stays_of
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
    cohort_groups: list[Group],
    generator: np.random.Generator,
) -> tuple[Residents, str]:
    """Return those in place at the start of every future, and what was taken for it."""
    there = [
        p
        for p in dataset.placements
        if p.starts <= dataset.as_at and (p.ends is None or p.ends >= dataset.as_at)
    ]
    if not there:
        return _usual_residents(groups, clock, paths, cohort_groups, cdf, generator)
    draws = len(cdf)
    group = np.array(
        [
            groups.index(
                (key_stage_of(p.year_group), dataset.commission[p.commission_id].place_type)
            )
            for p in there
        ],
        dtype=np.int64,
    )
    planned = np.array([clock.time(p.ends) + 1.0 if p.ends else np.nan for p in there])
    past_end = np.array([p.ends is not None and p.ends > clock.days[-1] for p in there])
    planned[past_end] = np.nan
    elapsed = np.array(
        [min(WEEKS - 2, int((dataset.as_at - p.starts).days * 39 / 365)) for p in there],
        dtype=np.int64,
    )
    june = np.array(
        [
            clock.leaving_time(AcademicYear(clock.years[0].start_year + 11 - p.year_group))
            for p in there
        ]
    )
    leaves = np.tile(planned, (draws, 1))
    for column in np.flatnonzero(np.isnan(planned)):
        of_group = cdf[:, group[column]]
        passed = of_group[:, elapsed[column]]
        chance = passed + (1 - passed) * generator.random(draws)
        weeks = (of_group < chance[:, None]).sum(axis=1) - elapsed[column]
        leaves[:, column] = _DAYS_PER_WEEK * np.maximum(weeks, 0.5)
    leaves = np.minimum(leaves, june)
    positions = {c.commission_id: index for index, c in enumerate(dataset.commissions)}
    commission = np.array([positions[p.commission_id] for p in there], dtype=np.int64)
    residents = Residents(
        np.repeat(np.arange(draws), len(there)),
        np.tile(group, draws),
        np.tile(commission, draws),
        leaves.ravel(),
        np.tile(june, draws),
        np.tile(~np.isnan(planned), draws),
    )
    return (
        residents,
        f"{len(there)} pupils are in place at the start and leave as planned; those without a "
        "planned end stay as the law of stays leaves open",
    )


def _usual_residents(
    groups: tuple[Group, ...],
    clock: SchoolClock,
    paths: DemandPaths,
    cohort_groups: list[Group],
    cdf: Floats,
    generator: np.random.Generator,
) -> tuple[Residents, str]:
    """Return as many as referrals of the coming year and usual stays would have left in place."""
    draws = len(cdf)
    first_year = paths.counts[:, :52].sum(axis=1).astype(np.float64)
    yearly = np.zeros((draws, len(groups)))
    for column, own in enumerate(cohort_groups):
        yearly[:, groups.index(own)] += first_year[:, column]
    draw, group = repeated(generator.poisson(yearly * _WARM_UP_YEARS))
    started: Floats = -_WARM_UP_YEARS * 190 * generator.random(len(draw))
    leaves = started + stays_of(cdf, draw, group, generator)
    june = cutoffs_of(groups, group, started, clock, generator)
    leaves = np.minimum(leaves, june)
    still = leaves > 0
    unknown = np.full(int(still.sum()), -1, dtype=np.int64)
    return (
        Residents(
            draw[still],
            group[still],
            unknown,
            leaves[still],
            june[still],
            np.zeros(len(unknown), dtype=np.bool_),
        ),
        "nobody is listed as in place at the start, so as many are taken to be there as the "
        "coming year's referrals and the usual stays would have left",
    )
