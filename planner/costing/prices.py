"""What one more pupil on one commission costs the council for a year."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.costing.rates.funding_book import funding_books, has_agreed_top_up
from planner.costing.rates.rate_book import RateBook
from planner.domain.case import PriceTable
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import RateKind
from planner.domain.provision import Commission, Funding
from planner.units import (
    FULL_TIME_SESSIONS,
    MONTHS_PER_YEAR,
    FinancialYear,
    Pence,
    divide_half_up,
)

SPOT_WEEKS_PER_YEAR = 39
"""Weeks in a year for which a place bought singly is paid: a school year of 195 days."""

_SCHOOL_DAYS_PER_WEEK = 5
_SPOT_UNITS = (
    (RateKind.DAY, SPOT_WEEKS_PER_YEAR * _SCHOOL_DAYS_PER_WEEK),
    (RateKind.SPOT_WEEK, SPOT_WEEKS_PER_YEAR),
)
"""Prices of a place bought singly, the one that goes first, with how many make a year."""


def price_table(dataset: Dataset, transport_pence: NDArray[np.int64]) -> PriceTable:
    """
    Price every waiting pupil on every commission, for a whole year.

    The price is top-up (or the spot price) for the pupil's share of a full
    week, plus transport where the council pays for it. Place funding is
    paid whether or not the place is filled and so is no part of it.

    Parameters
    ----------
    dataset
        Commissions with their funding, and the pupils who wait.
    transport_pence
        What the council pays for travel; axes (pupils, commissions). [pence a year]

    Returns
    -------
    PriceTable
        Array with the axes (pupils, commissions). [pence a year]

    Notes
    -----
    A dated rate in force on the as-at date is the price, unless a sum was agreed
    for its year. Where a commission has neither, the funding row of its nearest
    earlier year is used, then of its nearest later one; with none at all the
    top-up is nil.
    """
    book = RateBook(dataset)
    full_time = np.array(
        [full_time_pence(dataset, commission, book) for commission in dataset.commissions],
        dtype=np.int64,
    )
    sessions = np.array([r.sessions_per_week for r in dataset.referrals], dtype=np.int64)
    attendance = sessions[:, None] * full_time[None, :]
    shared = (2 * attendance + FULL_TIME_SESSIONS) // (2 * FULL_TIME_SESSIONS)
    return PriceTable(annual_pence=shared + transport_pence)


def full_time_pence(
    dataset: Dataset, commission: Commission, book: RateBook, *, band: str | None = None
) -> Pence:
    """
    Return what a full-time pupil on a commission costs for a year, before transport.

    Parameters
    ----------
    dataset, book
        The tables, and their dated rates.
    commission
        The commission.
    band
        The pupil's top-up band; None where it is not known yet, which is priced at the
        dearest one.
    """
    key = commission.commission_id
    if commission.basis is Basis.SPOT:
        for kind, units in _SPOT_UNITS:
            if book.is_priced(kind, key):
                return units * _dearest(dataset, book, kind, key, band)
        if commission.spot_weekly_pence is not None:
            return commission.spot_weekly_pence * SPOT_WEEKS_PER_YEAR
    elif book.is_priced(RateKind.TOP_UP, key) and not _has_agreed_sum(dataset, key):
        return _dearest(dataset, book, RateKind.TOP_UP, key, band)
    funding = funding_in_force(dataset, key)
    return 0 if funding is None else top_up_per_place(funding)


def _dearest(dataset: Dataset, book: RateBook, kind: RateKind, key: str, band: str | None) -> Pence:
    bands = book.bands_of(kind, key) if band is None else (band,)
    rates = (book.rate_on(kind, key, dataset.as_at, band=each) for each in bands)
    return max((rate.pence for rate in rates if rate is not None), default=0)


def _has_agreed_sum(dataset: Dataset, key: str) -> bool:
    return has_agreed_top_up(funding_books(dataset)[key], dataset.as_at)


def top_up_per_place(funding: Funding) -> Pence:
    """Return the top-up for one place for one year; nil where no place was funded."""
    months = place_months(funding)
    if months == 0:
        return 0
    return divide_half_up(funding.top_up_pence * MONTHS_PER_YEAR, months)


def place_months(funding: Funding) -> int:
    """Return the place-months of a funding row, whoever pays for them."""
    return (
        funding.council_place_months
        + funding.recouped_place_months
        + funding.dfe_direct_place_months
    )


def funding_in_force(dataset: Dataset, commission_id: str) -> Funding | None:
    """Return the funding of the as-at year, or of the nearest year that there is."""
    year = FinancialYear.of(dataset.as_at).start_year
    rows = [row for row in dataset.funding if row.commission_id == commission_id]
    return min(
        rows,
        key=lambda row: (row.financial_year > year, abs(row.financial_year - year)),
        default=None,
    )


def price_notes(dataset: Dataset) -> tuple[str, ...]:
    """Say what the prices take for granted, one sentence each."""
    if not any(rate.band for rate in dataset.rates):
        return ()
    return (
        "Rates differ by band, and a waiting pupil's band is not known: the dearest one of "
        "each commission is the price.",
    )
