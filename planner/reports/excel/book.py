"""A workbook opened in the house way: text stays text, and the clock leaves no mark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from planner.reports.extras import import_extra

_TEXT_STAYS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@contextmanager
def new_book(path: Path, *, title: str, as_at: date) -> Iterator[Any]:
    """
    Open a new workbook and write it at the end; the same content gives the same bytes.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    book = import_extra("xlsxwriter").Workbook(str(path), _TEXT_STAYS_TEXT)
    # a fixed day instead of the clock
    book.set_properties({"title": title, "created": datetime.combine(as_at, time())})
    yield book
    book.close()
