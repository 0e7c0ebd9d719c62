"""One table by itself: its heading, each cell, and rows that are there twice."""

from __future__ import annotations

import re
from collections.abc import Mapping

from planner.tables.cells.bad import BadCell
from planner.tables.cells.convert import parse_cell
from planner.tables.cells.words import tidy
from planner.tables.checks.identifiers import is_personal_heading, refuse_personal_values
from planner.tables.checks.parsed import ParsedRow, ParsedTable
from planner.tables.faults import Faults, listed, meant
from planner.tables.files.raw import RawTable
from planner.tables.schemas import SCHEMAS, Column, Schema

_NOT_WORD = re.compile(r"[\W_]+")


def parse_table(raw: RawTable, faults: Faults, *, allow_identifiers: bool) -> ParsedTable:
    """
    Read every cell of a table and note every fault.

    Parameters
    ----------
    raw
        The table as text.
    faults
        Takes the problems.
    allow_identifiers
        Whether columns that look like names or UPNs are tolerated; columns that are no
        columns of the table are then left out.
    """
    schema = SCHEMAS[raw.name]
    places = _columns_in(raw, schema, faults, allow_identifiers=allow_identifiers)
    reader = _RowReader(raw, places, faults)
    rows = []
    for line, cells in raw.rows:
        if faults.is_given_up(raw.file):
            break
        rows.append(reader.row(line, cells))
    missing = frozenset(schema.column_names) - {column.name for column in places.values()}
    table = ParsedTable(schema, raw.file, tuple(rows), missing)
    _refuse_doubles(table, faults)
    if not allow_identifiers:
        refuse_personal_values(table, faults)
    return table


def column_name(heading: str) -> str:
    """
    Return what a cell of a heading is taken for.

    Examples
    --------
    >>> column_name("Pupil ID ")
    'pupil_id'
    """
    return _NOT_WORD.sub("_", tidy(heading).casefold()).strip("_")


def _columns_in(
    raw: RawTable, schema: Schema, faults: Faults, *, allow_identifiers: bool
) -> dict[int, Column]:
    """Return the columns by their place in the file."""
    places: dict[int, Column] = {}
    for place, heading in enumerate(raw.heading):
        name = column_name(heading)
        if name in schema.column_names:
            column = schema.column(name)
            if column in places.values():
                faults.add(
                    raw.file,
                    column=name,
                    what="The column is there twice.",
                    fix="Keep one of the two.",
                )
            places[place] = column
        elif name or any(place < len(cells) and cells[place].strip() for _, cells in raw.rows):
            _refuse_heading(raw, schema, tidy(heading), faults, allow_identifiers=allow_identifiers)
    found = {column.name for column in places.values()}
    for column in schema.columns:
        if column.required and column.name not in found:
            faults.add(
                raw.file,
                column=column.name,
                what="The column is missing.",
                fix=f"Add it: {column.says}",
            )
    return places


def _refuse_heading(
    raw: RawTable, schema: Schema, heading: str, faults: Faults, *, allow_identifiers: bool
) -> None:
    if is_personal_heading(heading):
        if not allow_identifiers:
            faults.add(
                raw.file,
                column=heading,
                what="The column looks like names, UPNs or dates of birth, which are never needed.",
                fix="Take the column away and keep the key to the pseudonyms elsewhere, or write "
                "allow_identifiers: yes under settings in the scenario to have it left unread.",
            )
        return
    faults.add(
        raw.file,
        column=heading,
        what="There is no such column in this table."
        if heading
        else "A column with values has no heading.",
        fix=meant(
            heading,
            schema.column_names,
            otherwise=f"Rename it or take it away; the columns are {listed(schema.column_names)}.",
        ),
    )


class _RowReader:
    """Reads the cells of one table's rows, remembering what each text of a column means."""

    def __init__(self, raw: RawTable, places: Mapping[int, Column], faults: Faults) -> None:
        self._file = raw.file
        self._width = len(raw.heading)
        self._places = places
        self._faults = faults
        self._known: dict[str, dict[str, object]] = {c.name: {} for c in places.values()}

    def row(self, line: int, cells: tuple[str, ...]) -> ParsedRow:
        """Read one row; faulty and empty cells have no value."""
        self._refuse_width(line, cells)
        values: dict[str, object] = {}
        faulty = set()
        for place, column in self._places.items():
            text = tidy(cells[place]) if place < len(cells) else ""
            value = self._value(line, text, column)
            if value is not None:
                values[column.name] = value
            elif text:
                faulty.add(column.name)
        return ParsedRow(line, values, frozenset(faulty))

    def _refuse_width(self, line: int, cells: tuple[str, ...]) -> None:
        if len(cells) < self._width or any(cell.strip() for cell in cells[self._width :]):
            self._faults.add(
                self._file,
                line,
                what=f"The row has {len(cells)} cells and the heading {self._width}.",
                fix="Put a cell that holds a comma into quotation marks, and an empty cell where "
                "there is no value.",
            )

    def _value(self, line: int, text: str, column: Column) -> object:
        if not text:
            if column.required:
                self._note(line, column, text, "The cell is empty.", f"Fill it in: {column.says}")
            return None
        known = self._known[column.name]
        if text not in known:
            try:
                known[text] = parse_cell(text, column)
            except BadCell as error:
                self._note(line, column, text, error.what, error.fix)
                return None
        return known[text]

    def _note(self, line: int, column: Column, text: str, what: str, fix: str) -> None:
        self._faults.add(self._file, line, column.name, value=text, what=what, fix=fix)


def _refuse_doubles(table: ParsedTable, faults: Faults) -> None:
    schema = table.schema
    needed = [name for name in schema.key if schema.column(name).required]
    first_lines: dict[tuple[object, ...], int] = {}
    for row in table.rows:
        if any(name not in row.values for name in needed):
            continue
        key = tuple(row.values.get(name) for name in schema.key)
        first = first_lines.setdefault(key, row.line)
        if first != row.line:
            faults.add(
                table.file,
                row.line,
                schema.key[0],
                value=str(key[0]),
                what=f"Row {first} has the same {', '.join(schema.key)}.",
                fix="Keep one of the two rows, or put the id right.",
            )
