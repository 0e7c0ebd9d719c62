"""From months to school weeks: each month's referrals fall on its school days."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from planner.domain.calendar import SchoolCalendar
from planner.forecast.history.counts import next_month
from planner.units import monday_of


def spread_over_weeks(
    paths: NDArray[np.int32],
    months: tuple[date, ...],
    calendar: SchoolCalendar,
    generator: np.random.Generator,
) -> tuple[tuple[date, ...], NDArray[np.int16]]:
    """
    Spread monthly paths over the weeks of each month, at random over its school days.

    Parameters
    ----------
    paths
        Counts, (draws, months, cohorts).
    months
        First day of each month.
    calendar
        School days; carried on in the same pattern past its end.

    Returns
    -------
    tuple[tuple[date, ...], NDArray[np.int16]]
        Mondays of all weeks, and counts with the axes (draws, weeks, cohorts); they add
        up to the months'.
    """
    last = next_month(months[-1]) - timedelta(days=1)
    full = calendar.carried_on(until=last)
    first_monday, last_monday = monday_of(months[0]), monday_of(last)
    count = (last_monday - first_monday).days // 7 + 1
    weeks = tuple(first_monday + timedelta(days=7 * week) for week in range(count))
    counts = np.zeros((paths.shape[0], count, paths.shape[2]), dtype=np.int16)
    for index, month in enumerate(months):
        days = _school_days_by_week(month, full, first_monday)
        part = generator.multinomial(paths[:, index], list(days.values()))
        for position, week in enumerate(days):
            counts[:, week] += part[:, :, position].astype(np.int16)
    return weeks, counts


def _school_days_by_week(
    month: date, calendar: SchoolCalendar, first_monday: date
) -> dict[int, float]:
    """Return each week's part of the month's school days; of weekdays if it has none."""
    days = [
        month + timedelta(days=offset)
        for offset in range((next_month(month) - month).days)
        if (month + timedelta(days=offset)).weekday() < 5
    ]
    open_days = [day for day in days if calendar.is_school_day(day)] or days
    weeks: dict[int, float] = {}
    for day in open_days:
        week = (monday_of(day) - first_monday).days // 7
        weeks[week] = weeks.get(week, 0.0) + 1 / len(open_days)
    return weeks
