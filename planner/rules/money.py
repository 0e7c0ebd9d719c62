"""What a stay costs, as the goals and the budget cap count it."""

from __future__ import annotations

from datetime import date

from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.rules.base import PlannedStay
from planner.rules.days import due_date, has_full_time_tuition
from planner.units import Pence, divide_half_up

DAYS_PER_YEAR = 365
SCHOOL_DAYS_PER_WEEK = 5


def stay_pence(referral: Referral, stay: PlannedStay, case: Case) -> Pence:
    """Return top-up and transport for a planned stay, by calendar days of a 365-day year."""
    annual = case.annual_pence(referral.pupil_id, stay.commission_id)
    days = (stay.ends - stay.starts).days + 1
    return divide_half_up(annual * days, DAYS_PER_YEAR)


def interim_pence(referral: Referral, case: Case, starts: date | None) -> Pence:
    """
    Return the price of interim tuition until the start, where the scenario offers it.

    Only pupils with a statutory day get it, past that day and from the day it
    can begin; pupils with full-time tuition already need no more.
    """
    offer, due = case.policy.interim, due_date(referral, case)
    if offer is None or due is None or has_full_time_tuition(referral):
        return 0
    calendar = case.dataset.calendar
    begins = calendar.add_school_days(case.as_at, offer.lead_school_days)
    if begins is None:
        return 0
    days = calendar.count(max(due, begins), starts or case.horizon_ends)
    return divide_half_up(offer.weekly_pence * days, SCHOOL_DAYS_PER_WEEK)
