"""Days that the rules count by: when a place is due, when it can start, when it ends."""

from __future__ import annotations

from datetime import date, timedelta

from planner.domain.case import Case
from planner.domain.codes import Route
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.rules.base import PlannedStay
from planner.units import FULL_TIME_SESSIONS, AcademicYear, last_friday_in_june, monday_of

LAST_YEAR_GROUP = 11


def due_date(referral: Referral, case: Case) -> date | None:
    """
    Return the statutory day by which full-time education must run; None where there is none.

    Day 1 is the first school day of the exclusion or absence, and education is
    due on day 6; looked-after pupils are due on day 1 unless the policy says
    otherwise.

    Source: SI 2007/1870 regs 3 and 4, as amended by SI 2014/3216.
    """
    policy = case.policy
    day = policy.due_school_day.get(referral.route)
    if day is None:
        return None
    if referral.looked_after and policy.looked_after_due_school_day is not None:
        day = min(day, policy.looked_after_due_school_day)
    if referral.social_worker and policy.social_worker_due_school_day is not None:
        day = min(day, policy.social_worker_due_school_day)
    first = referral.absent_from or referral.referred_on
    return case.dataset.calendar.nth_school_day(first, day)


def priority_band(referral: Referral, case: Case) -> int:
    """
    Return the pupil's priority: 1 first, 3 last.

    An officer's own band stands. Otherwise pupils with a statutory day come
    first, then looked-after pupils and those with a social worker.
    """
    if referral.priority is not None:
        return referral.priority
    if referral.route in case.policy.due_school_day:
        return 1
    return 2 if referral.looked_after or referral.social_worker else 3


def earliest_start(referral: Referral, commission: Commission, case: Case) -> date | None:
    """
    Return the first school day on which a placement suggested today may start.

    That is the next school day after the as-at day, not before the contract
    starts, and for an off-site direction at least the days of notice after the
    day that notice was given, or today if it was not given yet.

    Source: SI 2010/1156 as amended by SI 2012/2532 (two school days' notice).
    """
    calendar = case.dataset.calendar
    first = max(case.as_at + timedelta(days=1), commission.starts)
    if referral.route is Route.OFF_SITE_DIRECTION:
        notice = referral.notice_date or case.as_at
        after = calendar.add_school_days(notice, case.policy.off_site_notice_school_days)
        if after is None:
            return None
        first = max(first, after)
    return calendar.on_or_after(first)


def start_in_week(
    referral: Referral, commission: Commission, case: Case, monday: date
) -> date | None:
    """Return the first day in a week on which the pupil may start, or None."""
    earliest = earliest_start(referral, commission, case)
    if earliest is None:
        return None
    day = case.dataset.calendar.on_or_after(max(earliest, monday))
    return day if day is not None and monday_of(day) == monday else None


def year_group_on(referral: Referral, case: Case, day: date) -> int:
    """Return the pupil's year group on a day; it rises each 1 September."""
    risen = AcademicYear.of(day).start_year - AcademicYear.of(case.as_at).start_year
    return referral.year_group + risen


def years_risen(case: Case) -> int:
    """Return how many times year groups rise within the horizon."""
    last = date.fromordinal(case.horizon_ends.toordinal() - 1)
    return AcademicYear.of(last).start_year - AcademicYear.of(case.as_at).start_year


def stay_from(referral: Referral, commission: Commission, case: Case, starts: date) -> PlannedStay:
    """
    Return the planned stay of a pupil who starts on a day.

    The start's week counts as the first of the planned weeks; the stay ends on
    a Friday, at the latest on the last Friday in June of Year 11, and on 31
    August where the commission does not take the next year group.
    """
    ends = monday_of(starts) + timedelta(weeks=referral.planned_weeks - 1, days=4)
    ends = max(ends, starts)
    year = AcademicYear.of(starts)
    while year < AcademicYear.of(ends):
        group = year_group_on(referral, case, year.ends)
        if group >= LAST_YEAR_GROUP:
            ends = last_friday_in_june(year.ends.year)
        elif group + 1 not in commission.year_groups:
            ends = year.ends
        year = AcademicYear(year.start_year + 1)
    if year_group_on(referral, case, ends) >= LAST_YEAR_GROUP:
        ends = min(ends, last_friday_in_june(AcademicYear.of(ends).ends.year))
    return PlannedStay(commission.commission_id, starts, ends)


def has_full_time_tuition(referral: Referral) -> bool:
    """Say whether full-time interim tuition is running for a pupil."""
    full_time = referral.interim_sessions_per_week >= FULL_TIME_SESSIONS
    return referral.interim_from is not None and full_time


def cover_starts(referral: Referral, case: Case) -> date | None:
    """
    Return the day from which full-time interim tuition ends the breach; None if none does.

    Part-time interim tuition does not end it.
    """
    running = referral.interim_from if has_full_time_tuition(referral) else None
    offer = case.policy.interim
    offered = None
    if offer is not None and offer.is_full_time:
        offered = case.dataset.calendar.add_school_days(case.as_at, offer.lead_school_days)
    days = [day for day in (running, offered) if day is not None]
    return min(days) if days else None


def school_days_late(referral: Referral, case: Case, starts: date | None) -> int:
    """
    Count the school days past the statutory day without full-time education.

    ``starts`` is None for a pupil without a place: the days then run to the end
    of the horizon.
    """
    due = due_date(referral, case)
    if due is None:
        return 0
    until = starts or case.horizon_ends
    cover = cover_starts(referral, case)
    return case.dataset.calendar.count(due, min(until, cover) if cover else until)


def school_days_past_place_by(referral: Referral, case: Case, starts: date | None) -> int:
    """Count the school days past the wanted day, for pupils without a statutory day."""
    if referral.route in case.policy.due_school_day or referral.place_by is None:
        return 0
    return case.dataset.calendar.count(referral.place_by, starts or case.horizon_ends)


def school_days_waited(case: Case, starts: date | None) -> int:
    """Count the school days from the as-at day to the start."""
    return case.dataset.calendar.count(case.as_at, starts or case.horizon_ends)


def uncovered_school_days(referral: Referral, case: Case, starts: date | None) -> int:
    """Count the school days from the due or wanted day to the start without full-time cover."""
    due = due_date(referral, case) or referral.place_by
    if due is None:
        return 0
    until = starts or case.horizon_ends
    cover = cover_starts(referral, case)
    return case.dataset.calendar.count(due, min(until, cover) if cover else until)
