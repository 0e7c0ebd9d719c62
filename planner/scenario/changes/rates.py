"""Changes to prices: rates, the indices that move them, and sums agreed as charges."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from planner.domain.finance.rates import IndexKind
from planner.scenario.between import BETWEEN
from planner.scenario.changes.base import Change
from planner.scenario.reading.fields import Id, Percentage, Pounds, Text, Whole, refusal
from planner.units import FinancialYear


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
    """What places cost, on one commission, on several or on all; dated rates move with the rest."""

    change: Literal["set_rates"]
    commissions: Commissions
    """Commissions' ids; all for every commission of which the tables have the price."""
    financial_year: FinancialYearLabel | None = None
    """The one financial year concerned, such as 2021/22; left out, that of the as-at date and
    all later ones in the tables."""
    place_rate_pounds: Annotated[Pounds | None, BETWEEN] = None
    """Place funding for one place for one year. [pounds]"""
    top_up_pounds: Annotated[Pounds | None, BETWEEN] = None
    """Top-up for one full-time place for one year. [pounds]"""
    spot_weekly_pounds: Annotated[Pounds | None, BETWEEN] = None
    """Price of one full-time pupil for one week, where places are bought singly. [pounds]"""
    day_pounds: Annotated[Pounds | None, BETWEEN] = None
    """Price of one full-time pupil for one school day, where the tables have day rates. [pounds]"""
    band: Text | None = None
    """The one band concerned, where rates differ by band; left out, every band. A band has only
    dated rates."""

    @model_validator(mode="after")
    def _check_some_rate(self) -> SetRates:
        rates = (
            self.place_rate_pounds,
            self.top_up_pounds,
            self.spot_weekly_pounds,
            self.day_pounds,
        )
        if all(rate is None for rate in rates):
            fix = "Add place_rate_pounds, top_up_pounds, spot_weekly_pounds or day_pounds."
            raise refusal("no rate is given.", fix)
        return self

    @property
    def year_label(self) -> str:
        """The financial year in words, or an empty text for several."""
        return "" if self.financial_year is None else str(FinancialYear(self.financial_year))


class SetIndex(Change):
    """How much one index moves the rates of its kind on 1 April of one financial year."""

    change: Literal["set_index"]
    index: IndexKind
    """The index: place, top_up, independent, tuition, transport, service or general_prices."""
    financial_year: FinancialYearLabel
    """The financial year that begins on that day, such as 2022/23."""
    change_per_cent: Annotated[Percentage, BETWEEN]
    """The rise; below nothing for a fall. [per cent, two decimals at most]"""


class SetCharge(Change):
    """What one charge or service costs, such as outreach, transport or tuition."""

    change: Literal["set_charge"]
    charge: Id
    """Id of the charge or of the service, as in its table."""
    rate_pounds: Annotated[Pounds | None, BETWEEN] = None
    """For one unit and year, for a one-off sum for one unit, for a service for a year. [pounds]"""
    quantity: Annotated[Annotated[Whole, Field(ge=0, le=1_000_000)] | None, BETWEEN] = None
    """How many units of a charge; a service has none."""

    @model_validator(mode="after")
    def _check_something(self) -> SetCharge:
        if self.rate_pounds is None and self.quantity is None:
            raise refusal("changes nothing.", "Add rate_pounds, quantity or both.")
        return self
