"""Rules about everybody at once: places, rooms, groups, pairs, contracts and the budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.domain.case import Case
from planner.domain.codes import PairKind
from planner.results.placing.allocation import Breach, UnplacedKind
from planner.rules.base import PlannedStays, SetRule
from planner.rules.days import earliest_start, year_group_on
from planner.rules.load import (
    Attendance,
    attending,
    counted_weeks,
    counts_for,
    locked_decisions,
    standing_at,
    week_capacity_sessions,
)
from planner.rules.money import stay_pence
from planner.units import format_day, format_pounds


def _beside(
    news: Iterable[Attendance], commission_ids: Iterable[str], case: Case
) -> list[Attendance]:
    """Return some new stays, and after them everybody who is on some commissions now."""
    together = list(news)
    return [*standing_at(commission_ids, case), *together] if together else []


def _present(everybody: list[Attendance], week: date) -> list[Attendance]:
    return [a for a in everybody if a.in_week(week)]


def _weeks_with_news(here: list[Attendance], case: Case) -> list[date]:
    """Return the weeks in which somebody new is there; only there can a limit be broken anew."""
    news = [a for a in here if a.suggested]
    if not news:
        return []
    return [week for week in counted_weeks(case) if any(a.in_week(week) for a in news)]


class Capacity:
    """No more sessions in any week than the commission's places hold."""

    code = "capacity"
    title = "No more sessions in any week than the places hold"
    source = "Commission table, column `places` (10 sessions a week are one place)"
    kind = UnplacedKind.FULL

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield commissions and weeks that a new stay overfills."""
        everybody = list(attending(stays, case, suggested=True))
        for commission in case.dataset.commissions:
            name = commission.commission_id
            here = _beside((a for a in everybody if a.commission_id == name), [name], case)
            for week in _weeks_with_news(here, case):
                total = sum(a.sessions for a in _present(here, week))
                most = week_capacity_sessions(commission, week)
                if total > most:
                    yield Breach(
                        self.code,
                        (commission.commission_id,),
                        f"{commission.commission_id} has {total} sessions on {most} in the week "
                        f"of {format_day(week)}.",
                    )


class NestedLimit:
    """No more sessions or pupils than a site's, a key-stage group's or a group's limit."""

    code = "limit"
    title = "No more than the limits of a site, a year-group band or a teaching group"
    source = "Limit table"
    kind = UnplacedKind.FULL

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield limits and weeks that a new stay passes."""
        everybody = list(attending(stays, case, suggested=True))
        for limit in case.dataset.limits:
            news = (a for a in everybody if counts_for(limit, a, case))
            names = (
                case.dataset.commission
                if limit.site_id is None
                else _taught_at(limit.site_id, case)
            )
            here = [a for a in _beside(news, names, case) if counts_for(limit, a, case)]
            for week in _weeks_with_news(here, case):
                total = sum(counts_for(limit, a, case) for a in _present(here, week))
                if total > limit.maximum:
                    yield Breach(
                        self.code,
                        (limit.limit_id,),
                        f"{limit.limit_id} has {total} {limit.unit.value} of {limit.maximum} in "
                        f"the week of {format_day(week)}.",
                    )


class UnregisteredFullTime:
    """At most four full-time pupils at once at an unregistered site."""

    code = "unregistered_full_time"
    title = "At most four full-time pupils at once at an unregistered site"
    source = "Education Act 1996 s.463; over 18 hours a week is full-time (DfE practice)"
    kind = UnplacedKind.BARRED_BY_LAW

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield unregistered sites and weeks with too many full-time pupils."""
        most = case.policy.unregistered_full_time_maximum
        everybody = list(attending(stays, case, suggested=True))
        for site in case.dataset.sites:
            if site.registered:
                continue
            names = _taught_at(site.site_id, case)
            news = (a for a in everybody if a.commission_id in names)
            here = [a for a in _beside(news, names, case) if case.policy.is_full_time(a.sessions)]
            for week in _weeks_with_news(here, case):
                present = _present(here, week)
                if len(present) > most:
                    yield Breach(
                        self.code,
                        (site.site_id,),
                        f"{site.name} is unregistered and has {len(present)} full-time pupils in "
                        f"the week of {format_day(week)}; at most {most} are allowed.",
                    )


