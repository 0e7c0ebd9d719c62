"""The school clock: time counted in school days from the week of the as-at day."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta

from planner.domain.calendar import SchoolCalendar
from planner.units import AcademicYear, last_friday_in_june, monday_of

HALF_TERMS = ("autumn 1", "autumn 2", "spring 1", "spring 2", "summer 1", "summer 2")
_HALF_TERM_OPENS = ((9, 1), (10, 28), (1, 1), (2, 20), (4, 1), (6, 1))


@dataclass(frozen=True)
class SchoolClock:
    """Days on which schools are open, from the first week simulated to the last."""

    days: tuple[date, ...]
    years: tuple[AcademicYear, ...]

    @classmethod
    def starting(cls, calendar: SchoolCalendar, as_at: date, until: date) -> SchoolClock:
        """Return the clock from the Monday of a day to a last day, both included."""
        first = monday_of(as_at)
        full = calendar.carried_on(until=until + timedelta(days=366))
        days = tuple(day for day in full.days if first <= day <= until)
        start, end = AcademicYear.of(as_at).start_year, AcademicYear.of(until).start_year
        return cls(days, tuple(AcademicYear(year) for year in range(start, end + 1)))

    def time(self, day: date) -> int:
        """Return the school days from the clock's start to a day."""
        return bisect_left(self.days, day)

    def week(self, monday: date) -> tuple[int, int]:
        """Return the first time of a week and the first after it."""
        return self.time(monday), self.time(monday + timedelta(days=7))

    def year_starts(self) -> tuple[int, ...]:
        """Return the time at which each school year starts."""
        return tuple(self.time(year.starts) for year in self.years)

    def leaving_time(self, year: AcademicYear) -> float:
        """Return the time at which Year 11 leaves in a school year; far off past the clock."""
        day = last_friday_in_june(year.start_year + 1) + timedelta(days=1)
        beyond = max(0, (day - self.days[-1]).days) * 190 / 365
        return self.time(day) + beyond

    def half_terms(self) -> tuple[tuple[str, int], ...]:
        """Return the label and the first time of every half-term."""
        opened = []
        for year in self.years:
            for name, (month, day) in zip(HALF_TERMS, _HALF_TERM_OPENS, strict=True):
                on = date(year.start_year + (0 if month >= 9 else 1), month, day)
                opened.append((f"{year} {name}", self.time(on)))
        return tuple(opened)
