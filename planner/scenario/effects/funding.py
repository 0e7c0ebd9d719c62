"""What a change of places or rates does to the funding table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Funding
from planner.scenario.changes.base import PaidBy
from planner.units import MONTHS_PER_YEAR, FinancialYear, Pence, PlaceMonths, divide_half_up

_COLUMN = {
    PaidBy.COUNCIL: "council_place_months",
    PaidBy.RECOUPED: "recouped_place_months",
    PaidBy.DFE_DIRECT: "dfe_direct_place_months",
}


def funded_anew(
    dataset: Dataset, before: Commission, after: Commission, *, paid_by: PaidBy | None = None
) -> Dataset:
    """
    Return the dataset with a commission's funding moved by what its places moved.

    A month is funded for the places held on its first day. Place-months that are added
    go to one payer; those taken away are taken from the payers in proportion. Top-up
    moves in proportion to all place-months. Years without a funding row get none: the
    tables do not say what is paid in them.

    Parameters
    ----------
    dataset
        The tables.
    before, after
        The commission as funded now, and as it will be.
    paid_by
        Payer of added places; None for whoever pays for most of them now.
    """
    return replace(
        dataset,
        funding=tuple(
            _row_moved(row, _months(after, row) - _months(before, row), paid_by)
            if row.commission_id == after.commission_id
            else row
            for row in dataset.funding
        ),
    )


def funding_of_new(
    commission: Commission,
    years: Iterable[int],
    *,
    place_rate_pence: Pence,
    top_up_pence: Pence,
    paid_by: PaidBy,
) -> tuple[Funding, ...]:
    """
    Return the funding rows of a commission that is new.

    Parameters
    ----------
    commission
        The commission.
    years
        Financial years to be stated, by the year they start in.
    place_rate_pence, top_up_pence
        For one place for one year. [pence]
    paid_by
        Payer of the place funding.
    """
    rows = []
    for year in sorted(set(years)):
        empty = Funding(
            commission_id=commission.commission_id,
            financial_year=year,
            place_rate_pence=place_rate_pence,
            council_place_months=0,
            recouped_place_months=0,
            dfe_direct_place_months=0,
            top_up_pence=0,
            source="scenario",
        )
        months = _months(commission, empty)
        if months:
            funded = replace(empty, top_up_pence=shared_top_up(top_up_pence, months))
            rows.append(_with_months(funded, {_COLUMN[paid_by]: months}))
    return tuple(rows)


def source_changed(source: str) -> str:
    """
    Say that a figure is no longer the one its source gives.

    Examples
    --------
    >>> source_changed("Contract 7"), source_changed("scenario")
    ('Contract 7, changed by the scenario', 'scenario')
    """
    if source.endswith("scenario"):
        return source
    return f"{source}, changed by the scenario" if source else "scenario"


def shared_top_up(place_pence: Pence, months: PlaceMonths) -> Pence:
    """Return the top-up of so many place-months, from that of one place for a year."""
    return divide_half_up(place_pence * months, MONTHS_PER_YEAR)


def place_months(row: Funding) -> PlaceMonths:
    """Return the place-months of a funding row, whoever pays for them."""
    return sum(getattr(row, column) for column in _COLUMN.values())


def years_funded(dataset: Dataset, day: date) -> tuple[int, ...]:
    """Return the financial years of the funding table that end after a day, and the day's own."""
    first = FinancialYear.of(day).start_year
    return tuple(
        sorted(
            {first, *(row.financial_year for row in dataset.funding if row.financial_year > first)}
        )
    )


def _months(commission: Commission, row: Funding) -> PlaceMonths:
    """Return the places held on the first of each month of the row's year, added up."""
    year = row.financial_year
    firsts = [
        *(date(year, month, 1) for month in range(4, 13)),
        *(date(year + 1, month, 1) for month in range(1, 4)),
    ]
    return sum(commission.places_on(first) for first in firsts)


def _row_moved(row: Funding, moved: PlaceMonths, paid_by: PaidBy | None) -> Funding:
    now = place_months(row)
    moved = max(moved, -now)
    if moved == 0:
        return row
    by_payer = {column: getattr(row, column) for column in _COLUMN.values()}
    if moved > 0:
        column = _COLUMN[paid_by] if paid_by else max(by_payer, key=lambda each: by_payer[each])
        by_payer[column] += moved
    else:
        by_payer = _shrunk(by_payer, now + moved)
    top_up = divide_half_up(row.top_up_pence * (now + moved), now) if now else row.top_up_pence
    moved_row = replace(row, top_up_pence=top_up, source=source_changed(row.source))
    return _with_months(moved_row, by_payer)


def _shrunk(by_payer: dict[str, PlaceMonths], total: PlaceMonths) -> dict[str, PlaceMonths]:
    """Return the payers' place-months cut to a total in proportion, in whole months."""
    now = sum(by_payer.values())
    running, given, shares = 0, 0, {}
    for column, months in by_payer.items():
        running += months
        # Differences of rounded running totals always add up to the total.
        upto = divide_half_up(running * total, now)
        shares[column] = upto - given
        given = upto
    return shares


def _with_months(row: Funding, by_payer: dict[str, PlaceMonths]) -> Funding:
    return replace(row, **by_payer)  # type: ignore[arg-type]
