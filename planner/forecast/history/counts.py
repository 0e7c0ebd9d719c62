"""Referral counts by period and cohort, with everything odd about them noticed and said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.referrals import ReferralCount
from planner.results.coming.futures import Cohort
from planner.units import format_day

MONTHS = 12


@dataclass(frozen=True)
class History:
    """
    Counts of referrals in equal parts of the school year.

    ``counts`` has the axes (periods, cohorts). A period that is not ``usable``
    says nothing: it is missing, left out with a reason, or not yet complete.
    """

    starts: tuple[date, ...]
    """First day of each period, without gaps."""
    per_year: int
    """Periods in a school year: 12 for months, 3 for terms, 1 for whole years."""
    cohorts: tuple[Cohort, ...]
    counts: NDArray[np.int64]
    usable: NDArray[np.bool_]
    notes: tuple[str, ...] = ()
    others: NDArray[np.float64] | None = None
    """Counts of the other authorities of the same table, (periods, authorities); not a number
    where unknown. None where the table tells of one authority alone."""

    @property
    def seasons(self) -> NDArray[np.int64]:
        """Place of each period in the school year, from 0 for the first."""
        months = np.array([(start.month - 9) % MONTHS for start in self.starts], dtype=np.int64)
        return _season_of(months, self.per_year)

    @property
    def usable_years(self) -> float:
        """Length of the usable history, in years."""
        return float(self.usable.sum()) / self.per_year

    @property
    def total(self) -> int:
        """Referrals in all usable periods."""
        return int(self.counts[self.usable].sum())

    @property
    def totals(self) -> NDArray[np.float64]:
        """Referrals of all cohorts together in each period."""
        totals: NDArray[np.float64] = self.counts.sum(axis=1).astype(np.float64)
        return totals

    def until(self, periods: int) -> History:
        """Return the history as it stood after so many periods."""
        return replace(
            self,
            starts=self.starts[:periods],
            counts=self.counts[:periods],
            usable=self.usable[:periods],
            others=None if self.others is None else self.others[:periods],
        )

    def without(self, left_out: NDArray[np.bool_], note: str) -> History:
        """Return the history with some periods set aside, and why."""
        return replace(self, usable=self.usable & ~left_out, notes=(*self.notes, note))


_TERM_OF_MONTH = np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2], dtype=np.int64)
"""Term by month of the school year, September first; April opens the summer term's months."""


def _season_of(months: NDArray[np.int64], per_year: int) -> NDArray[np.int64]:
    return _TERM_OF_MONTH[months] if per_year == 3 else months * per_year // MONTHS


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the first days of all months from ``first`` to ``last``, both included."""
    months = [first]
    while months[-1] < last:
        months.append(next_month(months[-1]))
    return tuple(months)


def month_label(month: date) -> str:
    """Write a month as it is written in tables, ``YYYY-MM``."""
    return f"{month:%Y-%m}"


def read_months(counts: Iterable[ReferralCount], *, as_at: date) -> History:
    """
    Arrange a table of monthly counts as a history, noticing gaps.

    A month without any row is taken as missing, except August, when schools are
    closed and nothing is counted. A month that the as-at day cuts short is left
    out, for half a month would look like a fall.

    Parameters
    ----------
    counts
        Rows of the history table, in any order; rows alike are added up.
    as_at
        The day on which the tables were drawn.
    """
    rows = list(counts)
    complete = [row for row in rows if next_month(row.month) <= as_at + timedelta(days=1)]
    notes: list[str] = []
    later = sorted({month_label(row.month) for row in rows if row.month > as_at})
    if later:
        notes.append(
            f"The history counts months after {format_day(as_at)} ({', '.join(later[:3])}), the "
            "day of the question; they are left out. Check their years."
        )
    if any(row.month <= as_at < next_month(row.month) - timedelta(days=1) for row in rows):
        notes.append(
            f"Months not complete on {format_day(as_at)} are left out: half a month would look "
            "like a fall."
        )
    if not complete:
        return _empty(tuple(notes))
    months = months_between(
        min(row.month for row in complete).replace(day=1),
        max(row.month for row in complete).replace(day=1),
    )
    cohorts = tuple(sorted({_cohort(row) for row in complete}, key=_order))
    table = np.zeros((len(months), len(cohorts)), dtype=np.int64)
    month_row = {month: index for index, month in enumerate(months)}
    column = {cohort: index for index, cohort in enumerate(cohorts)}
    seen = np.zeros(len(months), dtype=np.bool_)
    for row in complete:
        index = month_row[row.month.replace(day=1)]
        table[index, column[_cohort(row)]] += row.count
        seen[index] = True
    usable = seen | np.array([month.month == 8 for month in months])
    missing = [month_label(month) for month, known in zip(months, usable, strict=True) if not known]
    if missing:
        notes.append(f"No counts are given for {', '.join(missing)}; taken as missing, not as 0.")
    return History(months, MONTHS, cohorts, table, usable, tuple(notes))


def _cohort(row: ReferralCount) -> Cohort:
    return Cohort(row.district, row.key_stage, row.need, row.route)


def _order(cohort: Cohort) -> tuple[str, str, str, str]:
    return (cohort.district, cohort.key_stage or "", cohort.need or "", cohort.route)


def _empty(notes: tuple[str, ...]) -> History:
    nothing = np.zeros((0, 0), dtype=np.int64)
    return History((), MONTHS, (), nothing, np.zeros(0, dtype=np.bool_), notes)
