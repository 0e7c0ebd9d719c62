"""Tables of finance: read back as written, and every fault named with its row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import Funder, PlaceType, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge, ChargeKind, ExclusionTransfer
from planner.domain.finance.ledger import Budget, LedgerCode, LedgerPurpose
from planner.domain.finance.rates import (
    ExitCount,
    IndexChange,
    IndexKind,
    Proration,
    Rate,
    RateKind,
    Terms,
    TopUpBasis,
)
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point
from planner.tables.fingerprint import fingerprint_of
from planner.tables.read import check_tables, read_dataset
from planner.tables.write import write_dataset

AS_AT = date(2023, 10, 2)


def authority() -> Dataset:
    term = CalendarPeriod(PeriodKind.TERM, "Autumn", date(2023, 9, 4), date(2024, 3, 28))
    return Dataset(
        as_at=AS_AT,
        calendar=SchoolCalendar((term,)),
        providers=(Provider("OAK", "Oak", Sector.AP_FREE_SCHOOL, opened=date(2019, 9, 1)),),
        sites=(Site("OAK", "OAK", "Oak", Point(385100, 255100), "Worcester"),),
        commissions=(Commission("OAK-E", "OAK", PlaceType.EXCLUSION, 10, date(2022, 9, 1)),),
        placements=(
            Placement("P1", "OAK-E", date(2023, 9, 4), None, 10, 8, band="A", funder=Funder.SCHOOL),
        ),
        rates=(
            Rate("R1", RateKind.TOP_UP, 10_000_50, date(2022, 9, 1), band="A"),
            Rate("R2", RateKind.PLACE, 10_000_00, date(2022, 4, 1), index=IndexKind.NONE),
        ),
        indices=(IndexChange(IndexKind.TRANSPORT, 2023, -50, "contract"),),
        terms=(Terms("OAK-E", TopUpBasis.OCCUPANCY, Proration.SCHOOL_DAYS, 8, "1.2.2"),),
        charges=(
            Charge(
                "X1",
                ChargeKind.GRANT,
                "OAK",
                date(2023, 4, 1),
                date(2024, 3, 31),
                10,
                "places",
                260_00,
                commission_id="OAK-E",
            ),
        ),
        transfers=(
            ExclusionTransfer(
                "T1", "High School", date(2023, 9, 18), date(2023, 9, 8), 5_422_00, academy=True
            ),
        ),
        exits=(ExitCount("OAK-E", 2023, 9, 6),),
        budgets=(Budget(2023, LedgerPurpose.TOP_UP, 500_000_00),),
        ledger_codes=(LedgerCode("H100", "4010", LedgerPurpose.TOP_UP, "OAK", "OAK ACADEMY"),),
    )


def test_finance_tables_are_read_back_as_written(tmp_path: Path) -> None:
    dataset = authority()
    write_dataset(dataset, tmp_path)
    back = read_dataset(tmp_path, as_at=AS_AT)
    assert back == replace(dataset, fingerprint=fingerprint_of(dataset))


@pytest.mark.parametrize(
    ("table", "row", "what"),
    [
        ("rates", "R3,top_up,9000,2022-09-01,,,A", "Two rates for the same thing hold on this day"),
        ("rates", "R3,top_up,-1,2024-09-01,,,A", "It is below zero."),
        ("rates", "R3,top_up,€900,2024-09-01,,,A", "This is not an amount in pounds."),
        ("rates", "R3,top_up,USD 900,2024-09-01,,,A", "This is not an amount in pounds."),
        ("funding", "OAK-E,2019,10000,12,0,0,0,", "Place-months are paid in 2019/20, but the"),
        (
            "charges",
            "X2,grant,OAK,2021-04-01,2022-03-31,1,places,5,OAK-E",
            "The charge has months outside the contract",
        ),
        ("exits", "OAK-E,2022,3,4", "More pupils left as planned than left at all, 3."),
        (
            "transfers",
            "T2,High School,2023-09-01,2023-09-08,5422",
            "The day is before excluded_on, 8 Sep 2023.",
        ),
    ],
)
def test_money_that_cannot_be_is_named_with_its_row(
    tmp_path: Path, table: str, row: str, what: str
) -> None:
    write_dataset(authority(), tmp_path)
    file = tmp_path / f"{table}.csv"
    before = file.read_text("utf-8-sig") if file.exists() else _FUNDING_HEADING
    width = len(before.splitlines()[0].split(","))
    padded = row + "," * (width - len(row.split(",")))
    file.write_text(f"{before.rstrip()}\n{padded}\n", "utf-8")
    problems = check_tables(tmp_path, as_at=AS_AT)
    assert [what in problem.what for problem in problems] == [True], problems
    assert problems[0].line == len(before.rstrip().splitlines()) + 1


_FUNDING_HEADING = (
    "commission_id,financial_year,place_rate_pounds,council_place_months,recouped_place_months,"
    "dfe_direct_place_months,top_up_pounds,source\n"
)


def test_a_gap_between_two_rates_is_named(tmp_path: Path) -> None:
    dataset = authority()
    ended = replace(dataset.rates[0], ends=date(2023, 3, 31))
    later = replace(dataset.rates[0], rate_id="R3", starts=date(2023, 5, 1))
    write_dataset(replace(dataset, rates=(ended, later)), tmp_path)
    (problem,) = check_tables(tmp_path, as_at=AS_AT)
    assert "There is no rate between 31 Mar 2023, where the one in row 2 ends" in problem.what
