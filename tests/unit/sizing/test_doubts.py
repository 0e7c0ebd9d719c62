"""Tables that do not agree with each other are said to."""

from datetime import date, timedelta

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Site
from planner.domain.referrals import Point
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.build import build_world
from planner.sizing.statement.doubts import doubts_of
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(60))


@pytest.mark.parametrize(("in_place", "says"), [(20, False), (150, True), (2, True)])
def test_those_in_place_are_held_against_the_referrals_and_stays_expected(in_place, says):
    site = Site("N", "council", "North hub", Point(390000, 260000), "North")
    hub = Commission("N-E", "N", PlaceType.EXCLUSION, 200, date(2020, 9, 1))
    there = tuple(
        Placement(str(n), "N-E", AS_AT - timedelta(days=60), None, 10, 8) for n in range(in_place)
    )
    calendar = SchoolCalendar(())
    dataset = Dataset(AS_AT, calendar, sites=(site,), commissions=(hub,), placements=there)
    cohort = Cohort("North", KeyStage.KS3, None, Route.PERMANENT_EXCLUSION)
    counts = np.random.default_rng(2).poisson(1.0, (60, len(WEEKS), 1)).astype(np.int16)
    types = Policy().place_types
    world = build_world(DemandPaths(WEEKS, (cohort,), counts), dataset, place_types=types, seed=1)
    said = list(doubts_of(world, dataset))
    assert bool(said) is says
    if says:
        assert f"{in_place} pupils in place" in said[0]
