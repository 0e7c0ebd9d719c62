"""Top-up that does not depend on who is there: agreed sums, and so much for each place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.costing.commitments.board import Commitment, Nature
from planner.costing.rates.funding_book import (
    FundingBook,
    contract_months,
    funding_books,
    has_agreed_top_up,
)
from planner.costing.rates.payers import SOURCE_OF_PAYER, section_251_line, shares_of
from planner.costing.rates.rate_book import DatedRate, RateBook
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import IndexKind, RateKind, TopUpBasis
from planner.domain.provision import Commission
from planner.results.money import CostKind, Payer
from planner.units import MONTHS_PER_YEAR, FinancialYear, divide_half_up


def place_based_top_up(
    dataset: Dataset, book: RateBook, months: tuple[date, ...]
) -> Iterator[Commitment]:
    """Give top-up that was agreed as a sum for the year, or is paid for each place bought."""
    funding = funding_books(dataset)
    terms = {row.commission_id: row for row in dataset.terms}
    for commission in dataset.commissions:
        key = commission.commission_id
        rows = funding[key]
        basis = terms[key].top_up_basis if key in terms else None
        yield from _agreed_sum(dataset, commission, rows, months)
        rated = book.is_priced(RateKind.TOP_UP, key)
        if commission.basis is Basis.SPOT or (rated and basis is not TopUpBasis.PLACE):
            continue
        yield from _by_place(dataset, commission, rows, book, months)


def _agreed_sum(
    dataset: Dataset, commission: Commission, rows: FundingBook, months: tuple[date, ...]
) -> Iterator[Commitment]:
    if not any(has_agreed_top_up(rows, month) for month in months):
        return
    quantity: list[int] = []
    rates: list[DatedRate] = []
    divisor: list[int] = []
    for month in months:
        agreed = rows.of(month)
        active = contract_months(commission, FinancialYear.of(month))
        held = has_agreed_top_up(rows, month) and month in active
        quantity.append(int(held))
        divisor.append(len(active))
        pence = agreed.top_up_pence if agreed is not None else 0
        source = agreed.source if agreed is not None else ""
        rates.append(DatedRate(pence, FinancialYear.of(month).starts, source))
    if any(quantity):
        yield Commitment(
            nature=top_up_nature(
                dataset, commission, unit="months", rate_unit="commission and year"
            ),
            quantity=tuple(quantity),
            rates=tuple(rates),
            divisor=tuple(divisor),
            group=f"top_up_sum:{commission.commission_id}",
        )


def _by_place(
    dataset: Dataset,
    commission: Commission,
    rows: FundingBook,
    book: RateBook,
    months: tuple[date, ...],
) -> Iterator[Commitment]:
    priced = book.is_priced(RateKind.TOP_UP, commission.commission_id)
    rates = [_top_up_rate(commission, rows, book, month) for month in months]
    # A funding row without top-up says that there is none, unless a rate says otherwise.
    covered = [
        has_agreed_top_up(rows, month) or (rows.of(month) is not None and not priced)
        for month in months
    ]
    quantity = [
        0 if done else commission.places_on(month)
        for done, month in zip(covered, months, strict=True)
    ]
    if any(q and (rate is None or rate.pence) for q, rate in zip(quantity, rates, strict=True)):
        yield Commitment(
            nature=top_up_nature(
                dataset, commission, unit="place-months", rate_unit="place and year"
            ),
            quantity=tuple(quantity),
            rates=tuple(rates),
            divisor=(MONTHS_PER_YEAR,) * len(months),
            group=f"top_up_place:{commission.commission_id}",
        )


def _top_up_rate(
    commission: Commission, rows: FundingBook, book: RateBook, month: date
) -> DatedRate | None:
    key = commission.commission_id
    if book.is_priced(RateKind.TOP_UP, key):
        return book.rate_on(RateKind.TOP_UP, key, month)
    nearest = rows.nearest(month)
    if nearest is None or not sum(shares_of(nearest)):
        return DatedRate(0, month, "")
    pence = divide_half_up(nearest.top_up_pence * MONTHS_PER_YEAR, sum(shares_of(nearest)))
    base = DatedRate(pence, FinancialYear(nearest.financial_year).starts, nearest.source)
    return book.moved(base, IndexKind.TOP_UP, month)


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
