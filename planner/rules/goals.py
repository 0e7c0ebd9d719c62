"""What each goal counts, for one pupil placed or not. Smaller is better."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date

from planner.domain.case import Case
from planner.domain.choices.policy import Goal
from planner.domain.placements import Offer
from planner.domain.referrals import Referral
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.days import (
    priority_band,
    school_days_late,
    school_days_past_place_by,
    school_days_waited,
)
from planner.rules.money import interim_pence, stay_pence

TIE_POINTS_BITS = 28
"""Points of the last draw lie from 1 to 2 to this power. Two different answers that are
otherwise equal then have the same sum of points with a chance of at most the number of open
options over that power (isolation lemma: Mulmuley, Vazirani and Vazirani 1987)."""

Meaning = Callable[[Referral, PlannedStay | None, Case], int]


def _late_looked_after(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    return school_days_late(referral, case, _start(stay)) if referral.looked_after else 0


def _late(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    return 0 if referral.looked_after else school_days_late(referral, case, _start(stay))


def _unplaced(band: int) -> Meaning:
    def meaning(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
        return int(stay is None and priority_band(referral, case) == band)

    return meaning


def keeps_offer(offer: Offer, commission_id: str, starts: date, case: Case) -> bool:
    """
    Say whether a stay is what was offered: the same place from the same day.

    Where the day offered has gone by without a start, the same place is enough.
    """
    gone_by = offer.start_date <= case.as_at
    return offer.commission_id == commission_id and (gone_by or offer.start_date == starts)


def _changes_offer(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    offer = case.offer.get(referral.pupil_id)
    if offer is None:
        return 0
    return int(stay is None or not keeps_offer(offer, stay.commission_id, stay.starts, case))


def _past_place_by(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    return school_days_past_place_by(referral, case, _start(stay))


def need_gap(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    """Return 1 where the provision is not made for the pupil's primary need, else 0."""
    if stay is None or referral.primary_need is None:
        return 0
    return int(referral.primary_need not in case.dataset.commission[stay.commission_id].specialisms)


def tier_excess(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    """Return the tiers above the lowest that is sufficient; 0 where either is not given."""
    tier = None if stay is None else case.dataset.commission[stay.commission_id].tier
    if tier is None or referral.tier_needed is None:
        return 0
    return max(0, tier - referral.tier_needed)


def _minutes(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    if stay is None:
        return 0
    site = case.dataset.site_of(stay.commission_id)
    return case.travel.minutes_between(referral.pupil_id, site.site_id) or 0


def _minutes_over(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    return max(0, _minutes(referral, stay, case) - case.policy.guide_minutes(referral.year_group))


def _waited(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    return school_days_waited(case, _start(stay))


def _cost(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    price = 0 if stay is None else stay_pence(referral, stay, case)
    return price + interim_pence(referral, case, _start(stay))


def draw_points(pupil_id: str, commission_id: str, starts: date) -> int:
    """Return the points of the last draw: fixed by the pupil, the commission and the start."""
    drawn = f"{pupil_id}|{commission_id}|{starts.toordinal()}"
    digest = hashlib.blake2b(drawn.encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % (1 << TIE_POINTS_BITS)


def _drawn(referral: Referral, stay: PlannedStay | None, case: Case) -> int:
    if stay is None:
        return 0
    return draw_points(referral.pupil_id, stay.commission_id, stay.starts)


MEANINGS: Mapping[Goal, Meaning] = {
    Goal.LATE_DAYS_LOOKED_AFTER: _late_looked_after,
    Goal.LATE_DAYS: _late,
    Goal.UNPLACED_FIRST: _unplaced(1),
    Goal.UNPLACED_SECOND: _unplaced(2),
    Goal.UNPLACED_THIRD: _unplaced(3),
    Goal.CHANGES_TO_OFFERS: _changes_offer,
    Goal.DAYS_PAST_PLACE_BY: _past_place_by,
    Goal.NEED_FIT: need_gap,
    Goal.TIER_EXCESS: tier_excess,
    Goal.MINUTES_OVER_GUIDE: _minutes_over,
    Goal.TRAVEL_MINUTES: _minutes,
    Goal.DAYS_WAITED: _waited,
    Goal.COST: _cost,
    Goal.TIE_BREAK: _drawn,
}
"""Every goal's meaning. A goal's value is the sum over all waiting pupils."""


_BEFORE_OFFERS = frozenset(
    {
        Goal.LATE_DAYS_LOOKED_AFTER,
        Goal.LATE_DAYS,
        Goal.UNPLACED_FIRST,
        Goal.UNPLACED_SECOND,
        Goal.UNPLACED_THIRD,
    }
)


def goal_order(case: Case) -> tuple[Goal, ...]:
    """
    Return the goals in the scenario's order, with the fixed draw last.

    Changes to offers stand in it only where an earlier plan is replanned. Where
    the scenario does not rank them, they come after the duties that no letter
    already sent may outweigh, lateness by statute and pupils without a place,
    and before everything that only makes a place better.
    """
    goals = [goal for goal in case.policy.goals if goal is not Goal.TIE_BREAK]
    if not case.offers:
        goals = [goal for goal in goals if goal is not Goal.CHANGES_TO_OFFERS]
    elif Goal.CHANGES_TO_OFFERS not in goals:
        duties = [rank for rank, goal in enumerate(goals, start=1) if goal in _BEFORE_OFFERS]
        goals.insert(max(duties, default=0), Goal.CHANGES_TO_OFFERS)
    return (*goals, Goal.TIE_BREAK)


def goal_values(stays: PlannedStays, case: Case) -> dict[Goal, int]:
    """Return each goal's value for an answer, in the scenario's order."""
    return {
        goal: sum(
            MEANINGS[goal](referral, stays.get(referral.pupil_id), case)
            for referral in case.dataset.referrals
        )
        for goal in goal_order(case)
    }


def _start(stay: PlannedStay | None) -> date | None:
    return None if stay is None else stay.starts
