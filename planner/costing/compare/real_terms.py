"""Cash of later years at an earlier year's prices."""

from __future__ import annotations

from collections.abc import Sequence

from planner.costing.rates.rate_book import BASIS_POINTS
from planner.domain.finance.rates import IndexChange, IndexKind
from planner.units import FinancialYear, Pence, divide_half_up


def in_prices_of(
    indices: Sequence[IndexChange],
    cash_pence: Sequence[Pence],
    years: Sequence[FinancialYear],
) -> tuple[Pence, ...]:
    r"""
    Return each year's cash at the general prices of the first year.

    .. math:: \text{real}_y = \text{cash}_y \times \prod_{k \le y} 10000 / (10000 + g_k)

    with :math:`g_k` the rise of general prices in year :math:`k`, in basis
    points; rounded once, at the end. A year without a rise in the tables is
    taken to have none.

    Examples
    --------
    >>> rise = [IndexChange(IndexKind.GENERAL_PRICES, 2022, 250)]
    >>> in_prices_of(rise, (100_00, 102_50), (FinancialYear(2021), FinancialYear(2022)))
    (10000, 10000)
    """
    changes = {
        row.financial_year: row.change_basis_points
        for row in indices
        if row.index is IndexKind.GENERAL_PRICES
    }
    deflated: list[Pence] = []
    above = below = 1
    for pence, year in zip(cash_pence, years, strict=True):
        if year != years[0]:
            above *= BASIS_POINTS
            below *= BASIS_POINTS + changes.get(year.start_year, 0)
        deflated.append(divide_half_up(pence * above, below))
    return tuple(deflated)