class KeepApart:
    """Two pupils who must be kept apart are never at one site."""

    code = "keep_apart"
    title = "Pupils who must be kept apart are not at one site"
    source = "Pair table, kind `apart`"
    kind = UnplacedKind.KEPT_APART

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield pairs at one site: waiting pupils at any time, pupils there now while they stay."""
        for one, other, kind in _pairs(case):
            if kind is not PairKind.APART or one not in stays:
                continue
            site = case.dataset.site_of(stays[one].commission_id)
            if any(
                p.starts <= stays[one].ends and (p.ends is None or p.ends >= stays[one].starts)
                for p in case.dataset.placements_of.get(other, ())
                if case.dataset.site_of(p.commission_id).site_id == site.site_id
            ) or (
                one < other
                and other in stays
                and case.dataset.site_of(stays[other].commission_id).site_id == site.site_id
            ):
                yield Breach(
                    self.code, (one, other), f"Two pupils kept apart are both at {site.name}."
                )


class KeepTogether:
    """Two pupils who must be kept together are at one site, or neither is placed."""

    code = "keep_together"
    title = "Pupils who must be kept together are at one site"
    source = "Pair table, kind `together`"
    kind = UnplacedKind.KEPT_APART

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield pairs that are separated; a pupil who has a place already draws the other there."""
        settled = {d.pupil_id for d in locked_decisions(case)}
        settled |= case.dataset.placements_of.keys() - case.dataset.referral.keys()
        for one, other, kind in _pairs(case):
            if kind is not PairKind.TOGETHER or one not in case.dataset.referral:
                continue
            mine, theirs = _sites_of(one, stays, case), _sites_of(other, stays, case)
            if other not in settled and other not in case.dataset.referral:
                continue  # the other is not in alternative provision
            if other in settled:
                apart = one in stays and one not in settled and not mine & theirs
            else:
                apart = one not in settled and one < other and mine != theirs
            if apart:
                yield Breach(self.code, (one, other), "Two pupils kept together are separated.")


class ContractDates:
    """A stay lies inside the contract, unless the contract rolls over."""

    code = "contract_dates"
    title = "A stay lies inside the contract"
    source = "Commission table, columns `starts`, `ends`, `rolls_over`"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield stays that begin before or end after their contract."""
        for pupil_id, stay in sorted(stays.items()):
            commission = case.dataset.commission[stay.commission_id]
            late = (
                commission.ends is not None
                and not commission.rolls_over
                and stay.ends > commission.ends
            )
            if stay.starts < commission.starts or late:
                yield Breach(
                    self.code,
                    (pupil_id, commission.commission_id),
                    f"A stay from {format_day(stay.starts)} to {format_day(stay.ends)} is not "
                    f"inside the contract of {commission.commission_id}.",
                )


class StartDay:
    """A stay starts on a school day of the horizon, after notice, in a year group taken then."""

    code = "start_day"
    title = "A stay starts on a school day, after notice where due, in a year group taken then"
    source = "SI 2010/1156 as amended by SI 2012/2532; calendar table"
    kind = UnplacedKind.NO_SUCH_PROVISION

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield starts on days without school, before they are allowed, or after the horizon."""
        decided = {decision.pupil_id for decision in locked_decisions(case)}
        for pupil_id, stay in sorted(stays.items()):
            if pupil_id in decided:
                continue  # somebody decided the day
            referral = case.dataset.referral[pupil_id]
            commission = case.dataset.commission[stay.commission_id]
            earliest = earliest_start(referral, commission, case)
            group = year_group_on(referral, case, stay.starts)
            if (
                earliest is None
                or group not in commission.year_groups
                or stay.ends < stay.starts
                or not earliest <= stay.starts < case.horizon_ends
                or not case.dataset.calendar.is_school_day(stay.starts)
            ):
                yield Breach(
                    self.code, (pupil_id,), f"A stay cannot start on {format_day(stay.starts)}."
                )


class BudgetCap:
    """New stays, beside those decided, together cost no more than the budget cap."""

    code = "budget_cap"
    title = "New stays together cost no more than the budget cap"
    source = "Policy `budget_cap_pounds`"
    kind = UnplacedKind.OVER_BUDGET

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield one breach if the planned stays cost more than the cap."""
        cap = case.policy.budget_cap_pence
        if cap is None:
            return
        decided = {decision.pupil_id for decision in locked_decisions(case)}
        total = sum(
            stay_pence(case.dataset.referral[pupil_id], stay, case)
            for pupil_id, stay in stays.items()
            if pupil_id not in decided
        )
        if total > cap:
            yield Breach(
                self.code, (), f"New stays cost {format_pounds(total)}, over {format_pounds(cap)}."
            )


SET_RULES: tuple[SetRule, ...] = (
    StartDay(),
    ContractDates(),
    Capacity(),
    NestedLimit(),
    UnregisteredFullTime(),
    KeepApart(),
    KeepTogether(),
    BudgetCap(),
)
"""Every rule about all stays at once."""


def _pairs(case: Case) -> Iterator[tuple[str, str, PairKind]]:
    """Yield each pair both ways round."""
    for pair in case.dataset.pairs:
        yield pair.pupil_id, pair.other_pupil_id, pair.kind
        yield pair.other_pupil_id, pair.pupil_id, pair.kind


def _taught_at(site_id: str, case: Case) -> list[str]:
    """Return the commissions of a site."""
    return [c.commission_id for c in case.dataset.commissions if c.site_id == site_id]


def _sites_of(pupil_id: str, stays: PlannedStays, case: Case) -> set[str]:
    placed = case.dataset.placements_of.get(pupil_id, ())
    sites = {case.dataset.site_of(p.commission_id).site_id for p in placed}
    if pupil_id in stays:
        sites.add(case.dataset.site_of(stays[pupil_id].commission_id).site_id)
    return sites
