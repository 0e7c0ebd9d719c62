"""A column's rule in words, the same in the template and in the dictionary."""

from __future__ import annotations

from planner.tables.cells.numbers import in_figures
from planner.tables.schemas import Column, Kind
from planner.units import format_pounds

_FORMS = {
    Kind.TEXT: "words",
    Kind.IDENTIFIER: "letters, figures and signs, always written alike",
    Kind.POSTCODE: "a full postcode, as WR5 2NP",
    Kind.YEAR_GROUP: "a number; R or 0 for reception",
    Kind.YEAR_GROUPS: "numbers parted by spaces, as 7 8 9; key stages, as KS3, or ranges will do",
    Kind.YES_NO: "yes or no",
    Kind.DATE: "a day, as 2025-09-30 or 30/9/2025",
    Kind.MONTH: "a month, as 2025-09",
    Kind.WHOLE: "a whole number",
    Kind.GRID: "whole metres",
    Kind.POUNDS: "pounds with at most two decimals",
    Kind.FIGURE: "a number with at most two decimals",
    Kind.FINANCIAL_YEAR: "a year, as 2021 or 2021/22",
}
_RANGED = frozenset({Kind.YEAR_GROUP, Kind.YEAR_GROUPS, Kind.WHOLE, Kind.GRID, Kind.FINANCIAL_YEAR})


def codes_of(column: Column) -> tuple[tuple[str, str], ...]:
    """Return each code of a column with its meaning, where the code does not say it itself."""
    if column.codes is None:
        return ()
    return tuple((member.value, str(getattr(member, "says", ""))) for member in column.codes)


def form_of(column: Column) -> str:
    """
    Say how a cell of a column is written, with its range.

    Examples
    --------
    >>> from planner.tables.schemas import SCHEMAS
    >>> form_of(SCHEMAS["referrals"].column("sessions_per_week"))
    'a whole number from 1 to 10'
    """
    if column.kind is Kind.CODE:
        return f"one of: {', '.join(code for code, _ in codes_of(column))}"
    if column.kind is Kind.CODES:
        return f"any of: {', '.join(code for code, _ in codes_of(column))}; parted by spaces"
    return _FORMS[column.kind] + _range_of(column)


def _range_of(column: Column) -> str:
    if column.kind in _RANGED:
        return f" from {in_figures(column.minimum or 0)} to {in_figures(column.maximum or 0)}"
    if column.kind is Kind.POUNDS and column.maximum is not None:
        return f", up to {format_pounds(column.maximum)}"
    return ""


def empty_means(column: Column) -> str:
    """Say what an empty cell of a column means."""
    if column.required:
        return "must be filled"
    return column.default or "not known, or none"
