"""School days: which days are school days, and how to count them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from planner.units import monday_of


class PeriodKind(StrEnum):
    """Whether a period is a term or a closure inside one."""

    TERM = "term"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class CalendarPeriod:
    """A term, or a holiday or training day inside a term; both ends count."""

    kind: PeriodKind
    name: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """
    The school days of one authority.

    A school day is a weekday inside a term and outside every closure. Days are
    counted as the regulations count them: day 1 is the first school day of the
    exclusion, and education is due on day 6.

    Source: Education Act 1996 s.579 (school day); SI 2007/1870 regs 3 and 4.
    """

    periods: tuple[CalendarPeriod, ...]
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_days", tuple(sorted(_school_days(self.periods))))

    @property
    def first_day(self) -> date | None:
        """The first school day known, or None where no term is given."""
        return self._days[0] if self._days else None

    @property
    def last_day(self) -> date | None:
        """The last school day known, or None where no term is given."""
        return self._days[-1] if self._days else None

    @property
    def days(self) -> tuple[date, ...]:
        """All school days, earliest first."""
        return self._days

    def is_school_day(self, day: date) -> bool:
        """Say whether schools are open on a day."""
        index = bisect_left(self._days, day)
        return index < len(self._days) and self._days[index] == day

    def on_or_after(self, day: date) -> date | None:
        """Return the first school day on or after a day, or None past the calendar's end."""
        index = bisect_left(self._days, day)
        return self._days[index] if index < len(self._days) else None

    def nth_school_day(self, first: date, number: int) -> date | None:
        """
        Return the school day that is counted as ``number`` when counting from ``first``.

        Parameters
        ----------
        first
            Day from which counting starts; if it is not a school day, day 1 is the next
            one.
        number
            Which school day, from 1.

        Returns
        -------
        date | None
            None where the calendar does not reach that far.

        Raises
        ------
        ValueError
            If ``number`` is below 1.
        """
        if number < 1:
            raise ValueError("school days are counted from 1")
        index = bisect_left(self._days, first) + number - 1
        return self._days[index] if index < len(self._days) else None

    def add_school_days(self, day: date, count: int) -> date | None:
        """Return the school day that is ``count`` whole school days after ``day``."""
        index = bisect_right(self._days, day) + count - 1
        return self._days[index] if 0 <= index < len(self._days) else None

    def count(self, starts: date, before: date) -> int:
        """Count the school days from ``starts`` up to but not including ``before``."""
        return max(0, bisect_left(self._days, before) - bisect_left(self._days, starts))

    def carried_on(self, *, until: date) -> SchoolCalendar:
        """
        Return the calendar carried on in its own pattern to a later day.

        The last year of terms and closures is repeated, 52 weeks on, so that weekdays
        stay weekdays; where less than a year is known, a usual English year is taken.
        """
        known = self.last_day
        pattern = self.periods if _spans_a_year(self._days) else _usual_year(until.year - 1)
        end = known if known is not None and pattern is self.periods else pattern[-1].ends
        year = [p for p in pattern if p.ends > end - timedelta(days=_REPEAT_DAYS)]
        periods = list(self.periods)
        reached = known or date.min
        for turn in range(-_YEARS_BACK, until.year - end.year + 3):
            moved = (_moved(period, turn * _REPEAT_DAYS) for period in year)
            periods.extend(p for p in moved if p.starts > reached and p.starts <= until)
        return SchoolCalendar(tuple(periods))


_REPEAT_DAYS = 364
_YEARS_BACK = 8
"""Years before the last that are made up where no calendar is known."""


def _moved(period: CalendarPeriod, days: int) -> CalendarPeriod:
    shift = timedelta(days=days)
    return CalendarPeriod(period.kind, period.name, period.starts + shift, period.ends + shift)


def _spans_a_year(days: tuple[date, ...]) -> bool:
    return bool(days) and (days[-1] - days[0]).days > 300


def _usual_year(start_year: int) -> tuple[CalendarPeriod, ...]:
    """Return the terms and half-terms of a usual English school year."""
    monday = monday_of(date(start_year, 9, 6))
    spans = ((0, 6), (8, 14), (17, 22), (24, 29), (32, 37), (39, 45))
    return tuple(
        CalendarPeriod(
            PeriodKind.TERM,
            "half-term",
            monday + timedelta(days=7 * first),
            monday + timedelta(days=7 * last + 4),
        )
        for first, last in spans
    )


def _school_days(periods: Iterable[CalendarPeriod]) -> set[date]:
    periods = tuple(periods)
    open_days: set[date] = set()
    for period in periods:
        if period.kind is PeriodKind.TERM:
            open_days.update(day for day in _each_day(period) if day.weekday() < 5)
    for period in periods:
        if period.kind is PeriodKind.CLOSURE:
            open_days.difference_update(_each_day(period))
    return open_days


def _each_day(period: CalendarPeriod) -> Iterable[date]:
    length = (period.ends - period.starts).days + 1
    return (period.starts + timedelta(days=offset) for offset in range(length))
