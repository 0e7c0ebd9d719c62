"""Costs and reconciliations as one JSON object: whole pence, codes, and sentences."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from planner.results.finance.comparison import CostComparison, Option
from planner.results.finance.ledger import Reconciliation
from planner.results.finance.money import CostStatement, FundingRow


def comparison_record(comparison: CostComparison, table: tuple[FundingRow, ...]) -> dict[str, Any]:
    """
    Return a comparison as an object for other programs.

    Parameters
    ----------
    comparison
        Options by year.
    table
        The first option's funding table of the first year.
    """
    standard = comparison.standard_rate
    return {
        "years": list(comparison.years),
        "options": [_option(option) for option in comparison.options],
        "funding_table": [
            {
                **asdict(row),
                "high_needs_pence": row.high_needs_pence,
                "total_pence": row.total_pence,
            }
            for row in table
        ],
        "findings": [asdict(finding) for finding in comparison.findings],
        "differences": [
            {
                "option_id": d.option_id,
                "year": d.year,
                "first_pence": d.first_pence,
                "option_pence": d.option_pence,
                "bars": {bar.driver.value: bar.pence for bar in d.bars},
            }
            for d in comparison.differences
        ],
        "unit_costs": [
            {**asdict(unit), "full_time_pupils": float(unit.full_time_pupils)}
            for unit in comparison.unit_costs
        ],
        "one_rate_for_all": None if standard is None else asdict(standard),
        "block_or_spot": [
            {
                **asdict(row),
                "pupils": None if row.pupils is None else float(row.pupils),
            }
            for row in comparison.break_even
        ],
    }


def _option(option: Option) -> dict[str, Any]:
    return {
        "option_id": option.option_id,
        "title": option.title,
        "years": [
            {**_totals(statement), "real_pence": real}
            for statement, real in zip(option.statements, option.real_pence, strict=True)
        ],
    }


def _totals(statement: CostStatement) -> dict[str, Any]:
    by_payer: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    for line in statement.lines:
        by_payer[line.payer.value] = by_payer.get(line.payer.value, 0) + line.pence
        by_kind[line.kind.value] = by_kind.get(line.kind.value, 0) + line.pence
    return {
        "year": statement.financial_year,
        "total_pence": statement.total_pence,
        "by_payer": dict(sorted(by_payer.items())),
        "by_kind": dict(sorted(by_kind.items())),
        "leaves_out": list(statement.leaves_out),
        "assumes": list(statement.assumes),
    }


def reconciliation_record(result: Reconciliation) -> dict[str, Any]:
    """Return a reconciliation as an object for other programs."""
    return {
        "financial_year": result.financial_year,
        "last_month": result.last_month.isoformat(),
        "committed_pence": result.committed_pence,
        "posted_pence": result.posted_pence,
        "unmapped_pence": result.unmapped_pence,
        "discrepancies": [
            {
                "cause": each.cause.value,
                "subject": None if each.subject is None else asdict(each.subject),
                "month": each.month.isoformat(),
                "pence": each.pence,
                "rows": list(each.lines),
                "sentence": each.sentence,
            }
            for each in result.discrepancies
        ],
        "outturns": [asdict(outturn) for outturn in result.outturns],
        "over_budget": [asdict(row) for row in result.over_budget],
        "over_threshold": [asdict(row) for row in result.high_cost],
    }
