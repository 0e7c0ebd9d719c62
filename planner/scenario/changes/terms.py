"""Changes to what a commission takes and until when, and to the school calendar."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from planner.scenario.changes.base import Change, Tier
from planner.scenario.reading.fields import (
    Day,
    Id,
    Needs,
    NeedsOrAll,
    Text,
    YearGroups,
    YesNo,
    refusal,
)


class OneCommission(Change):
    """A change to the terms of one commission, over the whole time looked at."""

    commission: Id
    """The commission's id, as in the commissions table."""


class AcceptNeeds(OneCommission):
    """The needs that a commission accepts, in place of those it accepts now."""

    change: Literal["accept_needs"]
    needs: NeedsOrAll
    """All the needs accepted in the DfE's codes; all for every need and none."""
    specialisms: Needs | None = None
    """Needs that the provision is made for; left out, as now."""


class AcceptYearGroups(OneCommission):
    """The year groups that a commission takes, in place of those it takes now."""

    change: Literal["accept_year_groups"]
    year_groups: YearGroups
    """All the year groups taken, such as 7-11 or [10, 11]."""


class SetTier(OneCommission):
    """The tier of support that a commission gives."""

    change: Literal["set_tier"]
    tier: Tier
    """Tier of support, 1 to 3."""


class AllowOverflow(OneCommission):
    """Whether pupils whose route asks for the other place type may come."""

    change: Literal["allow_overflow"]
    allowed: YesNo = True
    """Yes to let them come, no to stop it."""


class ExtendContract(OneCommission):
    """A later end of a contract."""

    change: Literal["extend_contract"]
    ends: Day
    """The new last day."""


class CloseDays(Change):
    """School days on which schools are closed after all, such as a strike or a flood."""

    change: Literal["close_days"]
    name: Text
    """What the closure is called."""
    first: Day
    """First day closed."""
    last: Day
    """Last day closed."""

    @model_validator(mode="after")
    def _check_order(self) -> CloseDays:
        if self.last < self.first:
            raise refusal("ends before it begins.", 'Make "last" the same day as "first" or later.')
        return self
