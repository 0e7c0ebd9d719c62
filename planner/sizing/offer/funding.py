"""Place funding of the blocks in each school year, and who pays it by the funding table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, Funding
from planner.results.finance.money import Payer
from planner.sizing.need import place_rate_pence
from planner.units import FinancialYear, Pence

_MONTHS = {
    Payer.COUNCIL: "council_place_months",
    Payer.RECOUPED: "recouped_place_months",
    Payer.DFE: "dfe_direct_place_months",
}
"""Column of the funding table with what each payer pays for."""


@dataclass(frozen=True)
class PlaceFunding:
    """What the blocks' places cost in one school year, filled or not."""

    pence: Pence
    by_payer: Mapping[Payer, Pence] = field(default_factory=dict)
    """Adds up to the whole; empty where the tables do not say of some block who pays."""


def place_funding(
    dataset: Dataset, first: date, last: date, *, share_of_year: Fraction
) -> PlaceFunding:
    """
    Return the place funding of the blocks from one day to another, week by week.

    Each place costs the rate of its commission's funding row and is paid by that row's
    payers in proportion: that of the financial year, or else of the nearest. Where a
    commission has none, the mean of all rows is the rate.

    Parameters
    ----------
    dataset
        The commissions and their funding.
    first, last
        First and last day.
    share_of_year
        How much of a year's rate the days stand for. [0 to 1]
    """
    days = [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1, 7)]
    rows: dict[str, list[Funding]] = {}
    for row in dataset.funding:
        rows.setdefault(row.commission_id, []).append(row)
    paid: Counter[Payer | None] = Counter()
    for commission in dataset.commissions:
        if commission.basis is Basis.BLOCK:
            own = rows.get(commission.commission_id, [])
            for year, held in _held(commission, days).items():
                paid.update(_paid(own, year, held, dataset))
    exact = {payer: share_of_year * part / len(days) for payer, part in paid.items()}
    whole = round(sum(exact.values(), Fraction(0)))
    known = None not in exact
    return PlaceFunding(whole, _whole_parts(exact, whole) if known else {})


def _held(commission: Commission, days: Sequence[date]) -> Counter[int]:
    """Return the places held on the days, added up by financial year."""
    held: Counter[int] = Counter()
    for day in days:
        held[FinancialYear.of(day).start_year] += commission.places_on(day)
    return +held


def _paid(
    rows: Sequence[Funding], year: int, held: int, dataset: Dataset
) -> dict[Payer | None, Fraction]:
    """Return what places of one year cost by payer; None stands for one who is not known."""
    if not rows:
        return {None: Fraction(held * place_rate_pence(dataset))}
    row = min(rows, key=lambda each: (abs(each.financial_year - year), each.financial_year))
    cost = held * row.place_rate_pence
    months = {payer: getattr(row, column) for payer, column in _MONTHS.items()}
    total = sum(months.values())
    if not total:
        return {None: Fraction(cost)}
    return {payer: Fraction(cost * part, total) for payer, part in months.items()}


def _whole_parts(exact: Mapping[Payer | None, Fraction], whole: Pence) -> dict[Payer, Pence]:
    """Return whole parts that add up to a whole: differences of rounded running totals."""
    running, given, parts = Fraction(0), 0, {}
    for payer in _MONTHS:
        running += exact.get(payer, Fraction(0))
        parts[payer] = round(running) - given
        given = round(running)
    assert given == whole
    return parts
