"""How a fault of a row is noted, and the comparisons of days that many tables need."""

from __future__ import annotations

from planner.tables.cells.convert import show_cell
from planner.tables.checks.parsed import ParsedRow, ParsedTable, ParsedTables
from planner.tables.faults import Faults
from planner.units import format_day


class Noter:
    """Notes faults in the rows of one table."""

    def __init__(self, tables: ParsedTables, name: str, faults: Faults) -> None:
        self._table: ParsedTable | None = tables.tables.get(name)
        self._faults = faults
        self._as_at = tables.as_at
        self.rows: tuple[ParsedRow, ...] = tables.rows(name)

    def note(self, row: ParsedRow, column: str, *, what: str, fix: str) -> None:
        """Note one fault, with the cell's value as the planner read it."""
        if self._table is None:
            raise ValueError("there is no row to note a fault in")
        value = show_cell(row.values.get(column), self._table.schema.column(column))
        self._faults.add(self._table.file, row.line, column, value=value, what=what, fix=fix)

    def note_table(self, *, what: str, fix: str) -> None:
        """Note a fault of the whole table."""
        if self._table is not None:
            self._faults.add(self._table.file, what=what, fix=fix)

    def refuse_before(self, row: ParsedRow, column: str, other: str) -> None:
        """Note a day that lies before another day of the row."""
        day, first = row.day(column), row.day(other)
        if day is not None and first is not None and day < first:
            self.note(
                row,
                column,
                what=f"The day is before {other}, {format_day(first)}.",
                fix="Put one of the two days right.",
            )

    def refuse_future(self, row: ParsedRow, column: str) -> None:
        """Note a day after the as-at date."""
        day = row.day(column)
        if day is not None and day > self._as_at:
            self.note(
                row,
                column,
                what=f"The day is after the as-at date, {format_day(self._as_at)}.",
                fix="Put the day right, or ask the question as at a later day.",
            )
