"""One decision more at the end of its table: whole or not at all; nothing before it changes."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from planner.domain.placements import Decision
from planner.errors import DecisionRefused, InputProblems, OutputRefused
from planner.tables.cells.convert import show_cell
from planner.tables.checks.rows import column_name, parse_table
from planner.tables.faults import Faults
from planner.tables.files.csv_text import delimiter_of, table_of_text
from planner.tables.files.encoding import Undecodable, decode, encode
from planner.tables.files.lock import one_writer
from planner.tables.read import check_with, read_dataset
from planner.tables.schemas import SCHEMAS
from planner.units import format_day

_NAME = "decisions"
_FILE = f"{_NAME}.csv"


class Overtaken(DecisionRefused):
    """Somebody has recorded a decision since the tables were read, so it must be judged anew."""


def add_decision(
    folder: Path,
    decision: Decision,
    *,
    known: tuple[Decision, ...] | None = None,
    as_at: date,
    allow_identifiers: bool = False,
    horizon_weeks: int,
) -> Decision:
    """
    Add a decision to a council's tables as the newest, once the tables hold with it.

    Parameters
    ----------
    folder
        Folder of CSV files.
    decision
        What was decided; its number is given here.
    known
        The decisions by which it was judged, as `read_dataset` gives them; None where it
        was not judged by any.
    as_at
        Day on which the question is asked.
    allow_identifiers, horizon_weeks
        As for `read_dataset`.

    Returns
    -------
    Decision
        As recorded, with its number.

    Raises
    ------
    Overtaken
        If other decisions than those known are in the table by now.
    OutputRefused
        If the tables are no folder of CSV files, or the file cannot be written.
    InputProblems
        If the tables would not hold with it. In every such case nothing has changed.
    """
    if not folder.is_dir() or (folder / f"{_NAME}.parquet").exists():
        raise OutputRefused(_by_hand(folder, decision, known or ()))
    path = folder / _FILE
    reading = partial(
        read_dataset,
        folder,
        as_at=as_at,
        allow_identifiers=allow_identifiers,
        horizon_weeks=horizon_weeks,
    )
    with one_writer(path):
        if known is not None and reading().decisions != known:
            raise Overtaken(
                f"Others are writing to {_FILE}. Nothing was recorded; try again in a moment."
            )
        recorded = replace(decision, number=_next_number(path, decision))
        content = appended(path, _NAME, _cells(recorded))
        faults = Faults()
        table = table_of_text(decode(content), _NAME, _FILE, faults)
        problems = faults.problems
        if table is not None:
            problems += check_with(
                folder,
                table,
                as_at=as_at,
                allow_identifiers=allow_identifiers,
                horizon_weeks=horizon_weeks,
            )
        if problems:
            raise InputProblems(problems)
        put_in_place(content, path)
    return recorded


def _by_hand(tables: Path, decision: Decision, known: tuple[Decision, ...]) -> str:
    """Say how to keep a decision in tables to which the planner does not write."""
    where = f"the sheet {_NAME} of {tables.name}"
    if tables.is_dir():
        where = f"{_NAME}.parquet in {tables.name}"
    numbered = replace(decision, number=1 + max((each.number for each in known), default=0))
    row = "\n".join(f"  {name}: {cell}" for name, cell in _cells(numbered).items() if cell)
    return (
        f"The planner adds decisions to {_FILE} in a folder of CSV files only, so nothing was "
        f"recorded. Add this row to {where} yourself and save, and the "
        f"planner keeps to it:\n{row}\nOr save each table as CSV in one folder and name the "
        "folder under `data:` in the scenario; planner decide then writes the row."
    )


def _cells(decision: Decision) -> dict[str, str]:
    """Return a decision as the table's cells, by column."""
    return {
        column.name: show_cell(getattr(decision, column.field), column)
        for column in SCHEMAS[_NAME].columns
    }


def _next_number(path: Path, decision: Decision) -> int:
    """Return the number of a new row; all rows count, those after the as-at day too."""
    table = table_of_text(_text_of(path), _NAME, _FILE, Faults())
    if table is None:
        return 1
    rows = parse_table(table, Faults(), allow_identifiers=True).rows
    days = [row.day("decided_on") for row in rows if row.text("pupil_id") == decision.pupil_id]
    last = max((day for day in days if day is not None), default=decision.decided_on)
    if last > decision.decided_on:
        raise DecisionRefused(
            f"A decision of {format_day(last)} is recorded for {decision.pupil_id}, after "
            f"{format_day(decision.decided_on)}. Nothing was recorded. Ask as at a later day."
        )
    return 1 + max((row.get("number", int) or 0 for row in rows), default=0)


def appended(path: Path, name: str, cells: Mapping[str, str]) -> bytes:
    """
    Return a table's file with one row more.

    The text before the row stays as it is; columns that the heading lacks are
    added to it, and the older rows are empty there.

    Parameters
    ----------
    path
        The CSV file; it need not exist.
    name
        Name of the schema.
    cells
        What is written, by column; other columns stay empty.
    """
    text = _text_of(path)
    end = "\r\n" if "\r\n" in text else "\n"
    if not text.strip():
        heading = list(SCHEMAS[name].column_names)
        text = _line(heading, ",", end)
    delimiter = delimiter_of(text, name)
    heading = [column_name(cell) for cell in _heading_of(text, delimiter)]
    lacking = [column for column in cells if cells[column] and column not in heading]
    if lacking:
        text = "".join(_widened(text, delimiter, lacking))
    if not text.endswith(("\n", "\r")):
        text += end
    text += _line([cells.get(column, "") for column in (*heading, *lacking)], delimiter, end)
    return encode(text)


def put_in_place(content: bytes, path: Path) -> None:
    """
    Write a file beside its place, make sure that it is on the disk, and move it there.

    A crash at any moment leaves the old file or the new one, whole.

    Raises
    ------
    OutputRefused
        If it cannot be written; the old file is as it was.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputRefused(
            f"{path.name} cannot be written ({error.strerror}). It is as it was. Close it in other "
            "programs, and try again."
        ) from error


def _text_of(path: Path) -> str:
    if not path.exists():
        return ""
    try:
        return decode(path.read_bytes())
    except (OSError, Undecodable) as error:
        raise OutputRefused(f"{path.name} cannot be read, so nothing was added to it.") from error


def _heading_of(text: str, delimiter: str) -> list[str]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return next(row for row in rows if any(cell.strip() for cell in row))


def _widened(text: str, delimiter: str, lacking: list[str]) -> Iterator[str]:
    """Yield a table's lines with cells added at the end of the heading and of each row."""
    lines = io.StringIO(text, newline="").readlines()
    rows = csv.reader(lines, delimiter=delimiter)
    is_heading, done = True, 0
    for row in rows:
        *before, last = lines[done : rows.line_num]
        done = rows.line_num
        yield from before
        if not any(cell.strip() for cell in row):
            yield last
            continue
        bare = last.rstrip("\r\n")
        added = lacking if is_heading else [""] * len(lacking)
        yield delimiter.join([bare, *added]) + last[len(bare) :]
        is_heading = False


def _line(cells: list[str], delimiter: str, end: str) -> str:
    sheet = io.StringIO(newline="")
    csv.writer(sheet, delimiter=delimiter, lineterminator=end).writerow(cells)
    return sheet.getvalue()
