"""What one more pupil costs: top-up, the spot price, and transport where it is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.costing.prices import price_notes, price_table
from planner.domain.case import NO_ROUTE, TravelTable
from planner.domain.codes import Basis, Route
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import Rate, RateKind
from planner.domain.finance.transport import TransportRates
from planner.domain.referrals import Referral

MILE = 1609.344


def pupil(pupil_id: str, **changes: object) -> Referral:
    row = Referral(pupil_id, Route.PERMANENT_EXCLUSION, date(2021, 11, 1), 9)
    return replace(row, **changes)


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


def price(dataset: Dataset, referral: Referral, commission_id: str, *, miles: float = 0) -> int:
    dataset = replace(dataset, referrals=(referral,))
    table = price_table(dataset, travel(dataset, miles))
    column = [c.commission_id for c in dataset.commissions].index(commission_id)
    return int(table.annual_pence[0, column])


def test_a_full_time_pupil_costs_the_top_up_of_one_place(worcestershire: Dataset) -> None:
    assert price(worcestershire, pupil("P1"), "FORGE-E") == 10_542_86
    assert price(worcestershire, pupil("P1"), "FORGE-P") == 0


def test_half_a_week_costs_half(worcestershire: Dataset) -> None:
    assert price(worcestershire, pupil("P1", sessions_per_week=5), "FORGE-E") == 5_271_43


def test_a_spot_place_costs_its_weekly_price(worcestershire: Dataset) -> None:
    spot = tuple(
        replace(c, basis=Basis.SPOT, spot_weekly_pence=400_00)
        if c.commission_id == "FORGE-E"
        else c
        for c in worcestershire.commissions
    )
    dataset = replace(worcestershire, commissions=spot)
    assert price(dataset, pupil("P1"), "FORGE-E") == 39 * 400_00


@pytest.mark.parametrize(
    ("miles", "changes", "owed"),
    [
        (2.9, {}, False),
        (3.1, {}, True),
        (2.1, {"low_income": True}, True),
        (2.1, {"year_group": 2}, True),
        (2.1, {"year_group": 5}, False),
        (9.0, {"route": Route.OFF_SITE_DIRECTION}, False),
        (-1, {}, False),
    ],
)
def test_transport_is_owed_beyond_the_walking_distance_unless_a_school_commissions(
    worcestershire: Dataset, miles: float, changes: dict[str, object], owed: bool
) -> None:
    cost = price(worcestershire, pupil("P1", **changes), "FORGE-P", miles=miles)
    assert (cost > 0) is owed


def test_transport_is_two_journeys_a_day_at_the_rate_in_force(worcestershire: Dataset) -> None:
    rates = (
        TransportRates(date(2020, 1, 1), 100),
        TransportRates(date(2021, 9, 1), 200),
        TransportRates(date(2022, 9, 1), 300),
    )
    dataset = replace(worcestershire, transport_rates=rates)
    cost = price(dataset, pupil("P1"), "FORGE-P", miles=10)
    assert cost == pytest.approx(10 * 2 * 190 * 200, rel=1e-4)


def test_pupils_may_stand_in_another_order_in_the_travel_table(worcestershire: Dataset) -> None:
    near_far = replace(worcestershire, referrals=(pupil("A"), pupil("B")))
    table = travel(near_far, 0)
    metres = table.metres.copy()
    metres[1, :] = 20_000
    forward = replace(table, metres=metres)
    backward = replace(
        table, pupil_ids=("B", "A"), metres=metres[::-1].copy(), minutes=table.minutes
    )
    first = price_table(near_far, forward).annual_pence
    assert (first == price_table(near_far, backward).annual_pence).all()
    assert first[1].sum() > first[0].sum()


def test_the_nearest_earlier_year_of_funding_is_used(worcestershire: Dataset) -> None:
    later = replace(worcestershire, as_at=date(2024, 5, 1))
    assert price(later, pupil("P1"), "FORGE-E") == 10_542_86
    without = replace(worcestershire, funding=())
    assert price(without, pupil("P1"), "FORGE-E") == 0


def test_an_assumed_rate_is_said_and_the_councils_own_is_not(worcestershire: Dataset) -> None:
    (note,) = price_notes(worcestershire)
    assert note.startswith("Transport is priced at £2.14 a mile for one pupil. Assumed:")
    own = replace(worcestershire, transport_rates=(TransportRates(date(2020, 1, 1), 100),))
    assert price_notes(own) == ()


def test_a_dated_rate_in_force_is_the_price_of_a_pupil(worcestershire: Dataset) -> None:
    rates = (
        Rate("OLD", RateKind.TOP_UP, 6_000_00, date(2020, 4, 1), commission_id="FORGE-P"),
        Rate("NEW", RateKind.TOP_UP, 7_000_00, date(2021, 9, 1), commission_id="FORGE-P"),
        Rate("SUM", RateKind.TOP_UP, 9_000_00, date(2021, 4, 1), commission_id="FORGE-E"),
    )
    dated = replace(worcestershire, rates=rates)
    assert price(dated, pupil("P1"), "FORGE-P") == 7_000_00
    assert price(dated, pupil("P1"), "FORGE-E") == 10_542_86  # a sum is agreed for the year


def test_a_day_rate_is_the_price_of_195_days(worcestershire: Dataset) -> None:
    singly = tuple(
        replace(c, basis=Basis.SPOT, spot_weekly_pence=400_00) for c in worcestershire.commissions
    )
    dated = replace(
        worcestershire,
        commissions=singly,
        rates=(
            Rate("D", RateKind.DAY, 90_00, date(2020, 9, 1), commission_id="FORGE-P"),
            Rate("W", RateKind.SPOT_WEEK, 410_00, date(2020, 9, 1), commission_id="FORGE-E"),
        ),
    )
    assert price(dated, pupil("P1"), "FORGE-P") == 195 * 90_00
    assert price(dated, pupil("P1"), "FORGE-E") == 39 * 410_00
    assert price(dated, pupil("P1"), "CPA-P") == 39 * 400_00


def test_a_waiting_pupils_unknown_band_is_priced_at_the_dearest_and_said(
    worcestershire: Dataset,
) -> None:
    rates = tuple(
        Rate(band, RateKind.TOP_UP, pence, date(2021, 4, 1), commission_id="FORGE-P", band=band)
        for band, pence in (("A", 5_000_00), ("B", 8_000_00))
    )
    banded = replace(worcestershire, rates=rates)
    assert price(banded, pupil("P1"), "FORGE-P") == 8_000_00
    assert any("the dearest one" in note for note in price_notes(banded))
