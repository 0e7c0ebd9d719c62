"""Pupils of every future: who they are, when they come, how long they stay."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.results.futures import DemandPaths
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.world import Ints
from planner.sizing.stays.law import Group
from planner.sizing.stays.survival import Floats
from planner.units import AcademicYear, KeyStage

_DAYS_PER_WEEK = 5


def group_of(
    stage: KeyStage | None, route: Route, place_types: Mapping[Route, frozenset[PlaceType]]
) -> Group:
    """Return the key stage and place type that a route asks for; E stands where both may."""
    kinds = place_types.get(route, frozenset({PlaceType.EXCLUSION}))
    kind = PlaceType.EXCLUSION if PlaceType.EXCLUSION in kinds else PlaceType.PREVENTION
    return (stage or KeyStage.KS3, kind)


def arrivals_of(
    paths: DemandPaths,
    cohort_groups: list[Group],
    groups: tuple[Group, ...],
    clock: SchoolClock,
    generator: np.random.Generator,
) -> tuple[Ints, Ints, Floats]:
    """Return draw, group and time of every arrival; each falls anywhere in its week's days."""
    gathered = np.zeros((*paths.counts.shape[:2], len(groups)), dtype=np.int64)
    for column, own in enumerate(cohort_groups):
        gathered[:, :, groups.index(own)] += paths.counts[:, :, column]
    weeks = [clock.week(monday) for monday in paths.weeks]
    future = np.array([monday >= _first_monday(clock) for monday in paths.weeks])
    gathered[:, ~future] = 0
    draw, week, group = repeated(gathered)
    first = np.array([start for start, _ in weeks], dtype=np.float64)
    length = np.array([end - start for start, end in weeks], dtype=np.float64)
    arrival: Floats = first[week] + length[week] * generator.random(len(week))
    return draw, group, arrival


def repeated(counts: Ints) -> tuple[Ints, ...]:
    """Return the position of every unit counted, one array for each axis."""
    places = np.unravel_index(np.repeat(np.arange(counts.size), counts.ravel()), counts.shape)
    return tuple(place.astype(np.int64) for place in places)


def _first_monday(clock: SchoolClock) -> date:
    return clock.days[0] - timedelta(days=clock.days[0].weekday())


def queue_of(
    dataset: Dataset,
    groups: tuple[Group, ...],
    place_types: Mapping[Route, frozenset[PlaceType]],
    clock: SchoolClock,
) -> list[tuple[int, float]]:
    """Return group and time of those who wait already, before the clock's start."""
    waited = [
        (
            groups.index(group_of(referral.key_stage, referral.route, place_types)),
            -max(1.0, (clock.days[0] - referral.referred_on).days * _DAYS_PER_WEEK / 7),
        )
        for referral in dataset.referrals
    ]
    return sorted(waited)


def with_queue(
    draw: Ints, group: Ints, arrival: Floats, queue: list[tuple[int, float]], draws: int
) -> tuple[Ints, Ints, Floats]:
    """Return draw, group and time of arrivals with those added who wait in every future."""
    waiting = np.array([each for each, _ in queue], dtype=np.int64)
    since = np.array([time for _, time in queue], dtype=np.float64)
    return (
        np.concatenate((np.repeat(np.arange(draws), len(queue)), draw)),
        np.concatenate((np.tile(waiting, draws), group)),
        np.concatenate((np.tile(since, draws), arrival)),
    )


def stays_of(cdf: Floats, draw: Ints, group: Ints, generator: np.random.Generator) -> Floats:
    """Return each pupil's stay in school days, drawn from the law of its future and group."""
    chance = generator.random(len(draw))
    weeks = np.zeros(len(draw))
    cell = draw * cdf.shape[1] + group
    order = np.argsort(cell, kind="stable")
    edges = np.searchsorted(cell[order], np.arange(cdf.shape[0] * cdf.shape[1] + 1))
    for index in range(cdf.shape[0] * cdf.shape[1]):
        mine = order[edges[index] : edges[index + 1]]
        if len(mine):
            law = cdf[index // cdf.shape[1], index % cdf.shape[1]]
            weeks[mine] = np.searchsorted(law, chance[mine])
    return _DAYS_PER_WEEK * (weeks + generator.random(len(draw)))


def cutoffs_of(
    groups: tuple[Group, ...],
    group: Ints,
    arrival: Floats,
    clock: SchoolClock,
    generator: np.random.Generator,
) -> Floats:
    """Return the time at which each pupil's Year 11 ends; year groups are even in a key stage."""
    years_left = np.zeros(len(group), dtype=np.int64)
    for index, (stage, _) in enumerate(groups):
        mine = group == index
        years = 11 - generator.choice(np.array(stage.year_groups), size=int(mine.sum()))
        years_left[mine] = years
    starts = np.array(clock.year_starts(), dtype=np.float64)
    year = np.maximum(np.searchsorted(starts, arrival, side="right") - 1, 0)
    leaving = np.array(
        [
            clock.leaving_time(AcademicYear(clock.years[0].start_year + offset))
            for offset in range(len(clock.years) + 12)
        ]
    )
    june = leaving[year + years_left]
    # Who is referred after the last Friday in June of Year 11 gets no school place any more;
    # the few who are stand in the year below.
    late: Floats = np.where(june > arrival + 1, june, leaving[year + years_left + 1])
    return late
