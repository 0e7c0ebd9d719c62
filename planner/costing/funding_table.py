"""The table that councils print: places, place funding by who pays, and top-up by provider."""

from __future__ import annotations

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.results.finance.money import CostKind, CostLine, CostStatement, FundingRow, Payer
from planner.units import Pence, PlaceMonths


def funding_table(dataset: Dataset, statement: CostStatement) -> tuple[FundingRow, ...]:
    """Give one row for each provider that has places or top-up in the statement."""
    rows = (
        _row(
            provider.provider_id,
            [line for line in statement.lines if line.provider_id == provider.provider_id],
        )
        for provider in dataset.providers
    )
    return tuple(row for row in rows if row.total_pence)


def _row(provider_id: str, lines: list[CostLine]) -> FundingRow:
    places = [line for line in lines if line.kind is CostKind.PLACE]
    return FundingRow(
        provider_id=provider_id,
        exclusion_place_months=_months(places, PlaceType.EXCLUSION),
        prevention_place_months=_months(places, PlaceType.PREVENTION),
        high_needs_place_pence=_paid(places, Payer.COUNCIL) + _paid(places, Payer.RECOUPED),
        top_up_pence=_paid([line for line in lines if line.kind is CostKind.TOP_UP], Payer.COUNCIL),
        dfe_direct_pence=_paid(places, Payer.DFE),
    )


def _months(places: list[CostLine], place_type: PlaceType) -> PlaceMonths:
    return sum(line.quantity for line in places if line.place_type == place_type)


def _paid(lines: list[CostLine], payer: Payer) -> Pence:
    return sum(line.pence for line in lines if line.payer is payer)
