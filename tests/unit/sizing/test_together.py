"""The search's quick count of who is late, against the simulation that it stands for."""

from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import Route
from planner.domain.dataset import Dataset
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.promise import Promise
from planner.sizing.drawing.build import build_world
from planner.sizing.queueing.run import Pools, live
from planner.sizing.search.enough import Search
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(140))


def world(rate=1.2):
    cohort = Cohort("North", KeyStage.KS4, None, Route.PERMANENT_EXCLUSION)
    counts = np.random.default_rng(3).poisson(rate, (40, len(WEEKS), 1)).astype(np.int16)
    dataset = Dataset(AS_AT, SchoolCalendar(()))
    types = Policy().place_types
    return build_world(DemandPaths(WEEKS, (cohort,), counts), dataset, place_types=types, seed=4)


def simulated(whole, seats, year):
    """Return late pupils of a year in each future, by the simulation event by event."""
    pools = Pools(
        line=np.zeros(1, dtype=np.int64),
        rank=np.zeros(1, dtype=np.int64),
        prefers=np.zeros((1, 1), dtype=np.int64),
        times=np.array(whole.clock.year_starts(), dtype=np.float64),
        seats=seats.reshape(-1, 1),
    )
    lived = live(whole, pools, np.zeros(len(whole.leaves), dtype=np.int64))
    late = whole.counted & (whole.year_of == year) & ~lived.on_time
    return np.bincount(whole.draw_of[late], minlength=whole.draws)


@pytest.mark.parametrize(
    "seats", [(0, 0, 0), (12, 12, 12), (5, 25, 3), (30, 22, 26), (9, 0, 40), (400, 400, 400)]
)
def test_the_search_counts_those_whom_the_simulation_finds_late(seats):
    whole, held = world(), np.array(seats)
    search = Search(whole)
    for year in range(3):
        expected = simulated(whole, held, year)
        assert search.late(held, year).tolist() == expected.tolist()


def test_a_number_tried_before_others_or_after_them_has_the_same_answer():
    first, second = Search(world()), Search(world())
    tried = [np.array([15, 15, seats]) for seats in (10, 30, 20)]
    forwards = [first.late(seats, 2).tolist() for seats in tried]
    backwards = [second.late(seats, 2).tolist() for seats in reversed(tried)]
    assert forwards == backwards[::-1]


def test_more_seats_make_nobody_late():
    whole = world()
    late = [Search(whole).late(np.full(3, seats), 1).sum() for seats in range(0, 60, 6)]
    assert late == sorted(late, reverse=True)


def test_futures_can_be_looked_at_apart():
    search, seats = Search(world()), np.full(3, 14)
    few, many = np.split(search.ranked(1), 2)
    assert search.kept(seats, 1, Promise.PUPILS, few) > search.kept(seats, 1, Promise.PUPILS, many)
    assert search.came(1)[few].max() <= search.came(1)[many].min()


def test_a_world_without_pupils_needs_no_place():
    whole = world()
    nobody = whole.only(
        np.zeros(len(whole.arrival), dtype=bool), np.zeros(len(whole.leaves), dtype=bool)
    )
    fewest = Search(nobody).fewest(
        1, np.zeros(3, dtype=np.int64), chance=0.95, promise=Promise.PUPILS
    )
    assert fewest == 0
