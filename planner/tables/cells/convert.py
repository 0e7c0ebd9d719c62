"""From a cell's text to its value by the column's definition, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from planner.tables.cells import dates, numbers, words, years
from planner.tables.cells.bad import BadCell
from planner.tables.schemas import Column, Kind


def parse_cell(text: str, column: Column) -> object:
    """
    Read a cell that is not empty.

    Raises
    ------
    BadCell
        If the text is no value of the column; it says why and what to write.
    """
    _refuse_spreadsheet_marks(text)
    return _PARSERS[column.kind](text, column)


def _refuse_spreadsheet_marks(text: str) -> None:
    if text.startswith("="):
        raise BadCell(
            "The cell holds a formula and no stored result.",
            "Write the value itself; in a workbook, recalculate and save it, or paste values.",
        )
    if text in _SPREADSHEET_ERRORS:
        raise BadCell("A formula of the spreadsheet has failed.", "Write the value itself.")


_SPREADSHEET_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)


def _code(text: str, column: Column) -> object:
    return words.parse_code(text, _codes_of(column))


def _codes(text: str, column: Column) -> object:
    return words.parse_codes(text, _codes_of(column))


def _codes_of(column: Column) -> type[StrEnum]:
    if column.codes is None:
        raise ValueError(f"column {column.name} has no code list")
    return column.codes


def _whole(text: str, column: Column) -> object:
    number = numbers.parse_whole(text)
    numbers.refuse_outside(number, column.minimum, column.maximum)
    return number


def _grid(text: str, column: Column) -> object:
    metres = numbers.parse_metres(text)
    numbers.refuse_outside(metres, column.minimum, column.maximum)
    return metres


def _pounds(text: str, column: Column) -> object:
    pence = numbers.parse_pounds(text)
    numbers.refuse_outside(pence, column.minimum, column.maximum, is_money=True)
    return pence


def _financial_year(text: str, column: Column) -> object:
    year = dates.parse_financial_year(text)
    numbers.refuse_outside(year, column.minimum, column.maximum)
    return year


_PARSERS: dict[Kind, Callable[[str, Column], object]] = {
    Kind.TEXT: lambda text, _: words.parse_text(text),
    Kind.IDENTIFIER: lambda text, _: words.parse_identifier(text),
    Kind.POSTCODE: lambda text, _: words.parse_postcode(text),
    Kind.CODE: _code,
    Kind.CODES: _codes,
    Kind.YEAR_GROUP: lambda text, _: years.parse_year_group(text),
    Kind.YEAR_GROUPS: lambda text, _: years.parse_year_groups(text),
    Kind.YES_NO: lambda text, _: numbers.parse_yes_no(text),
    Kind.DATE: lambda text, _: dates.parse_day(text),
    Kind.MONTH: lambda text, _: dates.parse_month(text),
    Kind.WHOLE: _whole,
    Kind.GRID: _grid,
    Kind.POUNDS: _pounds,
    Kind.FIGURE: _pounds,
    Kind.FINANCIAL_YEAR: _financial_year,
}


_IN_HUNDREDTHS = frozenset({Kind.POUNDS, Kind.FIGURE})


def show_cell(value: object, column: Column) -> str:
    """Write a value as its one canonical text; nothing for None."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%Y-%m}" if column.kind is Kind.MONTH else value.isoformat()
    if isinstance(value, frozenset):
        # Year groups are written one by one: a spreadsheet makes a date of "7-11".
        return " ".join(str(item) for item in sorted(value))
    if column.kind in _IN_HUNDREDTHS and isinstance(value, int):
        return numbers.show_pounds(value)
    return str(value)
