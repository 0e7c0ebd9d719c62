"""One provider's page, chosen from a list: what it is paid, by whom and for what."""

from __future__ import annotations

from planner.reports.finance.cells.page import Page, Style, column, in_text, sentence_case
from planner.reports.finance.lines import total_where
from planner.results.finance.comparison import CostComparison
from planner.results.finance.money import CostKind, Payer

_CHOICE_ROW = 2
_TABLE_ROW = 7
_LIST_PLACE = 12


def write_provider(
    page: Page, comparison: CostComparison, *, rows: int, names: dict[str, str]
) -> None:
    """Write the page with three cells to choose from and a table that follows them."""
    paid = dict.fromkeys(
        names.get(line.provider_id, line.provider_id)
        for option in comparison.options
        for statement in option.statements
        for line in statement.lines
    )
    if not paid:
        page.text(_CHOICE_ROW, 0, "Nothing is paid for.")
        return
    page.sheet.set_column(0, 0, 34)
    page.sheet.set_column(1, len(Payer) + 1, 20)
    page.sheet.fit_to_pages(1, 1)
    choices = (
        ("Provider", list(paid)),
        ("Option", [option.option_id for option in comparison.options]),
        ("Year", list(comparison.years)),
    )
    for offset, (label, values) in enumerate(choices):
        row = _CHOICE_ROW + offset
        page.text(row, 0, label, Style.BOLD)
        page.text(row, 1, values[0], Style.INPUT_MONEY)
        place = _LIST_PLACE + offset
        for number, value in enumerate(values):
            page.text(number, place, value)
        letter = column(place)
        page.sheet.data_validation(
            row, 1, row, 1, {"validate": "list", "source": f"=${letter}$1:${letter}${len(values)}"}
        )
    page.sheet.set_column(_LIST_PLACE, _LIST_PLACE + 2, 2, None, {"hidden": True})
    page.sheet.print_area(0, 0, _TABLE_ROW + len(CostKind) + 2, len(Payer) + 1)
    _write_table(page, comparison, rows=rows, chosen=next(iter(paid)), names=names)


def _write_table(
    page: Page, comparison: CostComparison, *, rows: int, chosen: str, names: dict[str, str]
) -> None:
    statement = comparison.options[0].statements[0]
    own = [x for x in statement.lines if names.get(x.provider_id, x.provider_id) == chosen]
    payers, kinds = list(Payer), list(CostKind)
    page.text(_TABLE_ROW, 0, "Cost", Style.HEADING)
    for place, payer in enumerate(payers, start=1):
        page.text(_TABLE_ROW, place, sentence_case(payer.says), Style.HEADING)
    page.text(_TABLE_ROW, len(payers) + 1, "Total", Style.HEADING)
    page.room(_TABLE_ROW, [(payer.says, 18) for payer in payers])
    end = column(len(payers))
    for row, kind in enumerate(kinds, start=_TABLE_ROW + 1):
        number = row + 1
        page.text(row, 0, sentence_case(kind.says))
        for place, payer in enumerate(payers, start=1):
            formula = total_where(
                rows,
                provider="$B$3",
                option="$B$4",
                year="$B$5",
                cost=in_text(kind.says),
                payer=in_text(payer.says),
            )
            pence = sum(x.pence for x in own if x.kind is kind and x.payer is payer)
            page.pounds(row, place, f"={formula}", pence)
        total = sum(x.pence for x in own if x.kind is kind)
        page.pounds(row, len(payers) + 1, f"=SUM(B{number}:{end}{number})", total, Style.TOTAL)
    last = _TABLE_ROW + len(kinds) + 1
    page.text(last, 0, "Total", Style.BOLD)
    for place in range(1, len(payers) + 2):
        letter = column(place)
        counted = own if place > len(payers) else [x for x in own if x.payer is payers[place - 1]]
        formula = f"=SUM({letter}{_TABLE_ROW + 2}:{letter}{last})"
        page.pounds(last, place, formula, sum(x.pence for x in counted), Style.TOTAL)
