"""The costs workbook as a whole: its pages, their order, and the checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

from planner.reports.extras import import_extra
from planner.reports.finance import equity, summary
from planner.reports.finance.cells.page import FIRST_ROW, Page, Style
from planner.reports.finance.cells.rates import TAB as RATES_TAB
from planner.reports.finance.cells.rates import gather_rates, write_rates
from planner.reports.finance.checks import write_checks
from planner.reports.finance.differences import TAB as ATTRIBUTION_TAB
from planner.reports.finance.differences import write_attribution
from planner.reports.finance.lines import TAB as LINES_TAB
from planner.reports.finance.lines import lines_of, write_lines
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
    library = import_extra("xlsxwriter")
    names = dict(provider_names)
    book = library.Workbook(
        str(path),
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    # A fixed day instead of the clock, so that the same comparison gives the same bytes.
    book.set_properties({"title": title, "created": datetime.combine(as_at, time())})
    cells, lines = gather_rates(comparison), lines_of(comparison)
    rows = len(lines)

    def page(tab: str, heading: str, note: str = "") -> Page:
        return Page(book, tab, title=heading, note=note)

    _write_front(page("Read me", title), comparison)
    checks = page("Checks", "Do the figures hold together?")
    summary.write_by_payer(
        book, page(summary.PAYERS_TAB, "Who pays, by option and year"), comparison, lines
    )
    summary.write_by_kind(
        book, page(summary.KINDS_TAB, "What it is for, by option and year"), comparison, lines
    )
    if comparison.differences:
        summary.write_differences(
            book,
            page(summary.DIFFERENCES_TAB, "What each option costs more than the first, and why"),
            comparison,
        )
    write_provider(
        book, page("Provider", "One provider on one page"), comparison, rows=rows, names=names
    )
    equity.write_unit_costs(
        book,
        page(equity.UNITS_TAB, f"Unit costs, {comparison.options[0].option_id}"),
        comparison,
        rows,
        names,
    )
    if comparison.standard_rate is not None:
        equity.write_standard_rate(
            page(equity.STANDARD_TAB, "One top-up rate for every exclusion place"),
            comparison.standard_rate,
            comparison,
            rows,
            names,
        )
    if comparison.break_even:
        equity.write_break_even(
            page(equity.BREAK_EVEN_TAB, "Block of places or buying singly"), comparison.break_even
        )
    _write_findings(
        page("Findings", "What does not reconcile; nothing was corrected"), comparison.findings
    )
    write_rates(
        book,
        page(RATES_TAB, "Rates", "Change a yellow cell and every page is worked out again."),
        cells,
    )
    write_lines(page(LINES_TAB, "Every line of every option"), lines, cells, names)
    if comparison.attribution:
        write_attribution(
            page(ATTRIBUTION_TAB, "Every commitment at either quantity and either rate"),
            comparison,
            cells,
        )
    write_checks(checks, comparison, rows=rows)
    book.close()


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
