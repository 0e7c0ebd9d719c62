"""What one more pupil costs: top-up, the spot price, and transport where it is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from planner.costing.prices import price_notes, price_table
from planner.domain.codes import Basis, Route
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import Rate, RateKind
from planner.domain.referrals import Referral


def pupil(pupil_id: str, **changes: object) -> Referral:
    row = Referral(pupil_id, Route.PERMANENT_EXCLUSION, date(2021, 11, 1), 9)
    return replace(row, **changes)


def price(dataset: Dataset, referral: Referral, commission_id: str, *, transport: int = 0) -> int:
    dataset = replace(dataset, referrals=(referral,))
    pence = np.full((1, len(dataset.commissions)), transport, dtype=np.int64)
    column = [c.commission_id for c in dataset.commissions].index(commission_id)
    return int(price_table(dataset, pence).annual_pence[0, column])


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


def test_transport_is_added_as_it_is_given(worcestershire: Dataset) -> None:
    assert price(worcestershire, pupil("P1"), "FORGE-P", transport=1_234_56) == 1_234_56
    both = price(worcestershire, pupil("P1"), "FORGE-E", transport=1_234_56)
    assert both == 10_542_86 + 1_234_56


def test_the_nearest_earlier_year_of_funding_is_used(worcestershire: Dataset) -> None:
    later = replace(worcestershire, as_at=date(2024, 5, 1))
    assert price(later, pupil("P1"), "FORGE-E") == 10_542_86
    without = replace(worcestershire, funding=())
    assert price(without, pupil("P1"), "FORGE-E") == 0


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
    assert price_notes(worcestershire) == ()
    banded = replace(worcestershire, rates=rates)
    assert price(banded, pupil("P1"), "FORGE-P") == 8_000_00
    assert any("the dearest one" in note for note in price_notes(banded))
