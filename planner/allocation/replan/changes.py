"""Every pupil for whom a new plan says something else than an earlier one, with the causes."""

from __future__ import annotations

from collections.abc import Iterator

from planner.allocation.replan.causes import causes_of_a_loss, causes_of_a_place
from planner.allocation.replan.earlier import Earlier
from planner.allocation.replan.look import Look
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Allocation
from planner.results.recorded.changes import Cause, CauseKind, ChangeKind, OfferChange
from planner.results.recorded.record import Shown
from planner.rules.base import PlannedStay
from planner.rules.goals import keeps_offer


def changes_since(earlier: Earlier, allocation: Allocation) -> tuple[OfferChange, ...]:
    """
    Return what a new plan changes in an earlier one, in the order of the pupils' ids.

    Parameters
    ----------
    earlier
        The earlier plan beside the case of today.
    allocation
        The new plan of that case.
    """
    stays = {
        each.pupil_id: PlannedStay(each.commission_id, each.start_date, each.end_date)
        for each in allocation.placed
    }
    look = Look(earlier, stays)
    pupils = sorted({*earlier.shown, *stays})
    return tuple(change for pupil_id in pupils for change in _change(look, pupil_id))


def _change(look: Look, pupil_id: str) -> Iterator[OfferChange]:
    was, now = look.earlier.shown.get(pupil_id), look.stays.get(pupil_id)
    referral = look.case.dataset.referral.get(pupil_id)
    if referral is None:
        assert was is not None
        yield _told(pupil_id, ChangeKind.LEFT, was, None, _left(look, was))
    elif was is None:
        assert now is not None
        causes = causes_of_a_place(look, referral, now)
        yield _told(pupil_id, ChangeKind.NEW_PLACE, None, now, causes)
    elif now is None:
        causes = causes_of_a_loss(look, referral, was)
        yield _told(pupil_id, ChangeKind.NO_PLACE, was, None, causes, counts=_counts(look, was))
    elif (was.commission_id, was.start_date) != (now.commission_id, now.starts):
        yield _moved(look, referral, was, now)


def _moved(look: Look, referral: Referral, was: Shown, now: PlannedStay) -> OfferChange:
    same_place = was.commission_id == now.commission_id
    kind = ChangeKind.ANOTHER_DAY if same_place else ChangeKind.ANOTHER_PLACE
    offer = look.case.offer.get(was.pupil_id)
    kept = offer is not None and keeps_offer(offer, now.commission_id, now.starts, look.case)
    causes = causes_of_a_loss(look, referral, was)
    counts = _counts(look, was) and not kept
    return _told(was.pupil_id, kind, was, now, causes, counts=counts)


def _counts(look: Look, was: Shown) -> bool:
    return was.pupil_id in look.case.offer


def _left(look: Look, was: Shown) -> tuple[Cause, ...]:
    placements = look.case.dataset.placements
    there = sorted({p.commission_id for p in placements if p.pupil_id == was.pupil_id})
    if there:
        says = f"The pupil is in a place at {' and '.join(there)} now."
    else:
        says = "The pupil is no longer referred."
    return (Cause(CauseKind.LEFT, says),)


def _told(
    pupil_id: str,
    kind: ChangeKind,
    was: Shown | None,
    now: PlannedStay | None,
    causes: tuple[Cause, ...],
    *,
    counts: bool = False,
) -> OfferChange:
    return OfferChange(
        pupil_id,
        kind,
        was.commission_id if was else None,
        was.start_date if was else None,
        now.commission_id if now else None,
        now.starts if now else None,
        counts,
        causes,
    )
