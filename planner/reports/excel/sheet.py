"""One worksheet in the house style: a title, a frozen heading, text that stays text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

import pandas as pd

from planner.reports.tables.columns import COLUMNS, Column, Kind

FIRST_ROW = 3
"""Row of the first record, counted from 0: a title, a blank row and the heading stand above."""

_NUMBER_FORMATS: Mapping[Kind, str] = {
    Kind.DAY: "d mmm yyyy",
    Kind.NUMBER: "#,##0",
    Kind.MONEY: "£#,##0.00;[Red]-£#,##0.00",
    Kind.SHARE: "0%",
}
_WIDEST_TEXT = 60
_LINE_HEIGHT = 15


class Sheet:
    """A worksheet of one table."""

    def __init__(self, book: Any, tab: str, title: str) -> None:
        self.tab = tab
        self._sheet = book.add_worksheet(tab)
        self._formats = {kind: _format(book, kind) for kind in Kind}
        self._totals = {kind: _format(book, kind, bold=True, top=1) for kind in Kind}
        self._decimal = book.add_format({"num_format": "#,##0.0", "valign": "top"})
        self._heading = book.add_format(
            {
                "bold": True,
                "bg_color": "#0B3C5D",
                "font_color": "#FFFFFF",
                "text_wrap": True,
                "valign": "bottom",
            }
        )
        self._bold = book.add_format({"bold": True, "valign": "top"})
        title_format = book.add_format({"bold": True, "font_size": 14})
        self._sheet.write_string(0, 0, title, title_format)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)

    def write_frame(self, frame: pd.DataFrame) -> None:
        """Write a table of results under the title."""
        columns = [COLUMNS.get(str(name), Column(str(name), Kind.MONEY)) for name in frame.columns]
        self.write_headings(columns, rows=len(frame))
        if frame.empty:
            self._sheet.write_string(FIRST_ROW, 0, "None.")
        for row, values in enumerate(frame.itertuples(index=False, name=None), start=FIRST_ROW):
            for place, (value, column) in enumerate(zip(values, columns, strict=True)):
                self.write(row, place, value, column.kind)
            widths = [min(column.width, _WIDEST_TEXT) for column in columns]
            self._make_room(row, values, widths)

    def _make_room(self, row: int, values: Sequence[object], widths: Sequence[int]) -> None:
        """Make a row high enough for its longest text: not every program does so itself."""
        lines = [
            ceil(len(str(value)) / width)
            for value, width in zip(values, widths, strict=True)
            if isinstance(value, str)
        ]
        if max(lines, default=1) > 1:
            self._sheet.set_row(row, max(lines) * _LINE_HEIGHT)

    def write_headings(self, columns: Sequence[Column], *, rows: int) -> None:
        """Write, freeze and filter the heading; set the columns' widths."""
        for place, column in enumerate(columns):
            self._sheet.write_string(FIRST_ROW - 1, place, column.header, self._heading)
            self._sheet.set_column(place, place, min(column.width, _WIDEST_TEXT))
        self._sheet.set_row(FIRST_ROW - 1, 32)
        self._sheet.freeze_panes(FIRST_ROW, 1)
        self._sheet.repeat_rows(FIRST_ROW - 1)
        if rows:
            self._sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW - 1 + rows, len(columns) - 1)

    def write(
        self, row: int, place: int, value: object, kind: Kind, *, total: bool = False
    ) -> None:
        """Write one value by its type; text is always written as text."""
        style = (self._totals if total else self._formats)[kind]
        if value is None:
            self._sheet.write_blank(row, place, None, style)
        elif isinstance(value, bool):
            self._sheet.write_string(row, place, "yes" if value else "no", style)
        elif isinstance(value, date):
            self._sheet.write_datetime(row, place, value, style)
        elif isinstance(value, int):
            amount = value / 100 if kind is Kind.MONEY else value
            self._sheet.write_number(row, place, amount, style)
        elif isinstance(value, float):
            style = style if kind is Kind.SHARE else self._decimal
            self._sheet.write_number(row, place, value, style)
        else:
            self._sheet.write_string(row, place, str(value), style)

    def write_formula(
        self, row: int, place: int, formula: str, *, pence: int, total: bool = False
    ) -> None:
        """Write a formula of money with its value, for programs that do not recalculate."""
        style = (self._totals if total else self._formats)[Kind.MONEY]
        self._sheet.write_formula(row, place, formula, style, pence / 100)

    def write_pairs(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Write names and texts, one pair a row."""
        self._sheet.set_column(0, 0, 28)
        self._sheet.set_column(1, 1, 90)
        for row, (name, text) in enumerate(pairs, start=FIRST_ROW - 1):
            self._sheet.write_string(row, 0, name, self._bold)
            self._sheet.write_string(row, 1, text, self._formats[Kind.LONG_TEXT])
            self._make_room(row, (text,), (90,))


def _format(book: Any, kind: Kind, **more: object) -> Any:
    shape: dict[str, object] = {"valign": "top", **more}
    if kind in _NUMBER_FORMATS:
        shape["num_format"] = _NUMBER_FORMATS[kind]
    if kind in {Kind.TEXT, Kind.LONG_TEXT}:
        shape["text_wrap"] = True
    if kind in {Kind.NUMBER, Kind.MONEY, Kind.SHARE}:
        shape["align"] = "right"
    return book.add_format(shape)
