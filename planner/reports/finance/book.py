"""The costs workbook as a whole: its pages, their order, and the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from planner.reports.excel.book import new_book
from planner.reports.finance import equity, summary
from planner.reports.finance.cells.page import FIRST_ROW, Page, Style
from planner.reports.finance.cells.rates import TAB as RATES_TAB
from planner.reports.finance.cells.rates import RateCells, gather_rates, write_rates
from planner.reports.finance.checks import write_checks
from planner.reports.finance.differences import TAB as ATTRIBUTION_TAB
from planner.reports.finance.differences import write_attribution
from planner.reports.finance.lines import TAB as LINES_TAB
from planner.reports.finance.lines import StatedLine, lines_of, write_lines
from planner.reports.finance.provider import write_provider
from planner.results.finance.comparison import CostComparison
from planner.results.finance.money import Finding


def write_costs_workbook(
    comparison: CostComparison,
    path: Path,
    *,
    title: str,
    as_at: date,
    provider_names: Mapping[str, str],
) -> None:
    """
    Write the comparison as a workbook that re-costs itself when a rate is changed.

    Each rate stands once, in a named cell; statements, totals, differences and
    unit costs are formulas, each with the value that the planner worked out, so
    that programs which do not recalculate show the right figures. There are no
    macros. The same comparison gives the same file.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    with new_book(path, title=title, as_at=as_at) as book:
        contents = _Contents(
            book, comparison, lines_of(comparison), gather_rates(comparison), dict(provider_names)
        )
        _write_front(contents.page("Read me", title), comparison)
        checks = contents.page("Checks", "Do the figures hold together?")
        contents.write_statements()
        contents.write_providers()
        contents.write_evidence()
        write_checks(checks, comparison, rows=len(contents.lines))


@dataclass(frozen=True, slots=True)
class _Contents:
    """What the pages are written from; each part adds its pages to the book in order."""

    book: Any
    comparison: CostComparison
    lines: tuple[StatedLine, ...]
    cells: RateCells
    names: dict[str, str]

    def page(self, tab: str, heading: str, note: str = "") -> Page:
        """Add an empty page at the end."""
        return Page(self.book, tab, title=heading, note=note)

    def write_statements(self) -> None:
        """Write the totals, and the differences where there is something to differ from."""
        by_payer = self.page(summary.PAYERS_TAB, "Who pays, by option and year")
        summary.write_by_payer(by_payer, self.comparison, self.lines)
        by_kind = self.page(summary.KINDS_TAB, "What it is for, by option and year")
        summary.write_by_kind(by_kind, self.comparison, self.lines)
        if self.comparison.differences:
            heading = "What each option costs more than the first, and why"
            page = self.page(summary.DIFFERENCES_TAB, heading)
            summary.write_differences(page, self.comparison)

    def write_providers(self) -> None:
        """Write one provider's page, unit costs, one rate for all, and blocks of places."""
        comparison, rows, names = self.comparison, len(self.lines), self.names
        provider = self.page("Provider", "One provider on one page")
        write_provider(provider, comparison, rows=rows, names=names)
        units = self.page(equity.UNITS_TAB, f"Unit costs, {comparison.options[0].option_id}")
        equity.write_unit_costs(units, comparison, rows, names)
        if comparison.standard_rate is not None:
            page = self.page(equity.STANDARD_TAB, "One top-up rate for every exclusion place")
            equity.write_standard_rate(page, comparison.standard_rate, comparison, rows, names)
        if comparison.break_even:
            page = self.page(equity.BREAK_EVEN_TAB, "Block of places or buying singly")
            equity.write_break_even(page, comparison.break_even)

    def write_evidence(self) -> None:
        """Write what the other pages rest on: findings, rates, lines, commitments."""
        findings = self.page("Findings", "What does not reconcile; nothing was corrected")
        _write_findings(findings, self.comparison.findings)
        note = "Change a yellow cell and every page is worked out again."
        write_rates(self.page(RATES_TAB, "Rates", note), self.cells)
        lines = self.page(LINES_TAB, "Every line of every option")
        write_lines(lines, self.lines, self.cells, self.names)
        if self.comparison.attribution:
            heading = "Every commitment at either quantity and either rate"
            write_attribution(self.page(ATTRIBUTION_TAB, heading), self.comparison, self.cells)


def _write_front(page: Page, comparison: CostComparison) -> None:
    page.sheet.set_column(0, 0, 26)
    page.sheet.set_column(1, 1, 100)
    first = comparison.options[0]
    pairs = [
        ("How to use it", "Yellow cells on the page Rates may be changed; the rest follows."),
        (
            "Rounding",
            "Every line is the difference of two running totals, each rounded to the penny, "
            "halves upwards; so parts always add up to their whole.",
        ),
        ("Options", "; ".join(f"{o.option_id}: {o.title}" for o in comparison.options)),
        ("Years", ", ".join(comparison.years)),
        (
            "At the first year's prices",
            "; ".join(
                f"{option.option_id} {year} £{pence / 100:,.2f}"
                for option in comparison.options
                for year, pence in zip(comparison.years, option.real_pence, strict=True)
            ),
        ),
        *(("Not in the statements", says) for says in first.statements[0].leaves_out),
        *(("Assumed", says) for says in comparison.assumes),
    ]
    for row, (name, text) in enumerate(pairs, start=FIRST_ROW - 1):
        page.text(row, 0, name, Style.BOLD)
        page.text(row, 1, text, Style.WRAPPED)
        page.room(row, ((text, 95),))


def _write_findings(page: Page, findings: tuple[Finding, ...]) -> None:
    page.headings((("Finding", 34), ("Kind", 10), ("What was found", 80), ("Arithmetic", 80)))
    if not findings:
        page.text(FIRST_ROW, 0, "None.")
    for row, finding in enumerate(findings, start=FIRST_ROW):
        page.text(row, 0, finding.code, Style.WRAPPED)
        page.text(row, 1, finding.kind.value)
        page.text(row, 2, finding.sentence, Style.WRAPPED)
        page.text(row, 3, finding.arithmetic, Style.WRAPPED)
        page.room(row, ((finding.sentence, 75), (finding.arithmetic, 75)))
