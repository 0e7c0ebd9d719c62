"""Places in use over the school year, against the closed form where rate and stays are known."""

from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.placements import Stay
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.promise import Promise
from planner.sizing.drawing.build import build_world
from planner.sizing.formulas import offered_load, places_by_offered_load
from planner.sizing.queueing.run import Pools, live
from planner.sizing.search.enough import Search, least
from planner.units import AcademicYear, KeyStage

AS_AT = date(2026, 9, 7)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(140))
MONTHS = (1.1, 1.0, 1.2, 0.7, 1.0, 1.1, 0.6, 0.02, 0.9, 1.2, 1.3, 0.8)
"""Referrals by calendar month, beside the mean."""
RATE = np.array([1.4 * MONTHS[week.month - 1] for week in WEEKS])
STAGES = ((KeyStage.KS2, 5), (KeyStage.KS4, 10))


def recorded(year_group):
    """So many stays of one age that their law is as good as known."""
    generator = np.random.default_rng(9)
    starts = [AS_AT - timedelta(days=int(n)) for n in generator.uniform(700, 1700, 4000)]
    lengths = generator.gamma(2.0, 70.0, 4000)
    return tuple(
        Stay(str(number), PlaceType.EXCLUSION, year_group, day, day + timedelta(days=int(length)))
        for number, (day, length) in enumerate(zip(starts, lengths, strict=True))
    )


def world(stage, year_group, *, draws=1000):
    cohort = (Cohort("", stage, None, Route.PERMANENT_EXCLUSION),)
    drawn = np.random.default_rng(5).poisson(RATE[None, :, None], (draws, len(WEEKS), 1))
    paths = DemandPaths(WEEKS, cohort, drawn.astype(np.int16))
    dataset = Dataset(AS_AT, SchoolCalendar(()), stays=recorded(year_group))
    return build_world(paths, dataset, place_types=Policy().place_types, seed=3)


def arrivals_by_day(clock):
    """Mean referrals on each school day; those of a week without school come on the next."""
    rate = np.zeros(len(clock.days))
    for monday, weekly in zip(WEEKS, RATE, strict=True):
        first, end = clock.week(monday)
        rate[first : max(end, first + 1)] += weekly / max(1, end - first)
    return rate


def survival_by_day(law, days):
    """Chance of a stay of more than so many school days, weeks joined by straight lines."""
    lasting = np.cumprod(1 - law.exits[0] / law.risk[0])
    lasting[-1] = 0.0
    chance = np.interp((np.arange(days) + 0.5) / 5, range(161), [1.0, *lasting])
    chance[0] = 1.0
    return chance


def june_of(clock, year_group, days):
    """School day by which those of one year group who come on each day have left school."""
    year = np.searchsorted(clock.year_starts(), np.arange(days), side="right") - 1
    first = clock.years[0].start_year
    leaving = np.ceil([clock.leaving_time(AcademicYear(first + n)) for n in range(16)]).astype(int)
    own = leaving[year + 11 - year_group]
    return np.where(own > np.arange(days) + 1, own, leaving[year + 12 - year_group])


def expected(drawn, stage, slack=0):
    days = len(drawn.clock.days)
    rate, left = arrivals_by_day(drawn.clock), survival_by_day(drawn.law, days + slack)
    each = [
        offered_load(rate, left, slack=slack, gone_by=june_of(drawn.clock, year_group, days))
        for year_group in stage.year_groups
    ]
    return np.mean(each, axis=0)


@pytest.mark.parametrize(("stage", "year_group"), STAGES)
def test_places_in_use_are_those_of_the_closed_form_in_every_week(stage, year_group):
    drawn = world(stage, year_group)
    unlimited = Pools(
        line=np.zeros(1, dtype=np.int64),
        rank=np.zeros(1, dtype=np.int64),
        prefers=np.zeros((1, 1), dtype=np.int64),
        times=np.zeros(1),
        seats=np.array([[100_000]]),
    )
    lived = live(drawn, unlimited, np.zeros(len(drawn.leaves), dtype=np.int64))
    until = np.minimum(lived.start + drawn.stay, drawn.cutoff)
    mondays = np.arange(0, len(drawn.clock.days), 5)
    there = [((lived.start <= day) & (until > day)).sum() / drawn.draws for day in mondays]
    assert there == pytest.approx(expected(drawn, stage)[mondays], abs=1.0)
    assert max(there) > 25


def met_on_arrival(drawn):
    """How many of a future's pupils are in place as each of the second year comes, if none wait."""
    nobody = np.zeros(len(drawn.leaves), dtype=bool)
    alone = drawn.only(drawn.counted, nobody)
    # Each future gets a stretch of time to itself, so that one sorted list serves all.
    ends = np.sort(alone.draw_of * 1e6 + np.minimum(alone.arrival + alone.stay, 9e5))
    own = alone.draw_of * 1e6 + alone.arrival
    met = np.arange(len(own)) - np.searchsorted(ends, own, "right")
    return met[alone.year_of == 1]


@pytest.mark.parametrize("chance", [0.8, 0.9, 0.95])
def test_places_for_a_start_at_once_are_within_one_of_the_closed_form(chance):
    drawn = world(*STAGES[0])
    starts = drawn.clock.year_starts()

    def formula(slack):
        return places_by_offered_load(
            arrivals_by_day(drawn.clock)[: starts[2]],
            survival_by_day(drawn.law, starts[2] + 5),
            chance=chance,
            slack=slack,
            counted_from=starts[1],
        )

    at_once = int(np.quantile(met_on_arrival(drawn), chance, method="inverted_cdf")) + 1
    assert abs(at_once - formula(0)) <= 1
    # Who may wait a week needs no more places; who has waited leaves later, so no fewer than this.
    search = Search(drawn)
    found = least(
        lambda seats: search.kept(np.full(len(starts), seats), 1, Promise.PUPILS) >= chance, 30
    )
    assert formula(5) <= found <= at_once
