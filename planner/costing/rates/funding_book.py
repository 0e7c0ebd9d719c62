"""One commission's agreed funding by year, and the price of its places in any month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.costing.months import financial_year_of, month_end, months_of
from planner.costing.rates.rate_book import DatedRate, RateBook
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import IndexKind, RateKind
from planner.domain.provision import Commission, Funding
from planner.units import FinancialYear

NATIONAL_PLACE_RATE = DatedRate(
    pence=1_000_000,
    starts=date(2015, 9, 1),
    source=(
        "£10,000 for one AP place before the age of 16: DfE, Alternative provision free schools, "
        "place funding 2025 to 2026; for other settings and years assumed."
    ),
)
"""Stands in where neither a rate nor a funding row gives the price of a place."""


@dataclass(frozen=True)
class FundingBook:
    """One commission's funding rows by financial year, and the nearest row for other years."""

    rows: dict[int, Funding]

    def of(self, month: date) -> Funding | None:
        """Return the row for the month's own financial year."""
        return self.rows.get(financial_year_of(month).start_year)

    def nearest(self, month: date) -> Funding | None:
        """Return the row of the last year up to the month's, or else the first one after."""
        if not self.rows:
            return None
        year = financial_year_of(month).start_year
        ranked = sorted(
            self.rows.values(),
            key=lambda r: (r.financial_year > year, abs(r.financial_year - year)),
        )
        return ranked[0] if ranked else None


def funding_books(dataset: Dataset) -> dict[str, FundingBook]:
    """Return every commission's funding rows."""
    books = {c.commission_id: FundingBook({}) for c in dataset.commissions}
    for row in dataset.funding:
        books[row.commission_id].rows[row.financial_year] = row
    return books


def has_agreed_top_up(rows: FundingBook, month: date) -> bool:
    """Say whether the month's top-up is part of a sum agreed for its financial year."""
    agreed = rows.of(month)
    return agreed is not None and agreed.top_up_pence > 0


def place_rate(
    commission: Commission, rows: FundingBook, book: RateBook, month: date
) -> DatedRate | None:
    """Return the price of one place for a year: as agreed, as rated, or the national one."""
    agreed = rows.of(month)
    if agreed is not None:
        return _agreed_rate(agreed)
    if book.is_priced(RateKind.PLACE, commission.commission_id):
        return book.rate_on(RateKind.PLACE, commission.commission_id, month)
    nearest = rows.nearest(month)
    base = NATIONAL_PLACE_RATE if nearest is None else _agreed_rate(nearest)
    return book.moved(base, IndexKind.PLACE, month)


def _agreed_rate(row: Funding) -> DatedRate:
    return DatedRate(row.place_rate_pence, FinancialYear(row.financial_year).starts, row.source)


def contract_months(commission: Commission, year: FinancialYear) -> tuple[date, ...]:
    """Return the months of a year that a contract has a day in; all twelve if it has none."""
    held = [
        month
        for month in months_of(year)
        if commission.places_on(month_end(month)) or commission.places_on(month)
    ]
    return tuple(held) or months_of(year)


def evenly(whole: int, *, over: int, position: int) -> int:
    """
    Return one part of a whole number that is split as evenly as whole parts allow.

    Examples
    --------
    >>> [evenly(35, over=12, position=p) for p in range(12)]
    [2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
    """
    return whole * (position + 1) // over - whole * position // over
