"""The small changes that people may agree on to place one pupil, each as a changed case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from planner.allocation.suggest.places import with_places
from planner.domain.case import Case
from planner.domain.codes import Need, Route
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.suggestion import Relaxation
from planner.rules.days import due_date
from planner.rules.eligibility.register import barred_by
from planner.units import format_day, monday_of

MOST_WEEKS_FORWARD = 4
"""An end may be brought forward by so many weeks at most. [weeks]"""
MOST_MINUTES_OVER = 30
"""A journey may pass the cap by so many minutes at most. [minutes]"""
_LONG_AGO = timedelta(days=60)
_NEEDS = tuple(Need)


def latest_start(referral: Referral, case: Case, *, on_time: bool) -> date:
    """Return the latest start that is aimed at: on time, or any within the horizon."""
    return on_time_by(referral, case) if on_time else case.horizon_ends - timedelta(days=1)


def on_time_by(referral: Referral, case: Case) -> date:
    """
    Return the latest start that is on time.

    That is the statutory or the wanted day, or the first school day after the
    as-at day where it has passed; without either, any day of the horizon.
    """
    wanted = due_date(referral, case) or referral.place_by
    if wanted is None:
        return case.horizon_ends - timedelta(days=1)
    first = case.dataset.calendar.on_or_after(case.as_at + timedelta(days=1))
    return max(wanted, first or wanted)


def relaxations_for(referral: Referral, case: Case) -> tuple[Relaxation, ...]:
    """Return every relaxation of the stated kinds that may bear on a pupil's place."""
    return tuple(_all(referral, case))


def _all(referral: Referral, case: Case) -> Iterator[Relaxation]:
    monday = soonest_monday(case)
    for commission in case.dataset.commissions:
        name = commission.commission_id
        yield Relaxation(
            "place", name, monday.toordinal(), f"One more place at {name} from {format_day(monday)}"
        )
        yield from _accepted(referral, commission, case)
    yield from _ends(monday, case)
    if referral.route is Route.OFF_SITE_DIRECTION:
        yield Relaxation(
            "notice", referral.pupil_id, 0, "The notice period is waived with the parents' consent"
        )


def soonest_monday(case: Case) -> date:
    """Return the first Monday from which a place may be added or freed: the next one."""
    return monday_of(case.as_at) + timedelta(weeks=1)


def _accepted(referral: Referral, commission: Commission, case: Case) -> Iterator[Relaxation]:
    name = commission.commission_id
    barring = {reason.rule for reason in barred_by(referral, commission, case)}
    if "year_group" in barring:
        year = referral.year_group
        yield Relaxation("year_group", name, year, f"{name} takes Year {year}")
    if "need" in barring and referral.primary_need is not None:
        need = _NEEDS.index(referral.primary_need)
        yield Relaxation("need", name, need, f"{name} accepts {referral.primary_need.says}")
    if "place_type" in barring:
        kind = commission.place_type.name.lower()
        says = f"{name} opens its {kind} places to pupils of the other type (overflow)"
        yield Relaxation("overflow", name, 0, says)
    cap = case.policy.travel_cap_minutes
    minutes = case.travel.minutes_between(referral.pupil_id, commission.site_id)
    if cap is not None and minutes is not None and cap < minutes <= cap + MOST_MINUTES_OVER:
        yield Relaxation(
            "minutes", referral.pupil_id, minutes, f"Journeys of up to {minutes} minutes"
        )


def _ends(monday: date, case: Case) -> Iterator[Relaxation]:
    """Yield stays that could end just before a week."""
    last = monday - timedelta(days=3)
    latest = last + timedelta(weeks=MOST_WEEKS_FORWARD)
    for placement in case.dataset.placements:
        if placement.ends is not None and monday <= placement.ends <= latest:
            yield Relaxation(
                "end",
                placement.pupil_id,
                last.toordinal(),
                f"{placement.pupil_id} leaves {placement.commission_id} on {format_day(last)}, "
                f"not on {format_day(placement.ends)}",
            )


def relaxed(case: Case, relaxations: tuple[Relaxation, ...], referral: Referral) -> Case:
    """Return a case with some relaxations agreed for a pupil."""
    for relaxation in relaxations:
        case = _APPLY[relaxation.kind](case, relaxation, referral)
    return case


def _place(case: Case, relaxation: Relaxation, _referral: Referral) -> Case:
    return with_places(case, relaxation.subject, date.fromordinal(relaxation.value), 1)


def _year_group(case: Case, relaxation: Relaxation, _referral: Referral) -> Case:
    years = case.dataset.commission[relaxation.subject].year_groups | {relaxation.value}
    return _with_commission(case, relaxation.subject, year_groups=years)


def _need(case: Case, relaxation: Relaxation, _referral: Referral) -> Case:
    needs = case.dataset.commission[relaxation.subject].needs | {_NEEDS[relaxation.value]}
    return _with_commission(case, relaxation.subject, needs=needs)


def _overflow(case: Case, relaxation: Relaxation, _referral: Referral) -> Case:
    return _with_commission(case, relaxation.subject, accepts_overflow=True)


def _minutes(case: Case, relaxation: Relaxation, _referral: Referral) -> Case:
    return replace(case, policy=replace(case.policy, travel_cap_minutes=relaxation.value))


def _end(case: Case, relaxation: Relaxation, _referral: Referral) -> Case:
    last = date.fromordinal(relaxation.value)
    placements = tuple(
        replace(p, ends=last)
        if p.pupil_id == relaxation.subject and p.ends is not None and p.starts <= last < p.ends
        else p
        for p in case.dataset.placements
    )
    return replace(case, dataset=replace(case.dataset, placements=placements))


def _notice(case: Case, _relaxation: Relaxation, referral: Referral) -> Case:
    referrals = tuple(
        replace(r, notice_date=case.as_at - _LONG_AGO) if r.pupil_id == referral.pupil_id else r
        for r in case.dataset.referrals
    )
    return replace(case, dataset=replace(case.dataset, referrals=referrals))


def _with_commission(case: Case, commission_id: str, **changed: object) -> Case:
    commissions = tuple(
        replace(c, **changed) if c.commission_id == commission_id else c  # type: ignore[arg-type]
        for c in case.dataset.commissions
    )
    return replace(case, dataset=replace(case.dataset, commissions=commissions))


_APPLY = {
    "place": _place,
    "year_group": _year_group,
    "need": _need,
    "overflow": _overflow,
    "minutes": _minutes,
    "end": _end,
    "notice": _notice,
}
"""How each kind of relaxation changes a case. What is not here is never relaxed."""
