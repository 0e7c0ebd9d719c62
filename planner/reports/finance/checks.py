"""The page of checks: what must hold for the figures to be signed."""

from __future__ import annotations

from planner.reports.finance import summary
from planner.reports.finance.cells.page import FIRST_ROW, Page, Style, column, span
from planner.reports.finance.lines import PLACE
from planner.reports.finance.lines import TAB as LINES_TAB
from planner.results.finance.comparison import CostComparison, Driver


def write_checks(page: Page, comparison: CostComparison, *, rows: int) -> None:
    """Write each check as a formula that says OK or how much is wrong."""
    page.headings((("Check", 70), ("Result", 16), ("Off by", 16)))
    amounts = span(LINES_TAB, PLACE["Amount"], rows=rows)
    signs = span(LINES_TAB, PLACE["Sign"], rows=rows)
    checks = [
        (f"Lines add up to the page {tab}", f"SUM({amounts})-SUM({_totals(tab, comparison)})")
        for tab in (summary.PAYERS_TAB, summary.KINDS_TAB)
    ]
    checks += [
        (
            "No amount is below zero, save money received",
            f"SUMPRODUCT(({amounts}<0)*({signs}>0))",
        ),
        (
            "What one side pays the other receives",
            _both_sides(comparison, rows=rows),
        ),
    ]
    if comparison.differences:
        left = column(5 + len(Driver))
        last = FIRST_ROW + len(comparison.differences)
        checks.append(
            (
                "The bars add up to each difference",
                f"SUMPRODUCT(ABS('{summary.DIFFERENCES_TAB}'!{left}{FIRST_ROW + 1}:{left}{last}))",
            )
        )
    for row, (says, formula) in enumerate(checks, start=FIRST_ROW):
        number = row + 1
        page.text(row, 0, says)
        page.formula(row, 2, f"=ROUND({formula},2)", 0, Style.DECIMAL)
        page.formula(row, 1, f'=IF(C{number}=0,"OK","Look here")', "OK", Style.BOLD)
    _changed(page, FIRST_ROW + len(checks) + 1, rows=rows)


def _totals(tab: str, comparison: CostComparison) -> str:
    """Return the cells of a summary page that hold its members, whatever its width."""
    count = len(comparison.options) * len(comparison.years)
    members = summary.members_of(tab, comparison)
    end = column(1 + max(1, members))
    return f"'{tab}'!$C${FIRST_ROW + 1}:${end}${FIRST_ROW + count}"


def _both_sides(comparison: CostComparison, *, rows: int) -> str:
    """Return the sum of all lines of the kinds that move money; it must be nil."""
    amounts = span(LINES_TAB, PLACE["Amount"], rows=rows)
    kinds = span(LINES_TAB, PLACE["Cost"], rows=rows)
    moved = sorted(
        {
            line.kind.says
            for option in comparison.options
            for statement in option.statements
            for line in statement.lines
            if line.sign < 0
        }
    )
    parts = [f'SUMPRODUCT(({kinds}="{says}")*{amounts})' for says in moved]
    return "+".join(f"ABS(ROUND({part},2))" for part in parts) or "0"


def _changed(page: Page, row: int, *, rows: int) -> None:
    amounts = span(LINES_TAB, PLACE["Amount"], rows=rows)
    written = span(LINES_TAB, PLACE["As the planner worked it out"], rows=rows)
    page.text(row, 0, "Changed in this workbook since the planner wrote it", Style.BOLD)
    page.pounds(row, 2, f"=ROUND(SUM({amounts})-SUM({written}),2)", 0)
    page.formula(
        row,
        1,
        f'=IF(SUMPRODUCT(ABS({amounts}-{written}))<0.005,"nothing","rates")',
        "nothing",
        Style.BOLD,
    )
