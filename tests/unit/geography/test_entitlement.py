from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import Point

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PlaceType, Route, SenProvision
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.errors import InputProblems
from planner.geography.atlas import Atlas
from planner.geography.engines.network import open_network
from planner.geography.engines.straight import StraightLine
from planner.geography.entitlement.statutory import (
    EIGHT_AND_OVER,
    UNDER_EIGHT,
    Verdict,
    guide_minutes,
    judge_route,
    judge_straight_line,
    walking_limit,
    walking_tests,
)
from planner.geography.entitlement.transport import (
    CostItem,
    Transport,
    TransportPolicy,
    read_unit_costs,
    transport_price,
)
from planner.results.finance.money import FundingSource, Payer

MILE = 1609.344
PUPIL = Referral("P1", Route.PERMANENT_EXCLUSION, date(2026, 1, 5), year_group=9)


@pytest.mark.parametrize(
    ("year_group", "low_income", "code", "miles"),
    [
        (2, False, "under_8", 2),
        (3, True, "under_8", 2),
        (4, False, "8_and_over", 3),
        (4, True, "low_income_8_to_11", 2),
        (7, True, "low_income_11_to_16", 2),
        (11, False, "8_and_over", 3),
    ],
)
def test_the_walking_limit_follows_age_and_income(year_group, low_income, code, miles):
    limit = walking_limit(replace(PUPIL, year_group=year_group, low_income=low_income))
    assert (limit.code, limit.miles) == (code, miles)
    assert limit.source.startswith("Education Act 1996")


@given(st.floats(0, 10_000), st.floats(1.0, 1.6))
def test_the_straight_line_never_contradicts_a_route_up_to_sixteen_tenths_of_it(metres, detour):
    screened = judge_straight_line(metres, UNDER_EIGHT)
    if screened is not Verdict.MEASURE:
        assert screened is judge_route(metres * detour, UNDER_EIGHT)


def dataset(*referrals: Referral) -> Dataset:
    return Dataset(date(2026, 1, 12), SchoolCalendar(()), referrals=referrals)


def points(name, *places) -> gpd.GeoDataFrame:
    ids = [f"{name}{n}" for n in range(1, len(places) + 1)]
    return gpd.GeoDataFrame({"id": ids}, geometry=[Point(p) for p in places], crs=27700)


def test_without_a_walk_graph_the_band_is_to_be_measured():
    homes = points("P", (385_000, 255_000))
    sites = points("S", *((385_000 + miles * MILE, 255_000) for miles in (1.8, 2.5, 3.1)))
    tests = walking_tests(dataset(PUPIL), homes, sites, StraightLine(Atlas()))
    assert tests["verdict"].tolist() == ["within", "measure_the_route", "beyond"]
    assert set(tests["measured_by"]) == {"straight line"}
    assert tests["walk_metres"].isna().all()


def test_with_a_walk_graph_the_route_decides(grid_file):
    engine = open_network(grid_file, source="a town", attribution="© nobody")
    homes = points("P", (385_000, 255_000))
    sites = points("S", (386_600, 256_200), (300_000, 256_200))
    tests = walking_tests(dataset(PUPIL), homes, sites, engine)
    assert tests["verdict"].tolist() == ["within", "beyond"]
    assert tests["walk_metres"].iloc[0] == pytest.approx(2_800, abs=1)
    assert set(tests["measured_by"]) == {"walking route"}


def test_the_authoritys_own_guide_minutes_are_named_as_its_own():
    assert guide_minutes(PUPIL, Policy()).minutes == 75
    own = guide_minutes(PUPIL, Policy(guide_minutes_secondary=60))
    assert (own.minutes, own.source) == (60, "The authority's own policy")


def price(pupil=PUPIL, *, place_type=PlaceType.EXCLUSION, miles=10.0, verdict=None, **more):
    found = verdict or judge_route(miles * MILE, EIGHT_AND_OVER)
    return transport_price(
        pupil, place_type=place_type, road_metres=miles * MILE, verdict=found, **more
    )


