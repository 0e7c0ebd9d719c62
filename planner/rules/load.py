"""Who is where in each week: the count that every limit is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from planner.domain.case import Case
from planner.domain.codes import DecisionStatus
from planner.domain.decisions import standing_decision
from planner.domain.placements import Decision, Placement
from planner.domain.provision import Commission, Limit, LimitUnit
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.days import stay_from, year_group_on
from planner.rules.known import once_a_case
from planner.units import Sessions, monday_of

_DAYS_IN_WEEK = 7


@dataclass(frozen=True, slots=True)
class Attendance:
    """One pupil on one commission for some days, as limits count it."""

    pupil_id: str
    commission_id: str
    starts: date
    ends: date | None
    sessions: Sessions
    year_group: int
    suggested: bool
    """Whether it is part of the answer, not of what stands already."""

    def in_week(self, monday: date) -> bool:
        """Say whether any day of the week is part of the stay."""
        last = monday + timedelta(days=6)
        return self.starts <= last and (self.ends is None or self.ends >= monday)


Counted = tuple[Attendance, int]
"""Somebody, and what they count."""


def held_place(pupil_id: str, case: Case) -> Decision | None:
    """Return the decision that holds a place for a pupil; None where none does."""
    stands = standing_decision(d for d in case.dataset.decisions if d.pupil_id == pupil_id)
    return stands if stands is not None and stands.status.holds_a_place else None


def held_places(case: Case) -> dict[str, Decision]:
    """Return the last decision that holds a place for each waiting pupil, by ``pupil_id``."""
    decided = {d.pupil_id for d in case.dataset.decisions} & set(case.dataset.referral)
    held = {pupil_id: held_place(pupil_id, case) for pupil_id in sorted(decided)}
    return {pupil_id: decision for pupil_id, decision in held.items() if decision is not None}


@once_a_case
def locked_decisions(case: Case) -> tuple[Decision, ...]:
    """Return the decisions that hold a place from a day, in the order of the pupils' ids."""
    held = held_places(case).values()
    return tuple(decision for decision in held if decision.start_date is not None)


def standing_refusal(pupil_id: str, commission_id: str, case: Case) -> Decision | None:
    """Return a provider's refusal of a pupil that the provider has not taken back; or None."""
    said = [
        decision
        for decision in case.dataset.decisions
        if (decision.pupil_id, decision.commission_id) == (pupil_id, commission_id)
    ]
    refusals = [d for d in said if d.status is DecisionStatus.DECLINED_BY_PROVIDER]
    if not refusals:
        return None
    last = max(refusals, key=lambda d: d.order)
    taken_back = any(d.status.holds_a_place and d.order > last.order for d in said)
    return None if taken_back else last


def decided_stays(case: Case) -> dict[str, PlannedStay]:
    """Return the stays that people have already decided, by ``pupil_id``."""
    stays = {}
    for decision in locked_decisions(case):
        assert decision.commission_id is not None
        assert decision.start_date is not None
        referral = case.dataset.referral[decision.pupil_id]
        commission = case.dataset.commission[decision.commission_id]
        stays[decision.pupil_id] = stay_from(referral, commission, case, decision.start_date)
    return stays


def standing(case: Case) -> Iterator[Attendance]:
    """Yield everybody who is in a place now, until the planned end."""
    return iter(_everybody_standing(case))


def standing_at(commission_ids: Iterable[str], case: Case) -> Iterator[Attendance]:
    """Yield everybody who is in a place of some commissions now, until the planned end."""
    at = _standing_by_commission(case)
    return (attendance for name in commission_ids for attendance in at.get(name, ()))


@once_a_case
def _everybody_standing(case: Case) -> tuple[Attendance, ...]:
    return tuple(_standing(placement) for placement in case.dataset.placements)


@once_a_case
def _standing_by_commission(case: Case) -> Mapping[str, tuple[Attendance, ...]]:
    found: dict[str, tuple[Attendance, ...]] = {}
    for attendance in standing(case):
        name = attendance.commission_id
        found[name] = (*found.get(name, ()), attendance)
    return found


def _standing(placement: Placement) -> Attendance:
    return Attendance(
        placement.pupil_id,
        placement.commission_id,
        placement.starts,
        placement.ends,
        placement.sessions_per_week,
        placement.year_group,
        suggested=False,
    )


