"""Contracts of every kind, priced by hand and by the statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.costing.commitments.gather import commitments_of
from planner.costing.months import months_from
from planner.costing.statement import paid_by, year_statement
from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Basis, Funder, PlaceType, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge, ChargeKind
from planner.domain.finance.rates import (
    IndexChange,
    IndexKind,
    Proration,
    Rate,
    RateKind,
    Terms,
    TopUpBasis,
)
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Funding, PlaceStep, Provider, Site
from planner.domain.referrals import Point
from planner.errors import InputProblems
from planner.results.finance.money import CostKind, CostLine, FundingSource, Payer
from planner.units import AcademicYear, FinancialYear

YEAR = FinancialYear(2023)


def authority(sector: Sector = Sector.MAINTAINED_PRU, **tables: object) -> Dataset:
    commission = Commission("OAK-E", "OAK", PlaceType.EXCLUSION, 10, date(2022, 9, 1))
    dataset = Dataset(
        as_at=date(2023, 10, 2),
        calendar=SchoolCalendar(()),
        providers=(Provider("OAK", "Oak", sector),),
        sites=(Site("OAK", "OAK", "Oak", Point(0, 0), "Worcester"),),
        commissions=(commission,),
    )
    return replace(dataset, **tables)


def bought(dataset: Dataset, **changes: object) -> Dataset:
    return replace(dataset, commissions=(replace(dataset.commissions[0], **changes),))


def lines(
    dataset: Dataset, kind: CostKind, year: FinancialYear | AcademicYear = YEAR
) -> list[CostLine]:
    return [line for line in year_statement(dataset, year).lines if line.kind is kind]


def total(dataset: Dataset, kind: CostKind, year: FinancialYear | AcademicYear = YEAR) -> int:
    return sum(line.pence for line in lines(dataset, kind, year))


def test_places_are_paid_for_whether_or_not_they_are_filled() -> None:
    (line,) = lines(authority(), CostKind.PLACE)
    assert (line.quantity, line.unit, line.pence) == (120, "place-months", 100_000_00)
    assert (line.payer, line.section_251) == (Payer.COUNCIL, "1.0.2")


def test_new_places_from_september_are_five_and_seven_twelfths_of_the_year() -> None:
    dataset = bought(authority(), steps=(PlaceStep(date(2023, 9, 1), 22),))
    assert total(dataset, CostKind.PLACE) == (10 * 5 + 22 * 7) * 1_000_000 // 12
    assert total(dataset, CostKind.PLACE, AcademicYear(2023)) == 220_000_00
    halves = lines(dataset, CostKind.PLACE, AcademicYear(2023))
    assert [len(line.months) for line in halves] == [7, 5]


def test_a_contract_that_starts_within_the_year_pays_for_its_months() -> None:
    assert total(authority(), CostKind.PLACE, FinancialYear(2022)) == 10 * 7 * 1_000_000 // 12


@pytest.mark.parametrize(
    ("sector", "opened", "payer"),
    [
        (Sector.MAINTAINED_PRU, None, Payer.COUNCIL),
        (Sector.INDEPENDENT_SCHOOL, None, Payer.COUNCIL),
        (Sector.AP_ACADEMY, None, Payer.RECOUPED),
        (Sector.AP_FREE_SCHOOL, None, Payer.RECOUPED),
        (Sector.AP_FREE_SCHOOL, date(2022, 9, 1), Payer.DFE),
        (Sector.AP_FREE_SCHOOL, date(2015, 9, 1), Payer.RECOUPED),
    ],
)
def test_the_sector_decides_who_pays_for_places(
    sector: Sector, opened: date | None, payer: Payer
) -> None:
    dataset = authority(providers=(Provider("OAK", "Oak", sector, opened=opened),))
    assert list(paid_by(year_statement(dataset, YEAR))) == [payer]


def test_the_council_bears_a_free_school_from_its_third_school_year() -> None:
    provider = Provider("OAK", "Oak", Sector.AP_FREE_SCHOOL, opened=date(2022, 9, 1))
    statement = year_statement(authority(providers=(provider,)), FinancialYear(2024))
    assert paid_by(statement) == {Payer.DFE: 4_166_667, Payer.RECOUPED: 5_833_333}


def test_later_years_are_shared_as_the_last_agreed_year_was() -> None:
    agreed = Funding("OAK-E", 2022, 1_000_000, 0, 40, 80, 0, "agreed")
    dataset = authority(Sector.AP_ACADEMY, funding=(agreed,))
    by_payer = {line.payer: line.quantity for line in lines(dataset, CostKind.PLACE)}
    assert by_payer == {Payer.RECOUPED: 40, Payer.DFE: 80}


def test_top_up_by_occupancy_is_paid_for_the_days_that_pupils_are_there() -> None:
    stay = Placement("P1", "OAK-E", date(2023, 4, 1), date(2024, 3, 31), 10, 8)
    half = Placement("P2", "OAK-E", date(2023, 4, 1), date(2023, 9, 30), 5, 8)
    rate = Rate("R", RateKind.TOP_UP, 12_000_00, date(2022, 4, 1), source="contract")
    dataset = authority(placements=(stay, half), rates=(rate,))
    (line,) = lines(dataset, CostKind.TOP_UP)
    assert line.quantity == 10 * 366 + 5 * 183
    assert line.pence == 12_000_00 + 12_000_00 // 4
    assert (line.source, line.rate_from) == ("contract", date(2022, 4, 1))


def test_who_commissions_a_pupil_pays_the_top_up() -> None:
    stays = tuple(
        Placement(f"P{n}", "OAK-E", date(2023, 4, 1), date(2024, 3, 31), 10, 8, funder=funder)
        for n, funder in enumerate(Funder)
    )
    dataset = authority(placements=stays, rates=(rate_of(10_000_00),))
    payers = {line.payer: line.funding_source for line in lines(dataset, CostKind.TOP_UP)}
    assert payers == {
        Payer.COUNCIL: FundingSource.HIGH_NEEDS,
        Payer.SCHOOL: FundingSource.SCHOOL,
        Payer.OTHER_AUTHORITY: FundingSource.OTHER_AUTHORITY,
    }


def rate_of(pence: int, **changes: object) -> Rate:
    return replace(Rate("R", RateKind.TOP_UP, pence, date(2022, 4, 1)), **changes)


def test_top_up_by_place_is_paid_for_places() -> None:
    terms = Terms("OAK-E", top_up_basis=TopUpBasis.PLACE)
    dataset = authority(rates=(rate_of(10_000_00),), terms=(terms,))
    assert total(dataset, CostKind.TOP_UP) == 10 * 10_000_00


@pytest.mark.parametrize("proration", Proration)
def test_a_pupil_who_is_there_all_year_costs_the_rate_however_parts_are_counted(
    proration: Proration,
) -> None:
    stay = Placement("P1", "OAK-E", date(2022, 9, 1), date(2024, 8, 31), 10, 8)
    dataset = authority(
        placements=(stay,),
        rates=(rate_of(12_345_67),),
        terms=(Terms("OAK-E", proration=proration),),
    )
    expected = 12_345_67
    # School days are shares of the school year, calendar days of the financial year.
    year = AcademicYear(2023) if proration is Proration.SCHOOL_DAYS else YEAR
    assert abs(total(dataset, CostKind.TOP_UP, year) - expected) <= 1


def test_expected_pupils_stand_in_for_unknown_ones_after_the_as_at_month() -> None:
    dataset = authority(rates=(rate_of(12_000_00),), terms=(Terms("OAK-E", expected_pupils=6),))
    assert total(dataset, CostKind.TOP_UP, FinancialYear(2024)) == 6 * 12_000_00


def test_year_eleven_leaves_on_the_last_friday_in_june_where_no_end_is_planned() -> None:
    stay = Placement("P1", "OAK-E", date(2023, 9, 1), None, 10, 11)
    dataset = authority(placements=(stay,), rates=(rate_of(12_000_00),))
    (line,) = lines(dataset, CostKind.TOP_UP, FinancialYear(2024))
    assert line.quantity == 10 * (30 + 31 + 28)


def test_rates_rise_each_april_by_their_index() -> None:
    dataset = authority(
        rates=(rate_of(10_000_01),),
        terms=(Terms("OAK-E", TopUpBasis.PLACE),),
        indices=(
            IndexChange(IndexKind.TOP_UP, 2023, 500),
            IndexChange(IndexKind.TOP_UP, 2024, 250),
        ),
    )
    assert [line.rate_pence for line in lines(dataset, CostKind.TOP_UP)] == [10_500_01]
    later = lines(dataset, CostKind.TOP_UP, FinancialYear(2024))
    assert [line.rate_pence for line in later] == [10_762_51]


def test_a_rate_that_changes_within_the_year_gives_two_lines() -> None:
    dataset = authority(
        rates=(
            rate_of(10_000_00, ends=date(2023, 8, 31)),
            rate_of(12_000_00, rate_id="R2", starts=date(2023, 9, 1)),
        ),
        terms=(Terms("OAK-E", TopUpBasis.PLACE),),
    )
    found = [(line.rate_pence, line.quantity) for line in lines(dataset, CostKind.TOP_UP)]
    assert found == [(10_000_00, 50), (12_000_00, 70)]


def test_bands_have_their_own_rates() -> None:
    stays = tuple(
        Placement(f"P{n}", "OAK-E", date(2023, 4, 1), date(2024, 3, 31), 10, 8, band=band)
        for n, band in enumerate(("A", "B"))
    )
    dataset = authority(
        placements=stays,
        rates=(rate_of(5_000_00), rate_of(9_000_00, rate_id="R2", band="B")),
    )
    assert {x.detail: x.pence for x in lines(dataset, CostKind.TOP_UP)} == {
        "A": 5_000_00,
        "B": 9_000_00,
    }


def test_a_spot_place_is_paid_for_its_school_days() -> None:
    stay = Placement("P1", "OAK-E", date(2025, 9, 1), date(2026, 7, 31), 10, 8)
    dataset = bought(
        authority(Sector.UNREGISTERED, placements=(stay,), as_at=date(2025, 10, 1)),
        basis=Basis.SPOT,
        spot_weekly_pence=500_00,
    )
    (first, second) = lines(dataset, CostKind.SPOT, AcademicYear(2025))
    assert first.quantity + second.quantity == 10 * 190
    assert first.pence + second.pence == 500_00 * 190 // 5
    assert first.section_251 == "1.2.7"
    assert not lines(dataset, CostKind.PLACE, AcademicYear(2025))
    daily = replace(dataset, rates=(Rate("D", RateKind.DAY, 90_00, date(2025, 4, 1)),))
    assert total(daily, CostKind.SPOT, AcademicYear(2025)) == 190 * 90_00


def charge(kind: ChargeKind, **changes: object) -> Charge:
    row = Charge("X1", kind, "OAK", date(2023, 9, 1), date(2024, 8, 31), 4, "places", 1_200_00)
    return replace(row, **changes)


def test_charges_are_spread_over_their_months() -> None:
    dataset = authority(charges=(charge(ChargeKind.GRANT),))
    assert total(dataset, CostKind.GRANT) == 4 * 1_200_00 * 7 // 12
    assert total(dataset, CostKind.GRANT, AcademicYear(2023)) == 4 * 1_200_00


def test_one_off_sums_fall_in_their_first_month() -> None:
    dataset = authority(charges=(charge(ChargeKind.CAPITAL),))
    (line,) = lines(dataset, CostKind.CAPITAL)
    assert (line.pence, line.months) == (4 * 1_200_00, (date(2023, 9, 1),))
    assert line.funding_source is FundingSource.GENERAL_FUND


@pytest.mark.parametrize(
    ("kind", "payer"),
    [
        (ChargeKind.SCHOOL_CONTRIBUTION, Payer.SCHOOL),
        (ChargeKind.IMPORT, Payer.OTHER_AUTHORITY),
    ],
)
def test_money_received_moves_the_burden_and_leaves_the_total(
    kind: ChargeKind, payer: Payer
) -> None:
    without = year_statement(authority(), YEAR)
    with_it = year_statement(authority(charges=(charge(kind),)), YEAR)
    assert with_it.total_pence == without.total_pence
    moved = 4 * 1_200_00 * 7 // 12
    assert paid_by(with_it) == {
        Payer.COUNCIL: without.total_pence - moved,
        payer: moved,
    }


def test_the_statement_says_what_it_leaves_out() -> None:
    said = " ".join(year_statement(authority(), YEAR).leaves_out)
    assert "Transport" in said
    assert "Contributions by schools" in said
    given = year_statement(authority(charges=(charge(ChargeKind.TRANSPORT),)), YEAR)
    assert "Transport" not in " ".join(given.leaves_out)


def test_a_year_in_which_nobody_is_left_says_that_nobody_was_added() -> None:
    stay = Placement("P1", "OAK-E", date(2023, 9, 1), date(2024, 3, 31), 10, 8)
    dataset = authority(placements=(stay,), rates=(rate_of(12_000_00),))
    board = commitments_of(dataset, months_from(date(2023, 4, 1), 24))
    later = year_statement(dataset, FinancialYear(2024), board=board)
    assert CostKind.TOP_UP not in {line.kind for line in later.lines}
    assert any("nobody else is added" in says for says in later.assumes)
    by_place = replace(dataset, terms=(Terms("OAK-E", TopUpBasis.PLACE),))
    assert not any("nobody else" in says for says in year_statement(by_place, YEAR).assumes)


def test_months_without_a_rate_are_named_and_nothing_is_calculated() -> None:
    dataset = authority(
        rates=(
            rate_of(10_000_00, ends=date(2023, 6, 30)),
            rate_of(12_000_00, rate_id="R2", starts=date(2023, 9, 1)),
        ),
        terms=(Terms("OAK-E", TopUpBasis.PLACE),),
    )
    with pytest.raises(InputProblems, match="no rate for top-up of OAK-E from July 2023 to August"):
        year_statement(dataset, YEAR)
    later = year_statement(dataset, AcademicYear(2023))
    assert later.total_pence > 0


def test_an_amount_too_large_to_count_is_named_and_never_wraps_round() -> None:
    charge = Charge(
        "HUGE", ChargeKind.SERVICE, "Outreach", date(2023, 4, 1), date(2024, 3, 31),
        1_000_000, "visits", 1_000_000_000_000,
    )  # fmt: skip
    with pytest.raises(InputProblems, match="more than can be counted"):
        year_statement(
            Dataset(as_at=date(2021, 11, 8), calendar=SchoolCalendar(()), charges=(charge,)), YEAR
        )
