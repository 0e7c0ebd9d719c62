"""Sheets of an Excel workbook to rows of text."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import repeat
from pathlib import Path
from typing import Any

import openpyxl

from planner.tables.faults import Faults
from planner.tables.files.names import parted, refuse_missing_tables, refuse_unknown_table
from planner.tables.files.raw import (
    MOST_COLUMNS,
    RawTable,
    RawTables,
    collect,
    is_too_large,
)
from planner.tables.files.typed.values import text_of
from planner.tables.schemas import SCHEMAS

GUIDE_SHEETS = frozenset({"guide", "codes"})
"""Sheets of the template that explain and are not read."""

_MOST_UNPACKED_BYTES = 50 * 1024 * 1024
"""Most XML that is read: 250,000 rows of four cells, a minute's work. [bytes]"""

_LAST_EXCEL_ROW = 1_048_576
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")


def read_workbook(path: Path, faults: Faults) -> RawTables | None:
    """
    Read every table of a workbook; what cannot be read is noted.

    A formula is read by the result stored with it; one without a result comes back
    as its own text, which the cell's check refuses.
    """
    try:
        if is_too_large(path.name, path.stat().st_size, faults) or _unpacks_too_far(path, faults):
            return None
        with warnings.catch_warnings():
            # openpyxl warns of parts that it drops (validations, drawings); none is a cell.
            warnings.simplefilter("ignore")
            return _read_sheets(path, faults)
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parser meets
        faults.add(
            path.name,
            what=f"The file cannot be read as an Excel workbook ({type(error).__name__}).",
            fix="Open it in Excel, remove any password, and save it anew as .xlsx.",
        )
        return None


def _unpacks_too_far(path: Path, faults: Faults) -> bool:
    with zipfile.ZipFile(path) as archive:
        unpacked_bytes = sum(part.file_size for part in archive.infolist())
    if unpacked_bytes <= _MOST_UNPACKED_BYTES:
        return False
    faults.add(
        path.name,
        what=f"Unpacked, the workbook has {unpacked_bytes / 1024**2:,.0f} MB; at most "
        f"{_MOST_UNPACKED_BYTES // 1024**2} MB are read.",
        fix="Save its tables as CSV files in one folder, which may be much larger.",
    )
    return True


def _read_sheets(path: Path, faults: Faults) -> RawTables:
    with ExitStack() as stack:
        results = _open(path, stack, results=True)
        formulas = _open(path, stack, results=False) if _has_formulas(path) else None
        tables: dict[str, RawTable | None] = {}
        for name, sheet in _sheets_of(path.name, results, faults).items():
            lines = _lines(sheet, formulas[sheet.title] if formulas else None)
            tables[name] = collect(name, f"{path.name}, sheet {sheet.title}", lines, faults)
    refuse_missing_tables(path.name, set(tables), faults)
    return parted(tables)


def _open(path: Path, stack: ExitStack, *, results: bool) -> Any:
    # openpyxl leaves a file that it cannot read open; one that we opened is closed.
    file = stack.enter_context(path.open("rb"))
    workbook = openpyxl.load_workbook(file, read_only=True, data_only=results, keep_links=False)
    return stack.enter_context(closing(workbook))


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with archive.open(part) as sheet:
                    if _FORMULA.search(sheet.read()):
                        return True
    return False


def _sheets_of(file: str, workbook: Any, faults: Faults) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for sheet in workbook.worksheets:
        name = sheet.title.strip().lower().replace(" ", "_")
        if name in GUIDE_SHEETS or name.startswith("_"):
            continue
        if name in chosen:
            faults.add(
                f"{file}, sheet {sheet.title}",
                what=f"The table {name} stands in two sheets.",
                fix="Keep one of them in the workbook.",
            )
        elif name in SCHEMAS:
            chosen[name] = sheet
        else:
            refuse_unknown_table(f"{file}, sheet {sheet.title}", name, faults, thing="sheet")
    return chosen


def _lines(results: Any, formulas: Any | None) -> Iterator[tuple[int, tuple[str, ...]]]:
    written = repeat(()) if formulas is None else _rows(formulas)
    for number, (cells, sources) in enumerate(zip(_rows(results), written, strict=False), start=1):
        if number > _LAST_EXCEL_ROW:
            raise ValueError("a row beyond Excel's last")
        texts = [text_of(cell) for cell in cells]
        for place, source in enumerate(sources):
            if source is not None and cells[place] is None:
                texts[place] = source if isinstance(source, str) else "=…"
        yield number, tuple(texts)


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # Some programs write a wrong size into the sheet, and openpyxl would stop there.
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    return rows
