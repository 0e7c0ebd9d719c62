"""What limits hold, week by week: the room left, and what each option takes of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.allocation.options import NEVER, Integers, Options
from planner.domain.case import Case
from planner.domain.provision import LimitUnit
from planner.rules.load import (
    Attendance,
    attending,
    counted_weeks,
    counts_for,
    decided_stays,
    standing,
    week_capacity_sessions,
)
from planner.units import AcademicYear

_DAYS_IN_WEEK = 7


@dataclass(frozen=True)
class Room:
    """One limit: what is left of it in each week, and what each option would take."""

    rule: str
    subject: str
    left: Integers
    """Room left for new pupils by counted week; never below zero. [as the limit counts]"""
    takes: Integers
    """What each option takes of it in each week of its stay; zero where it does not count."""

    def kept(self, kept: NDArray[np.bool_]) -> Room:
        """Return the same limit over only some of the options."""
        return Room(self.rule, self.subject, self.left, self.takes[kept])


def rooms(options: Options) -> Iterator[Room]:
    """Yield every limit of the case: commissions, nested limits, unregistered sites."""
    everybody = settled(options.case)
    at: dict[str, list[Attendance]] = defaultdict(list)
    for attendance in everybody:
        at[attendance.commission_id].append(attendance)
    yield from _commissions(options, at)
    yield from _nested(options, at)
    yield from _unregistered(options, everybody)


def settled(case: Case) -> list[Attendance]:
    """Return everybody whose place is settled: there now, or decided."""
    return [*standing(case), *attending(decided_stays(case), case, suggested=False)]


def first_week(options: Options) -> Integers:
    """Return the counted week in which each option starts."""
    return (options.starts - options.case.weeks[0].toordinal()) // _DAYS_IN_WEEK


def last_week(options: Options) -> Integers:
    """Return the last week of each option's stay, counted like :func:`first_week`."""
    return (options.ends - options.case.weeks[0].toordinal()) // _DAYS_IN_WEEK


def _commissions(options: Options, at: Mapping[str, list[Attendance]]) -> Iterator[Room]:
    case = options.case
    weeks = counted_weeks(case)
    sessions = _sessions(options)
    for column, commission in enumerate(case.dataset.commissions):
        here = at[commission.commission_id]
        most = [week_capacity_sessions(commission, week) for week in weeks]
        yield Room(
            "capacity",
            commission.commission_id,
            _left(most, here, weeks, lambda a: a.sessions),
            np.where(options.commission == column, sessions, 0),
        )


def _nested(options: Options, at: Mapping[str, list[Attendance]]) -> Iterator[Room]:
    case = options.case
    weeks = counted_weeks(case)
    sessions = _sessions(options)
    groups = _year_groups(options)
    for limit in case.dataset.limits:
        inside = np.array(
            [
                limit.commission_id in (None, c.commission_id)
                and limit.site_id in (None, c.site_id)
                for c in case.dataset.commissions
            ],
            dtype=bool,
        )
        here = [
            attendance
            for commission, is_inside in zip(case.dataset.commissions, inside, strict=True)
            if is_inside
            for attendance in at[commission.commission_id]
        ]
        counted = inside[options.commission] & np.isin(groups, sorted(limit.year_groups))
        weight = sessions if limit.unit is LimitUnit.SESSIONS else np.ones_like(sessions)
        yield Room(
            "limit",
            limit.limit_id,
            _left(
                [limit.maximum] * len(weeks),
                here,
                weeks,
                lambda a, limit=limit: counts_for(limit, a, case),  # type: ignore[misc]
            ),
            np.where(counted, weight, 0),
        )


def _unregistered(options: Options, everybody: list[Attendance]) -> Iterator[Room]:
    case = options.case
    weeks = counted_weeks(case)
    full_time = np.array(
        [case.policy.is_full_time(r.sessions_per_week) for r in case.dataset.referrals], dtype=bool
    )
    for site in case.dataset.sites:
        if site.registered:
            continue
        here = [
            a
            for a in everybody
            if case.dataset.commission[a.commission_id].site_id == site.site_id
            and case.policy.is_full_time(a.sessions)
        ]
        inside = np.array([c.site_id == site.site_id for c in case.dataset.commissions], dtype=bool)
        most = case.policy.unregistered_full_time_maximum
        yield Room(
            "unregistered_full_time",
            site.site_id,
            _left([most] * len(weeks), here, weeks, lambda _: 1),
            (inside[options.commission] & full_time[options.pupil]).astype(np.int64),
        )


def _left(
    most: list[int],
    here: list[Attendance],
    weeks: tuple[date, ...],
    count: Callable[[Attendance], int],
) -> Integers:
    taken = [(attendance, count(attendance)) for attendance in here]
    stays = np.array(
        [
            (a.starts.toordinal(), NEVER if a.ends is None else a.ends.toordinal(), many)
            for a, many in taken
            if many
        ],
        dtype=np.int64,
    ).reshape(-1, 3)
    mondays = np.array([week.toordinal() for week in weeks], dtype=np.int64)
    there = (stays[:, :1] < mondays + _DAYS_IN_WEEK) & (stays[:, 1:2] >= mondays)
    left = np.array(most, dtype=np.int64) - stays[:, 2] @ there
    return np.asarray(np.maximum(left, 0))


def _sessions(options: Options) -> Integers:
    each = np.array([r.sessions_per_week for r in options.case.dataset.referrals], dtype=np.int64)
    return np.asarray(each[options.pupil])


def _year_groups(options: Options) -> Integers:
    case = options.case
    groups = np.array([r.year_group for r in case.dataset.referrals], dtype=np.int64)
    rises = AcademicYear.of(case.as_at).ends.toordinal()
    return np.asarray(groups[options.pupil] + (options.starts > rises))


def active(options: Options, week: int) -> NDArray[np.bool_]:
    """Say which options' stays include a counted week."""
    return np.asarray((first_week(options) <= week) & (last_week(options) >= week))
