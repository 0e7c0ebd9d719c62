from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import pytest

from planner.domain.codes import PlaceType, Sector
from planner.reports import tables
from planner.reports.csvs import TABLES
from planner.reports.tables.columns import COLUMNS
from planner.reports.tables.words import (
    FINDING_KIND_SAYS,
    FUNDING_SOURCE_SAYS,
    PAYER_SAYS,
    PLACE_TYPE_SAYS,
    SECTOR_SAYS,
)
from planner.results.answer import Answer
from planner.results.finance.money import FindingKind, FundingSource, Payer


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_every_table_has_a_heading(name: str, answer: Answer) -> None:
    assert [column for column in TABLES[name](answer).columns if column not in COLUMNS] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_case_without_anything_gives_empty_tables(name: str, empty_answer: Answer) -> None:
    frame = TABLES[name](empty_answer)
    assert frame.empty
    assert len(frame.columns) > 1


def test_the_longest_late_stand_first(answer: Answer) -> None:
    frame = tables.statutory(answer)
    assert list(frame["school_days_late"]) == [20] * 7 + [4, 0]
    assert frame.iloc[7].to_dict() == {
        "pupil_id": "P2",
        "due_date": date(2021, 11, 8),
        "start_date": date(2021, 11, 12),
        "site": "Oak House",
        "school_days_late": 4,
        "uncovered_school_days": 4,
        "interim_pence": 45_050,
        "reasons": "First free place on 12 Nov 2021.",
    }


def test_unmet_need_by_district_counts_the_late_and_the_unplaced(answer: Answer) -> None:
    frame = tables.districts(answer).set_index("district")
    # Northley's 7 unplaced would be known from the total with Eastham's single late pupil
    assert dict(frame["unmet_pupils"]) == {
        "Eastham": "withheld",
        "Northley": "withheld",
        "Westbury": 0,
    }
    assert dict(frame["places"]) == {"Eastham": 2, "Northley": 0, "Westbury": 4}


def test_cost_by_payer_adds_up_to_the_statement(answer: Answer) -> None:
    frame = tables.costs_by_payer(answer).set_index("provider")
    assert frame.loc["All providers", "All"] == answer.statement.total_pence == 11_000_050
    assert frame.loc["=Oak & <Sons>", "council"] == 8_333_383
    assert frame.loc["Outreach team", "school"] == 2_000_000


def test_warnings_of_single_placements_name_the_pupil(answer: Answer) -> None:
    assert list(tables.warnings(answer)["subjects"]) == ["C-HILL-P", "P3"]


def test_options_say_which_pair_was_chosen(answer: Answer) -> None:
    frame = tables.options(answer)
    chosen = frame[frame["chosen"]]
    assert len(frame) == 20
    assert set(zip(chosen["pupil_id"], chosen["commission_id"], strict=True)) == {
        ("P1", "C-OAK-E"),
        ("P2", "C-OAK-E"),
        ("P3", "C-HILL-P"),
    }


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (FindingKind, FINDING_KIND_SAYS),
        (FundingSource, FUNDING_SOURCE_SAYS),
        (Payer, PAYER_SAYS),
        (PlaceType, PLACE_TYPE_SAYS),
        (Sector, SECTOR_SAYS),
    ],
)
def test_every_code_has_words(code: type[StrEnum], words: Mapping[StrEnum, str]) -> None:
    assert list(words) == list(code)