def test_within_the_limit_nothing_is_paid():
    priced = price(miles=2.9)
    assert (priced.transport, priced.annual_pence) == (Transport.WALK, 0)


def test_a_shared_taxi_is_priced_by_its_miles_with_the_pupil_in_it():
    priced = price(miles=10)
    assert priced.transport is Transport.SHARED_TAXI
    assert priced.pence_per_day == 2 * 10 * 214
    assert priced.annual_pence == 190 * 4_280  # £8,132: the NAO's £8,116 but for rounding
    assert priced.placement_pence == round(190 * 4_280 * 12 / 38)


def test_a_part_time_pupil_travels_on_fewer_days():
    priced = price(replace(PUPIL, sessions_per_week=5))
    assert priced.annual_pence == 114 * 4_280


def test_a_bus_pass_needs_age_a_journey_and_a_reasonable_time():
    assert price(transit_minutes=50).transport is Transport.BUS_PASS
    assert price(transit_minutes=50).annual_pence == 31_800
    assert price(transit_minutes=80).transport is Transport.SHARED_TAXI
    young = replace(PUPIL, year_group=5)
    assert price(young, transit_minutes=50).transport is Transport.SHARED_TAXI


def test_a_need_that_cannot_share_has_a_taxi_alone_and_a_primary_pupil_an_assistant():
    policy = TransportPolicy(single_taxi_needs=frozenset({Need.ASD}))
    plan = replace(PUPIL, sen_provision=SenProvision.EHC_PLAN, primary_need=Need.ASD, year_group=5)
    priced = price(plan, miles=10, policy=policy, transit_minutes=20)
    assert (priced.transport, priced.assistant) == (Transport.SINGLE_TAXI, True)
    assert priced.pence_per_day == 2 * 10 * 474 + 5_000
    assert price(plan, miles=3.1, policy=policy).pence_per_day == round(2 * 3.1 * 474) + 5_000


def test_parents_are_paid_for_all_four_journeys():
    priced = price(miles=10, policy=TransportPolicy(mileage_offered=True))
    assert (priced.transport, priced.pence_per_day) == (Transport.MILEAGE, 4 * 10 * 45)


def test_the_council_pays_for_exclusion_and_the_school_for_prevention():
    council, school = price(), price(place_type=PlaceType.PREVENTION)
    assert (council.payer, council.funding_source) == (Payer.COUNCIL, FundingSource.GENERAL_FUND)
    assert (school.payer, school.funding_source) == (Payer.SCHOOL, FundingSource.SCHOOL)
    policy = TransportPolicy(school_pays_for_prevention=False)
    assert price(place_type=PlaceType.PREVENTION, policy=policy).payer is Payer.COUNCIL


def test_a_route_still_to_be_measured_is_priced_so_that_no_budget_is_short():
    assert price(miles=2.5, verdict=Verdict.MEASURE).annual_pence > 0


def test_a_councils_own_unit_costs_replace_the_assumed_ones(tmp_path):
    path = tmp_path / "costs.csv"
    path.write_text("item,pence,date,basis,source\nshared_taxi_mile,300,2026,published,contract\n")
    costs = read_unit_costs(path)
    assert costs[CostItem.SHARED_TAXI_MILE].pence == 300
    assert costs[CostItem.MILEAGE_MILE].pence == 45
    path.write_text("item,pence\nhelicopter,1\nmileage_mile,45p\n")
    with pytest.raises(InputProblems, match="2 problems found"):
        read_unit_costs(path)


@pytest.mark.parametrize(("text", "said"), [("", "empty"), ("what,price\n", "no columns item")])
def test_unit_costs_that_would_be_passed_over_are_refused(tmp_path, text, said):
    (tmp_path / "costs.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputProblems, match=said):
        read_unit_costs(tmp_path / "costs.csv")
