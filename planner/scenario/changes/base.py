"""What every change says besides itself: why, on what evidence, and who answers for it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import Field

from planner.scenario.between import BETWEEN, LISTED_DAYS, Estimated
from planner.scenario.reading.fields import Day, Text, Whole


class Change(Estimated):
    """One change, with the reason that the report prints beside it."""

    because: Text
    """Why this change is assumed, and any interval in it; printed in the register of
    assumptions."""
    evidence: Text | None = None
    """Document, page or table that the figure comes from."""
    owner: Text | None = None
    """Who answers for the assumption."""
    reviewed: Day | None = None
    """Day on which the assumption was last looked at."""


class FromDay(Change):
    """A change that begins on a day."""

    from_day: Annotated[Day | None, LISTED_DAYS] = Field(default=None, alias="from")
    """First day on which the change holds; left out, the as-at date."""


class PaidBy(StrEnum):
    """Who pays the place funding of new places."""

    COUNCIL = "council"
    RECOUPED = "recouped"
    DFE_DIRECT = "dfe_direct"


SomePlaces: TypeAlias = Annotated[Whole, Field(ge=1, le=2000), BETWEEN]
AnyPlaces: TypeAlias = Annotated[Whole, Field(ge=0, le=2000), BETWEEN]
Tier: TypeAlias = Annotated[Whole, Field(ge=1, le=3)]
