"""What the year will have cost, and what passes a budget or a threshold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from planner.costing.ledger.subjects import Expected
from planner.costing.prices import full_time_pence
from planner.costing.rates.rate_book import RateBook
from planner.domain.dataset import Dataset
from planner.results.finance.ledger import (
    Cause,
    Discrepancy,
    HighCostPlacement,
    Outturn,
    OverBudget,
)
from planner.results.finance.money import CostKind
from planner.units import FULL_TIME_SESSIONS, FinancialYear, Pence, divide_half_up

_STAYS = frozenset({Cause.RATE, Cause.VOLUME})
"""Causes that go on in the months to come if they held in the last month compared."""


def outturn_of(expected: Expected, found: Iterable[Discrepancy], last_month: date) -> Outturn:
    """
    Forecast one subject's outturn.

    Central: the year's commitment, plus changes of rate and volume and money
    that came back so far, plus the last month's change of rate or volume in
    each month to come. Low: what is missing never comes. High: what was paid
    twice stays paid. Both ends move out by the unexplained differences so far,
    carried on at the same pace.
    """
    found = tuple(found)
    by_cause = {cause: sum(each.pence for each in found if each.cause is cause) for cause in Cause}
    past = [month for month in expected.pence if month <= last_month]
    to_come = [month for month in expected.pence if month > last_month]
    committed = sum(expected.pence.values())
    carried = sum(
        _carried(expected, found, last_month=last_month, month=month) for month in to_come
    )
    settled = sum(by_cause[cause] for cause in (*_STAYS, Cause.CREDIT_NOTE))
    central = committed + settled + by_cause[Cause.UNEXPLAINED] + carried
    doubtful = sum(abs(each.pence) for each in found if each.cause is Cause.UNEXPLAINED)
    pace = divide_half_up(doubtful * len(to_come), len(past)) if past else 0
    return Outturn(
        subject=expected.subject,
        committed_pence=committed,
        posted_pence=sum(expected.pence[m] for m in past) + sum(each.pence for each in found),
        low_pence=central + by_cause[Cause.MISSING_INVOICE] - pace,
        central_pence=central,
        high_pence=central + by_cause[Cause.DUPLICATE] + pace,
    )


def _carried(
    expected: Expected, found: Iterable[Discrepancy], *, last_month: date, month: date
) -> Pence:
    """Return a month's share of what the last month compared had more, in proportion."""
    more = sum(each.pence for each in found if each.cause in _STAYS and each.month == last_month)
    base = expected.pence.get(last_month, 0)
    if not base:
        return 0
    sign = 1 if base > 0 else -1
    return divide_half_up(sign * more * expected.pence[month], sign * base)


def over_budget(
    dataset: Dataset, outturns: Iterable[Outturn], year: FinancialYear
) -> Iterator[OverBudget]:
    """Give each budget of the year that its subjects' central outturn passes."""
    outturns = tuple(outturns)
    for budget in dataset.budgets:
        purpose = CostKind(budget.purpose.value)
        spent = sum(
            row.central_pence
            for row in outturns
            if row.subject.purpose is purpose
            and budget.provider_id in {None, row.subject.provider_id}
        )
        if budget.financial_year == year.start_year and spent > budget.amount_pence:
            yield OverBudget(purpose, budget.provider_id or "", budget.amount_pence, spent)


def high_cost_placements(
    dataset: Dataset, threshold_pence: Pence | None
) -> Iterator[HighCostPlacement]:
    """Give each present placement whose top-up or spot price for a year passes the threshold."""
    if threshold_pence is None:
        return
    book = RateBook(dataset)
    for placement in dataset.placements:
        commission = dataset.commission[placement.commission_id]
        whole = full_time_pence(dataset, commission, book, band=placement.band)
        annual = divide_half_up(whole * placement.sessions_per_week, FULL_TIME_SESSIONS)
        if placement.lasts_to(dataset.as_at) and annual > threshold_pence:
            yield HighCostPlacement(placement.pupil_id, placement.commission_id, annual)