def attending(stays: PlannedStays, case: Case, *, suggested: bool) -> Iterator[Attendance]:
    """Yield the waiting pupils of some stays."""
    for pupil_id, stay in sorted(stays.items()):
        referral = case.dataset.referral[pupil_id]
        yield Attendance(
            pupil_id,
            stay.commission_id,
            stay.starts,
            stay.ends,
            referral.sessions_per_week,
            year_group_on(referral, case, stay.starts),
            suggested=suggested,
        )


def week_totals(counted: Iterable[Counted], case: Case) -> list[int]:
    """Return what some pupils count together in each counted week that they are there."""
    weeks = counted_weeks(case)
    first, reach = weeks[0].toordinal(), len(weeks)
    steps = [0] * (reach + 1)
    for attendance, counts in counted:
        starts = max(0, (attendance.starts.toordinal() - first) // _DAYS_IN_WEEK)
        ends = reach
        if attendance.ends is not None:
            ends = min(reach, (attendance.ends.toordinal() - first) // _DAYS_IN_WEEK + 1)
        if starts < ends:
            steps[starts] += counts
            steps[ends] -= counts
    return list(accumulate(steps[:-1]))


def week_capacity_sessions(commission: Commission, monday: date) -> Sessions:
    """
    Return the sessions that a commission's places hold in a whole week.

    More places count from the first Monday on which they are there, fewer from
    the week in which they go.
    """
    friday = monday + timedelta(days=4)
    first = min(max(monday, commission.starts), friday)
    last = friday
    if commission.ends is not None and not commission.rolls_over and monday <= commission.ends:
        last = min(friday, commission.ends)
    return min(commission.capacity_sessions(first), commission.capacity_sessions(last))


@once_a_case
def counted_weeks(case: Case) -> tuple[date, ...]:
    """
    Return the Mondays in which limits are held.

    The horizon, and after it every week up to the last change of places or the
    last decided stay: elsewhere after the horizon nothing new begins and nothing
    shrinks, so no limit can be broken there that holds before.
    """
    last = case.weeks[-1]
    changes = [d.start_date for d in locked_decisions(case) if d.start_date]
    if case.dataset.last_change_of_places is not None:
        changes.append(case.dataset.last_change_of_places)
    reach = max([monday_of(day) for day in changes] + [last])
    weeks = (monday_of(reach) - case.weeks[0]).days // 7 + 1
    return tuple(case.weeks[0] + timedelta(weeks=week) for week in range(weeks))


def counts_for(limit: Limit, attendance: Attendance, case: Case) -> int:
    """Return what one pupil counts towards a limit: sessions, one pupil, or nothing."""
    commission = case.dataset.commission[attendance.commission_id]
    inside = (limit.commission_id is None or limit.commission_id == commission.commission_id) and (
        limit.site_id is None or limit.site_id == commission.site_id
    )
    if not inside or attendance.year_group not in limit.year_groups:
        return 0
    return attendance.sessions if limit.unit is LimitUnit.SESSIONS else 1


@once_a_case
def sessions_held(case: Case) -> Mapping[str, list[int]]:
    """Return the sessions that pupils there now hold at each commission, by counted week."""
    return {
        name: week_totals(((a, a.sessions) for a in standing_at([name], case)), case)
        for name in case.dataset.commission
    }


@once_a_case
def sessions_there(case: Case) -> Mapping[str, list[int]]:
    """Return the sessions that each commission's places hold, by counted week."""
    return {
        c.commission_id: [week_capacity_sessions(c, week) for week in counted_weeks(case)]
        for c in case.dataset.commissions
    }


@once_a_case
def counted_at_limit(case: Case) -> Mapping[str, list[int]]:
    """Return what pupils there now count towards each limit, by counted week."""
    return {
        limit.limit_id: week_totals(((a, counts_for(limit, a, case)) for a in standing(case)), case)
        for limit in case.dataset.limits
    }


@once_a_case
def full_time_at(case: Case) -> Mapping[str, list[int]]:
    """Return the full-time pupils who are at each unregistered site now, by counted week."""
    return {
        site.site_id: week_totals(
            full_time(standing_at(taught_at(site.site_id, case), case), case), case
        )
        for site in case.dataset.sites
        if not site.registered
    }


def full_time(attendances: Iterable[Attendance], case: Case) -> Iterator[Counted]:
    """Yield those who are full-time, each counting one."""
    return ((a, 1) for a in attendances if case.policy.is_full_time(a.sessions))


def taught_at(site_id: str, case: Case) -> list[str]:
    """Return the commissions of a site."""
    return [c.commission_id for c in case.dataset.commissions if c.site_id == site_id]
