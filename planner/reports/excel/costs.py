"""The cost statement in the workbook: live formulas, each with the value we worked out."""

from __future__ import annotations

from planner.reports import tables
from planner.reports.excel.sheet import FIRST_ROW, Sheet
from planner.reports.tables.columns import COLUMNS, Column, Kind
from planner.results.answer import Answer
from planner.results.finance.money import CostLine
from planner.units import divide_half_up


def write_costs(answer: Answer, sheet: Sheet) -> tuple[int, int]:
    """
    Write every line of cost, with its amount as a formula where it is quantity times rate.

    Returns
    -------
    tuple[int, int]
        First and last row of the lines, counted from 1 as a spreadsheet does.
    """
    frame = tables.costs(answer)
    sheet.write_frame(frame)
    amount_place = _place(answer, "amount_pence")
    for row, line in enumerate(answer.statement.lines, start=FIRST_ROW):
        formula = _amount_formula(answer, line, row + 1)
        if formula:
            sheet.write_formula(row, amount_place, formula, pence=line.pence)
    first, last = FIRST_ROW + 1, FIRST_ROW + max(1, len(frame))
    if answer.statement.lines:
        column = _letter(amount_place)
        sheet.write(last, 0, "Total", Kind.TEXT, total=True)
        sheet.write_formula(
            last,
            amount_place,
            f"=SUM({column}{first}:{column}{last})",
            pence=answer.statement.total_pence,
            total=True,
        )
    return first, last


def write_summary(answer: Answer, sheet: Sheet, first: int, last: int) -> None:
    """Write the cost by provider and payer as sums over the lines of cost."""
    frame = tables.costs_by_payer(answer)
    payers = [str(name) for name in frame.columns[1:-1]]
    columns = [COLUMNS["provider"], *(Column(name, Kind.MONEY, 20) for name in (*payers, "All"))]
    sheet.write_headings(columns, rows=0)
    amounts = _lines_range(answer, "amount_pence", first, last)
    providers = _lines_range(answer, "provider", first, last)
    paid_by = _lines_range(answer, "payer", first, last)
    end = FIRST_ROW + len(frame) - 1
    for row, (_, values) in enumerate(frame.iterrows(), start=FIRST_ROW):
        is_total = row == end
        sheet.write(row, 0, values.iloc[0], Kind.TEXT, total=is_total)
        for place in range(1, len(columns)):
            letter = _letter(place)
            if is_total:
                formula = f"=SUM({letter}{FIRST_ROW + 1}:{letter}{end})"
            elif place == len(columns) - 1:
                formula = f"=SUM(B{row + 1}:{_letter(place - 1)}{row + 1})"
            else:
                heading = f"{letter}${FIRST_ROW}"
                # SUMPRODUCT compares the whole text; SUMIFS would read "*", "?" and "="
                formula = f"=SUMPRODUCT(({providers}=$A{row + 1})*({paid_by}={heading})*{amounts})"
            pence = int(values.iloc[place])
            if end > FIRST_ROW:
                sheet.write_formula(row, place, formula, pence=pence, total=is_total)


def _amount_formula(answer: Answer, line: CostLine, row: int) -> str | None:
    """Return the amount as the statement defines it; None where a line says otherwise."""
    if line.pence != _stated_pence(line):
        return None
    quantity = f"{_letter(_place(answer, 'quantity'))}{row}"
    rate = f"{_letter(_place(answer, 'rate_pence'))}{row}"
    upto = f"{line.before}+{quantity}" if line.before else quantity
    amount = _share(rate, upto, line.divisor)
    if line.before:
        amount = f"({amount}-{_share(rate, str(line.before), line.divisor)})"
    return f"={'-' if line.sign < 0 else ''}{amount}"


def _stated_pence(line: CostLine) -> int:
    upto = divide_half_up(line.rate_pence * (line.before + line.quantity), line.divisor)
    return line.sign * (upto - divide_half_up(line.rate_pence * line.before, line.divisor))


def _share(rate: str, quantity: str, divisor: int) -> str:
    product = f"{rate}*({quantity})" if "+" in quantity else f"{rate}*{quantity}"
    return product if divisor == 1 else f"ROUND({product}/{divisor},2)"


def _lines_range(answer: Answer, name: str, first: int, last: int) -> str:
    letter = _letter(_place(answer, name))
    return f"'Cost lines'!${letter}${first}:${letter}${last}"


def _place(answer: Answer, name: str) -> int:
    return list(tables.costs(answer).columns).index(name)


def _letter(place: int) -> str:
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]
