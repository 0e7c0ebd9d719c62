"""Ways of commissioning side by side: what differs, why, and what one unit costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from planner.results.finance.money import CostKind, CostStatement, Finding, Uplift
from planner.units import Pence, PlaceMonths, divide_half_up


class Driver(StrEnum):
    """What a difference in cost comes from."""

    PLACES = "places"
    TOP_UP = "top_up"
    SPOT = "spot"
    TRANSPORT = "transport"
    TUITION = "tuition"
    OTHER = "other"
    RATES = "rates"
    INTERACTION = "interaction"

    @property
    def says(self) -> str:
        """The driver in words."""
        return _DRIVER_SAYS[self]


_DRIVER_SAYS = {
    Driver.PLACES: "more or fewer places, at the first option's rates",
    Driver.TOP_UP: "more or less top-up paid for, at the first option's rates",
    Driver.SPOT: "more or less spot purchase, at the first option's rates",
    Driver.TRANSPORT: "more or less transport, at the first option's rates",
    Driver.TUITION: "more or less tuition, at the first option's rates",
    Driver.OTHER: "services, grants, one-off and capital sums, at the first option's rates",
    Driver.RATES: "changed rates, at the first option's quantities",
    Driver.INTERACTION: "changed rates on changed quantities, and pennies of rounding",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One driver's part of a difference."""

    driver: Driver
    pence: Pence


@dataclass(frozen=True, slots=True)
class PricedQuantity:
    """So much at such a rate, in a run of months; the fields are those of a line of cost."""

    quantity: int
    before: int
    rate_pence: Pence
    divisor: int
    rate_from: date
    written_pence: Pence | None = None
    written_from: date | None = None
    uplifts: tuple[Uplift, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributionRow:
    """
    One commitment in one run of months, as the first option and another have it.

    With R for rounding to the penny, the four costs are those of either
    quantity at either rate: R(rate × (before + quantity) ÷ divisor) − R(rate ×
    before ÷ divisor), times the sign; a quantity at the other option's rate has
    its own ``before``.
    """

    option_id: str
    year: str
    driver: Driver
    name: str
    sign: int
    first: PricedQuantity
    option: PricedQuantity
    first_before_at_option: int
    """``before`` of the first option's quantity at the other option's rate."""
    option_before_at_first: int
    kind: CostKind
    subject: tuple[str, str, str]
    """Provider, commission and detail: what the rates belong to."""

    def pence(self, *, quantity: bool, rate: bool) -> Pence:
        """Return the cost of the first option's (False) or the other's (True) quantity and rate."""
        counted = self.option if quantity else self.first
        priced = self.option if rate else self.first
        before = counted.before
        if quantity != rate:
            before = self.option_before_at_first if quantity else self.first_before_at_option
        upto = divide_half_up(priced.rate_pence * (before + counted.quantity), priced.divisor)
        return self.sign * (upto - divide_half_up(priced.rate_pence * before, priced.divisor))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one option costs more than the first in one year; the bars add up to it."""

    option_id: str
    year: str
    first_pence: Pence
    option_pence: Pence
    bars: tuple[Bar, ...]

    def __post_init__(self) -> None:
        if sum(bar.pence for bar in self.bars) != self.option_pence - self.first_pence:
            raise ValueError("the bars of an attribution must add up to the difference")


@dataclass(frozen=True, slots=True)
class Option:
    """One way of commissioning, with a statement for each year compared."""

    option_id: str
    title: str
    statements: tuple[CostStatement, ...]
    real_pence: tuple[Pence, ...] = ()
    """Each year's total at the general prices of the first year compared."""


@dataclass(frozen=True, slots=True)
class UnitCost:
    """
    What one unit of a provider's places costs in a year; None where there is none to divide by.

    Pupils are those there on the as-at date, as full-time pupils.
    """

    provider_id: str
    year: str
    pence: Pence
    """Place funding, top-up and spot purchase of the year, whoever pays."""
    place_months: PlaceMonths
    full_time_pupils: Fraction
    per_place_pence: Pence | None
    per_pupil_pence: Pence | None
    per_pupil_week_pence: Pence | None
    per_successful_exit_pence: Pence | None
    vacancy_pence: Pence
    """Place funding of a year for the places that nobody has on the as-at date."""


@dataclass(frozen=True, slots=True)
class StandardRateRow:
    """What one provider would gain or lose under one top-up rate for all."""

    provider_id: str
    place_months: PlaceMonths
    current_pence: Pence
    standard_pence: Pence
    """At the standard rate, without protection."""
    protected_pence: Pence
    """With the floor, and gains scaled to pay for it."""

    @property
    def change_pence(self) -> Pence:
        """Gain (above zero) or loss (below) after protection."""
        return self.protected_pence - self.current_pence


@dataclass(frozen=True, slots=True)
class StandardRate:
    """One top-up rate for all exclusion places, at the same total cost."""

    year: str
    rate_pence: Pence
    """For one place and year."""
    floor_basis_points: int
    """Least share of the present top-up that a provider keeps, in hundredths of one per cent."""
    rows: tuple[StandardRateRow, ...]


@dataclass(frozen=True, slots=True)
class BreakEven:
    """From how many pupils on a block of places is cheaper than buying each of them singly."""

    commission_id: str
    year: str
    places: int
    fixed_pence: Pence
    """Paid for the block for the year, filled or not."""
    block_pupil_pence: Pence
    """Paid on top for each full-time pupil who is there all year."""
    spot_pupil_pence: Pence
    """Paid for one full-time pupil for a year, bought singly."""
    pupils: Fraction | None
    """Full-time pupils at which both cost the same; None where the block is never cheaper."""

    @property
    def occupancy(self) -> Fraction | None:
        """Share of the block's places at which both cost the same."""
        if self.pupils is None or self.places == 0:
            return None
        return self.pupils / self.places


@dataclass(frozen=True, slots=True)
class CostComparison:
    """Options by year, with the first as the one they are compared with."""

    years: tuple[str, ...]
    options: tuple[Option, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    """Of the first option in the first year."""
    unit_costs: tuple[UnitCost, ...]
    """Of the first option in the first year."""
    standard_rate: StandardRate | None
    break_even: tuple[BreakEven, ...]
    attribution: tuple[AttributionRow, ...] = ()
    """Every difference row by row, where it was asked for."""

    @property
    def assumes(self) -> tuple[str, ...]:
        """What any option's last year takes for granted, each sentence once."""
        last = (option.statements[-1].assumes for option in self.options)
        return tuple(dict.fromkeys(says for assumed in last for says in assumed))
