"""Place funding: paid for each place that is bought, filled or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import accumulate, pairwise

from planner.costing.commitments.board import Commitment, Nature
from planner.costing.months import months_of
from planner.costing.rates.funding_book import (
    FundingBook,
    contract_months,
    evenly,
    funding_books,
    place_rate,
)
from planner.costing.rates.payers import (
    PLACE_PAYERS,
    SOURCE_OF_PAYER,
    place_payer,
    section_251_line,
    shares_of,
)
from planner.costing.rates.rate_book import RateBook
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import RateKind
from planner.domain.provision import Commission, Funding
from planner.results.finance.money import CostKind, Payer
from planner.units import MONTHS_PER_YEAR, FinancialYear, divide_half_up


def place_commitments(
    dataset: Dataset, book: RateBook, months: tuple[date, ...]
) -> Iterator[Commitment]:
    """
    Give the place funding of every commission by payer, month by month.

    A funding row is what was agreed for its year; its place-months are spread
    evenly over the contract's months. In a year without a row the places held
    on the first day of each month count, at the rate in force.
    """
    funding = funding_books(dataset)
    for commission in dataset.commissions:
        rows = funding[commission.commission_id]
        counts = _months_by_payer(dataset, commission, rows, months)
        rates = tuple(place_rate(commission, rows, book, month) for month in months)
        for payer in PLACE_PAYERS:
            if any(counts[payer]):
                yield Commitment(
                    nature=_place_nature(dataset, commission, payer, book),
                    quantity=tuple(counts[payer]),
                    rates=rates,
                    divisor=(MONTHS_PER_YEAR,) * len(months),
                    group=f"place:{commission.commission_id}",
                )


def _place_nature(dataset: Dataset, commission: Commission, payer: Payer, book: RateBook) -> Nature:
    provider = dataset.provider_of(commission.commission_id)
    return Nature(
        kind=CostKind.PLACE,
        provider_id=provider.provider_id,
        payer=payer,
        funding_source=SOURCE_OF_PAYER[payer],
        unit="place-months",
        rate_unit="place and year",
        commission_id=commission.commission_id,
        commissioner=commission.commissioner,
        section_251=section_251_line(CostKind.PLACE, provider.sector),
        cost_code=commission.cost_code,
        place_type=commission.place_type,
        index=book.index_of(RateKind.PLACE, commission.commission_id),
    )


def _months_by_payer(
    dataset: Dataset, commission: Commission, rows: FundingBook, months: tuple[date, ...]
) -> dict[Payer, list[int]]:
    counts: dict[Payer, list[int]] = {payer: [] for payer in PLACE_PAYERS}
    provider = dataset.provider_of(commission.commission_id)
    for month in months:
        agreed, nearest = rows.of(month), rows.nearest(month)
        shares: tuple[int, ...]
        if agreed is not None:
            shares = _agreed_months(commission, agreed, month)
        elif commission.basis is Basis.SPOT:
            shares = (0, 0, 0)
        elif nearest is not None and any(shares_of(nearest)):
            shares = _as_in(nearest, commission, month)
        else:
            places = commission.places_on(month)
            payer = place_payer(provider, month)
            shares = tuple(places if p is payer else 0 for p in PLACE_PAYERS)
        for payer, share in zip(PLACE_PAYERS, shares, strict=True):
            counts[payer].append(share)
    return counts


def _agreed_months(commission: Commission, row: Funding, month: date) -> tuple[int, ...]:
    active = contract_months(commission, FinancialYear(row.financial_year))
    if month not in active:
        return (0, 0, 0)
    position, over = active.index(month), len(active)
    apart = tuple(evenly(m, over=over, position=position) for m in shares_of(row))
    # Counted payer upon payer, the months of one commission have the same number of places; a
    # payer with less than one place a month might then get less than none.
    upto = tuple(accumulate(shares_of(row)))
    stacked = [evenly(months, over=over, position=position) for months in upto]
    together = tuple(here - below for below, here in pairwise((0, *stacked)))
    smallest = min(m for m in shares_of(row) if m) if any(shares_of(row)) else 0
    return together if smallest >= over else apart


def _as_in(row: Funding, commission: Commission, month: date) -> tuple[int, ...]:
    """
    Share a month's places as another year's place-months were shared, in whole places.

    Counted since April, so that a third of a place is a whole one every third month.
    """
    year = months_of(FinancialYear.of(month))
    before = sum(commission.places_on(earlier) for earlier in year if earlier < month)
    places = commission.places_on(month)
    upto, whole = tuple(accumulate(shares_of(row))), sum(shares_of(row))
    since = [(before + places) * shares // whole - before * shares // whole for shares in upto]
    shared = tuple(here - below for below, here in pairwise((0, *since)))
    if min(shared) >= 0:
        return shared
    # A payer with less than one place a month might get less than none: count the month alone.
    alone = [divide_half_up(places * shares, whole) for shares in upto]
    return tuple(here - below for below, here in pairwise((0, *alone)))
