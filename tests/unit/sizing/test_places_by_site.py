"""A site's places as one number, shared out over its commissions."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Effect, Policy
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, PlaceStep, Site
from planner.domain.referrals import Point
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.options import By
from planner.results.coming.promise import Promise
from planner.sizing.drawing.build import build_world
from planner.sizing.effects.switched import Effects, effects_of
from planner.sizing.options.needed import Offer, options_needed
from planner.sizing.options.split import split_places
from planner.sizing.options.trial import ground_of, trial_of
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(90))
SITES = tuple(
    Site(name, "council", f"{name} hub", Point(390000, 260000), "North") for name in ("N", "S")
)
ROUTES = (Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION)
CHANCES = (0.8, 0.95)


def commission(site, kind, places):
    name = f"{site}-{kind}"
    return Commission(name, site, kind, places, date(2020, 9, 1))


COMMISSIONS = (
    commission("N", PlaceType.EXCLUSION, 12),
    commission("N", PlaceType.PREVENTION, 6),
    commission("S", PlaceType.EXCLUSION, 5),
)


def tables(commissions=COMMISSIONS):
    return Dataset(AS_AT, SchoolCalendar(()), sites=SITES, commissions=commissions)


def world(dataset):
    cohorts = tuple(
        Cohort("North", stage, None, route)
        for stage in (KeyStage.KS2, KeyStage.KS3)
        for route in ROUTES
    )
    counts = np.random.default_rng(2).poisson(0.25, (40, len(WEEKS), len(cohorts)))
    paths = DemandPaths(WEEKS, cohorts, counts.astype(np.int16))
    return build_world(paths, dataset, place_types=Policy().place_types, seed=1)


def answer(by, commissions=COMMISSIONS, *, stated=None, effects=None):
    dataset = tables(commissions)
    offer = Offer(by, CHANCES, stated or {}, 1_000_000)
    return options_needed(world(dataset), dataset, None, effects or Effects(), offer)


def row_of(rows, option, chance=0.95, promise=Promise.PUPILS, year="2024/25"):
    asked = (option, chance, promise, year)
    return next(r for r in rows if (r.option, r.chance, r.promise, r.academic_year) == asked)


def with_places(**places):
    """The commissions with other places from the second year on."""
    opens = date(2024, 9, 1)
    return tuple(
        replace(c, steps=(PlaceStep(opens, places[c.commission_id.replace("-", "_")]),))
        if c.commission_id.replace("-", "_") in places
        else c
        for c in COMMISSIONS
    )


@pytest.mark.parametrize("promise", list(Promise))
def test_a_sites_number_keeps_the_promise_when_commissioned_so_and_one_fewer_does_not(promise):
    rows, _ = answer(By.SITE)
    found = row_of(rows, "N", promise=promise)
    assert found.places_now == 18
    assert found.kept >= 0.95
    for places, enough in ((found.places, True), (found.places - 1, False)):
        first, second = split_places(places, (12, 6))
        again, _ = answer(By.SITE, with_places(N_E=first, N_P=second))
        now = row_of(again, "N", promise=promise)
        assert now.places_now == places
        assert (now.kept_now >= 0.95) is enough
    assert found.split == "N-E {} and N-P {}".format(*split_places(found.places, (12, 6)))


def test_places_may_be_shared_out_as_stated():
    rows, _ = answer(By.SITE, stated={"N-E": 1, "N-P": 1})
    found = row_of(rows, "N")
    first, second = split_places(found.places, (1, 1))
    assert found.split == f"N-E {first} and N-P {second}"
    assert abs(first - second) <= 1
    usual, _ = answer(By.SITE)
    assert row_of(rows, "S") == row_of(usual, "S")


def test_a_site_with_one_commission_needs_what_the_commission_needs():
    by_site, curves = answer(By.SITE)
    by_commission, other_curves = answer(By.COMMISSION)
    one, other = row_of(by_site, "S"), row_of(by_commission, "S-E")
    assert replace(one, option="S-E") == other
    points = {curve.option: curve.points for curve in (*curves, *other_curves)}
    assert points["S"] == points["S-E"]


def test_every_year_chance_and_promise_has_its_row_and_every_year_its_curve():
    rows, curves = answer(By.SITE)
    years = ("2023/24", "2024/25")
    assert len(rows) == 2 * 2 * 2 * 2
    assert [(c.option, c.academic_year) for c in curves] == [(o, y) for o in "NS" for y in years]
    for curve in curves:
        shares = [point.pupils_on_time for point in curve.points]
        assert shares == sorted(shares)
        assert curve.knee_places in {point.places for point in curve.points}


def test_no_number_at_one_site_is_enough_where_its_pupils_need_both():
    # Nobody at S takes prevention, so a site's number cannot serve those of another's.
    rows, _ = answer(By.SITE, stated={"N-E": 1})
    found = row_of(rows, "N", promise=Promise.FUTURES)
    assert (found.places, found.split) == (None, "")
    assert found.kept < 0.95


def test_free_prevention_places_draw_in_pupils_at_a_site_too():
    policy = Policy(induced_referrals=Effect(300, 300, "a test."))
    effects = effects_of(policy, draws=40, seed=1)
    plain, _ = answer(By.COMMISSION)
    moved, _ = answer(By.COMMISSION, effects=effects)
    drawn, steady = (row_of(rows, "N-P", year="2023/24") for rows in (moved, plain))
    assert drawn.places > steady.places
    assert row_of(moved, "S-E") == row_of(plain, "S-E")


def test_futures_looked_at_alone_are_those_of_the_whole_with_those_drawn_in_too():
    dataset = tables()
    induced = effects_of(
        Policy(induced_referrals=Effect(100, 300, "a test.")), draws=40, seed=1
    ).induced
    whole = trial_of(ground_of(world(dataset), dataset, None, year=1, induced=induced), (1,))
    some = np.array([3, 7, 8, 30])
    assert whole.among(some).late((40,)).tolist() == whole.late((40,))[some].tolist()


@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=6),
    st.integers(0, 200),
)
def test_one_place_more_in_all_is_never_one_fewer_anywhere(weights, places):
    fewer, more = split_places(places, weights), split_places(places + 1, weights)
    assert sum(fewer) == places
    assert all(after >= before for before, after in zip(fewer, more, strict=True))
