"""Top-up that does not depend on who is there: agreed sums, and so much for each place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from planner.costing.commitments.board import Commitment, Nature
from planner.costing.months import financial_year_of
from planner.costing.rates.funding_book import (
    FundingBook,
    contract_months,
    evenly,
    funding_books,
    has_agreed_top_up,
)
from planner.costing.rates.payers import SOURCE_OF_PAYER, section_251_line, shares_of
from planner.costing.rates.rate_book import DatedRate, RateBook
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import IndexKind, RateKind, TopUpBasis
from planner.domain.provision import Commission
from planner.results.finance.money import CostKind, Payer
from planner.units import MONTHS_PER_YEAR, FinancialYear


@dataclass(frozen=True, slots=True)
class _Share:
    """A month's part of a sum agreed for a year: so many place-months of the whole."""

    counted: int
    whole: int
    rate: DatedRate


def place_based_top_up(
    dataset: Dataset, book: RateBook, months: tuple[date, ...]
) -> Iterator[Commitment]:
    """
    Give top-up that was agreed as a sum for the year, or is paid for each place bought.

    A sum agreed for one year is taken to go on in years without a funding row,
    in proportion to the places and moved by the index, unless there is a rate.
    """
    funding = funding_books(dataset)
    terms = {row.commission_id: row for row in dataset.terms}
    for commission in dataset.commissions:
        key = commission.commission_id
        if commission.basis is Basis.SPOT:
            continue
        rated = book.is_priced(RateKind.TOP_UP, key)
        if funding[key].rows:
            agreed = [_agreed_share(commission, funding[key], book, month) for month in months]
            yield from _agreed_sum(dataset, commission, agreed)
        if rated and key in terms and terms[key].top_up_basis is TopUpBasis.PLACE:
            yield from _by_place(dataset, commission, funding[key], book, months)


def _agreed_share(commission: Commission, rows: FundingBook, book: RateBook, month: date) -> _Share:
    """Return a month's share of an agreed sum, counted in place-months of the year's whole."""
    year = financial_year_of(month)
    active = contract_months(commission, year)
    row = rows.of(month)
    if row is not None:
        whole = sum(shares_of(row)) or len(active)
        held = row.top_up_pence > 0 and month in active
        counted = evenly(whole, over=len(active), position=active.index(month)) if held else 0
        return _Share(counted, whole, DatedRate(row.top_up_pence, year.starts, row.source))
    row = rows.nearest(month)
    if row is None or book.is_priced(RateKind.TOP_UP, commission.commission_id):
        return _Share(0, MONTHS_PER_YEAR, DatedRate(0, year.starts, ""))
    base = DatedRate(row.top_up_pence, FinancialYear(row.financial_year).starts, row.source)
    places = commission.places_on(month) if row.top_up_pence else 0
    whole = sum(shares_of(row)) or MONTHS_PER_YEAR
    return _Share(places, whole, book.moved(base, IndexKind.TOP_UP, month))


def _agreed_sum(
    dataset: Dataset, commission: Commission, shares: list[_Share]
) -> Iterator[Commitment]:
    if any(share.counted for share in shares):
        yield Commitment(
            nature=top_up_nature(
                dataset, commission, unit="place-months", rate_unit="commission and year"
            ),
            quantity=tuple(share.counted for share in shares),
            rates=tuple(share.rate for share in shares),
            divisor=tuple(share.whole for share in shares),
            group=f"top_up_sum:{commission.commission_id}",
        )


def _by_place(
    dataset: Dataset,
    commission: Commission,
    rows: FundingBook,
    book: RateBook,
    months: tuple[date, ...],
) -> Iterator[Commitment]:
    quantity = tuple(
        0 if has_agreed_top_up(rows, month) else commission.places_on(month) for month in months
    )
    if any(quantity):
        yield Commitment(
            nature=top_up_nature(
                dataset, commission, unit="place-months", rate_unit="place and year"
            ),
            quantity=quantity,
            rates=tuple(
                book.rate_on(RateKind.TOP_UP, commission.commission_id, month) for month in months
            ),
            divisor=(MONTHS_PER_YEAR,) * len(months),
            group=f"top_up_place:{commission.commission_id}",
        )


def top_up_nature(
    dataset: Dataset,
    commission: Commission,
    *,
    unit: str,
    rate_unit: str,
    payer: Payer = Payer.COUNCIL,
    kind: CostKind = CostKind.TOP_UP,
    index: IndexKind = IndexKind.TOP_UP,
    detail: str = "",
) -> Nature:
    """Describe money that follows the pupils, or the places, of one commission."""
    provider = dataset.provider_of(commission.commission_id)
    own = [t.section_251 for t in dataset.terms if t.commission_id == commission.commission_id]
    return Nature(
        kind=kind,
        provider_id=provider.provider_id,
        payer=payer,
        funding_source=SOURCE_OF_PAYER[payer],
        unit=unit,
        rate_unit=rate_unit,
        commission_id=commission.commission_id,
        commissioner=commission.commissioner,
        section_251=(own[0] if own and own[0] else section_251_line(kind, provider.sector)),
        cost_code=commission.cost_code,
        place_type=commission.place_type,
        index=index,
        detail=detail,
    )
