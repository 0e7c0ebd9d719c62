"""What a column and a table are: the one definition that everything else is made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What may stand in a cell, named as the data dictionary names it."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    POSTCODE = "postcode"
    CODE = "code"
    CODES = "list of codes"
    YEAR_GROUP = "year group"
    YEAR_GROUPS = "list of year groups"
    YES_NO = "yes or no"
    DATE = "date"
    MONTH = "month"
    WHOLE = "whole number"
    GRID = "metres on the National Grid"
    POUNDS = "pounds"
    FIGURE = "figure"
    FINANCIAL_YEAR = "financial year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of an input table."""

    name: str
    kind: Kind
    says: str
    """What the column means, in one sentence or two."""
    unit: str = ""
    required: bool = False
    """Whether every row must fill it; only then must the column be there."""
    codes: type[StrEnum] | None = None
    minimum: int | None = None
    """Least value; for pounds, in pence."""
    maximum: int | None = None
    """Greatest value; for pounds, in pence."""
    default: str = ""
    """What an empty cell means, as it would be written."""
    source: str = ""
    refers_to: tuple[str, ...] = ()
    """Columns as ``table.column``, in one of which the value must stand."""
    path: str = ""
    """Field of the domain type where it is not called like the column; dotted for a point."""

    @property
    def field(self) -> str:
        """Field of the domain type; amounts in pounds are kept as whole pence."""
        if self.path:
            return self.path
        if self.kind is Kind.POUNDS:
            return f"{self.name.removesuffix('_pounds')}_pence"
        return self.name

    @property
    def is_words(self) -> bool:
        """Whether the cell holds free words or an identifier."""
        return self.kind in {Kind.TEXT, Kind.IDENTIFIER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """One input table: its columns, and what makes a row unique."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    required: bool = False

    @property
    def column_names(self) -> tuple[str, ...]:
        """Names of the columns in their order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return one column by its name."""
        return next(column for column in self.columns if column.name == name)
