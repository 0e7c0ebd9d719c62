from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Effect, Policy
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Site
from planner.domain.referrals import Point
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.build import build_world
from planner.sizing.effects.switched import with_effects
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
SITE = Site("hub", "council", "The hub", Point(390000, 260000), "North")
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(100))
WEAK = Effect(40, 60, "the panel said so.")


def world_with(places):
    generator = np.random.default_rng(1)
    routes = (Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION)
    cohorts = tuple(Cohort("North", KeyStage.KS3, None, route) for route in routes)
    counts = generator.poisson(1.0, (60, len(WEEKS), 2)).astype(np.int16)
    commissions = tuple(
        Commission(f"hub-{kind}", "hub", kind, number, date(2020, 9, 1))
        for kind, number in zip(PlaceType, places, strict=True)
    )
    dataset = Dataset(AS_AT, SchoolCalendar(()), sites=(SITE,), commissions=commissions)
    paths = DemandPaths(WEEKS, cohorts, counts)
    types = Policy().place_types
    return build_world(paths, dataset, place_types=types, seed=1), dataset


def count(world, kind):
    return sum(world.groups[group][1] is kind for group in world.group)


def test_nothing_moves_while_both_effects_are_off():
    world, dataset = world_with((40, 40))
    after = with_effects(world, dataset, Policy(), seed=1)
    assert (after.world is world, after.not_drawn is world, after.said) == (True, True, ())


def test_spare_places_bring_prevention_referrals_and_full_ones_none():
    policy = Policy(induced_referrals=WEAK)
    added = []
    for places in (0, 60, 120):
        world, dataset = world_with((40, places))
        moved = with_effects(world, dataset, policy, seed=1)
        after, said = moved.world, moved.said
        assert count(moved.not_drawn, PlaceType.PREVENTION) == count(world, PlaceType.PREVENTION)
        added.append(count(after, PlaceType.PREVENTION) - count(world, PlaceType.PREVENTION))
        assert count(after, PlaceType.EXCLUSION) == count(world, PlaceType.EXCLUSION)
        assert "because the panel said so." in said[0]
    assert added[0] == 0
    assert 0 < added[1] < added[2]


@pytest.mark.parametrize(("usual", "fewer"), [(0, True), (10_000, False)])
def test_only_prevention_above_the_usual_makes_exclusions_fewer(usual, fewer):
    world, dataset = world_with((40, 120))
    policy = Policy(prevented_exclusions=Effect(10, 20, "a trial.", usual))
    after = with_effects(world, dataset, policy, seed=1).world
    before = count(world, PlaceType.EXCLUSION)
    assert (count(after, PlaceType.EXCLUSION) < before) is fewer
    assert count(after, PlaceType.PREVENTION) == count(world, PlaceType.PREVENTION)


def test_each_future_keeps_its_pupils_in_order_of_arrival():
    world, dataset = world_with((40, 120))
    after = with_effects(world, dataset, Policy(induced_referrals=WEAK), seed=1).world
    for first, last in zip(after.bounds[:-1], after.bounds[1:], strict=True):
        assert (np.diff(after.arrival[first:last]) >= 0).all()
