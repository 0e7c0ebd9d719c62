"""Who pays for the blocks' places in the coming years, by hand and in every split."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Basis, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Funding, Site
from planner.domain.referrals import Point
from planner.results.finance.money import Payer
from planner.sizing.offer.funding import PlaceFunding, place_funding

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
OAK = Commission("OAK-E", "OAK", PlaceType.EXCLUSION, 12, date(2020, 9, 1))
ELM = replace(OAK, commission_id="ELM-P", place_type=PlaceType.PREVENTION, places=6)


def funding(name: str, council: int, recouped: int, direct: int, *, year: int = 2026) -> Funding:
    return Funding(name, year, 1_000_000, council, recouped, direct, 0)


def tables(*rows: Funding, commissions: tuple[Commission, ...] = (OAK, ELM)) -> Dataset:
    site = Site("OAK", "council", "Oak", Point(390000, 260000), "North")
    return Dataset(FIRST, SchoolCalendar(()), sites=(site,), commissions=commissions, funding=rows)


def paid(dataset: Dataset, share: Fraction = Fraction(1)) -> PlaceFunding:
    return place_funding(dataset, FIRST, LAST, share_of_year=share)


def test_each_commissions_places_are_paid_by_its_own_payers() -> None:
    """12 places, half recouped, and 6 the council's: £60,000 and £60,000 and £60,000."""
    found = paid(tables(funding("OAK-E", 72, 72, 0), funding("ELM-P", 72, 0, 0)))
    assert found.pence == 18_000_000
    assert found.by_payer == {
        Payer.COUNCIL: 12_000_000,
        Payer.RECOUPED: 6_000_000,
        Payer.DFE: 0,
    }


def test_a_rate_of_one_commission_moves_only_its_own_places() -> None:
    dear = replace(funding("ELM-P", 72, 0, 0), place_rate_pence=1_200_000)
    found = paid(tables(funding("OAK-E", 144, 0, 0), dear))
    assert found.pence == 12 * 1_000_000 + 6 * 1_200_000


def test_the_nearest_years_payers_stand_where_a_year_has_none() -> None:
    found = paid(tables(funding("OAK-E", 0, 0, 144, year=2024), funding("ELM-P", 72, 0, 0)))
    assert found.by_payer[Payer.DFE] == 12_000_000


def test_where_the_tables_do_not_say_who_pays_nothing_is_told_of_it() -> None:
    found = paid(tables(funding("OAK-E", 144, 0, 0)))
    assert found.pence == 18_000_000
    assert found.by_payer == {}


def test_places_bought_singly_are_no_blocks() -> None:
    singly = replace(ELM, basis=Basis.SPOT)
    found = paid(tables(funding("OAK-E", 144, 0, 0), commissions=(OAK, singly)))
    assert found.pence == 12_000_000


@given(
    months=st.lists(st.integers(1, 99), min_size=6, max_size=6),
    share=st.fractions(0, 1),
)
def test_what_the_payers_pay_adds_up_to_the_penny(months: list[int], share: Fraction) -> None:
    found = paid(tables(funding("OAK-E", *months[:3]), funding("ELM-P", *months[3:])), share)
    assert sum(found.by_payer.values()) == found.pence
    assert found.pence == pytest.approx(float(share) * 18_000_000, abs=1)
