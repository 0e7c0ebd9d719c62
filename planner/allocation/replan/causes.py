"""
Why an offer changes: facts that differ, others who take the place, or a better answer.

Everything is found by the plain rules: the old offer is put back, first beside
those only who are settled, then beside the rest of the new plan, and what
breaks tells the cause.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from planner.allocation.replan.earlier import Earlier
from planner.domain.case import Case
from planner.domain.codes import DecisionStatus
from planner.domain.policy import Goal
from planner.domain.referrals import Referral
from planner.results.allocation import Breach
from planner.results.recorded.changes import Cause, CauseKind
from planner.results.recorded.record import Shown
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.goals import goal_values
from planner.rules.load import decided_stays
from planner.units import format_day, format_pounds, monday_of

_OF_ROOM = frozenset({"capacity", "limit", "unregistered_full_time"})
_WITH_PARTNER = "keep_together"


@dataclass(frozen=True)
class Look:
    """An earlier plan, today's case, and the new plan of it."""

    earlier: Earlier
    stays: PlannedStays
    """The new plan."""

    @property
    def case(self) -> Case:
        """Today's case."""
        return self.earlier.case

    @cached_property
    def decided(self) -> dict[str, PlannedStay]:
        """Stays that people have decided."""
        return decided_stays(self.case)

    @cached_property
    def standing_breaches(self) -> frozenset[Breach]:
        """What the tables break by themselves."""
        return frozenset(breaches(self.decided, self.case))


def causes_of_a_loss(look: Look, referral: Referral, was: Shown) -> tuple[Cause, ...]:
    """Return why a pupil does not keep the place or the day of an earlier plan."""
    news = tuple(_news(look, referral, was))
    if news:
        return news
    gone_by = tuple(_gone_by(look, was))
    now = look.stays.get(referral.pupil_id)
    if gone_by and now is not None and now.commission_id == was.commission_id:
        return gone_by
    old = _old_stay(look, referral, was)
    if old is None:
        return gone_by
    facts = tuple(_alone(look, referral, old)) or tuple(_beside(look, referral, old))
    if not facts:
        return (*gone_by, *_better(look, referral, old))
    return (*gone_by, *facts, *(_more_room(look, now) if now is not None else ()))


def causes_of_a_place(look: Look, referral: Referral, now: PlannedStay) -> tuple[Cause, ...]:
    """Return why a pupil without a place in an earlier plan has one now."""
    stands = look.earlier.stands(referral.pupil_id)
    if stands is not None and stands.status.holds_a_place and look.earlier.is_news(stands):
        return (_decided(look, referral.pupil_id),)
    if referral.pupil_id not in look.earlier.waited:
        return (Cause(CauseKind.REFERRED_SINCE, "The pupil was referred after the earlier plan."),)
    freed = tuple(_freed(look, referral.pupil_id, now))
    if freed:
        return freed
    return (
        Cause(
            CauseKind.BETTER,
            "The tables, the policy or the as-at day changed in another way that makes room in "
            "the best answer.",
        ),
    )


def _news(look: Look, referral: Referral, was: Shown) -> Iterator[Cause]:
    """Yield what was decided since, or what bars the pupil from the old place today."""
    pupil_id, case = referral.pupil_id, look.case
    stands = look.earlier.stands(pupil_id)
    if stands is not None and stands.status.holds_a_place and look.earlier.is_news(stands):
        yield _decided(look, pupil_id)
        return
    put_off = look.earlier.put_off(pupil_id)
    if put_off is not None:
        day = format_day(put_off.decided_on)
        word = "put off" if put_off.status is DecisionStatus.DEFERRED else "ended early"
        yield Cause(CauseKind.DEFERRED, f"{word.capitalize()} by people on {day}.")
        return
    commission = case.dataset.commission.get(was.commission_id)
    if commission is None:
        yield Cause(CauseKind.PLACE_GONE, f"{was.commission_id} is not in the tables any more.")
        return
    for reason in barred_by(referral, commission, case):
        declined = reason.rule == "declined"
        kind = CauseKind.DECLINED if declined else CauseKind.RULED_OUT
        yield Cause(kind, reason.sentence)


