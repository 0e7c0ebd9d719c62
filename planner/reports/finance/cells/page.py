"""One worksheet of the costs workbook: text stays text, and each formula has its value."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from math import ceil
from typing import Any

HEADING_ROW = 3
"""Row of the heading, counted from 0: a title and a note stand above."""

FIRST_ROW = HEADING_ROW + 1
_LINE_HEIGHT = 15


class Style(StrEnum):
    """How a cell looks."""

    TEXT = "text"
    WRAPPED = "wrapped"
    COUNT = "count"
    DECIMAL = "decimal"
    MONEY = "money"
    SHARE = "share"
    DAY = "day"
    INPUT_MONEY = "input_money"
    INPUT_SHARE = "input_share"
    HEADING = "heading"
    TITLE = "title"
    BOLD = "bold"
    TOTAL = "total"


_MONEY = "£#,##0.00;[Red]-£#,##0.00"
_INPUT = {"bg_color": "#FFF4CC", "border": 1, "border_color": "#B58900", "locked": False}
_SHAPES: dict[Style, dict[str, object]] = {
    Style.TEXT: {},
    Style.WRAPPED: {"text_wrap": True},
    Style.COUNT: {"num_format": "#,##0"},
    Style.DECIMAL: {"num_format": "#,##0.00"},
    Style.MONEY: {"num_format": _MONEY},
    Style.SHARE: {"num_format": "0.00%"},
    Style.DAY: {"num_format": "d mmm yyyy", "align": "left"},
    Style.INPUT_MONEY: {"num_format": _MONEY, **_INPUT},
    Style.INPUT_SHARE: {"num_format": "0.00%", **_INPUT},
    Style.HEADING: {
        "bold": True,
        "bg_color": "#0B3C5D",
        "font_color": "#FFFFFF",
        "text_wrap": True,
        "valign": "bottom",
    },
    Style.TITLE: {"bold": True, "font_size": 14},
    Style.BOLD: {"bold": True},
    Style.TOTAL: {"num_format": _MONEY, "bold": True, "top": 1},
}

Heading = tuple[str, int]
"""A column's heading and its width in characters."""


class Page:
    """A worksheet with a title, a note, and tables."""

    def __init__(self, book: Any, tab: str, *, title: str, note: str = "") -> None:
        self.tab = tab
        self.book = book
        self.sheet = book.add_worksheet(tab)
        self._styles = {
            style: book.add_format({"valign": "top", **shape}) for style, shape in _SHAPES.items()
        }
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        self.text(0, 0, title, Style.TITLE)
        if note:
            self.text(1, 0, note)

    def headings(self, headings: Sequence[Heading], *, rows: int = 0) -> None:
        """Write the heading of the page's main table, freeze it, and set widths."""
        for place, (label, width) in enumerate(headings):
            self.text(HEADING_ROW, place, label, Style.HEADING)
            self.sheet.set_column(place, place, width)
        lines = max(ceil(len(label) / max(width - 2, 1)) for label, width in headings)
        self.sheet.set_row(HEADING_ROW, _LINE_HEIGHT * min(lines, 5))
        self.sheet.freeze_panes(FIRST_ROW, 1)
        self.sheet.repeat_rows(HEADING_ROW)
        if rows:
            self.sheet.autofilter(HEADING_ROW, 0, HEADING_ROW + rows, len(headings) - 1)

    def room(self, row: int, texts: Sequence[tuple[str, int]]) -> None:
        """Make a row high enough for its texts in columns of so many characters."""
        lines = max(ceil(len(text) / width) for text, width in texts)
        self.sheet.set_row(row, _LINE_HEIGHT * max(lines, 1))

    def text(self, row: int, place: int, text: str, style: Style = Style.TEXT) -> None:
        """Write a text; whatever it starts with, it is never a formula."""
        self.sheet.write_string(row, place, text, self._styles[style])

    def number(self, row: int, place: int, number: float, style: Style = Style.COUNT) -> None:
        """Write a number."""
        self.sheet.write_number(row, place, number, self._styles[style])

    def money(self, row: int, place: int, pence: int, style: Style = Style.MONEY) -> None:
        """Write an amount of whole pence in pounds."""
        self.sheet.write_number(row, place, pence / 100, self._styles[style])

    def day(self, row: int, place: int, day: Any) -> None:
        """Write a day."""
        self.sheet.write_datetime(row, place, day, self._styles[Style.DAY])

    def formula(
        self, row: int, place: int, formula: str, value: object, style: Style = Style.MONEY
    ) -> None:
        """Write a formula together with the value it has now."""
        self.sheet.write_formula(row, place, formula, self._styles[style], value)

    def pounds(
        self, row: int, place: int, formula: str, pence: int | None, style: Style = Style.MONEY
    ) -> None:
        """Write a formula of money with its value from whole pence."""
        self.formula(row, place, formula, "" if pence is None else pence / 100, style)


def column(place: int) -> str:
    """
    Return a column's letters.

    Examples
    --------
    >>> column(0), column(27)
    ('A', 'AB')
    """
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def span(tab: str, place: int, *, rows: int) -> str:
    """Return the address of a column of a page's main table, fixed, as other pages write it."""
    letter = column(place)
    return f"'{tab}'!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + max(rows, 1)}"


def in_text(text: str) -> str:
    """Return a text as it stands inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def sentence_case(text: str) -> str:
    """
    Return a text with its first letter large and all others as they are.

    Examples
    --------
    >>> sentence_case("paid by the DfE")
    'Paid by the DfE'
    """
    return text[:1].upper() + text[1:]
