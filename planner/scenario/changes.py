"""The changes that a scenario may make, each as it is written in YAML."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import Field

from planner.scenario.fields import Day, Face, Id, Text, Whole

Places: TypeAlias = Annotated[Whole, Field(ge=0, le=2000)]
SomePlaces: TypeAlias = Annotated[Whole, Field(ge=1, le=2000)]


class Change(Face):
    """One change, with the reason that the report prints beside it."""

    because: Text
    """Why this change is assumed; printed in the report's register of assumptions."""
    evidence: Text | None = None
    """Document, page or table that the figure comes from."""
    owner: Text | None = None
    """Who answers for the assumption."""
    reviewed: Day | None = None
    """Day on which the assumption was last looked at."""


class FromDay(Change):
    """A change that begins on a day."""

    from_day: Day | None = Field(default=None, alias="from")
    """First day on which the change holds; left out, the as-at date."""


class AddPlaces(FromDay):
    """More places on a commission."""

    change: Literal["add_places"]
    commission: Id
    """The commission's id, as in the commissions table."""
    places: SomePlaces
    """Places more than now. [full-time-equivalent places]"""


class SetPlaces(FromDay):
    """A new number of places on a commission, whatever it was."""

    change: Literal["set_places"]
    commission: Id
    """The commission's id, as in the commissions table."""
    places: Places
    """Places from that day on. [full-time-equivalent places]"""


class CloseCommission(FromDay):
    """The end of a commission: from the day on it has no places and takes nobody."""

    change: Literal["close_commission"]
    commission: Id
    """The commission's id, as in the commissions table."""


AnyChange: TypeAlias = Annotated[
    AddPlaces | SetPlaces | CloseCommission, Field(discriminator="change")
]

CHANGES: dict[str, type[Change]] = {
    get_args(kind.model_fields["change"].annotation)[0]: kind
    for kind in get_args(get_args(AnyChange)[0])
}
"""Every kind of change by the word that names it in YAML."""
