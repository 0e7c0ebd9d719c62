"""The statements: every line of every option as a formula of its rate and quantity."""

from __future__ import annotations

from dataclasses import dataclass

from planner.reports.finance.cells.page import FIRST_ROW, Page, Style, column, span
from planner.reports.finance.cells.rates import RateCells, key_of_line
from planner.results.finance.comparison import CostComparison
from planner.results.finance.money import CostLine

TAB = "Statements"

HEADINGS = (
    ("Option", 30),
    ("Year", 9),
    ("Provider", 22),
    ("Commission", 20),
    ("Cost", 18),
    ("Payer", 30),
    ("Funding source", 18),
    ("Place type", 7),
    ("Section 251 line", 9),
    ("Cost code", 12),
    ("Commissioner", 16),
    ("Detail", 18),
    ("Months", 22),
    ("Quantity", 11),
    ("Unit", 18),
    ("Counted before", 11),
    ("Units in one rate unit", 11),
    ("Sign", 6),
    ("Rate in pence", 14),
    ("Rate for", 22),
    ("Amount", 16),
    ("As the planner worked it out", 16),
    ("Source", 50),
)
PLACE = {label: place for place, (label, _) in enumerate(HEADINGS)}


@dataclass(frozen=True, slots=True)
class StatedLine:
    """A line of cost with the option that it belongs to."""

    option_id: str
    line: CostLine


def lines_of(comparison: CostComparison) -> tuple[StatedLine, ...]:
    """Return all lines in the order of the page."""
    return tuple(
        StatedLine(option.option_id, line)
        for option in comparison.options
        for statement in option.statements
        for line in statement.lines
    )


def write_lines(
    page: Page,
    lines: tuple[StatedLine, ...],
    cells: RateCells,
    provider_names: dict[str, str],
) -> None:
    """Write the lines; the last column but one keeps what the planner worked out."""
    page.headings(HEADINGS, rows=len(lines))
    for row, stated in enumerate(lines, start=FIRST_ROW):
        line = stated.line
        texts = {
            "Option": stated.option_id,
            "Year": line.year,
            "Provider": provider_names.get(line.provider_id, line.provider_id),
            "Commission": line.commission_id or "",
            "Cost": line.kind.says,
            "Payer": line.payer.says,
            "Funding source": line.funding_source.value.replace("_", " "),
            "Place type": line.place_type,
            "Section 251 line": line.section_251,
            "Cost code": line.cost_code,
            "Commissioner": line.commissioner,
            "Detail": line.detail,
            "Months": _months(line),
            "Unit": line.unit,
            "Rate for": line.rate_unit,
            "Source": line.source,
        }
        for label, text in texts.items():
            page.text(row, PLACE[label], text)
        page.number(row, PLACE["Quantity"], line.quantity)
        page.number(row, PLACE["Counted before"], line.before)
        page.number(row, PLACE["Units in one rate unit"], line.divisor)
        page.number(row, PLACE["Sign"], line.sign)
        rate = f"={cells.pence_formula(key_of_line(line), line.uplifts)}"
        page.formula(row, PLACE["Rate in pence"], rate, line.rate_pence, Style.COUNT)
        page.pounds(row, PLACE["Amount"], _amount(row + 1), line.pence)
        page.money(row, PLACE["As the planner worked it out"], line.pence)


def _months(line: CostLine) -> str:
    if not line.months:
        return line.year
    first, last = line.months[0], line.months[-1]
    return f"{first:%b %Y}" if first == last else f"{first:%b %Y} to {last:%b %Y}"


def _amount(row: int) -> str:
    quantity, before, divisor, sign, rate = (
        f"{column(PLACE[label])}{row}"
        for label in (
            "Quantity",
            "Counted before",
            "Units in one rate unit",
            "Sign",
            "Rate in pence",
        )
    )
    return f"={share(rate, before=before, quantity=quantity, divisor=divisor, sign=sign)}"


def share(rate: str, *, before: str, quantity: str, divisor: str, sign: str) -> str:
    """Return a line's amount in pounds: the difference of two rounded running totals."""
    return (
        f"{sign}*(ROUND({rate}*({before}+{quantity})/{divisor},0)"
        f"-ROUND({rate}*{before}/{divisor},0))/100"
    )


def total_where(rows: int, **conditions: str) -> str:
    """
    Return a sum of amounts over the lines that meet every condition, without the equals sign.

    ``SUMPRODUCT`` compares whole texts; ``SUMIFS`` would read ``*``, ``?`` and ``=``.
    """
    tests = "".join(
        f"({span(TAB, PLACE[_LABELS[name]], rows=rows)}={value})*"
        for name, value in conditions.items()
    )
    return f"SUMPRODUCT({tests}{span(TAB, PLACE['Amount'], rows=rows)})"


_LABELS = {
    "option": "Option",
    "year": "Year",
    "provider": "Provider",
    "commission": "Commission",
    "cost": "Cost",
    "payer": "Payer",
    "place_type": "Place type",
}
