"""Days, months and financial years as officers and Excel write them; never month first."""

from __future__ import annotations

import re
from datetime import date, timedelta

from planner.tables.cells.bad import BadCell
from planner.units import format_day

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)

_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_MIDNIGHT}", re.ASCII)
_DAY_FIRST = re.compile(rf"(\d{{1,2}})[/.\-](\d{{1,2}})[/.\-](\d{{4}}){_MIDNIGHT}", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ \-]([A-Za-z]{3,9})[ \-](\d{4})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ]\d{2}", re.ASCII)
_WITH_TIME = re.compile(r".*\d[T ]\d{1,2}:\d{2}.*", re.ASCII | re.DOTALL)
_SHORT_DAY = re.compile(r"\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{1,2}", re.ASCII)
_EXCEL_NUMBER = re.compile(r"[345]\d{4}(\.0+)?", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/](\d{4})", re.ASCII)
_NAMED_MONTH = re.compile(r"([A-Za-z]{3,9})[ \-](\d{4}|\d{2})", re.ASCII)
_FINANCIAL_YEAR = re.compile(r"(\d{4})(?:[/\-](\d{2}|\d{4}))?(?:\.0+)?", re.ASCII)

_MONTH_NAMES = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WRITE_A_DAY = "Write the day as 2025-09-30 or 30/9/2025."
_WRITE_A_MONTH = "Write the month as 2025-09."


def parse_day(text: str) -> date:
    """
    Read a day, year first or day first.

    Raises
    ------
    BadCell
        If it is no day from 1990 to 2100; a month-first date is named as such.

    Examples
    --------
    >>> parse_day("8/11/2021") == parse_day("2021-11-08") == parse_day("8 Nov 2021")
    True
    """
    if match := _ISO.fullmatch(text):
        year, month, day = match.groups()
    elif match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        _refuse_month_first(int(day), int(month), int(year))
    elif match := _NAMED.fullmatch(text):
        day, word, year = match.groups()
        month = str(_month_named(word))
    else:
        raise _not_a_day(text)
    return _day(int(year), int(month), int(day))


def _refuse_month_first(day: int, month: int, year: int) -> None:
    if day <= 12 < month <= 31:
        raise BadCell(
            f"Days are read day first, and there is no month {month}.",
            f"If {format_day(date(year or 1, day, 1))[2:]} is meant, write {year:04d}-{day:02d}-"
            f"{month:02d}, and look at the column's other dates: they may be month first too.",
        )


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise BadCell("There is no such day.", _WRITE_A_DAY) from None
    if not EARLIEST <= found <= LATEST:
        raise BadCell(f"The year must be from {EARLIEST.year} to {LATEST.year}.", "Check the year.")
    return found


def _not_a_day(text: str) -> BadCell:
    if _SHORT_YEAR.fullmatch(text):
        return BadCell("The year has two digits only.", "Write the year with four digits.")
    if _EXCEL_NUMBER.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(float(text)))
        return BadCell(
            "This is not a day.",
            f"It may be Excel's number for {format_day(day)}: show the column as a date there.",
        )
    if _WITH_TIME.fullmatch(text):
        return BadCell("There is a time with the day.", "Write the day alone, as 2025-09-30.")
    return BadCell("This is not a day.", _WRITE_A_DAY)


def _month_named(word: str) -> int:
    for number, name in enumerate(_MONTH_NAMES, start=1):
        if name.startswith(word.lower()):
            return number
    raise BadCell(f'There is no month "{word}".', _WRITE_A_DAY)


def parse_month(text: str) -> date:
    """
    Read a calendar month and return its first day.

    The forms that Excel makes of ``2021-09`` (``Sep-21``, ``01/09/2021``) are read
    as well.

    Examples
    --------
    >>> parse_month("2021-09") == parse_month("Sep-21") == parse_month("1/9/2021")
    True
    """
    if match := _MONTH.fullmatch(text):
        return _day(int(match[1]), int(match[2]), 1)
    if match := _MONTH_FIRST.fullmatch(text):
        return _day(int(match[2]), int(match[1]), 1)
    if match := _NAMED_MONTH.fullmatch(text):
        year = int(match[2])
        return _day(year if year >= 100 else 2000 + year, _month_named(match[1]), 1)
    if _ISO.fullmatch(text) or _DAY_FIRST.fullmatch(text):
        day = parse_day(text)
        if day.day == 1:
            return day
        raise BadCell("This is a day inside a month, not a month.", _WRITE_A_MONTH)
    raise BadCell("This is not a month.", _WRITE_A_MONTH)


def parse_financial_year(text: str) -> int:
    """
    Read a financial year by the year it starts in.

    Examples
    --------
    >>> parse_financial_year("2021/22"), parse_financial_year("2021")
    (2021, 2021)
    """
    match = _FINANCIAL_YEAR.fullmatch(text)
    if match is None:
        raise BadCell("This is not a financial year.", "Write it as 2021 or 2021/22.")
    year = int(match[1])
    if match[2] and int(match[2]) % 100 != (year + 1) % 100:
        raise BadCell(
            "A financial year runs over two years that follow each other.",
            f"Write it as {year} or {year}/{(year + 1) % 100:02d}.",
        )
    return year


def looks_like_a_day(text: str) -> bool:
    """Say whether a text has the shape of a day, as Excel makes of ``7-11``."""
    return any(pattern.fullmatch(text) for pattern in (_ISO, _DAY_FIRST, _NAMED, _SHORT_DAY))
