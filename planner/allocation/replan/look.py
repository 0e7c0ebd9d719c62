"""An earlier plan beside the new one: who had what, and where there is less room or more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from planner.allocation.replan.earlier import Earlier
from planner.domain.case import Case
from planner.results.placing.allocation import Breach
from planner.results.recorded.changes import Cause, CauseKind
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches
from planner.rules.load import decided_stays
from planner.units import format_day, monday_of


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


def had(look: Look, pupil_id: str, stay: PlannedStay) -> bool:
    """Say whether a pupil had the same place from the same day in the earlier plan."""
    was = look.earlier.shown.get(pupil_id)
    return was is not None and (was.commission_id, was.start_date) == (
        stay.commission_id,
        stay.starts,
    )


def less_room(look: Look, old: PlannedStay) -> str:
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


def more_room(look: Look, now: PlannedStay) -> Iterator[Cause]:
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


def given_up(look: Look, pupil_id: str, now: PlannedStay) -> Iterator[Cause]:
    """Yield the pupils who had an offer there in the earlier plan and have it no more."""
    gone = [
        other
        for other, was in sorted(look.earlier.shown.items())
        if other != pupil_id
        and was.commission_id == now.commission_id
        and was.start_date <= now.ends
        and now.starts <= was.end_date
        and (other not in look.stays or not had(look, other, look.stays[other]))
    ]
    if gone:
        says = (
            f"The room at {now.commission_id} that {joined(gone)} had in the earlier plan is free."
        )
        yield Cause(CauseKind.PLACE_FREED, says, tuple(gone))


def joined(names: list[str]) -> str:
    """Return names with `and` between them."""
    return " and ".join(names)
