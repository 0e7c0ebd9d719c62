"""Rules about everybody at once: places, rooms, groups, pairs, contracts and the budget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from planner.domain.case import Case
from planner.domain.codes import PairKind
from planner.results.placing.allocation import Breach, UnplacedKind
from planner.rules.base import PlannedStays, SetRule
from planner.rules.days import earliest_start, year_group_on
from planner.rules.known import once_a_case
from planner.rules.load import (
    Counted,
    attending,
    counted_at_limit,
    counted_weeks,
    counts_for,
    full_time,
    full_time_at,
    locked_decisions,
    sessions_held,
    sessions_there,
    taught_at,
    week_totals,
)
from planner.rules.money import stay_pence
from planner.units import format_day, format_pounds


def _full_weeks(
    news: Iterable[Counted], standing: Sequence[int], case: Case
) -> Iterator[tuple[int, int]]:
    """
    Yield each counted week in which somebody new is there, with what everybody counts then.

    Only there can a limit be broken anew.
    """
    counted = [each for each in news if each[1]]
    if not counted:
        return
    there = week_totals(counted, case)
    yield from ((w, n + standing[w]) for w, n in enumerate(there) if n)


class Capacity:
    """No more sessions in any week than the commission's places hold."""

    code = "capacity"
    title = "No more sessions in any week than the places hold"
    source = "Commission table, column `places` (10 sessions a week are one place)"
    kind = UnplacedKind.FULL

    def breaches(self, stays: PlannedStays, case: Case) -> Iterator[Breach]:
        """Yield commissions and weeks that a new stay overfills."""
        here: dict[str, list[Counted]] = {}
        for a in attending(stays, case, suggested=True):
            here.setdefault(a.commission_id, []).append((a, a.sessions))
        for commission in case.dataset.commissions:
            name = commission.commission_id
            if name not in here:
                continue
            held, most = sessions_held(case)[name], sessions_there(case)[name]
            for week, total in _full_weeks(here[name], held, case):
                if total > most[week]:
                    yield Breach(
                        self.code,
                        (name,),
                        f"{name} has {total} sessions on {most[week]} in the week "
                        f"of {format_day(counted_weeks(case)[week])}.",
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
            news = ((a, counts_for(limit, a, case)) for a in everybody)
            held = counted_at_limit(case)[limit.limit_id]
            for week, total in _full_weeks(news, held, case):
                if total > limit.maximum:
                    yield Breach(
                        self.code,
                        (limit.limit_id,),
                        f"{limit.limit_id} has {total} {limit.unit.value} of {limit.maximum} in "
                        f"the week of {format_day(counted_weeks(case)[week])}.",
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
            names = taught_at(site.site_id, case)
            news = full_time((a for a in everybody if a.commission_id in names), case)
            held = full_time_at(case)[site.site_id]
            for week, total in _full_weeks(news, held, case):
                if total > most:
                    yield Breach(
                        self.code,
                        (site.site_id,),
                        f"{site.name} is unregistered and has {total} full-time pupils in the week "
                        f"of {format_day(counted_weeks(case)[week])}; at most {most} are allowed.",
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
        together = [p for p in _pairs(case) if p[2] is PairKind.TOGETHER]
        if not together:
            return
        settled = _settled(case)
        for one, other, _ in together:
            if one not in case.dataset.referral:
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


@once_a_case
def _settled(case: Case) -> frozenset[str]:
    """Return the pupils whose place is decided or who are in one and do not wait."""
    decided = {decision.pupil_id for decision in locked_decisions(case)}
    return frozenset(decided | (case.dataset.placements_of.keys() - case.dataset.referral.keys()))


def _pairs(case: Case) -> Iterator[tuple[str, str, PairKind]]:
    """Yield each pair both ways round."""
    for pair in case.dataset.pairs:
        yield pair.pupil_id, pair.other_pupil_id, pair.kind
        yield pair.other_pupil_id, pair.pupil_id, pair.kind


def _sites_of(pupil_id: str, stays: PlannedStays, case: Case) -> set[str]:
    placed = case.dataset.placements_of.get(pupil_id, ())
    sites = {case.dataset.site_of(p.commission_id).site_id for p in placed}
    if pupil_id in stays:
        sites.add(case.dataset.site_of(stays[pupil_id].commission_id).site_id)
    return sites
