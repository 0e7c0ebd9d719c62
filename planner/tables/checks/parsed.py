"""Tables whose cells have been read, ready to be held against each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from planner.tables.schemas import SCHEMAS, Schema

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row; a cell that is empty or could not be read has no value."""

    line: int
    values: Mapping[str, object]
    faulty: frozenset[str] = frozenset()
    """Columns whose cells could not be read."""

    def get(self, column: str, kind: type[_Value]) -> _Value | None:
        """Return a cell's value if it was read and is of the kind asked for."""
        value = self.values.get(column)
        return value if isinstance(value, kind) else None

    def is_empty(self, column: str) -> bool:
        """Say whether a cell was left empty, as against could not be read."""
        return column not in self.values and column not in self.faulty

    def text(self, column: str) -> str:
        """Return a cell's word or identifier; nothing where it is empty."""
        return self.get(column, str) or ""

    def day(self, column: str) -> date | None:
        """Return a cell's day, if it was read."""
        return self.get(column, date)


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """One table; ``absent`` names the columns that its heading does not have."""

    schema: Schema
    file: str
    rows: tuple[ParsedRow, ...] = ()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ParsedTables:
    """Every table that could be read, with the day and the reach of the question."""

    tables: Mapping[str, ParsedTable]
    as_at: date
    horizon_weeks: int
    broken: frozenset[str] = field(default=frozenset())
    """Tables that are in the input but could not be read."""

    def rows(self, name: str) -> tuple[ParsedRow, ...]:
        """Return a table's rows; none where the table is missing."""
        return self.tables[name].rows if name in self.tables else ()

    def file(self, name: str) -> str:
        """Return where a table was read."""
        return self.tables[name].file if name in self.tables else f"{name}.csv"

    def is_known(self, reference: str) -> bool:
        """Say whether the values of ``table.column`` were read, so that others can be refused."""
        name, _, column = reference.partition(".")
        if name in self.broken:
            return False
        if name not in self.tables:
            return not SCHEMAS[name].required
        return column not in self.tables[name].absent

    @cached_property
    def _words(self) -> dict[str, dict[str, None]]:
        return {}

    def words_in(self, reference: str) -> Mapping[str, None]:
        """Return the different values of ``table.column`` in the order of the rows."""
        if reference not in self._words:
            name, _, column = reference.partition(".")
            found = (row.text(column) for row in self.rows(name))
            self._words[reference] = {word: None for word in found if word}
        return self._words[reference]
