"""A × (B ÷ 52) + C, with its dates, exceptions and both sides of the money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.costing.exclusions import admission_pence, deduction_pence, weeks_remaining
from planner.costing.statement import paid_by, year_statement
from planner.domain.calendar import SchoolCalendar
from planner.domain.dataset import Dataset
from planner.domain.finance.charges import ExclusionTransfer
from planner.results.finance.money import CostKind, Payer
from planner.units import FinancialYear

PUPIL = ExclusionTransfer(
    transfer_id="X1",
    excluding_school="High School",
    relevant_date=date(2024, 11, 18),
    excluded_on=date(2024, 11, 8),
    amount_pence=5_422_00,
)


@pytest.mark.parametrize(
    ("changes", "weeks"),
    [
        ({}, 19),
        ({"academy": True}, 41),
        ({"relevant_date": date(2025, 3, 28)}, 0),
        ({"relevant_date": date(2025, 3, 25)}, 1),
        ({"relevant_date": date(2025, 4, 1), "excluded_on": date(2025, 3, 24)}, 52),
        (
            {
                "relevant_date": date(2025, 4, 10),
                "excluded_on": date(2025, 4, 2),
                "leaves_this_summer": True,
            },
            20,
        ),
        ({"leaves_this_summer": True}, 19),
    ],
)
def test_complete_weeks_are_counted_to_the_right_end(
    changes: dict[str, object], weeks: int
) -> None:
    assert weeks_remaining(replace(PUPIL, **changes)) == weeks


def test_the_deduction_is_rounded_before_the_order_is_added() -> None:
    assert deduction_pence(PUPIL) == 1981_12  # 542,200 x 19 / 52 = 198,111.54
    assert deduction_pence(replace(PUPIL, adjustment_order_pence=4_000_00)) == 5981_12


def test_nothing_is_deducted_from_a_special_school_or_a_unit() -> None:
    assert deduction_pence(replace(PUPIL, exempt=True)) == 0


def test_the_admitting_school_gains_its_weeks_share() -> None:
    admitted = replace(PUPIL, admitted_on=date(2025, 1, 6), admitting_school="Other School")
    assert admission_pence(admitted) == 1251_23  # 198,112 x 12 / 19 = 125,123.37
    assert admission_pence(PUPIL) == 0
    assert admission_pence(replace(admitted, admitted_on=date(2025, 9, 1))) == 0


def test_both_sides_stand_in_the_statement_and_cancel() -> None:
    moved = replace(
        PUPIL,
        adjustment_order_pence=4_000_00,
        admitted_on=date(2025, 1, 6),
        admitting_school="Other School",
    )
    dataset = Dataset(
        as_at=date(2024, 11, 18),
        calendar=SchoolCalendar(()),
        transfers=(moved, replace(PUPIL, transfer_id="X2", exempt=True)),
    )
    statement = year_statement(dataset, FinancialYear(2024))
    assert statement.total_pence == 0
    net = deduction_pence(moved) - admission_pence(moved)
    assert paid_by(statement) == {Payer.COUNCIL: -net, Payer.SCHOOL: net}
    deducted = [
        line.pence
        for line in statement.lines
        if line.kind is CostKind.EXCLUSION_DEDUCTION and line.payer is Payer.SCHOOL
    ]
    assert sum(deducted) == deduction_pence(moved)
