"""One policy prices transport, for the journeys that are reported and for the allocation."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.case import NO_ROUTE, TravelTable
from planner.domain.choices.policy import Policy
from planner.domain.codes import Basis, PlaceType, Route, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.transport import TransportRates, TransportRules, rates_in_force
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point, Referral
from planner.geography.atlas import Atlas
from planner.geography.engines.straight import StraightLine
from planner.geography.entitlement.journeys import journey_report
from planner.geography.entitlement.prices import TransportTable, transport_table
from planner.geography.entitlement.transport import transport_policy

MILE = 1609.344
PUPIL = Referral(
    "P1", Route.PERMANENT_EXCLUSION, date(2021, 11, 1), 9, home=Point(385_000, 255_000)
)
YOUNG = replace(PUPIL, pupil_id="P2", year_group=4)
RULES = TransportRules()


@pytest.fixture
def forge() -> Dataset:
    """One site with a commission for exclusion and one for prevention."""
    commissions = tuple(
        Commission(
            f"FORGE-{kind}", "FORGE", kind, 10, starts=date(2021, 4, 1), ends=date(2022, 3, 31)
        )
        for kind in PlaceType
    )
    return Dataset(
        as_at=date(2021, 11, 8),
        calendar=SchoolCalendar(()),
        providers=(Provider("FORGE", "The Forge", Sector.MAINTAINED_PRU),),
        sites=(Site("FORGE", "FORGE", "The Forge", Point(404_300, 255_000), "Worcester"),),
        commissions=commissions,
    )


def travel(dataset: Dataset, miles: float) -> TravelTable:
    shape = (len(dataset.referrals), len(dataset.sites))
    metres = np.full(shape, round(miles * MILE) if miles >= 0 else NO_ROUTE, dtype=np.int32)
    return TravelTable(
        pupil_ids=tuple(r.pupil_id for r in dataset.referrals),
        site_ids=tuple(s.site_id for s in dataset.sites),
        minutes=np.full(shape, 10, dtype=np.int32),
        metres=metres,
        engine="test",
    )


def priced(
    dataset: Dataset, pupil: Referral, *, miles: float, rules: TransportRules = RULES
) -> tuple[dict[str, int], TransportTable]:
    """Price a pupil whose home lies as far from every site as the miles say."""
    moved = replace(pupil, home=None) if miles < 0 or pupil.home is None else pupil
    home = Point(385_000, 255_000)
    east = home.easting + round(max(miles, 0) * MILE)
    sites = tuple(replace(s, point=Point(east, home.northing)) for s in dataset.sites)
    dataset = replace(dataset, referrals=(moved,), sites=sites)
    rates = rates_in_force(dataset.transport_rates, dataset.as_at)
    table = transport_table(
        dataset,
        travel(dataset, miles),
        transport_policy(rules, rates=rates),
        engine=StraightLine(Atlas()),
    )
    names = [commission.commission_id for commission in dataset.commissions]
    return dict(zip(names, table.annual_pence[0].tolist(), strict=True)), table


@pytest.mark.parametrize(
    ("miles", "changes", "owed"),
    [
        (1.8, {}, False),
        (3.1, {}, True),
        (2.1, {"low_income": True}, True),
        (2.1, {"year_group": 2}, True),
        (9.0, {"route": Route.OFF_SITE_DIRECTION}, True),
        (-1, {}, False),
    ],
)
def test_the_council_pays_beyond_the_walking_distance_to_places_for_exclusion_only(
    forge: Dataset, miles: float, changes: dict[str, object], owed: bool
) -> None:
    costs, _ = priced(forge, replace(PUPIL, **changes), miles=miles)
    assert (costs["FORGE-E"] > 0) is owed
    assert costs["FORGE-P"] == 0
    council = TransportRules(school_pays_for_prevention=False)
    costs, _ = priced(forge, replace(PUPIL, **changes), miles=miles, rules=council)
    assert (costs["FORGE-P"] > 0) is owed


def test_the_allocation_pays_what_the_journey_report_says(forge: Dataset) -> None:
    dataset = replace(forge, referrals=(PUPIL, YOUNG))
    table, policy = travel(dataset, 12), transport_policy(RULES)
    engine = StraightLine(Atlas())
    report = journey_report(dataset, table, Policy(), engine=engine, transport=policy)
    reported = {(r.pupil_id, r.site_id): r.annual_pence for r in report.itertuples()}
    pence = transport_table(dataset, table, policy, engine=engine).annual_pence
    for row, pupil in enumerate(dataset.referrals):
        for column, commission in enumerate(dataset.commissions):
            if commission.place_type is PlaceType.EXCLUSION:
                assert pence[row, column] == reported[pupil.pupil_id, commission.site_id] > 0
    assert (pence[1] >= pence[0]).all(), "an assistant rides with a pupil of Year 4"


def test_the_councils_own_rate_in_force_stands_before_the_assumed_one(
    forge: Dataset,
) -> None:
    rates = (
        TransportRates(date(2020, 1, 1), 100),
        TransportRates(date(2021, 9, 1), 200, school_days_per_year=195),
        TransportRates(date(2022, 9, 1), 300),
    )
    dataset = replace(forge, transport_rates=rates)
    costs, table = priced(dataset, PUPIL, miles=10)
    assert costs["FORGE-E"] == 10 * 2 * 195 * 200
    assert table.notes == ()


def test_unit_costs_that_are_not_the_councils_own_are_said(forge: Dataset) -> None:
    _, table = priced(forge, PUPIL, miles=10)
    (note,) = table.notes
    assert note.startswith("Transport is priced at £2.14 for a mile for one pupil in a shared taxi")
    assert "£8,116 a year" in note
    _, young = priced(forge, YOUNG, miles=10)
    assert any("passenger assistant" in each for each in young.notes)
    _, near = priced(forge, PUPIL, miles=1)
    assert near.notes == ()


def test_a_pupil_without_a_home_is_judged_by_the_councils_own_metres(
    forge: Dataset,
) -> None:
    costs, _ = priced(forge, replace(PUPIL, home=None), miles=10)
    assert costs["FORGE-E"] > 0
    costs, _ = priced(forge, replace(PUPIL, home=None), miles=2.9)
    assert costs["FORGE-E"] == 0


def test_journeys_without_metres_are_counted_and_not_silently_free(forge: Dataset) -> None:
    _, table = priced(forge, PUPIL, miles=-1)
    assert any("have no metres" in note for note in table.notes)


def test_a_place_bought_singly_is_priced_as_any_other(forge: Dataset) -> None:
    spot = tuple(replace(c, basis=Basis.SPOT) for c in forge.commissions)
    bought, _ = priced(replace(forge, commissions=spot), PUPIL, miles=10)
    assert bought == priced(forge, PUPIL, miles=10)[0]
