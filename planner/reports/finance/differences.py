"""Why options differ: every commitment at either quantity and either rate, as live formulas."""

from __future__ import annotations

from planner.reports.finance.cells.page import FIRST_ROW, Page, Style, span
from planner.reports.finance.cells.rates import RateCells, key_of_priced
from planner.reports.finance.lines import share
from planner.results.finance.comparison import AttributionRow, CostComparison, Driver

TAB = "Attribution"

_HEADINGS = (
    ("Option", 30),
    ("Year", 9),
    ("Driver of a changed quantity", 14),
    ("Commitment", 50),
    ("Sign", 6),
    ("Quantity, first option", 11),
    ("Counted before", 10),
    ("Units", 8),
    ("Rate in pence, first option", 13),
    ("Quantity, this option", 11),
    ("Counted before", 10),
    ("Units", 8),
    ("Rate in pence, this option", 13),
    ("First quantity counted before, at this rate", 12),
    ("This quantity counted before, at the first rate", 12),
    ("First option", 14),
    ("This quantity at the first rate", 14),
    ("First quantity at this rate", 14),
    ("This option", 14),
    ("From quantity", 14),
    ("From rate", 14),
    ("Interaction", 14),
)
_OPTION, _YEAR, _DRIVER = 0, 1, 2
_QUANTITY_EFFECT, _RATE_EFFECT, _INTERACTION = 19, 20, 21


def write_attribution(page: Page, comparison: CostComparison, cells: RateCells) -> None:
    """Write one row for each commitment and run of months that either option pays for."""
    page.headings(_HEADINGS, rows=len(comparison.attribution))
    for row, item in enumerate(comparison.attribution, start=FIRST_ROW):
        page.text(row, 0, item.option_id)
        page.text(row, 1, item.year)
        page.text(row, 2, item.driver.value.replace("_", " "))
        page.text(row, 3, item.name)
        page.number(row, 4, item.sign)
        for place, priced in ((5, item.first), (9, item.option)):
            page.number(row, place, priced.quantity)
            page.number(row, place + 1, priced.before)
            page.number(row, place + 2, priced.divisor)
            rate = f"={cells.pence_formula(key_of_priced(item, priced), priced.uplifts)}"
            page.formula(row, place + 3, rate, priced.rate_pence, Style.COUNT)
        page.number(row, 13, item.first_before_at_option)
        page.number(row, 14, item.option_before_at_first)
        _write_costs(page, row, item)


def _write_costs(page: Page, row: int, item: AttributionRow) -> None:
    number = row + 1
    costs = (
        (15, False, False, f"I{number}", f"G{number}", f"F{number}", f"H{number}"),
        (16, True, False, f"I{number}", f"O{number}", f"J{number}", f"H{number}"),
        (17, False, True, f"M{number}", f"N{number}", f"F{number}", f"L{number}"),
        (18, True, True, f"M{number}", f"K{number}", f"J{number}", f"L{number}"),
    )
    for place, quantity, rate, price, before, counted, units in costs:
        formula = share(price, before=before, quantity=counted, divisor=units, sign=f"E{number}")
        page.pounds(row, place, f"={formula}", item.pence(quantity=quantity, rate=rate))
    old, more = item.pence(quantity=False, rate=False), item.pence(quantity=True, rate=False)
    dearer, new = item.pence(quantity=False, rate=True), item.pence(quantity=True, rate=True)
    page.pounds(row, _QUANTITY_EFFECT, f"=Q{number}-P{number}", more - old)
    page.pounds(row, _RATE_EFFECT, f"=R{number}-P{number}", dearer - old)
    page.pounds(
        row,
        _INTERACTION,
        f"=S{number}-Q{number}-R{number}+P{number}",
        new - more - dearer + old,
    )


def bar_formula(rows: int, *, option: str, year: str, driver: Driver) -> str:
    """Return one bar of an attribution as a sum over the rows, without the equals sign."""
    effect = {Driver.RATES: _RATE_EFFECT, Driver.INTERACTION: _INTERACTION}.get(
        driver, _QUANTITY_EFFECT
    )
    tests = f"({span(TAB, _OPTION, rows=rows)}={option})*({span(TAB, _YEAR, rows=rows)}={year})*"
    if effect == _QUANTITY_EFFECT:
        word = driver.value.replace("_", " ")
        tests += f'({span(TAB, _DRIVER, rows=rows)}="{word}")*'
    return f"SUMPRODUCT({tests}{span(TAB, effect, rows=rows)})"