def _decided(look: Look, pupil_id: str) -> Cause:
    stands = look.earlier.stands(pupil_id)
    assert stands is not None
    code = f" ({stands.reason_code})" if stands.reason_code else ""
    return Cause(
        CauseKind.DECIDED,
        f"{stands.status.value.capitalize()} by people on {format_day(stands.decided_on)}: "
        f"{stands.commission_id}{code}.",
    )


def _gone_by(look: Look, was: Shown) -> Iterator[Cause]:
    if was.start_date <= look.case.as_at:
        says = f"The day offered, {format_day(was.start_date)}, has gone by without a start."
        yield Cause(CauseKind.DAY_GONE_BY, says)


def _old_stay(look: Look, referral: Referral, was: Shown) -> PlannedStay | None:
    """Return the stay offered; where its day has gone by, the first there that could be had."""
    case, commission = look.case, look.case.dataset.commission[was.commission_id]
    if was.start_date > case.as_at:
        return stay_from(referral, commission, case, was.start_date)
    days = (start_in_week(referral, commission, case, week) for week in case.weeks)
    stays = [stay_from(referral, commission, case, day) for day in days if day is not None]
    free = (stay for stay in stays if not any(_alone(look, referral, stay)))
    return next(free, stays[0] if stays else None)


def _alone(look: Look, referral: Referral, old: PlannedStay) -> Iterator[Cause]:
    """Yield why the old offer could not be kept even if nobody else were suggested."""
    case = look.case
    settled = {**look.decided, referral.pupil_id: old}
    for breach in breaches(settled, case):
        if breach in look.standing_breaches or breach.rule == _WITH_PARTNER:
            continue
        if breach.rule in _OF_ROOM:
            yield Cause(CauseKind.PLACE_GONE, _room_told(look, old) or breach.sentence)
            return
        yield Cause(CauseKind.RULED_OUT, breach.sentence)


def _room_told(look: Look, old: PlannedStay) -> str:
    """Return how the room at a commission differs from then, in the first week that differs."""
    for week in look.case.weeks:
        if not monday_of(old.starts) <= week <= old.ends:
            continue
        both = look.earlier.sessions(old.commission_id, week)
        if both is None or both[0] == both[1]:
            continue
        (taken_then, all_then), (taken_now, all_now) = both
        if all_now - taken_now < all_then - taken_then:
            return (
                f"{old.commission_id} has less room: {taken_now} of {all_now} sessions taken in "
                f"the week of {format_day(week)}, {taken_then} of {all_then} when it was offered."
            )
    return ""


def _beside(look: Look, referral: Referral, old: PlannedStay) -> Iterator[Cause]:
    """Yield who stands in the way of the old offer in the new plan."""
    case, others = look.case, {**look.stays}
    others.pop(referral.pupil_id, None)
    before = set(breaches(others, case))
    broken = [b for b in breaches({**others, referral.pupil_id: old}, case) if b not in before]
    pairs = sorted({s for b in broken if b.rule.startswith("keep_") for s in b.subjects})
    partners = tuple(p for p in pairs if p != referral.pupil_id)
    if partners:
        says = f"It would break what is laid down about the pupil and {' and '.join(partners)}."
        yield Cause(CauseKind.TAKEN, says, partners)
    if any(b.rule in _OF_ROOM for b in broken):
        yield _taken(look, referral.pupil_id, old)
    if any(b.rule == "budget_cap" for b in broken):
        yield Cause(CauseKind.TAKEN, "Beside the other places it would pass the budget cap.")


