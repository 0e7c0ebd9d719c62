"""What is shown beside a choice: travel, lateness, money by year, occupancy, who else moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from math import hypot

from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.geography.entitlement.statutory import (
    STRAIGHT_LINE,
    WALKING_ROUTE,
    judge_straight_line,
    walking_limit,
)
from planner.results.placing.allocation import OccupancyWeek
from planner.results.placing.suggestion import Move
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.load import (
    attending,
    decided_stays,
    sessions_held,
    sessions_there,
    week_totals,
)
from planner.rules.money import DAYS_PER_YEAR, interim_pence, stay_pence
from planner.units import FinancialYear, Pence, divide_half_up

HOME_UNKNOWN = "home_unknown"

Walks = Mapping[tuple[str, str], str]
"""Verdicts on walks along roads and paths, by ``pupil_id`` and ``site_id``."""


def walking(referral: Referral, site_id: str, case: Case, routed: Walks) -> tuple[str, str]:
    """Return what is known of the walk to a site against the limit, and what measured it."""
    if (referral.pupil_id, site_id) in routed:
        return routed[referral.pupil_id, site_id], WALKING_ROUTE
    if referral.home is None:
        return HOME_UNKNOWN, STRAIGHT_LINE
    point = case.dataset.site[site_id].point
    east = referral.home.easting - point.easting
    north = referral.home.northing - point.northing
    line = hypot(east, north)
    return judge_straight_line(line, walking_limit(referral)).value, STRAIGHT_LINE


def pence_in(year: FinancialYear, referral: Referral, stay: PlannedStay, case: Case) -> Pence:
    """Return top-up and transport of the part of a stay in a financial year, by days of 365."""
    first, last = max(stay.starts, year.starts), min(stay.ends, year.ends)
    days = max(0, (last - first).days + 1)
    annual = case.annual_pence(referral.pupil_id, stay.commission_id)
    return divide_half_up(annual * days, DAYS_PER_YEAR)


def occupancy_at(commission_id: str, stays: PlannedStays, case: Case) -> tuple[OccupancyWeek, ...]:
    """Return how full a commission is in each week of the horizon."""
    decided = decided_stays(case)
    new = {pupil_id: stay for pupil_id, stay in stays.items() if pupil_id not in decided}
    most, held = sessions_there(case)[commission_id], sessions_held(case)[commission_id]
    promised, suggested = (
        _sessions(decided, commission_id, case),
        _sessions(new, commission_id, case),
    )
    return tuple(
        OccupancyWeek(commission_id, monday, most[w], held[w] + promised[w], suggested[w])
        for w, monday in enumerate(case.weeks)
    )


def _sessions(stays: PlannedStays, commission_id: str, case: Case) -> list[int]:
    """Return the sessions that some stays take at a commission, by counted week."""
    here = {p: stay for p, stay in stays.items() if stay.commission_id == commission_id}
    there = attending(here, case, suggested=True)
    return week_totals(((a, a.sessions) for a in there), case)


def moves_between(
    before: PlannedStays, after: PlannedStays, case: Case, *, besides: str = ""
) -> Iterator[Move]:
    """Yield each pupil, besides one, whose suggested stay differs between two answers."""
    for referral in case.dataset.referrals:
        pupil_id = referral.pupil_id
        old, new = before.get(pupil_id), after.get(pupil_id)
        if old == new or pupil_id == besides:
            continue
        yield Move(
            pupil_id,
            old.commission_id if old else None,
            old.starts if old else None,
            new.commission_id if new else None,
            new.starts if new else None,
            minutes=_minutes(referral, new, case) - _minutes(referral, old, case),
            school_days=_waits(new, case) - _waits(old, case),
            pence=_pence(referral, new, case) - _pence(referral, old, case),
        )


def _minutes(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    if stay is None:
        return 0
    site_id = case.dataset.commission[stay.commission_id].site_id
    return case.travel.minutes_between(referral.pupil_id, site_id) or 0


def _waits(stay: PlannedStay | None, case: Case) -> int:
    until: date = case.horizon_ends if stay is None else stay.starts
    return case.dataset.calendar.count(case.as_at, until)


def _pence(referral: Referral, stay: PlannedStay | None, case: Case) -> Pence:
    price = 0 if stay is None else stay_pence(referral, stay, case)
    return price + interim_pence(referral, case, None if stay is None else stay.starts)
