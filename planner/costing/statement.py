"""Who pays what to whom, in one financial year, from the commissions' own data."""

from __future__ import annotations

from collections.abc import Iterator

from planner.costing.findings.reconcile import findings_of
from planner.costing.prices import place_months
from planner.domain.dataset import Dataset
from planner.domain.provision import Funding, ServiceLine
from planner.results.money import CostKind, CostLine, CostStatement, FundingSource, Payer
from planner.units import MONTHS_PER_YEAR, FinancialYear, PlaceMonths, divide_half_up

_LEAVES_OUT = (
    "Transport, interim tuition and spot purchase of pupils placed in the year.",
    "Contributions by schools towards prevention places, which the tables do not give.",
    "Money moved with an excluded pupil from the excluding school to the next one.",
)

_SOURCE_OF_PAYER = {
    Payer.COUNCIL: FundingSource.HIGH_NEEDS,
    Payer.RECOUPED: FundingSource.HIGH_NEEDS,
    Payer.DFE: FundingSource.DFE,
}


def year_statement(dataset: Dataset, financial_year: FinancialYear) -> CostStatement:
    """
    State the cost of one financial year by commission and payer.

    Place funding is paid for each commissioned place, filled or not, by the
    council, by the DfE and recouped from the council's grant, or by the DfE
    direct. Top-up and services follow. Figures that a document printed are
    compared with the statement, and every difference is a finding: nothing is
    mended.

    Parameters
    ----------
    dataset
        Commissions, their funding rows, service lines and stated figures.
    financial_year
        The year, 1 April to 31 March.

    Returns
    -------
    CostStatement
        Lines in the order of the tables; empty for a year without funding rows.
    """
    lines = tuple(_lines(dataset, financial_year))
    return CostStatement(
        title=f"Cost by provider and payer, financial year {financial_year}",
        financial_year=str(financial_year),
        lines=lines,
        findings=findings_of(dataset, lines, financial_year),
        leaves_out=_LEAVES_OUT,
    )


def _lines(dataset: Dataset, financial_year: FinancialYear) -> Iterator[CostLine]:
    for funding in dataset.funding:
        if funding.financial_year == financial_year.start_year:
            provider_id = dataset.provider_of(funding.commission_id).provider_id
            yield from _place_lines(funding, provider_id, str(financial_year))
            if funding.top_up_pence:
                yield _top_up_line(funding, provider_id, str(financial_year))
    for service in dataset.services:
        if service.financial_year == financial_year.start_year:
            yield _service_line(service, str(financial_year))


def _place_lines(funding: Funding, provider_id: str, year: str) -> Iterator[CostLine]:
    before: PlaceMonths = 0
    for payer, months in (
        (Payer.COUNCIL, funding.council_place_months),
        (Payer.RECOUPED, funding.recouped_place_months),
        (Payer.DFE, funding.dfe_direct_place_months),
    ):
        if months == 0:
            continue
        # Each payer takes the difference of two rounded running totals, so that the payers'
        # shares always add up to the whole commission's place funding.
        upto = divide_half_up(funding.place_rate_pence * (before + months), MONTHS_PER_YEAR)
        since = divide_half_up(funding.place_rate_pence * before, MONTHS_PER_YEAR)
        before += months
        yield CostLine(
            kind=CostKind.PLACE,
            provider_id=provider_id,
            commission_id=funding.commission_id,
            year=year,
            payer=payer,
            funding_source=_SOURCE_OF_PAYER[payer],
            quantity=months,
            unit="place-months",
            rate_pence=funding.place_rate_pence,
            rate_unit="place and year",
            pence=upto - since,
            source=funding.source,
        )


def _top_up_line(funding: Funding, provider_id: str, year: str) -> CostLine:
    return CostLine(
        kind=CostKind.TOP_UP,
        provider_id=provider_id,
        commission_id=funding.commission_id,
        year=year,
        payer=Payer.COUNCIL,
        funding_source=FundingSource.HIGH_NEEDS,
        quantity=place_months(funding),
        unit="place-months",
        rate_pence=funding.top_up_pence,
        rate_unit="commission and year",
        pence=funding.top_up_pence,
        source=funding.source,
    )


def _service_line(service: ServiceLine, year: str) -> CostLine:
    return CostLine(
        kind=CostKind.SERVICE,
        provider_id=service.provider_name,
        commission_id=None,
        year=year,
        payer=Payer.COUNCIL,
        funding_source=FundingSource.HIGH_NEEDS,
        quantity=1,
        unit="year",
        rate_pence=service.annual_pence,
        rate_unit="year",
        pence=service.annual_pence,
        source=service.source,
    )