def _taken(look: Look, pupil_id: str, old: PlannedStay) -> Cause:
    """Name the pupils whose room the old offer would need and who did not have it then."""
    takers = [
        other
        for other, stay in sorted(look.stays.items())
        if other != pupil_id and _meets(look, stay, old) and not _had(look, other, stay)
    ]
    since = [other for other in takers if other not in look.earlier.waited]
    moved = [other for other in takers if other in look.earlier.waited]
    parts = []
    if since:
        parts.append(f"{_and(since)}, referred since")
    if moved:
        parts.append(f"{_and(moved)}, whose own answer changes")
    if not parts:
        says = f"The pupils suggested for {old.commission_id} leave no room for it any more."
    else:
        verb = "takes" if len(takers) == 1 else "take"
        says = f"{' and '.join(parts)}, {verb} the room at {old.commission_id}."
    return Cause(CauseKind.TAKEN, says, tuple(takers))


def _meets(look: Look, stay: PlannedStay, old: PlannedStay) -> bool:
    """Say whether two stays are at one site in some week; limits reach over its commissions."""
    site_of = look.case.dataset.site_of
    same = site_of(stay.commission_id).site_id == site_of(old.commission_id).site_id
    return same and monday_of(stay.starts) <= old.ends and monday_of(old.starts) <= stay.ends


def _had(look: Look, pupil_id: str, stay: PlannedStay) -> bool:
    was = look.earlier.shown.get(pupil_id)
    return was is not None and (was.commission_id, was.start_date) == (
        stay.commission_id,
        stay.starts,
    )


def _better(look: Look, referral: Referral, old: PlannedStay) -> Iterator[Cause]:
    """Yield the first goal for which the new answer is better than keeping the offer."""
    now = look.stays.get(referral.pupil_id)
    kept = goal_values({**look.stays, referral.pupil_id: old}, look.case)
    best = goal_values(look.stays, look.case)
    worse = next((goal for goal in best if kept[goal] > best[goal]), None)
    says = "No fact stands against the old offer; the new plan is not proven to be the best."
    if worse is not None:
        says = (
            "Nothing stands against the old offer but the order of goals: keeping it would mean "
            f"{_amount(worse, kept[worse] - best[worse])} more {worse.says}."
        )
    yield Cause(CauseKind.BETTER, says)
    if now is not None:
        yield from _freed(look, referral.pupil_id, now)


def _freed(look: Look, pupil_id: str, now: PlannedStay) -> Iterator[Cause]:
    """Yield what makes room for a new stay that was not there in the earlier plan."""
    yield from _more_room(look, now)
    yield from _given_up(look, pupil_id, now)


def _more_room(look: Look, now: PlannedStay) -> Iterator[Cause]:
    """Yield that a commission is new, or that fewer of its sessions are taken than then."""
    name = now.commission_id
    if not look.earlier.has_commission_then(name):
        yield Cause(CauseKind.PLACE_FREED, f"{name} is new in the tables.")
        return
    for week in look.case.weeks:
        both = look.earlier.sessions(name, week)
        if both is None or not monday_of(now.starts) <= week <= now.ends:
            continue
        (taken_then, all_then), (taken_now, all_now) = both
        if all_now - taken_now > all_then - taken_then:
            says = (
                f"{name} has more room: {taken_now} of {all_now} sessions taken in the week of "
                f"{format_day(week)}, {taken_then} of {all_then} in the earlier plan."
            )
            yield Cause(CauseKind.PLACE_FREED, says)
            return


def _given_up(look: Look, pupil_id: str, now: PlannedStay) -> Iterator[Cause]:
    """Yield the pupils who had an offer there in the earlier plan and have it no more."""
    gone = [
        other
        for other, was in sorted(look.earlier.shown.items())
        if other != pupil_id
        and was.commission_id == now.commission_id
        and was.start_date <= now.ends
        and now.starts <= was.end_date
        and (other not in look.stays or not _had(look, other, look.stays[other]))
    ]
    if gone:
        says = f"The room at {now.commission_id} that {_and(gone)} had in the earlier plan is free."
        yield Cause(CauseKind.PLACE_FREED, says, tuple(gone))


def _amount(goal: Goal, value: int) -> str:
    if goal.unit == Goal.COST.unit:
        return format_pounds(value)
    return f"{value:,}"


def _and(names: list[str]) -> str:
    return " and ".join(names)
