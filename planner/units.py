"""
The ground: money, time and school years as exact whole numbers.

Money is whole pence, attendance whole sessions a week, funding whole
place-months. Nothing here knows of pupils, files or solvers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

Pence: TypeAlias = int
Minutes: TypeAlias = int
Sessions: TypeAlias = int
PlaceMonths: TypeAlias = int

FULL_TIME_SESSIONS = 10
"""Sessions (half days) in a full school week: five mornings and five afternoons."""

MONTHS_PER_YEAR = 12


class KeyStage(StrEnum):
    """A stage of the national curriculum, named as officers name it."""

    KS1 = "KS1"
    KS2 = "KS2"
    KS3 = "KS3"
    KS4 = "KS4"

    @property
    def year_groups(self) -> tuple[int, ...]:
        """National-curriculum year groups of the stage; reception (0) counts with KS1."""
        return _YEARS_OF_STAGE[self]


_YEARS_OF_STAGE = {
    KeyStage.KS1: (0, 1, 2),
    KeyStage.KS2: (3, 4, 5, 6),
    KeyStage.KS3: (7, 8, 9),
    KeyStage.KS4: (10, 11),
}


def key_stage_of(year_group: int) -> KeyStage:
    """
    Return the key stage that a year group belongs to.

    Raises
    ------
    ValueError
        If ``year_group`` is not from 0 (reception) to 11.

    Examples
    --------
    >>> key_stage_of(9)
    <KeyStage.KS3: 'KS3'>
    """
    for stage, years in _YEARS_OF_STAGE.items():
        if year_group in years:
            return stage
    raise ValueError(f"year group {year_group} is not from 0 to 11")


def is_primary(year_group: int) -> bool:
    """Say whether a year group is taught in the primary phase (to Year 6)."""
    return year_group <= 6


@dataclass(frozen=True, slots=True, order=True)
class AcademicYear:
    """A school year, 1 September to 31 August, named by the year it starts in."""

    start_year: int

    @classmethod
    def of(cls, day: date) -> AcademicYear:
        """Return the academic year that a day falls in."""
        return cls(day.year if day.month >= 9 else day.year - 1)

    @property
    def starts(self) -> date:
        """First day of the year."""
        return date(self.start_year, 9, 1)

    @property
    def ends(self) -> date:
        """Last day of the year."""
        return date(self.start_year + 1, 8, 31)

    def __str__(self) -> str:
        return _year_label(self.start_year)


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """A council's budget year, 1 April to 31 March, named by the year it starts in."""

    start_year: int

    @classmethod
    def of(cls, day: date) -> FinancialYear:
        """Return the financial year that a day falls in."""
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def starts(self) -> date:
        """First day of the year."""
        return date(self.start_year, 4, 1)

    @property
    def ends(self) -> date:
        """Last day of the year."""
        return date(self.start_year + 1, 3, 31)

    def __str__(self) -> str:
        return _year_label(self.start_year)


def _year_label(start_year: int) -> str:
    return f"{start_year}/{(start_year + 1) % 100:02d}"


def monday_of(day: date) -> date:
    """Return the Monday of the calendar week that a day falls in."""
    return day - timedelta(days=day.weekday())


def last_friday_in_june(year: int) -> date:
    """
    Return the day on which compulsory school age ends for Year 11.

    Source: Education (School Leaving Date) Order 1997, SI 1997/1970.
    """
    last = date(year, 6, 30)
    return last - timedelta(days=(last.weekday() - 4) % 7)


def divide_half_up(numerator: int, denominator: int) -> int:
    """
    Divide two whole numbers and round to the nearest whole, halves upwards.

    Money is split with this one rule everywhere, so that two tables never
    differ by a penny.

    Raises
    ------
    ValueError
        If ``denominator`` is not above zero.

    Examples
    --------
    >>> divide_half_up(5, 2), divide_half_up(-5, 2), divide_half_up(4, 3)
    (3, -2, 1)
    """
    if denominator <= 0:
        raise ValueError("the denominator must be above zero")
    return (2 * numerator + denominator) // (2 * denominator)


def format_pounds(pence: Pence) -> str:
    """
    Write an amount in pounds; the pence are shown only when there are any.

    Examples
    --------
    >>> format_pounds(608_200_000), format_pounds(-1050)
    ('£6,082,000', '-£10.50')
    """
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}£{pounds:,}" + (f".{rest:02d}" if rest else "")


def format_day(day: date) -> str:
    """
    Write a day as officers write it.

    Examples
    --------
    >>> format_day(date(2021, 11, 8))
    '8 Nov 2021'
    """
    return f"{day.day} {day:%b %Y}"
