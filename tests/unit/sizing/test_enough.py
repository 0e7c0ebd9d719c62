from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.placements import Stay
from planner.domain.provision import Commission, Site
from planner.domain.referrals import Point
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.promise import Promise
from planner.sizing.drawing.build import build_world
from planner.sizing.queueing.run import scaled
from planner.sizing.search.each import curve_of, needed_of
from planner.sizing.search.enough import Search
from planner.sizing.statement.make import sufficiency
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
SITE = Site("hub", "council", "The hub", Point(390000, 260000), "North")
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(100))


def stays():
    generator = np.random.default_rng(9)
    rows = []
    for number in range(400):
        starts = AS_AT - timedelta(days=int(generator.uniform(500, 1500)))
        ends = starts + timedelta(days=int(generator.gamma(2.0, 60.0)))
        rows.append(Stay(str(number), PlaceType.EXCLUSION, 8, starts, ends))
    return tuple(rows)


def paths(seed, *, draws=300, weekly=2.0):
    generator = np.random.default_rng(seed)
    cohorts = (
        Cohort("North", KeyStage.KS2, None, Route.PERMANENT_EXCLUSION),
        Cohort("South", KeyStage.KS2, None, Route.OFF_SITE_DIRECTION),
    )
    level = np.exp(generator.normal(0, 0.15, (draws, 1, 1)))
    counts = generator.poisson(np.broadcast_to(weekly * level, (draws, len(WEEKS), 2)))
    return DemandPaths(WEEKS, cohorts, counts.astype(np.int16))


def dataset(places=30):
    commission = Commission("hub-e", "hub", PlaceType.EXCLUSION, places, date(2020, 9, 1))
    return Dataset(
        AS_AT, SchoolCalendar(()), sites=(SITE,), commissions=(commission,), stays=stays()
    )


def world(seed):
    policy = Policy()
    return build_world(paths(seed), dataset(), place_types=policy.place_types, seed=seed).of_groups(
        (0,)
    )


def seats_for(search, year, chance, promise=Promise.PUPILS):
    nobody = np.zeros(len(search.world.clock.years), dtype=np.int64)
    return search.fewest(year, nobody, chance=chance, promise=promise)


def test_the_places_recommended_keep_the_promise_in_other_futures():
    recommended = seats_for(Search(world(1)), 0, 0.95)
    seats = np.full(2, recommended, dtype=np.int64)
    kept = [Search(world(seed)).kept(seats, 0, Promise.PUPILS) for seed in (2, 3, 4)]
    assert float(np.mean(kept)) == pytest.approx(0.95, abs=0.02)


def test_one_place_fewer_does_not_keep_it():
    search = Search(world(1))
    fewest = seats_for(search, 0, 0.9)
    held = [np.full(2, fewest - less, dtype=np.int64) for less in (0, 1)]
    assert search.kept(held[0], 0, Promise.PUPILS) >= 0.9
    assert search.kept(held[1], 0, Promise.PUPILS) < 0.9


@pytest.mark.parametrize("promise", list(Promise))
def test_more_chance_never_asks_for_fewer_places(promise):
    search = Search(world(1))
    places = [seats_for(search, 0, chance, promise) for chance in (0.5, 0.8, 0.9, 0.99)]
    assert places == sorted(places)


def test_shorter_stays_and_fewer_referrals_need_fewer_places():
    whole = world(1)
    base = seats_for(Search(whole), 0, 0.95)
    assert seats_for(Search(scaled(whole, stays=0.5)), 0, 0.95) < base
    assert seats_for(Search(scaled(whole, referrals=0.5)), 0, 0.95) < base


def test_the_statement_tells_gaps_risks_drivers_and_ways_out():
    answer = sufficiency(paths(1), dataset(), Policy(), chances=(0.9,), seed=1)
    rows = [r for r in answer.enough if r.place_type is PlaceType.EXCLUSION]
    assert all(row.places_low <= row.places_high for row in rows)
    assert {row.commissioned for row in rows} == {30}
    assert all(row.kept >= row.chance > row.kept_with_one_fewer for row in rows)
    assert answer.risks
    stay, referrals, turnover = answer.ways_out[:3]
    assert [each.lever for each in (stay, referrals, turnover)] == ["stay", "referrals", "turnover"]
    assert turnover.factor == pytest.approx(1 / stay.factor)
    assert "pupils a year one after another instead of" in turnover.sentence
    assert any("Two pupils to a place" in driver.sentence for driver in answer.drivers)
    assert any("With stays as long as now it takes" in d.sentence for d in answer.drivers)
    assert 0 < answer.years[0].on_time_share <= 1


def test_a_number_of_places_stands_once_in_a_curve_where_pupils_share_places():
    whole = world(1)
    shared = replace(whole, places_per_pupil=np.full(len(whole.groups), 0.3))
    commissioned = (30,) * len(shared.clock.years)
    needed = needed_of(shared, 0, commissioned, {(Promise.PUPILS, 0.9): Search(shared)})
    curve = curve_of(needed, shared, 0, 0, 1_000_000)
    places = [point.places for point in curve.points]

    assert len(places) > 3
    assert places == sorted(set(places))
    assert [point.pupils_on_time for point in curve.points] == sorted(
        point.pupils_on_time for point in curve.points
    )


def test_the_same_seed_gives_the_same_statement():
    first, second = (
        sufficiency(paths(1, draws=60), dataset(), Policy(), chances=(0.9,), seed=1)
        for _ in range(2)
    )
    assert first == second


def test_without_futures_there_is_no_statement_but_the_reason():
    answer = sufficiency(None, dataset(), Policy(), seed=1, why_not=("Only 2 months.",))
    assert (answer.enough, answer.unanswered) == ((), ("Only 2 months.",))


def test_places_held_for_want_of_a_special_place_are_a_driver():
    rows = tuple(
        replace(stay, ready_from=stay.ends - timedelta(days=(stay.ends - stay.starts).days // 2))
        if number % 2
        else stay
        for number, stay in enumerate(stays())
    )
    blocked = replace(dataset(), stays=rows)
    answer = sufficiency(paths(1, draws=100), blocked, Policy(), chances=(0.9,), seed=1)
    driver = next(d for d in answer.drivers if "special place" in d.sentence)
    assert driver.places_change < 0
    assert "waited for a special place" in answer.method
