"""Costs and reconciliations as CSV files that a spreadsheet opens safely."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

from planner.reports.csvs import write_rows
from planner.results.finance.comparison import CostComparison, Driver
from planner.results.finance.ledger import Reconciliation, Subject
from planner.units import Pence


def write_cost_tables(comparison: CostComparison, folder: Path) -> tuple[Path, ...]:
    """Write statements, findings, differences, unit costs, one rate for all, and break-even."""
    return (
        write_rows(folder / "statements.csv", _LINE_HEADING, _lines(comparison)),
        write_rows(
            folder / "findings.csv",
            ("code", "kind", "sentence", "arithmetic"),
            ((f.code, f.kind.value, f.sentence, f.arithmetic) for f in comparison.findings),
        ),
        write_rows(
            folder / "differences.csv",
            ("option", "year", "first_pounds", "option_pounds", *(d.value for d in Driver)),
            (
                (
                    d.option_id,
                    d.year,
                    pounds(d.first_pence),
                    pounds(d.option_pence),
                    *(pounds(bar.pence) for bar in d.bars),
                )
                for d in comparison.differences
            ),
        ),
        write_rows(folder / "unit_costs.csv", _UNIT_HEADING, _unit_costs(comparison)),
        write_rows(folder / "one_rate_for_all.csv", _STANDARD_HEADING, _standard(comparison)),
        write_rows(folder / "block_or_spot.csv", _BREAK_EVEN_HEADING, _break_even(comparison)),
    )


def write_ledger_tables(result: Reconciliation, folder: Path) -> tuple[Path, ...]:
    """Write the months compared, every discrepancy, the outturn, and what was flagged."""
    return (
        write_rows(
            folder / "months.csv",
            ("provider", "commission", "cost", "month", "committed_pounds", "posted_pounds"),
            _months(result),
        ),
        write_rows(
            folder / "discrepancies.csv",
            ("cause", "provider", "commission", "cost", "month", "pounds", "rows", "sentence"),
            _discrepancies(result),
        ),
        write_rows(
            folder / "outturn.csv",
            _OUTTURN_HEADING,
            _outturns(result),
        ),
        write_rows(
            folder / "over_budget.csv",
            ("cost", "provider", "budget_pounds", "outturn_pounds"),
            (
                (b.purpose.value, b.provider_id, pounds(b.budget_pence), pounds(b.outturn_pence))
                for b in result.over_budget
            ),
        ),
        write_rows(
            folder / "over_threshold.csv",
            ("pupil", "commission", "annual_pounds"),
            ((p.pupil_id, p.commission_id, pounds(p.annual_pence)) for p in result.high_cost),
        ),
    )


def pounds(pence: Pence | None) -> str:
    """
    Write whole pence as pounds with two decimals; nothing where there is no amount.

    Examples
    --------
    >>> pounds(-105), pounds(608_200_000), pounds(None)
    ('-1.05', '6082000.00', '')
    """
    if pence is None:
        return ""
    whole, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}{whole}.{rest:02d}"


_OUTTURN_HEADING = (
    "provider",
    "commission",
    "cost",
    "committed_pounds",
    "posted_pounds",
    "low_pounds",
    "central_pounds",
    "high_pounds",
)


def _months(result: Reconciliation) -> Iterable[Sequence[object]]:
    for each in result.months:
        amounts = (each.committed_pence, each.posted_pence)
        yield (*_subject(each.subject), each.month.isoformat(), *map(pounds, amounts))


def _outturns(result: Reconciliation) -> Iterable[Sequence[object]]:
    for each in result.outturns:
        known = (each.committed_pence, each.posted_pence)
        expected = (each.low_pence, each.central_pence, each.high_pence)
        yield (*_subject(each.subject), *map(pounds, (*known, *expected)))


def _subject(subject: Subject | None) -> tuple[str, str, str]:
    """Return provider, commission and kind of cost; nothing where the codes do not say."""
    if subject is None:
        return ("", "", "")
    return (subject.provider_id, subject.commission_id, subject.purpose.value)


_LINE_HEADING = (
    "option",
    "year",
    "provider",
    "commission",
    "cost",
    "payer",
    "funding_source",
    "place_type",
    "section_251",
    "cost_code",
    "commissioner",
    "detail",
    "first_month",
    "last_month",
    "quantity",
    "unit",
    "before",
    "divisor",
    "sign",
    "rate_pounds",
    "rate_unit",
    "rate_from",
    "index",
    "amount_pounds",
    "source",
)


def _lines(comparison: CostComparison) -> Iterable[Sequence[object]]:
    for option in comparison.options:
        for line in (line for s in option.statements for line in s.lines):
            yield (
                option.option_id,
                line.year,
                line.provider_id,
                line.commission_id or "",
                line.kind.value,
                line.payer.value,
                line.funding_source.value,
                line.place_type,
                line.section_251,
                line.cost_code,
                line.commissioner,
                line.detail,
                line.months[0].isoformat() if line.months else "",
                line.months[-1].isoformat() if line.months else "",
                line.quantity,
                line.unit,
                line.before,
                line.divisor,
                line.sign,
                pounds(line.rate_pence),
                line.rate_unit,
                line.rate_from.isoformat() if line.rate_from else "",
                line.index,
                pounds(line.pence),
                line.source,
            )


_UNIT_HEADING = (
    "provider",
    "year",
    "cost_pounds",
    "place_months",
    "full_time_pupils",
    "place_pounds",
    "pupil_pounds",
    "pupil_week_pounds",
    "successful_exit_pounds",
    "vacancy_pounds",
)


def _unit_costs(comparison: CostComparison) -> Iterable[Sequence[object]]:
    for unit in comparison.unit_costs:
        yield (
            unit.provider_id,
            unit.year,
            pounds(unit.pence),
            unit.place_months,
            _decimal(unit.full_time_pupils),
            pounds(unit.per_place_pence),
            pounds(unit.per_pupil_pence),
            pounds(unit.per_pupil_week_pence),
            pounds(unit.per_successful_exit_pence),
            pounds(unit.vacancy_pence),
        )


def _decimal(number: Fraction | None) -> str:
    return "" if number is None else f"{float(number):.2f}"


_STANDARD_HEADING = (
    "provider",
    "place_months",
    "now_pounds",
    "one_rate_pounds",
    "protected_pounds",
    "change_pounds",
)


def _standard(comparison: CostComparison) -> Iterable[Sequence[object]]:
    standard = comparison.standard_rate
    for row in standard.rows if standard else ():
        yield (
            row.provider_id,
            row.place_months,
            pounds(row.current_pence),
            pounds(row.standard_pence),
            pounds(row.protected_pence),
            pounds(row.change_pence),
        )


_BREAK_EVEN_HEADING = (
    "commission",
    "year",
    "places",
    "fixed_pounds",
    "block_pupil_pounds",
    "spot_pupil_pounds",
    "pupils",
    "share_of_places",
)


def _break_even(comparison: CostComparison) -> Iterable[Sequence[object]]:
    for row in comparison.break_even:
        yield (
            row.commission_id,
            row.year,
            row.places,
            pounds(row.fixed_pence),
            pounds(row.block_pupil_pence),
            pounds(row.spot_pupil_pence),
            _decimal(row.pupils),
            _decimal(row.occupancy),
        )


def _discrepancies(result: Reconciliation) -> Iterable[Sequence[object]]:
    for each in result.discrepancies:
        yield (
            each.cause.value,
            *_subject(each.subject),
            each.month.isoformat(),
            pounds(each.pence),
            " ".join(str(line) for line in each.lines),
            each.sentence,
        )
