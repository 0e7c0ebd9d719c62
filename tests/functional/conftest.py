"""What the tests of the command line share."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner, Result

from planner.cli.app import app

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def planner() -> Planner:
    """Run the command line as a user would: ``planner("check", path)``."""
    runner = CliRunner()

    def run(*arguments: object) -> Result:
        return runner.invoke(app, [str(argument) for argument in arguments], prog_name="planner")

    return run


@pytest.fixture
def worked_case(tmp_path: Path) -> Path:
    """A copy of the worked case's folder that a test may spoil, with its geographic tables."""
    shutil.copytree(ROOT / "geo", tmp_path / "geo")
    folder = tmp_path / "scenarios" / "worcestershire"
    shutil.copytree(ROOT / "scenarios" / "worcestershire", folder)
    return folder


class Fault(NamedTuple):
    """One cell of the worked case put wrong, and the column in which it must be named."""

    table: str
    row: int
    """Which row is spoiled, counted from 1 without the heading."""
    column: str
    instead: str
    told: str
    """Words of the problem that say what is wrong."""
    found_in: str = ""
    """Column where the problem is told, if not the spoiled one."""


class Told(NamedTuple):
    """Where a problem must be named: the file's name, its line and its column."""

    file: str
    line: int
    column: str
    told: str


FAULTS_OF_TABLES = (
    Fault("referrals", 1, "route", "new_arrivel", "not a code"),
    Fault("referrals", 3, "referred_on", "2021-13-23", "no such day"),
    Fault("referrals", 7, "year_group", "17", "no year group 17"),
    Fault("referrals", 9, "sessions_per_week", "11", "above 10"),
    Fault("providers", 1, "sector", "shop", "not a code"),
    Fault("providers", 2, "approved", "perhaps", "neither yes nor no"),
    Fault("sites", 1, "easting", "many", "not a coordinate"),
    Fault("commissions", 1, "places", "-1", "below zero"),
    Fault("commissions", 2, "site_id", "NOWHERE", "no such id in the table sites"),
    Fault("limits", 1, "unit", "heads", "not a code"),
    Fault("placements", 1, "commission_id", "ASPIRE-Q", "no such id in the table commissions"),
    Fault("placements", 2, "ends", "2019-01-04", "before starts"),
    Fault("placements", 5, "pupil_id", "WORCS-IN-0004", "overlaps the one in row 5", "starts"),
    Fault("decisions", 2, "commission_id", "", "names no commission"),
    Fault("pairs", 1, "other_pupil_id", "WORCS-9999", "no such id"),
    Fault("calendar", 1, "ends", "2021-08-31", "before starts"),
    Fault("funding", 1, "top_up_pounds", "56000.123", "less than a penny"),
    Fault("history", 1, "key_stage", "KS9", "not a code"),
)
"""Each of its own kind. Rows and columns are named, not texts, so that the tables may change."""

WHAT_IF = """\
title: Two more
question: What if?
base: base.yaml
colour: red
changes:
  - change: add_places
    commission: FORGE-E
    places: -8
    from: 2022-01-05
    because: a reason
"""
FAULTS_OF_YAML = (
    Told("what-if.yaml", 4, "colour", "not known"),
    Told("what-if.yaml", 8, "changes[1].places", "at least 1"),
)


@pytest.fixture
def broken_case(worked_case: Path) -> tuple[Path, tuple[Told, ...]]:
    """Spoil a copy of the worked case with twenty faults; give its scenario and the faults."""
    for fault in FAULTS_OF_TABLES:
        _spoil(worked_case / "tables" / f"{fault.table}.csv", fault)
    scenario = worked_case / "what-if.yaml"
    scenario.write_text(WHAT_IF, encoding="utf-8")
    of_tables = tuple(
        Told(f"{fault.table}.csv", fault.row + 1, fault.found_in or fault.column, fault.told)
        for fault in FAULTS_OF_TABLES
    )
    return scenario, (*of_tables, *FAULTS_OF_YAML)


def _spoil(path: Path, fault: Fault) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    row = rows[fault.row - 1]
    row[heading.index(fault.column)] = fault.instead
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heading, *rows])
