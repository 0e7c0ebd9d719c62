"""Changes to the number of places: more, fewer, moved, closed."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from planner.scenario.between import Estimated
from planner.scenario.changes.base import AnyPlaces, Change, FromDay, PaidBy, SomePlaces
from planner.scenario.reading.fields import Day, Id, refusal


class PlacesChange(FromDay):
    """A change to the places of one commission, for good or for a time."""

    commission: Id
    """The commission's id, as in the commissions table."""
    until: Day | None = None
    """Last day on which the change holds; left out, for good."""
    paid_by: PaidBy | None = None
    """Who pays the place funding of added places; left out, whoever pays for most now."""

    @model_validator(mode="after")
    def _check_order(self) -> PlacesChange:
        if self.from_day and self.until and self.until < self.from_day:
            raise refusal("ends before it begins.", 'Make "until" the same day as "from" or later.')
        return self


def _not_fewer(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"-[0-9]+", value.strip()):
        raise refusal("must be at least 1.", "To have fewer places, use set_places.")
    return value


class AddPlaces(PlacesChange):
    """More places on a commission."""

    change: Literal["add_places"]
    places: Annotated[SomePlaces, BeforeValidator(_not_fewer)]
    """Places more than there are. [full-time-equivalent places]"""


class SetPlaces(PlacesChange):
    """A new number of places on a commission, whatever it was."""

    change: Literal["set_places"]
    places: AnyPlaces
    """Places from that day. [full-time-equivalent places]"""


class Phase(Estimated):
    """Places from a day on."""

    from_day: Day = Field(alias="from")
    """First day with this number of places."""
    places: AnyPlaces
    """Places from that day until the next phase. [full-time-equivalent places]"""


class PhasePlaces(Change):
    """Places of a commission that come or go step by step, by date."""

    change: Literal["phase_places"]
    commission: Id
    """The commission's id, as in the commissions table."""
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, max_length=60)]
    """The steps, each with its first day and the places from then on, the earliest first."""
    paid_by: PaidBy | None = None
    """Who pays the place funding of added places; left out, whoever pays for most now."""

    @model_validator(mode="after")
    def _check_order(self) -> PhasePlaces:
        days = [phase.from_day for phase in self.phases]
        if days != sorted({*days}):
            raise refusal("the phases are not in the order of their days.", "Put them in order.")
        return self


class MovePlaces(FromDay):
    """Places moved from one commission to another, such as from E to P."""

    change: Literal["move_places"]
    commission: Id
    """The commission that gives places up."""
    to_commission: Id
    """The commission that receives them, at its own rates."""
    places: SomePlaces
    """Places moved. [full-time-equivalent places]"""
    paid_by: PaidBy | None = None
    """Who pays the place funding of the places received; left out, whoever pays for most now."""


class CloseCommission(FromDay):
    """The end of a commission: from the day on it has no places and pupils on it leave."""

    change: Literal["close_commission"]
    commission: Id
    """The commission's id, as in the commissions table."""
