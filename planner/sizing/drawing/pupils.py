"""Pupils of every future: who they are, when they come, how long they stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.keys import Keys, below, chances, named
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.world import Ints
from planner.sizing.stays.law import Group
from planner.sizing.stays.survival import Floats
from planner.units import AcademicYear, KeyStage

_DAYS_PER_WEEK = 5


@dataclass(frozen=True)
class Pupils:
    """Those who come or wait, one entry for each future and pupil, in any order."""

    draw: Ints
    cohort: Ints
    """Position in the cohorts of the world."""
    key: Keys
    week: Ints
    """Position of the week of referral in the paths; -1 for those whom the tables name."""
    arrival: Floats
    """School days from the clock's start; below 0 for those who wait already."""
    year_group: Ints
    """Year group on the as-at day; -1 where only the key stage is known."""
    stay_factor: Floats

    def rows(self, wanted: Ints) -> Pupils:
        """Return the pupils at some positions, in that order."""
        return Pupils(
            self.draw[wanted],
            self.cohort[wanted],
            self.key[wanted],
            self.week[wanted],
            self.arrival[wanted],
            self.year_group[wanted],
            self.stay_factor[wanted],
        )

    def with_more(self, others: Pupils) -> Pupils:
        """Return these pupils and others after them."""
        return Pupils(
            np.concatenate((self.draw, others.draw)),
            np.concatenate((self.cohort, others.cohort)),
            np.concatenate((self.key, others.key)),
            np.concatenate((self.week, others.week)),
            np.concatenate((self.arrival, others.arrival)),
            np.concatenate((self.year_group, others.year_group)),
            np.concatenate((self.stay_factor, others.stay_factor)),
        )


def group_of(
    stage: KeyStage | None, route: Route, place_types: Mapping[Route, frozenset[PlaceType]]
) -> Group:
    """Return the key stage and place type that a route asks for; E stands where both may."""
    kinds = place_types.get(route, frozenset({PlaceType.EXCLUSION}))
    kind = PlaceType.EXCLUSION if PlaceType.EXCLUSION in kinds else PlaceType.PREVENTION
    return (stage or KeyStage.KS3, kind)


def cohort_of(referral: Referral) -> Cohort:
    """Return the cohort of a pupil who waits."""
    return Cohort(
        referral.district or "", referral.key_stage, referral.primary_need, referral.route
    )


def order_of(cohort: Cohort) -> tuple[str, ...]:
    """Return what cohorts are sorted by."""
    return (
        *(cohort.district, cohort.key_stage or "", cohort.need or ""),
        *(cohort.route, cohort.phase),
    )


def coming(
    paths: DemandPaths, cohorts: Sequence[Cohort], clock: SchoolClock, *, seed: int
) -> Pupils:
    """Return those who come; each falls anywhere in its week's school days."""
    first_monday = clock.days[0] - timedelta(days=clock.days[0].weekday())
    past = np.array([monday < first_monday for monday in paths.weeks])
    counts = np.where(past[None, :, None], 0, paths.counts)
    filled = np.flatnonzero(counts)
    number = counts.ravel()[filled].astype(np.int64)
    cell = np.repeat(filled, number)
    turn = np.arange(len(cell)) - np.repeat(np.cumsum(number) - number, number)
    draw, week, column = (each.astype(np.int64) for each in np.unravel_index(cell, counts.shape))
    position = np.array([cohorts.index(cohort) for cohort in paths.cohorts], dtype=np.int64)
    key = below(_cohort_keys(paths.cohorts, seed)[column], _ordinals(paths)[week], draw, turn)
    return Pupils(
        draw,
        position[column],
        key,
        week,
        within_week(paths, clock, week, key),
        np.full(len(draw), -1, dtype=np.int64),
        np.ones(len(draw)),
    )


def within_week(paths: DemandPaths, clock: SchoolClock, week: Ints, key: Keys) -> Floats:
    """Return a school day for each pupil among those of its week."""
    spans = [clock.week(monday) for monday in paths.weeks]
    first = np.array([start for start, _ in spans], dtype=np.float64)
    length = np.array([end - start for start, end in spans], dtype=np.float64)
    days: Floats = np.floor(first[week] + length[week] * chances(key, "arrival"))
    return days


