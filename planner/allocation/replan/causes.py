"""
Why an offer changes: facts that differ, others who take the place, or a better answer.

Everything is found by the plain rules: the old offer is put back, first beside
those only who are settled, then beside the rest of the new plan, and what
breaks tells the cause.
"""

from __future__ import annotations

from collections.abc import Iterator

from planner.allocation.replan.look import Look, given_up, had, joined, less_room, more_room
from planner.domain.choices.policy import Goal
from planner.domain.codes import DecisionStatus
from planner.domain.referrals import Referral
from planner.results.recorded.changes import Cause, CauseKind
from planner.results.recorded.record import Shown
from planner.rules.base import PlannedStay
from planner.rules.check import breaches
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.goals import goal_values
from planner.units import format_day, format_pounds, monday_of

_OF_ROOM = frozenset({"capacity", "limit", "unregistered_full_time"})
_WITH_PARTNER = "keep_together"
_OF_PAIRS = {"keep_apart": "Kept apart from", _WITH_PARTNER: "Kept together with"}


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
    return (*gone_by, *facts, *(more_room(look, now) if now is not None else ()))


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
            yield Cause(CauseKind.PLACE_GONE, less_room(look, old) or breach.sentence)
            return
        yield Cause(CauseKind.RULED_OUT, breach.sentence)


def _beside(look: Look, referral: Referral, old: PlannedStay) -> Iterator[Cause]:
    """Yield who stands in the way of the old offer in the new plan."""
    # The new plan itself breaks nothing, so whatever breaks comes of the old offer.
    broken = breaches({**look.stays, referral.pupil_id: old}, look.case)
    for breach in broken:
        if breach.rule in _OF_PAIRS:
            (partner,) = (p for p in breach.subjects if p != referral.pupil_id)
            says = f"{_OF_PAIRS[breach.rule]} {partner}, who {_goes(look, partner)}."
            yield Cause(CauseKind.TAKEN, says, (partner,))
    if any(b.rule in _OF_ROOM for b in broken):
        yield _taken(look, referral.pupil_id, old)
    if any(b.rule == "budget_cap" for b in broken):
        yield Cause(CauseKind.TAKEN, "Beside the other places it would pass the budget cap.")


def _goes(look: Look, pupil_id: str) -> str:
    stay = look.stays.get(pupil_id)
    return f"is suggested for {stay.commission_id}" if stay else "has no place"


def _taken(look: Look, pupil_id: str, old: PlannedStay) -> Cause:
    """Name the pupils whose room the old offer would need and who did not have it then."""
    takers = [
        other
        for other, stay in sorted(look.stays.items())
        if other != pupil_id and _meets(look, stay, old) and not had(look, other, stay)
    ]
    since = [other for other in takers if other not in look.earlier.waited]
    moved = [other for other in takers if other in look.earlier.waited]
    parts = []
    if since:
        parts.append(f"{joined(since)}, referred since")
    if moved:
        parts.append(f"{joined(moved)}, whose own place changes")
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
    yield from more_room(look, now)
    yield from given_up(look, pupil_id, now)


def _amount(goal: Goal, value: int) -> str:
    if goal.unit == Goal.COST.unit:
        return format_pounds(value)
    return f"{value:,}"
