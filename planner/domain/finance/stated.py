"""Figures that a document printed, kept as printed so that they can be reconciled."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class StatedMeasure(StrEnum):
    """What a printed figure claims to measure, for one provider or for all."""

    EXCLUSION_PLACES = "exclusion_places"
    PREVENTION_PLACES = "prevention_places"
    PLACES = "places"
    DEDUCTED_PLACES = "deducted_places"
    HIGH_NEEDS_PLACE_FUNDING = "high_needs_place_funding"
    TOP_UP = "top_up"
    HIGH_NEEDS_TOTAL = "high_needs_total"
    DFE_DIRECT = "dfe_direct"
    TOTAL = "total"
    DIRECT_SPEND = "direct_spend"
    INDIRECT_SPEND = "indirect_spend"
    SERVICES = "services"

    @property
    def says(self) -> str:
        """The measure in words."""
        return _MEASURE_SAYS[self]

    @property
    def is_money(self) -> bool:
        """Whether the figure is an amount of money; otherwise it counts places."""
        return self not in _COUNTS


_MEASURE_SAYS = {
    StatedMeasure.EXCLUSION_PLACES: "exclusion (E) places",
    StatedMeasure.PREVENTION_PLACES: "prevention (P) places",
    StatedMeasure.PLACES: "E and P places",
    StatedMeasure.DEDUCTED_PLACES: "places recouped from the council's grant",
    StatedMeasure.HIGH_NEEDS_PLACE_FUNDING: "place funding borne by the high needs block",
    StatedMeasure.TOP_UP: "top-up",
    StatedMeasure.HIGH_NEEDS_TOTAL: "place funding and top-up borne by the high needs block",
    StatedMeasure.DFE_DIRECT: "place funding paid direct by the DfE (formerly ESFA)",
    StatedMeasure.TOTAL: "total funding",
    StatedMeasure.DIRECT_SPEND: "money paid out by the council",
    StatedMeasure.INDIRECT_SPEND: "place funding paid out by the DfE (formerly ESFA)",
    StatedMeasure.SERVICES: "services bought without places",
}

_COUNTS = frozenset(
    {
        StatedMeasure.EXCLUSION_PLACES,
        StatedMeasure.PREVENTION_PLACES,
        StatedMeasure.PLACES,
        StatedMeasure.DEDUCTED_PLACES,
    }
)


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """
    One figure as a document printed it, right or wrong.

    The figure is never used in a calculation: it is only compared with what
    the commissions' data give.
    """

    figure_id: str
    financial_year: int
    """Year in which the financial year starts."""
    measure: StatedMeasure
    value_hundredths: int
    """The printed figure in hundredths: pence for money, hundredths of a place for places."""
    rounded_to_hundredths: int = 1
    """Unit to which the figure was printed: 100,000 for thousands of pounds. [hundredths]"""
    provider_id: str | None = None
    """The provider the figure is for; None where it is for all of them."""
    source: str = ""
