"""From a council's files to a checked dataset, or to every problem in them at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.domain.choices.policy import Policy
from planner.domain.dataset import Dataset
from planner.errors import InputProblems, Problem
from planner.tables.across import check_across
from planner.tables.across.decisions import known_at
from planner.tables.checks.parsed import ParsedTables
from planner.tables.checks.rows import parse_table
from planner.tables.faults import Faults
from planner.tables.files.folder import read_tables
from planner.tables.files.raw import RawTable
from planner.tables.fingerprint import fingerprint_of
from planner.tables.records import build_dataset

DEFAULT_HORIZON_WEEKS = Policy().horizon_weeks


def read_dataset(
    path: Path,
    *,
    as_at: date,
    allow_identifiers: bool = False,
    horizon_weeks: int = DEFAULT_HORIZON_WEEKS,
) -> Dataset:
    """
    Read and check a council's tables.

    Parameters
    ----------
    path
        Folder of CSV or Parquet files, or one Excel workbook with a sheet for each
        table.
    as_at
        Day on which the question is asked.
    allow_identifiers
        Whether columns that look like names or UPNs are tolerated. They are still not
        used.
    horizon_weeks
        Weeks over which the calendar must reach. [calendar weeks]

    Returns
    -------
    Dataset
        Rows in the order of their ids, with their fingerprint.

    Raises
    ------
    InputProblems
        With every problem found; the user can mend each of them.
    """
    tables, problems = _read(
        path, as_at=as_at, allow_identifiers=allow_identifiers, horizon_weeks=horizon_weeks
    )
    if problems or tables is None:
        raise InputProblems(problems)
    rows = {name: [row.values for row in table.rows] for name, table in tables.tables.items()}
    dataset = build_dataset(rows, as_at=as_at)
    return replace(dataset, fingerprint=fingerprint_of(dataset), origins=_origins(tables))


def check_tables(
    path: Path,
    *,
    as_at: date,
    allow_identifiers: bool = False,
    horizon_weeks: int = DEFAULT_HORIZON_WEEKS,
) -> tuple[Problem, ...]:
    """Return every problem in a council's tables, by place; none where they can be used."""
    _, problems = _read(
        path, as_at=as_at, allow_identifiers=allow_identifiers, horizon_weeks=horizon_weeks
    )
    return problems


def check_with(
    path: Path,
    table: RawTable,
    *,
    as_at: date,
    allow_identifiers: bool = False,
    horizon_weeks: int = DEFAULT_HORIZON_WEEKS,
) -> tuple[Problem, ...]:
    """Return every problem that a council's tables would have with one table put in its place."""
    _, problems = _read(
        path,
        as_at=as_at,
        allow_identifiers=allow_identifiers,
        horizon_weeks=horizon_weeks,
        instead=table,
    )
    return problems


class SoundRows(NamedTuple):
    """What is sound in tables with problems: for further checks, never to calculate from."""

    dataset: Dataset
    problems: tuple[Problem, ...]
    sound_tables: frozenset[str]
    """Tables in which there is no problem at all."""


def read_sound_rows(
    path: Path,
    *,
    as_at: date,
    allow_identifiers: bool = False,
    horizon_weeks: int = DEFAULT_HORIZON_WEEKS,
) -> SoundRows:
    """Read the rows that have no problem, so that one check finds every other fault as well."""
    tables, problems = _read(
        path, as_at=as_at, allow_identifiers=allow_identifiers, horizon_weeks=horizon_weeks
    )
    if tables is None:
        return SoundRows(build_dataset({}, as_at=as_at), problems, frozenset())
    faulty = {(problem.file, problem.line) for problem in problems}
    # A fault of the whole table stands on no row or on its heading.
    headless = {file for file, line in faulty if line <= 1}
    rows = {
        name: [row.values for row in table.rows if (table.file, row.line) not in faulty]
        for name, table in tables.tables.items()
        if table.file not in headless
    }
    spoilt = {file for file, _ in faulty}
    sound = frozenset(name for name, table in tables.tables.items() if table.file not in spoilt)
    dataset = replace(build_dataset(rows, as_at=as_at), origins=_origins(tables))
    return SoundRows(dataset, problems, sound - tables.broken)


def _origins(tables: ParsedTables) -> dict[tuple[str, str], tuple[str, int]]:
    """Return where pupils and sites stand, so that later checks can name the row."""
    return {
        (name, str(row.values.get(key))): (table.file, row.line)
        for name, key in (("referrals", "pupil_id"), ("sites", "site_id"))
        if (table := tables.tables.get(name)) is not None
        for row in table.rows
    }


def _read(
    path: Path,
    *,
    as_at: date,
    allow_identifiers: bool,
    horizon_weeks: int,
    instead: RawTable | None = None,
) -> tuple[ParsedTables | None, tuple[Problem, ...]]:
    faults = Faults()
    raw = read_tables(path, faults)
    if raw is None:
        return None, faults.problems
    if instead is not None:
        raw.tables[instead.name] = instead
    parsed = {
        name: parse_table(table, faults, allow_identifiers=allow_identifiers)
        for name, table in raw.tables.items()
    }
    if "decisions" in parsed:
        parsed["decisions"] = known_at(parsed["decisions"], as_at)
    tables = ParsedTables(parsed, as_at, horizon_weeks, raw.broken)
    if not faults.has_given_up:
        check_across(tables, faults)
    return tables, faults.problems
