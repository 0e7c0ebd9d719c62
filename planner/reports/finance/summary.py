"""Totals by payer and by kind of cost, and the differences between options, with charts."""

from __future__ import annotations

from planner.reports.finance.cells.page import (
    FIRST_ROW,
    HEADING_ROW,
    Page,
    Style,
    column,
    in_text,
    sentence_case,
)
from planner.reports.finance.differences import bar_formula
from planner.reports.finance.lines import StatedLine, total_where
from planner.results.finance.comparison import CostComparison, Difference, Driver
from planner.results.finance.money import CostKind, Payer
from planner.units import format_pounds

PAYERS_TAB = "Who pays"
KINDS_TAB = "Costs by kind"
DIFFERENCES_TAB = "Differences"
_COLOURS = ("#0B3C5D", "#D98E04", "#5B8C5A", "#9C4A1A", "#6C5B7B", "#7F8C8D", "#328CC1", "#1D1D1D")


def write_by_payer(page: Page, comparison: CostComparison, lines: tuple[StatedLine, ...]) -> None:
    """Write each option's year by payer; the payers add up to the total."""
    present = {stated.line.payer for stated in lines}
    payers = [payer for payer in Payer if payer in present]
    _write_matrix(
        page,
        comparison,
        lines,
        [(sentence_case(payer.says), {"payer": in_text(payer.says)}, payer) for payer in payers],
        "Cost by payer",
    )


def write_by_kind(page: Page, comparison: CostComparison, lines: tuple[StatedLine, ...]) -> None:
    """Write each option's year by kind of cost; the kinds add up to the total."""
    present = {stated.line.kind for stated in lines}
    kinds = [kind for kind in CostKind if kind in present]
    _write_matrix(
        page,
        comparison,
        lines,
        [(sentence_case(kind.says), {"cost": in_text(kind.says)}, kind) for kind in kinds],
        "Cost by kind",
    )


def members_of(tab: str, comparison: CostComparison) -> int:
    """Return how many payers, or kinds of cost, a summary page has columns for."""
    lines = [x for o in comparison.options for s in o.statements for x in s.lines]
    return len({x.payer for x in lines} if tab == PAYERS_TAB else {x.kind for x in lines})


def _write_matrix(
    page: Page,
    comparison: CostComparison,
    lines: tuple[StatedLine, ...],
    columns: list[tuple[str, dict[str, str], Payer | CostKind]],
    title: str,
) -> None:
    page.headings(
        (("Option", 30), ("Year", 9), *((label, 20) for label, _, _ in columns), ("Total", 18))
    )
    row = FIRST_ROW
    for option in comparison.options:
        for statement in option.statements:
            page.text(row, 0, option.option_id)
            page.text(row, 1, statement.financial_year)
            for place, (_, condition, member) in enumerate(columns, start=2):
                formula = total_where(
                    len(lines), option=f"$A{row + 1}", year=f"$B{row + 1}", **condition
                )
                pence = sum(
                    line.pence for line in statement.lines if member in {line.payer, line.kind}
                )
                page.pounds(row, place, f"={formula}", pence)
            end = column(1 + len(columns))
            if columns:
                page.pounds(
                    row,
                    2 + len(columns),
                    f"=SUM(C{row + 1}:{end}{row + 1})",
                    statement.total_pence,
                    Style.TOTAL,
                )
            row += 1
    if columns:
        _chart(page, comparison, len(columns), title)


def _chart(page: Page, comparison: CostComparison, series: int, title: str) -> None:
    rows = len(comparison.options) * len(comparison.years)
    chart = page.book.add_chart({"type": "column", "subtype": "stacked"})
    last = FIRST_ROW + rows - 1
    for number in range(series):
        place = 2 + number
        chart.add_series(
            {
                "name": [page.tab, HEADING_ROW, place],
                "categories": [page.tab, FIRST_ROW, 0, last, 1],
                "values": [page.tab, FIRST_ROW, place, last, place],
                "fill": {"color": _COLOURS[number % len(_COLOURS)]},
                "gap": 60,
            }
        )
    chart.set_title({"name": title, "overlay": False})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "£#,##0", "major_gridlines": {"visible": True}})
    chart.set_size({"width": 900, "height": 380})
    totals = "; ".join(
        f"{option.option_id} {statement.financial_year} {format_pounds(statement.total_pence)}"
        for option in comparison.options
        for statement in option.statements
    )
    page.sheet.insert_chart(
        last + 3,
        0,
        chart,
        {"description": f"{title} for each option and year, as in the table above. {totals}."},
    )


def write_differences(page: Page, comparison: CostComparison) -> None:
    """Write what each option costs more than the first, by driver; the bars add up."""
    page.headings(
        (
            ("Option", 30),
            ("Year", 9),
            ("First option", 16),
            ("This option", 16),
            ("Difference", 16),
            *((driver.value.replace("_", " ").capitalize(), 14) for driver in Driver),
            ("Left over", 12),
        )
    )
    for row, difference in enumerate(comparison.differences, start=FIRST_ROW):
        _write_difference(page, row, difference, comparison)
    if comparison.differences:
        _bars(page, comparison)


def _write_difference(
    page: Page, row: int, difference: Difference, comparison: CostComparison
) -> None:
    number = row + 1
    lines = sum(len(s.lines) for option in comparison.options for s in option.statements)
    first = in_text(comparison.options[0].option_id)
    page.text(row, 0, difference.option_id)
    page.text(row, 1, difference.year)
    page.pounds(
        row,
        2,
        f"={total_where(lines, option=first, year=f'$B{number}')}",
        difference.first_pence,
    )
    page.pounds(
        row,
        3,
        f"={total_where(lines, option=f'$A{number}', year=f'$B{number}')}",
        difference.option_pence,
    )
    page.pounds(row, 4, f"=D{number}-C{number}", difference.option_pence - difference.first_pence)
    for place, bar in enumerate(difference.bars, start=5):
        formula = bar_formula(
            len(comparison.attribution),
            option=f"$A{number}",
            year=f"$B{number}",
            driver=bar.driver,
        )
        page.pounds(row, place, f"={formula}", bar.pence)
    end = column(4 + len(difference.bars))
    left = 5 + len(difference.bars)
    page.pounds(row, left, f"=ROUND(E{number}-SUM(F{number}:{end}{number}),2)", 0)


def _bars(page: Page, comparison: CostComparison) -> None:
    chart = page.book.add_chart({"type": "column"})
    last = 4 + len(Driver)
    said: list[str] = []
    for row, difference in enumerate(comparison.differences[:12], start=FIRST_ROW):
        chart.add_series(
            {
                "name": f"{difference.option_id} {difference.year}",
                "categories": [page.tab, HEADING_ROW, 5, HEADING_ROW, last],
                "values": [page.tab, row, 5, row, last],
                "fill": {"color": _COLOURS[(row - FIRST_ROW) % len(_COLOURS)]},
            }
        )
        bars = ", ".join(
            f"{bar.driver.value.replace('_', ' ')} {format_pounds(bar.pence)}"
            for bar in difference.bars
            if bar.pence
        )
        said.append(f"{difference.option_id} {difference.year}: {bars or 'no difference'}")
    chart.set_title({"name": "What each option costs more than the first, by driver"})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"num_format": "£#,##0"})
    chart.set_x_axis({"label_position": "low"})
    chart.set_size({"width": 900, "height": 380})
    page.sheet.insert_chart(
        FIRST_ROW + len(comparison.differences) + 2,
        0,
        chart,
        {"description": "Difference from the first option by driver. " + "; ".join(said) + "."},
    )
