"""Unit costs, one top-up rate for all, and block against spot, as live formulas."""

from __future__ import annotations

from planner.reports.finance.cells.page import FIRST_ROW, HEADING_ROW, Page, Style, in_text
from planner.reports.finance.lines import total_where
from planner.results.finance.comparison import BreakEven, CostComparison, StandardRate, UnitCost
from planner.results.finance.money import CostKind
from planner.units import PlaceMonths, format_pounds

UNITS_TAB = "Unit costs"
STANDARD_TAB = "One rate for all"
BREAK_EVEN_TAB = "Block or spot"
SCHOOL_WEEKS = 38

_COUNTED = (CostKind.PLACE, CostKind.TOP_UP, CostKind.SPOT)


def write_unit_costs(
    page: Page, comparison: CostComparison, rows: int, names: dict[str, str]
) -> None:
    """Write what one place, pupil, pupil's week and good leaving costs at each provider."""
    page.headings(
        (
            ("Provider", 26),
            ("Cost of the year", 16),
            ("Place-months", 11),
            ("Full-time pupils on the as-at date", 12),
            ("For a place and year", 16),
            ("For a pupil and year", 16),
            ("For a pupil and week", 16),
            ("For a good leaving", 16),
            ("Empty places, a year's place funding", 16),
        )
    )
    option = in_text(comparison.options[0].option_id)
    for row, unit in enumerate(comparison.unit_costs, start=FIRST_ROW):
        _write_unit(page, row, unit, option, rows, names)
    if comparison.unit_costs:
        _units_chart(page, comparison, names)


def _write_unit(
    page: Page, row: int, unit: UnitCost, option: str, rows: int, names: dict[str, str]
) -> None:
    number = row + 1
    page.text(row, 0, names.get(unit.provider_id, unit.provider_id))
    parts = "+".join(
        total_where(
            rows,
            option=option,
            year=in_text(unit.year),
            provider=f"$A{number}",
            cost=in_text(kind.says),
        )
        for kind in _COUNTED
    )
    page.pounds(row, 1, f"={parts}", unit.pence)
    page.number(row, 2, unit.place_months)
    page.number(row, 3, float(unit.full_time_pupils), Style.DECIMAL)
    each = (
        (4, unit.per_place_pence, f"ROUND(B{number}*12/C{number},2)"),
        (5, unit.per_pupil_pence, f"ROUND(B{number}/D{number},2)"),
        (6, unit.per_pupil_week_pence, f"ROUND(B{number}/D{number}/{SCHOOL_WEEKS},2)"),
    )
    for place, pence, formula in each:
        if pence is None:
            page.text(row, place, "none to divide by")
        else:
            page.pounds(row, place, f"={formula}", pence)
    if unit.per_successful_exit_pence is None:
        page.text(row, 7, "not known")
    else:
        page.money(row, 7, unit.per_successful_exit_pence)
    page.money(row, 8, unit.vacancy_pence)


def _units_chart(page: Page, comparison: CostComparison, names: dict[str, str]) -> None:
    last = FIRST_ROW + len(comparison.unit_costs) - 1
    chart = page.book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [page.tab, HEADING_ROW, 4],
            "categories": [page.tab, FIRST_ROW, 0, last, 0],
            "values": [page.tab, FIRST_ROW, 4, last, 4],
            "fill": {"color": "#0B3C5D"},
        }
    )
    chart.set_title({"name": "Cost of one place for a year"})
    chart.set_legend({"none": True})
    chart.set_x_axis({"num_format": "£#,##0"})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 760, "height": 340})
    said = "; ".join(
        f"{names.get(unit.provider_id, unit.provider_id)} {format_pounds(unit.per_place_pence)}"
        for unit in comparison.unit_costs
        if unit.per_place_pence is not None
    )
    page.sheet.insert_chart(
        last + 3, 0, chart, {"description": f"Cost of one place for a year. {said}."}
    )


_STANDARD_HEADINGS = (
    ("Provider", 26),
    ("Exclusion place-months", 12),
    ("To here", 10),
    ("Top-up now", 16),
    ("At one rate (pence)", 16),
    ("Floor (pence)", 16),
    ("Lifted to the floor (pence)", 16),
    ("Gain (pence)", 14),
    ("To here (pence)", 14),
    ("Given up for the floors (pence)", 14),
    ("With protection", 16),
    ("Change", 16),
    ("Top-up for one place now", 14),
)


