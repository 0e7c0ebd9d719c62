"""Days that pupils are there: calendar days and school days, counted for many at once."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from planner.costing.months import Whole
from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.units import AcademicYear

_WEEKS_SHIFTED = timedelta(weeks=52)

USUAL_YEAR = SchoolCalendar(
    (
        CalendarPeriod(PeriodKind.TERM, "autumn 1", date(2025, 9, 3), date(2025, 10, 24)),
        CalendarPeriod(PeriodKind.TERM, "autumn 2", date(2025, 11, 3), date(2025, 12, 19)),
        CalendarPeriod(PeriodKind.TERM, "spring 1", date(2026, 1, 6), date(2026, 2, 13)),
        CalendarPeriod(PeriodKind.TERM, "spring 2", date(2026, 2, 23), date(2026, 3, 27)),
        CalendarPeriod(PeriodKind.TERM, "summer 1", date(2026, 4, 13), date(2026, 5, 22)),
        CalendarPeriod(PeriodKind.CLOSURE, "May Day", date(2026, 5, 4), date(2026, 5, 4)),
        CalendarPeriod(PeriodKind.TERM, "summer 2", date(2026, 6, 1), date(2026, 7, 16)),
    )
)
"""Assumed pattern of a school year of 190 days, for a case whose calendar names no day."""


class DayCounter:
    """Counts calendar days and school days between many pairs of days at once."""

    def __init__(self, calendar: SchoolCalendar, *, first: date, last: date) -> None:
        self._origin = first.toordinal()
        length = last.toordinal() - self._origin + 1
        open_days = np.zeros(length, dtype=np.int64)
        for day in _school_days(calendar, first, last):
            open_days[day.toordinal() - self._origin] = 1
        self._upto = np.concatenate(([0], np.cumsum(open_days)))

    def school_days(self, starts: Whole, ends: Whole) -> Whole:
        """Count school days from ``starts`` to ``ends``, both included; ordinals of days."""
        low = np.clip(starts - self._origin, 0, len(self._upto) - 1)
        high = np.clip(ends + 1 - self._origin, 0, len(self._upto) - 1)
        return np.asarray(np.maximum(self._upto[high] - self._upto[low], 0), dtype=np.int64)


def calendar_days(starts: Whole, ends: Whole) -> Whole:
    """Count calendar days from ``starts`` to ``ends``, both included; ordinals of days."""
    return np.asarray(np.maximum(ends - starts + 1, 0), dtype=np.int64)


def _school_days(calendar: SchoolCalendar, first: date, last: date) -> list[date]:
    """
    Return the school days of a span of days.

    School years that the calendar does not reach are filled with the nearest
    one it knows, moved by 52 weeks for each year.
    """
    by_year: dict[AcademicYear, list[date]] = {}
    for day in (calendar if calendar.days else USUAL_YEAR).days:
        by_year.setdefault(AcademicYear.of(day), []).append(day)
    known = sorted(by_year)
    found: list[date] = []
    for start_year in range(AcademicYear.of(first).start_year, last.year + 1):
        year = AcademicYear(start_year)
        nearest = min(known, key=lambda k: (abs(k.start_year - year.start_year), k.start_year))
        shift = (year.start_year - nearest.start_year) * _WEEKS_SHIFTED
        found += [day + shift for day in by_year[nearest]]
    # A year of 52 weeks loses a day or two against the calendar: twins are counted once.
    return sorted({day for day in found if first <= day <= last})
