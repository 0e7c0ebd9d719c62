"""A comparison as a workbook: every table that the page shows, and every figure behind it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planner.reports.excel.book import new_book
from planner.reports.excel.sheet import Sheet
from planner.reports.html import View
from planner.reports.tables.columns import Column, Kind
from planner.reports.whatif import views
from planner.reports.whatif.frames import comparison_frames
from planner.results.whatif.dossier import Dossier
from planner.units import format_day

_TABS = {
    "years": ("Years, all figures", "Every figure of the coming years; money in pounds"),
    "waiting_and_money": ("Waiting and money", "Those who wait now, and what is agreed"),
    "pairs": ("Chances", "How often one scenario is better than another"),
    "regret": ("Regret", "How far each falls behind the best, future by future"),
    "causes": ("Causes", "Each change's part of each difference"),
    "groups": ("Groups", "Those who wait now by group; small counts withheld"),
}


def write_comparison_book(dossier: Dossier, path: Path) -> None:
    """
    Write the workbook; the same dossier gives the same file.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    comparison = dossier.comparison
    as_at = comparison.base.identity.as_at
    with new_book(path, title=f"{comparison.base.title}: compared", as_at=as_at) as book:
        Sheet(book, "Read me", "Scenarios compared").write_pairs(_identity(dossier))
        beside = views.side_by_side(comparison)
        for tab, view in (
            *((f"Side by side {number}", view) for number, view in enumerate(beside, start=1)),
            ("Who pays", views.who_pays(comparison)),
            ("Half-terms", views.half_terms(comparison)),
            ("Assumptions", views.register(dossier)),
            ("Files", views.files(dossier)),
        ):
            _write_view(Sheet(book, tab, view.caption), view)
        for name, frame in comparison_frames(comparison).items():
            tab, title = _TABS[name]
            _write_frame(Sheet(book, tab, title), frame)


def _identity(dossier: Dossier) -> list[tuple[str, str]]:
    comparison = dossier.comparison
    identity = comparison.base.identity
    return [
        *(("Answer", sentence) for sentence in comparison.answer),
        ("Standing", "Worked out by a program; people decide."),
        ("As at", format_day(identity.as_at)),
        ("Fingerprint of the tables", identity.data_fingerprint),
        ("Seed", str(identity.seed)),
        ("Futures", f"{identity.draws:,}"),
        ("Planner version", identity.planner_version),
        ("Solver version", identity.solver_version),
        ("Method", comparison.method),
        *(("Record", sentence) for sentence in dossier.record),
        *(("Not answered", sentence) for sentence in comparison.unanswered),
    ]


def _write_view(sheet: Sheet, view: View) -> None:
    columns = [
        Column(column.header, Kind.LONG_TEXT, 50 if column.kind is Kind.LONG_TEXT else 26)
        for column in view.columns
    ]
    _write(sheet, columns, view.rows)


def _write_frame(sheet: Sheet, frame: pd.DataFrame) -> None:
    columns = [
        Column(str(name).replace("_", " "), Kind.TEXT, 40 if name in ("says", "change") else 14)
        for name in frame.columns
    ]
    rows = tuple(
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame.itertuples(index=False, name=None)
    )
    _write(sheet, columns, rows)


def _write(sheet: Sheet, columns: list[Column], rows: tuple[tuple[object, ...], ...]) -> None:
    sheet.write_headings(columns, rows=len(rows))
    for number, row in enumerate(rows, start=3):
        for place, (value, column) in enumerate(zip(row, columns, strict=True)):
            kind = Kind.NUMBER if isinstance(value, int | float) else column.kind
            sheet.write(number, place, value, kind)
