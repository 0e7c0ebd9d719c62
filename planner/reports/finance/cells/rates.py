"""Every rate once, as a named cell that may be changed, and formulas that use it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from planner.reports.finance.cells.page import FIRST_ROW, Page, Style, column
from planner.results.finance.comparison import AttributionRow, CostComparison, PricedQuantity
from planner.results.finance.money import CostKind, CostLine, Uplift
from planner.units import Pence, format_day

TAB = "Rates"
_NOT_WORD = re.compile(r"[^A-Za-z0-9]+")
_BASIS_POINTS = 10_000
_VALUE_PLACE = 4
_PRICES = frozenset(
    {"place and year", "full-time pupil and week", "full-time pupil and school day"}
)

Subject = tuple[str, str, str]
"""Provider, commission and detail that a rate belongs to."""


@dataclass(frozen=True, slots=True)
class RateKey:
    """What makes a rate one rate, wherever it is used."""

    kind: CostKind
    subject: Subject
    starts: date
    pence: Pence

    @property
    def series(self) -> tuple[CostKind, date, Pence]:
        """What several subjects' equal rates have in common."""
        return (self.kind, self.starts, self.pence)


@dataclass
class RateCells:
    """The named cells of the page of rates, gathered before anything is written."""

    names: dict[RateKey, str] = field(default_factory=dict)
    units: dict[RateKey, str] = field(default_factory=dict)
    sources: dict[RateKey, str] = field(default_factory=dict)
    shared: dict[tuple[CostKind, date, Pence], str] = field(default_factory=dict)
    """Name of the cell that sets several subjects' equal rates at once."""
    uplifts: dict[Uplift, str] = field(default_factory=dict)

    def pence_formula(self, key: RateKey, uplifts: Iterable[Uplift]) -> str:
        """Return the rate in whole pence: as written, then rounded after each uplift."""
        formula = f"ROUND({self.names[key]}*100,0)"
        for uplift in uplifts:
            share = f"({_BASIS_POINTS}+ROUND({self.uplifts[uplift]}*{_BASIS_POINTS},0))"
            formula = f"ROUND({formula}*{share}/{_BASIS_POINTS},0)"
        return formula


def key_of_line(line: CostLine) -> RateKey:
    """Return which rate a line of cost uses."""
    return RateKey(
        kind=line.kind,
        subject=(line.provider_id, line.commission_id or "", line.detail),
        starts=line.written_from or line.rate_from or date.min,
        pence=line.rate_pence if line.written_pence is None else line.written_pence,
    )


def key_of_priced(row: AttributionRow, priced: PricedQuantity) -> RateKey:
    """Return which rate one side of an attribution's row uses."""
    return RateKey(
        kind=row.kind,
        subject=row.subject,
        starts=priced.written_from or priced.rate_from,
        pence=priced.rate_pence if priced.written_pence is None else priced.written_pence,
    )


def gather_rates(comparison: CostComparison) -> RateCells:
    """Find every rate and every uplift that the statements and the attribution use."""
    cells = RateCells()
    for option in comparison.options:
        for statement in option.statements:
            for line in statement.lines:
                _note(cells, key_of_line(line), line.uplifts)
                cells.units.setdefault(key_of_line(line), line.rate_unit)
                cells.sources.setdefault(key_of_line(line), line.source)
    for row in comparison.attribution:
        for priced in (row.first, row.option):
            _note(cells, key_of_priced(row, priced), priced.uplifts)
    _name_shared(cells)
    return cells


def _note(cells: RateCells, key: RateKey, uplifts: Iterable[Uplift]) -> None:
    if key not in cells.names:
        _, commission, detail = key.subject
        whose = commission or key.subject[0]
        wanted = f"rate_{key.kind.value}_{whose}_{detail}_{key.starts:%Y_%m}"
        cells.names[key] = _free(wanted, cells.names.values())
    for uplift in uplifts:
        if uplift not in cells.uplifts:
            wanted = f"uplift_{uplift.index}_{uplift.financial_year}"
            cells.uplifts[uplift] = _free(wanted, cells.uplifts.values())


def _name_shared(cells: RateCells) -> None:
    together: dict[tuple[CostKind, date, Pence], int] = {}
    for key in cells.names:
        # Sums agreed for one commission or service may be equal by chance; prices are not.
        if cells.units.get(key) in _PRICES:
            together[key.series] = together.get(key.series, 0) + 1
    for series, count in together.items():
        if count > 1:
            wanted = f"all_{series[0].value}_{series[1]:%Y_%m}"
            cells.shared[series] = _free(wanted, cells.shared.values())


def _free(wanted: str, taken: Iterable[str]) -> str:
    """Return a name that a spreadsheet allows and nobody has: names differ by more than case."""
    base = _NOT_WORD.sub("_", wanted).strip("_")[:200]
    used = {name.casefold() for name in taken}
    number, name = 1, base
    while name.casefold() in used:
        number += 1
        name = f"{base}_{number}"
    return name


def write_rates(page: Page, cells: RateCells) -> None:
    """Write the cells that may be changed, and give each its name."""
    headings = (("Name of the cell", 44), ("What it is the price of", 40), ("From", 13))
    page.headings((*headings, ("Unit", 26), ("Rate", 14), ("Source", 60)))
    row = FIRST_ROW
    for (kind, starts, pence), name in cells.shared.items():
        _row(page, row, name, f"{kind.says}: all with this rate", starts)
        page.text(row, 3, "sets the cells below")
        page.money(row, _VALUE_PLACE, pence, Style.INPUT_MONEY)
        row += 1
    for uplift, name in cells.uplifts.items():
        starts = date(uplift.financial_year, 4, 1)
        _row(page, row, name, f"index {uplift.index.replace('_', ' ')}", starts)
        page.text(row, 3, "rise on that day")
        page.number(row, _VALUE_PLACE, uplift.basis_points / _BASIS_POINTS, Style.INPUT_SHARE)
        row += 1
    for key, name in cells.names.items():
        provider, commission, detail = key.subject
        says = " ".join(part for part in (commission or provider, detail) if part)
        _row(page, row, name, f"{key.kind.says}: {says}", key.starts)
        page.text(row, 3, cells.units.get(key, ""))
        page.text(row, 5, cells.sources.get(key, ""))
        if key.series in cells.shared:
            formula = f"={cells.shared[key.series]}"
            page.pounds(row, _VALUE_PLACE, formula, key.pence, Style.INPUT_MONEY)
        else:
            page.money(row, _VALUE_PLACE, key.pence, Style.INPUT_MONEY)
        row += 1


def _row(page: Page, row: int, name: str, says: str, starts: date) -> None:
    page.text(row, 0, name)
    page.text(row, 1, says)
    page.text(row, 2, format_day(starts))
    page.book.define_name(name, f"='{TAB}'!${column(_VALUE_PLACE)}${row + 1}")
