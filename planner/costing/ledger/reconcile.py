"""Commitments and ledger of one financial year held against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planner.costing.commitments.gather import commitments_of
from planner.costing.ledger.causes import explain, unmapped
from planner.costing.ledger.outturn import high_cost_placements, outturn_of, over_budget
from planner.costing.ledger.subjects import Expected, expected_of, sort_entries
from planner.costing.months import months_of
from planner.domain.dataset import Dataset
from planner.domain.finance.ledger import LedgerEntry
from planner.errors import InputProblems, Problem
from planner.results.finance.ledger import (
    Cause,
    Discrepancy,
    MatchedMonth,
    Reconciliation,
    Subject,
)
from planner.units import FinancialYear, Pence, format_day, format_pounds


def reconcile(
    dataset: Dataset,
    entries: Sequence[LedgerEntry],
    year: FinancialYear,
    *,
    threshold_pence: Pence | None = None,
) -> Reconciliation:
    """
    Match what was committed with what was posted, and explain every difference.

    Compared are the months from April to the last one that the ledger has a
    posting in. Money on either side that has no counterpart is shown too, so
    that the discrepancies add up to the difference of the two totals.

    Parameters
    ----------
    dataset
        Commitments, mapping table and budgets.
    entries
        The ledger's postings, all in the year.
    year
        The financial year.
    threshold_pence
        Yearly price above which a placement needs the panel's approval.

    Raises
    ------
    InputProblems
        If a posting lies outside the year, or the ledger is empty.
    """
    last_month = _last_month(entries, year)
    board = commitments_of(dataset, months_of(year))
    expected = expected_of(dataset, board, year)
    sorted_entries = sort_entries(dataset, entries)
    mapped = set(sorted_entries.mapped)
    known = _coded(dataset) | mapped
    found: list[Discrepancy] = []
    for subject in sorted(set(expected) | mapped):
        series = expected.setdefault(subject, Expected(subject))
        if subject in known:
            found += explain(series, sorted_entries.mapped.get(subject, []), last_month)
        else:
            found += _without_code(series, last_month)
    outturns = tuple(
        outturn_of(expected[subject], [f for f in found if f.subject == subject], last_month)
        for subject in sorted(expected)
    )
    return Reconciliation(
        financial_year=str(year),
        last_month=last_month,
        months=tuple(_months(expected, sorted_entries.mapped, last_month)),
        discrepancies=(*found, *unmapped(sorted_entries.unmapped)),
        outturns=outturns,
        over_budget=tuple(over_budget(dataset, outturns, year)),
        high_cost=tuple(high_cost_placements(dataset, threshold_pence)),
        unmapped_pence=sum(entry.amount_pence for entry in sorted_entries.unmapped),
    )


def _last_month(entries: Sequence[LedgerEntry], year: FinancialYear) -> date:
    if not entries:
        raise InputProblems(
            [
                Problem(
                    "ledger", 0, "", "", "The ledger has no posting.", "Export the year's postings."
                )
            ]
        )
    outside = [e for e in entries if not year.starts <= e.posted_on <= year.ends]
    if outside:
        raise InputProblems(
            Problem(
                "ledger",
                entry.line,
                "posted_on",
                entry.posted_on.isoformat(),
                f"The posting is not in the financial year {year}, "
                f"{format_day(year.starts)} to {format_day(year.ends)}.",
                "Export one year, or say which year is meant.",
            )
            for entry in outside
        )
    return max(entry.posted_on for entry in entries).replace(day=1)


def _coded(dataset: Dataset) -> set[Subject]:
    codes = sort_entries(
        dataset,
        [
            LedgerEntry(0, code.cost_centre, code.account, date.min, code.supplier, 0)
            for code in dataset.ledger_codes
        ],
    )
    return set(codes.mapped)


def _without_code(series: Expected, last_month: date) -> Iterator[Discrepancy]:
    for month, pence in series.pence.items():
        if pence and month <= last_month:
            yield Discrepancy(
                cause=Cause.NO_CODE,
                subject=series.subject,
                month=month,
                pence=-pence,
                lines=(),
                sentence=f"{series.subject}, {month:%B %Y}: {format_pounds(abs(pence))} is "
                "committed, and no code in the mapping table leads to it.",
            )


def _months(
    expected: dict[Subject, Expected],
    mapped: dict[Subject, list[LedgerEntry]],
    last_month: date,
) -> Iterator[MatchedMonth]:
    for subject in sorted(expected):
        posted: dict[date, Pence] = {}
        for entry in mapped.get(subject, []):
            month = entry.posted_on.replace(day=1)
            posted[month] = posted.get(month, 0) + entry.amount_pence
        for month in sorted({*expected[subject].pence, *posted}):
            if month <= last_month:
                yield MatchedMonth(
                    subject, month, expected[subject].pence.get(month, 0), posted.get(month, 0)
                )
