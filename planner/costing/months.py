"""Calendar months, and the one rule by which a year's money is split among them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray

from planner.units import AcademicYear, FinancialYear

Whole = NDArray[np.int64]


def months_from(first: date, count: int) -> tuple[date, ...]:
    """
    Return first days of consecutive calendar months.

    Examples
    --------
    >>> [str(day) for day in months_from(date(2021, 11, 15), 3)]
    ['2021-11-01', '2021-12-01', '2022-01-01']
    """
    start = first.year * 12 + first.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(start, start + count))


@cache
def months_of(year: FinancialYear | AcademicYear) -> tuple[date, ...]:
    """Return the twelve months of a year."""
    return months_from(year.starts, 12)


def months_spanning(first: date, last: date) -> tuple[date, ...]:
    """Return each month that has a day from ``first`` to ``last``; none if they are reversed."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return months_from(first, max(0, count))


@cache
def financial_year_of(day: date) -> FinancialYear:
    """Return the financial year of a day; the same few days are asked for again and again."""
    return FinancialYear.of(day)


@cache
def month_end(month: date) -> date:
    """Return the last day of the month that starts on ``month``."""
    return months_from(month, 2)[1] - timedelta(days=1)


def whole_financial_years(months: tuple[date, ...]) -> tuple[date, ...]:
    """Return the months of every financial year that the given months touch."""
    first = FinancialYear.of(min(months)).starts
    return months_spanning(first, FinancialYear.of(max(months)).ends)


def starts_of_segments(origin: Whole, divisor: Whole, months: tuple[date, ...]) -> Whole:
    """
    Return, for each commitment and month, the index of the month its segment starts in.

    A segment is a run of months in one financial year at one dated rate: within
    it the amounts are rounded as a running total. Another amount of the same
    rate leaves the segments as they are.

    Parameters
    ----------
    origin
        Day on which the rate of each month began, as an ordinal.
    divisor
        How many units make one rate unit.
    months
        First days of the months.
    """
    april = np.array([month.month == 4 for month in months])
    april[0] = True
    changed = np.zeros(origin.shape, dtype=bool)
    changed[:, 1:] = (origin[:, 1:] != origin[:, :-1]) | (divisor[:, 1:] != divisor[:, :-1])
    positions = np.where(changed | april, np.arange(len(months)), 0)
    return np.asarray(np.maximum.accumulate(positions, axis=1), dtype=np.int64)


def quantity_before(quantity: Whole, segments: Whole, group: Whole) -> Whole:
    """
    Return what each commitment's segment has counted before each month.

    Commitments of one group stand one after another and share their rates: a
    later one starts where the earlier one's segment ended, so that several
    payers of one commission share its rounded whole.

    Parameters
    ----------
    quantity
        Axes (commitments, months).
    segments
        From :func:`starts_of_segments`.
    group
        Number of the group of each commitment; equal numbers stand together.
    """
    exclusive = np.cumsum(quantity, axis=1) - quantity
    within = exclusive - np.take_along_axis(exclusive, segments, axis=1)
    upto = within + quantity
    total = np.take_along_axis(upto, _ends_of_segments(segments), axis=1)
    stacked = np.cumsum(total, axis=0) - total
    first_of_group = np.searchsorted(group, group, side="left")
    before: Whole = within + stacked - stacked[first_of_group]
    return before


def _ends_of_segments(segments: Whole) -> Whole:
    last = segments.shape[1] - 1
    closes = np.ones(segments.shape, dtype=bool)
    closes[:, :-1] = segments[:, 1:] != segments[:, :-1]
    positions = np.where(closes, np.arange(last + 1), last)
    return np.asarray(np.minimum.accumulate(positions[:, ::-1], axis=1)[:, ::-1], dtype=np.int64)


def monthly_pence(quantity: Whole, *, rate_pence: Whole, divisor: Whole, before: Whole) -> Whole:
    """
    Return whole pence for every commitment and month.

    The difference of two rounded running totals; over a segment the months add
    up to the rounded whole exactly.

    Examples
    --------
    A place at £10,000 a year: three months of it, and they add up to £2,500.

    >>> one, rate, twelve = (np.full((1, 3), n) for n in (1, 1_000_000, 12))
    >>> monthly_pence(one, rate_pence=rate, divisor=twelve, before=np.array([[0, 1, 2]]))
    array([[83333, 83334, 83333]])
    """
    upto = rounded_quotient(rate_pence * (before + quantity), divisor)
    return upto - rounded_quotient(rate_pence * before, divisor)


def rounded_quotient(numerator: Whole, divisor: Whole) -> Whole:
    """Divide and round to the nearest whole, halves upwards, as ``divide_half_up`` does."""
    return np.asarray((2 * numerator + divisor) // (2 * divisor), dtype=np.int64)
