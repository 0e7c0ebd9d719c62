"""Changes to what a commission takes and until when, to its rates, and to the school calendar."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from planner.scenario.changes.base import Change, Tier
from planner.scenario.fields import (
    Day,
    Id,
    Needs,
    NeedsOrAll,
    Pounds,
    Text,
    YearGroups,
    YesNo,
    refusal,
)
from planner.units import FinancialYear


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


def _one_or_more(value: object) -> object:
    if isinstance(value, str) and value.strip() == "all":
        return ()
    if isinstance(value, list | tuple) and not value:
        raise refusal("is empty.", "Name at least one commission, or write all.")
    return [value] if isinstance(value, str) else value


def _year(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = re.fullmatch(r"([0-9]{4})[/-]([0-9]{2})", value.strip())
    if found and (int(found[1]) + 1) % 100 == int(found[2]):
        return int(found[1])
    raise refusal("is no financial year.", "Write it like 2021/22.")


FinancialYearLabel: TypeAlias = Annotated[
    int,
    BeforeValidator(_year),
    Field(ge=1990, le=2100),
    PlainSerializer(lambda year: str(FinancialYear(year))),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{4}/[0-9]{2}$"}),
]
Commissions: TypeAlias = Annotated[
    tuple[Id, ...],
    BeforeValidator(_one_or_more),
    PlainSerializer(lambda names: names or "all"),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


class SetRates(Change):
    """What places cost, on one commission, on several or on all."""

    change: Literal["set_rates"]
    commissions: Commissions
    """Commissions' ids; all for every commission of which the tables have the funding."""
    financial_year: FinancialYearLabel | None = None
    """The one financial year concerned, such as 2021/22; left out, that of the as-at date and
    all later ones in the tables."""
    place_rate_pounds: Pounds | None = None
    """Place funding for one place for one year. [pounds]"""
    top_up_pounds: Pounds | None = None
    """Top-up for one full-time place for one year. [pounds]"""
    spot_weekly_pounds: Pounds | None = None
    """Price of one full-time pupil for one week, where places are bought singly. [pounds]"""

    @model_validator(mode="after")
    def _check_some_rate(self) -> SetRates:
        rates = (self.place_rate_pounds, self.top_up_pounds, self.spot_weekly_pounds)
        if all(rate is None for rate in rates):
            fix = "Add place_rate_pounds, top_up_pounds or spot_weekly_pounds."
            raise refusal("no rate is given.", fix)
        return self

    @property
    def year_label(self) -> str:
        """The financial year in words, or an empty text for several."""
        return "" if self.financial_year is None else str(FinancialYear(self.financial_year))


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
