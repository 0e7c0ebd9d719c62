"""Referral counts by period and cohort, with everything odd about them noticed and said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import Need, Route
from planner.domain.referrals import ReferralCount
from planner.units import KeyStage, format_day

MONTHS = 12


@dataclass(frozen=True, slots=True, order=True)
class Cohort:
    """Referrals that are alike: one district, key stage, need and route."""

    district: str
    key_stage: KeyStage
    need: Need | None
    route: Route


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

    @property
    def seasons(self) -> NDArray[np.int64]:
        """Place of each period in the school year, from 0 for the first."""
        months = np.array([(start.month - 9) % MONTHS for start in self.starts], dtype=np.int64)
        return months * self.per_year // MONTHS

    @property
    def usable_years(self) -> float:
        """Length of the usable history, in years."""
        return float(self.usable.sum()) / self.per_year

    @property
    def total(self) -> int:
        """Referrals in all usable periods."""
        return int(self.counts[self.usable].sum())


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
    if len(complete) < len(rows):
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
    return (cohort.district, cohort.key_stage, cohort.need or "", cohort.route)


def _empty(notes: tuple[str, ...]) -> History:
    nothing = np.zeros((0, 0), dtype=np.int64)
    return History((), MONTHS, (), nothing, np.zeros(0, dtype=np.bool_), notes)