def write_standard_rate(
    page: Page, standard: StandardRate, comparison: CostComparison, rows: int, names: dict[str, str]
) -> None:
    """Write who would gain and lose under one rate, worked out in pence step by step."""
    page.headings(_STANDARD_HEADINGS)
    option = in_text(comparison.options[0].option_id)
    last = FIRST_ROW + len(standard.rows)
    upto = 0
    for row, item in enumerate(standard.rows, start=FIRST_ROW):
        upto = _write_standard(page, row, last, _Protected(standard, row - FIRST_ROW, upto))
        number = row + 1
        page.text(row, 0, names.get(item.provider_id, item.provider_id))
        current = total_where(
            rows,
            option=option,
            year=in_text(standard.year),
            provider=f"$A{number}",
            cost=in_text(CostKind.TOP_UP.says),
            place_type='"E"',
        )
        page.pounds(row, 3, f"={current}", item.current_pence)
    page.text(last + 1, 0, "One rate for a place and year", Style.BOLD)
    page.pounds(
        last + 1,
        1,
        f"=ROUND(SUM(D{FIRST_ROW + 1}:D{last})*12/C{last},2)",
        standard.rate_pence,
    )
    page.text(last + 2, 0, "Least share that is kept", Style.BOLD)
    page.number(last + 2, 1, standard.floor_basis_points / 10_000, Style.INPUT_SHARE)


class _Protected:
    """One provider's steps from the standard to the protected amount."""

    def __init__(self, standard: StandardRate, index: int, upto: PlaceMonths) -> None:
        row = standard.rows[index]
        self.row = row
        self.upto = upto + row.place_months
        floor = -(-row.current_pence * standard.floor_basis_points // 10_000)
        self.floor = floor
        losing = row.standard_pence < row.current_pence
        self.lifted = max(row.standard_pence, floor) if losing else row.standard_pence
        self.gain = max(0, self.lifted - row.current_pence)
        self.gain_upto = self.gain + sum(
            _Protected(standard, earlier, 0).gain for earlier in range(index)
        )


def _write_standard(page: Page, row: int, last: int, steps: _Protected) -> int:
    number, first = row + 1, FIRST_ROW + 1
    item = steps.row
    total, whole = f"ROUND(SUM($D${first}:$D${last})*100,0)", f"SUM($B${first}:$B${last})"
    taken = f"-SUM(E${first - 1}:E{row})" if row > FIRST_ROW else ""
    given = f"-SUM(J${first - 1}:J{row})" if row > FIRST_ROW else ""
    page.number(row, 1, item.place_months)
    page.formula(row, 2, f"=SUM(B${first}:B{number})", steps.upto, Style.COUNT)
    page.formula(
        row, 4, f"=ROUND({total}*C{number}/{whole},0){taken}", item.standard_pence, Style.COUNT
    )
    page.formula(
        row,
        5,
        f"=ROUNDUP(ROUND(D{number}*100,0)*ROUND($B${last + 3}*10000,0)/10000,0)",
        steps.floor,
        Style.COUNT,
    )
    page.formula(
        row,
        6,
        f"=IF(E{number}<ROUND(D{number}*100,0),MAX(E{number},F{number}),E{number})",
        steps.lifted,
        Style.COUNT,
    )
    page.formula(row, 7, f"=MAX(0,G{number}-ROUND(D{number}*100,0))", steps.gain, Style.COUNT)
    page.formula(row, 8, f"=SUM(H${first}:H{number})", steps.gain_upto, Style.COUNT)
    cost = f"(SUM($G${first}:$G${last})-SUM($E${first}:$E${last}))"
    gains = f"SUM($H${first}:$H${last})"
    page.formula(
        row,
        9,
        f"=IF({gains}=0,0,ROUND({cost}*I{number}/{gains},0){given})",
        steps.lifted - item.protected_pence,
        Style.COUNT,
    )
    page.pounds(row, 10, f"=(G{number}-J{number})/100", item.protected_pence)
    page.pounds(row, 11, f"=K{number}-D{number}", item.change_pence)
    per_place = (item.current_pence * 12 * 2 + item.place_months) // (2 * item.place_months)
    page.pounds(row, 12, f"=ROUND(D{number}*12/B{number},2)", per_place)
    return steps.upto


def write_break_even(page: Page, rows: tuple[BreakEven, ...]) -> None:
    """Write from how many pupils on each block is cheaper than buying singly."""
    page.headings(
        (
            ("Commission", 24),
            ("Places", 9),
            ("Paid for the block, filled or not", 18),
            ("On top for a full-time pupil's year", 18),
            ("A full-time pupil's year bought singly", 18),
            ("Pupils at which both cost the same", 14),
            ("Share of the places", 12),
        )
    )
    for row, item in enumerate(rows, start=FIRST_ROW):
        number = row + 1
        page.text(row, 0, item.commission_id)
        page.number(row, 1, item.places)
        page.money(row, 2, item.fixed_pence, Style.INPUT_MONEY)
        page.money(row, 3, item.block_pupil_pence, Style.INPUT_MONEY)
        page.money(row, 4, item.spot_pupil_pence, Style.INPUT_MONEY)
        pupils = "never" if item.pupils is None else float(item.pupils)
        occupancy = "" if item.occupancy is None else float(item.occupancy)
        page.formula(
            row,
            5,
            f'=IF(E{number}>D{number},C{number}/(E{number}-D{number}),"never")',
            pupils,
            Style.DECIMAL,
        )
        page.formula(
            row,
            6,
            f'=IF(AND(ISNUMBER(F{number}),B{number}>0),F{number}/B{number},"")',
            occupancy,
            Style.SHARE,
        )
