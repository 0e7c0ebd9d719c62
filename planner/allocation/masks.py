"""
The pair rules once more, for all pupils and commissions at once.

Each mask has the axes (pupils, commissions) and is true where its rule allows
the pair. Tests hold every mask against its rule in plain Python.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import NO_ROUTE, Case
from planner.domain.codes import DecisionStatus, Enforcement, Need, Route, Sex
from planner.rules.days import years_risen
from planner.rules.load import held_places
from planner.units import FULL_TIME_SESSIONS

Mask = NDArray[np.bool_]

_NEEDS = tuple(Need)
_ROUTES = tuple(Route)
_SEXES = tuple(Sex)


@dataclass(frozen=True)
class Facts:
    """One case's pupils and commissions as columns of numbers."""

    case: Case

    @cached_property
    def year_groups(self) -> NDArray[np.int64]:
        """Year group of each pupil."""
        return np.array([r.year_group for r in self.case.dataset.referrals], dtype=np.int64)

    @cached_property
    def sessions(self) -> NDArray[np.int64]:
        """Sessions a week of each pupil."""
        return np.array([r.sessions_per_week for r in self.case.dataset.referrals], dtype=np.int64)

    @cached_property
    def has_plan(self) -> Mask:
        """Whether each pupil has an EHC plan."""
        return np.array([r.has_ehc_plan for r in self.case.dataset.referrals], dtype=bool)

    @cached_property
    def full_time(self) -> Mask:
        """Whether each pupil counts as full-time for registration."""
        is_full = [self.case.policy.is_full_time(n) for n in range(FULL_TIME_SESSIONS + 1)]
        return np.array(is_full, dtype=bool)[self.sessions]

    @cached_property
    def unregistered(self) -> Mask:
        """Whether each commission is taught at an unregistered site."""
        dataset = self.case.dataset
        unregistered = [not dataset.site[c.site_id].registered for c in dataset.commissions]
        return np.array(unregistered, dtype=bool)

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of pupils and commissions."""
        return len(self.case.dataset.referrals), len(self.case.dataset.commissions)


def allowed(case: Case) -> Mask:
    """Return which pairs no rule bars: (pupils, commissions)."""
    facts = Facts(case)
    result = np.ones(facts.shape, dtype=bool)
    for code, mask in MASKS.items():
        if code == "non_school_limits" and case.policy.non_school_limits is not Enforcement.ENFORCE:
            continue
        result &= mask(facts)
    return result


def _year_group(facts: Facts) -> Mask:
    result = np.zeros(facts.shape, dtype=bool)
    for risen in range(years_risen(facts.case) + 1):
        result |= takes_year_group(facts.case)[:, np.minimum(facts.year_groups + risen, 13)].T
    return result


def _need(facts: Facts) -> Mask:
    taken = np.array(
        [
            [True, *(not c.needs or need in c.needs for need in _NEEDS)]
            for c in facts.case.dataset.commissions
        ],
        dtype=bool,
    ).reshape(-1, len(_NEEDS) + 1)
    needs = [
        0 if r.primary_need is None else 1 + _NEEDS.index(r.primary_need)
        for r in facts.case.dataset.referrals
    ]
    return np.asarray(taken[:, needs].T)


def _place_type(facts: Facts) -> Mask:
    wanted = facts.case.policy.place_types
    fits = np.array(
        [
            [c.accepts_overflow or c.place_type in wanted.get(route, ()) for route in _ROUTES]
            for c in facts.case.dataset.commissions
        ],
        dtype=bool,
    ).reshape(-1, len(_ROUTES))
    routes = [_ROUTES.index(r.route) for r in facts.case.dataset.referrals]
    return np.asarray(fits[:, routes].T)


def _approved(facts: Facts) -> Mask:
    dataset = facts.case.dataset
    return _for_everybody(
        facts, [dataset.provider_of(c.commission_id).approved for c in dataset.commissions]
    )


def _registration(facts: Facts) -> Mask:
    looked_after = np.array([r.looked_after for r in facts.case.dataset.referrals], dtype=bool)
    makes_a_school = facts.full_time & (facts.has_plan | looked_after)
    return np.asarray(~(makes_a_school[:, None] & facts.unregistered[None, :]))


def _non_school_limits(facts: Facts) -> Mask:
    policy, referrals = facts.case.policy, facts.case.dataset.referrals
    weeks = np.array([r.planned_weeks for r in referrals], dtype=np.int64)
    beyond = (weeks > policy.non_school_maximum_weeks) & (
        facts.sessions > policy.non_school_maximum_sessions
    )
    return np.asarray(~(beyond[:, None] & facts.unregistered[None, :]))


def _ehc_plan(facts: Facts) -> Mask:
    delivers = np.array([c.delivers_ehc_plan for c in facts.case.dataset.commissions], dtype=bool)
    return np.asarray(~facts.has_plan[:, None] | delivers[None, :])


def _sex(facts: Facts) -> Mask:
    taken = np.array(
        [
            [c.sex is None, *(c.sex in (None, sex) for sex in _SEXES)]
            for c in facts.case.dataset.commissions
        ],
        dtype=bool,
    ).reshape(-1, len(_SEXES) + 1)
    sexes = [0 if r.sex is None else 1 + _SEXES.index(r.sex) for r in facts.case.dataset.referrals]
    return np.asarray(taken[:, sexes].T)


def _avoided_area(facts: Facts) -> Mask:
    dataset = facts.case.dataset
    rows = {r.pupil_id: row for row, r in enumerate(dataset.referrals)}
    result = np.ones(facts.shape, dtype=bool)
    for avoided in dataset.avoidances:
        row = rows.get(avoided.pupil_id)
        if row is None:
            continue
        for column, commission in enumerate(dataset.commissions):
            site = dataset.site[commission.site_id]
            if avoided.site_id == site.site_id or avoided.district == site.district:
                result[row, column] = False
    return result


def _tier(facts: Facts) -> Mask:
    needed = np.array([r.tier_needed or 0 for r in facts.case.dataset.referrals], dtype=np.int64)
    offered = np.array([c.tier or 9 for c in facts.case.dataset.commissions], dtype=np.int64)
    return np.asarray(offered[None, :] >= needed[:, None])


def _minimum_sessions(facts: Facts) -> Mask:
    fewest = np.array([c.minimum_sessions for c in facts.case.dataset.commissions], dtype=np.int64)
    return np.asarray(facts.sessions[:, None] >= fewest[None, :])


def _travel_cap(facts: Facts) -> Mask:
    minutes = minutes_by_pair(facts.case)
    cap = facts.case.policy.travel_cap_minutes
    reachable = minutes != NO_ROUTE
    return np.asarray(reachable if cap is None else reachable & (minutes <= cap))


def _declined(facts: Facts) -> Mask:
    dataset = facts.case.dataset
    rows = {r.pupil_id: row for row, r in enumerate(dataset.referrals)}
    columns = {c.commission_id: column for column, c in enumerate(dataset.commissions)}
    result = np.ones(facts.shape, dtype=bool)
    # In the order of their days, so that a later acceptance takes a refusal back; of two on
    # one day the refusal counts.
    for decision in sorted(dataset.decisions, key=lambda d: (d.order, not d.status.holds_a_place)):
        row, column = rows.get(decision.pupil_id), columns.get(decision.commission_id or "")
        if row is not None and column is not None:
            if decision.status is DecisionStatus.DECLINED_BY_PROVIDER:
                result[row, column] = False
            elif decision.status.holds_a_place:
                result[row, column] = True
    return result


def _decided_elsewhere(facts: Facts) -> Mask:
    held = held_places(facts.case)
    names = [c.commission_id for c in facts.case.dataset.commissions]
    result = np.ones(facts.shape, dtype=bool)
    for row, referral in enumerate(facts.case.dataset.referrals):
        if referral.pupil_id in held:
            result[row] = [name == held[referral.pupil_id].commission_id for name in names]
    return result


MASKS: Mapping[str, Callable[[Facts], Mask]] = {
    "year_group": _year_group,
    "need": _need,
    "place_type": _place_type,
    "approved_directory": _approved,
    "registration": _registration,
    "non_school_limits": _non_school_limits,
    "ehc_plan": _ehc_plan,
    "sex": _sex,
    "avoided_area": _avoided_area,
    "tier": _tier,
    "minimum_sessions": _minimum_sessions,
    "travel_cap": _travel_cap,
    "declined": _declined,
    "decided_elsewhere": _decided_elsewhere,
}
"""One mask for each pair rule, by the rule's code."""


def takes_year_group(case: Case) -> Mask:
    """Return which year groups each commission takes: (commissions, year groups 0 to 13)."""
    rows = [[y in c.year_groups for y in range(14)] for c in case.dataset.commissions]
    return np.array(rows, dtype=bool).reshape(-1, 14)


def minutes_by_pair(case: Case) -> NDArray[np.int64]:
    """Return one-way minutes: (pupils, commissions); ``NO_ROUTE`` without a route."""
    rows = {pupil_id: row for row, pupil_id in enumerate(case.travel.pupil_ids)}
    columns = {site_id: column for column, site_id in enumerate(case.travel.site_ids)}
    picked = np.ix_(
        np.array([rows[r.pupil_id] for r in case.dataset.referrals], dtype=np.intp),
        np.array([columns[c.site_id] for c in case.dataset.commissions], dtype=np.intp),
    )
    return case.travel.minutes[picked].astype(np.int64)


def _for_everybody(facts: Facts, by_commission: list[bool]) -> Mask:
    return np.broadcast_to(np.array(by_commission, dtype=bool)[None, :], facts.shape)
