"""What a new plan changes in an earlier one, each change with its causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeKind(StrEnum):
    """What is different for a pupil."""

    ANOTHER_PLACE = "another_place"
    ANOTHER_DAY = "another_day"
    NO_PLACE = "no_place"
    NEW_PLACE = "new_place"
    LEFT = "left"

    @property
    def says(self) -> str:
        """The change in words."""
        return _KIND_SAYS[self]


_KIND_SAYS = {
    ChangeKind.ANOTHER_PLACE: "another place",
    ChangeKind.ANOTHER_DAY: "same place, another first day",
    ChangeKind.NO_PLACE: "no place any more",
    ChangeKind.NEW_PLACE: "a place, where there was none",
    ChangeKind.LEFT: "waits no more",
}


class CauseKind(StrEnum):
    """Why: a fact that differs, another pupil, or only a better answer."""

    DECIDED = "decided"
    DEFERRED = "deferred"
    DECLINED = "declined"
    LEFT = "left"
    REFERRED_SINCE = "referred_since"
    DAY_GONE_BY = "day_gone_by"
    PLACE_GONE = "place_gone"
    RULED_OUT = "ruled_out"
    TAKEN = "taken"
    PLACE_FREED = "place_freed"
    BETTER = "better"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of a change, in words that rest on facts."""

    kind: CauseKind
    sentence: str
    pupil_ids: tuple[str, ...] = ()
    """Other pupils whom it names."""


@dataclass(frozen=True, slots=True)
class OfferChange:
    """One pupil for whom a new plan says something else than the earlier one."""

    pupil_id: str
    kind: ChangeKind
    from_commission_id: str | None
    from_start: date | None
    to_commission_id: str | None
    to_start: date | None
    counts: bool
    """Whether it is one of the changes to offers that the new plan keeps few."""
    causes: tuple[Cause, ...]
