"""Block or spot: from how many pupils on a block of places pays for itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from planner.costing.commitments.board import Board
from planner.costing.compare.unit_costs import SCHOOL_WEEKS_PER_YEAR
from planner.costing.months import months_of
from planner.costing.rates.rate_book import RateBook
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import RateKind, TopUpBasis
from planner.domain.provision import Commission
from planner.results.finance.comparison import BreakEven
from planner.results.finance.money import CostKind
from planner.units import FinancialYear, Pence, divide_half_up


def break_even(dataset: Dataset, board: Board, year: FinancialYear) -> tuple[BreakEven, ...]:
    r"""
    Compare every block commission with buying its pupils singly, for one year.

    The same cost is reached at

    .. math:: \text{pupils} = \frac{F}{s - v}

    with :math:`F` paid for the block whether filled or not, :math:`v` paid on
    top for a full-time pupil's year, and :math:`s` the price of a full-time
    pupil's year of 38 weeks bought singly.

    Returns
    -------
    tuple[BreakEven, ...]
        Empty where the tables have no spot price to compare with.
    """
    return tuple(_break_even(dataset, board, year))


def _break_even(dataset: Dataset, board: Board, year: FinancialYear) -> Iterator[BreakEven]:
    book = RateBook(dataset)
    spot = spot_pupil_pence(dataset, book, year)
    if spot is None:
        return
    for commission in dataset.commissions:
        fixed = _fixed_pence(board, commission.commission_id, year)
        if commission.basis is Basis.SPOT or fixed == 0:
            continue
        own = _pupil_pence(dataset, book, commission, year)
        yield BreakEven(
            commission_id=commission.commission_id,
            year=str(year),
            places=commission.places_on(year.ends),
            fixed_pence=fixed,
            block_pupil_pence=own,
            spot_pupil_pence=spot,
            pupils=Fraction(fixed, spot - own) if spot > own else None,
        )


def spot_pupil_pence(dataset: Dataset, book: RateBook, year: FinancialYear) -> Pence | None:
    """
    Return the price of one full-time pupil's year bought singly.

    The general spot rate in the tables or, without one, the mean of the spot
    commissions' weekly prices.
    """
    general = book.rate_on(RateKind.SPOT_WEEK, "", year.starts)
    if general is not None:
        return general.pence * SCHOOL_WEEKS_PER_YEAR
    prices = [
        c.spot_weekly_pence
        for c in dataset.commissions
        if c.basis is Basis.SPOT and c.spot_weekly_pence is not None
    ]
    if not prices:
        return None
    return divide_half_up(sum(prices) * SCHOOL_WEEKS_PER_YEAR, len(prices))


def _fixed_pence(board: Board, commission_id: str, year: FinancialYear) -> Pence:
    """Return what is paid for a commission in a year however many pupils come."""
    months = months_of(year)
    start = board.months.index(months[0])
    return sum(
        int(board.pence[row, start : start + len(months)].sum())
        for row, c in enumerate(board.commitments)
        if c.nature.commission_id == commission_id
        and (
            c.nature.kind is CostKind.PLACE
            or (c.nature.kind is CostKind.TOP_UP and not c.nature.unit.startswith("session"))
        )
    )


def _pupil_pence(
    dataset: Dataset, book: RateBook, commission: Commission, year: FinancialYear
) -> Pence:
    key = commission.commission_id
    agreed = any(
        row.commission_id == key and row.financial_year == year.start_year and row.top_up_pence
        for row in dataset.funding
    )
    by_place = any(
        terms.commission_id == key and terms.top_up_basis is TopUpBasis.PLACE
        for terms in dataset.terms
    )
    rate = book.rate_on(RateKind.TOP_UP, key, year.starts)
    return 0 if agreed or by_place or rate is None else rate.pence