def waiting(
    dataset: Dataset, cohorts: Sequence[Cohort], clock: SchoolClock, *, draws: int, seed: int
) -> Pupils:
    """Return those who wait already, and those sure to come on a later day, in every future."""
    referrals = dataset.referrals
    keys = [named(seed, "waiting", referral.pupil_id) for referral in referrals]
    own = np.concatenate(keys) if keys else np.zeros(0, dtype=np.uint64)
    since = np.array([_since(referral, dataset.as_at, clock) for referral in referrals])
    position = np.array([cohorts.index(cohort_of(r)) for r in referrals], dtype=np.int64)
    year_group = np.array([referral.year_group for referral in referrals], dtype=np.int64)
    draw = np.repeat(np.arange(draws), len(referrals))
    return Pupils(
        draw,
        np.tile(position, draws),
        below(np.tile(own, draws), draw),
        np.full(len(draw), -1, dtype=np.int64),
        np.tile(since, draws),
        np.tile(year_group, draws),
        np.ones(len(draw)),
    )


def _since(referral: Referral, as_at: date, clock: SchoolClock) -> float:
    if referral.referred_on > as_at:
        return float(clock.time(referral.referred_on))
    return -max(1.0, (clock.days[0] - referral.referred_on).days * _DAYS_PER_WEEK // 7)


def repeated(counts: Ints) -> tuple[Ints, ...]:
    """Return the position of every unit counted, one array for each axis."""
    places = np.unravel_index(np.repeat(np.arange(counts.size), counts.ravel()), counts.shape)
    return tuple(place.astype(np.int64) for place in places)


def stays_of(cdf: Floats, draw: Ints, group: Ints, key: Keys) -> Floats:
    """Return each pupil's stay in school days, drawn from the law of its future and group."""
    draws, groups, length = cdf.shape
    row = draw * groups + group
    # Each law stands one above the last, so that one sorted array holds them all.
    stacked = (cdf.reshape(-1, length) + np.arange(draws * groups)[:, None]).ravel()
    found = np.searchsorted(stacked, row + chances(key, "stay")) - row * length
    weeks = np.clip(found, 0, length - 1)
    days: Floats = _DAYS_PER_WEEK * (weeks + chances(key, "day of leaving"))
    return days


def cutoffs_of(
    groups: tuple[Group, ...],
    group: Ints,
    arrival: Floats,
    clock: SchoolClock,
    key: Keys,
    year_group: Ints,
) -> Floats:
    """Return the time at which each pupil's Year 11 ends; unknown year groups fall evenly."""
    own = year_group.copy()
    chance = chances(key, "year group")
    for index, (stage, _) in enumerate(groups):
        mine = np.flatnonzero((group == index) & (own < 0))
        own[mine] = np.array(stage.year_groups)[
            (chance[mine] * len(stage.year_groups)).astype(np.int64)
        ]
    starts = np.array(clock.year_starts(), dtype=np.float64)
    year = np.maximum(np.searchsorted(starts, arrival, side="right") - 1, 0)
    leaving = np.array(
        [
            clock.leaving_time(AcademicYear(clock.years[0].start_year + offset))
            for offset in range(len(clock.years) + 12)
        ]
    )
    june = leaving[year + 11 - own]
    # Who is referred after the last Friday in June of Year 11 gets no school place any more;
    # the few who are stand in the year below.
    late: Floats = np.ceil(np.where(june > arrival + 1, june, leaving[year + 12 - own]))
    return late


def _cohort_keys(cohorts: Sequence[Cohort], seed: int) -> Keys:
    keys: NDArray[np.uint64] = np.concatenate(
        [named(seed, "coming", *order_of(cohort)) for cohort in cohorts]
    )
    return keys


def _ordinals(paths: DemandPaths) -> Ints:
    return np.array([monday.toordinal() for monday in paths.weeks], dtype=np.int64)
