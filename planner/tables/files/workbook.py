"""Sheets of an Excel workbook to rows of text."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import openpyxl

from planner.tables.faults import Faults
from planner.tables.files.names import parted, refuse_missing_tables, refuse_unknown_table
from planner.tables.files.raw import MOST_BYTES, RawTables, collect, is_too_large
from planner.tables.files.typed import text_of
from planner.tables.schemas import SCHEMAS

GUIDE_SHEETS = frozenset({"guide", "codes"})
"""Sheets of the template that explain and are not read."""

_MOST_UNPACKED_BYTES = 10 * MOST_BYTES
_MOST_COLUMNS = 200


def read_workbook(path: Path, faults: Faults) -> RawTables | None:
    """Read every table of a workbook; what cannot be read is noted."""
    file = path.name
    try:
        if is_too_large(file, path.stat().st_size, faults) or _is_bomb(path, faults):
            return None
        with warnings.catch_warnings():
            # openpyxl warns of parts that it drops (validations, drawings); none is a cell.
            warnings.simplefilter("ignore")
            return _read_sheets(path, faults)
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever its parser meets
        faults.add(
            file,
            what=f"The file cannot be read as an Excel workbook ({type(error).__name__}).",
            fix="Open it in Excel, remove any password, and save it anew as .xlsx.",
        )
        return None


def _is_bomb(path: Path, faults: Faults) -> bool:
    with zipfile.ZipFile(path) as archive:
        unpacked_bytes = sum(part.file_size for part in archive.infolist())
    return unpacked_bytes > _MOST_UNPACKED_BYTES and is_too_large(
        f"{path.name} (unpacked)", unpacked_bytes, faults
    )


def _read_sheets(path: Path, faults: Faults) -> RawTables:
    with closing(openpyxl.load_workbook(path, read_only=True, data_only=True)) as workbook:
        sheets = _sheets_of(path.name, workbook, faults)
        tables = {
            name: collect(name, _place(path, sheet), _lines(sheet), faults)
            for name, sheet in sheets.items()
        }
    refuse_missing_tables(path.name, set(tables), faults)
    return parted(tables)


def _sheets_of(file: str, workbook: Any, faults: Faults) -> dict[str, Any]:
    chosen: dict[str, Any] = {}
    for sheet in workbook.worksheets:
        name = sheet.title.strip().lower().replace(" ", "_")
        if name in GUIDE_SHEETS or name.startswith("_"):
            continue
        if name in SCHEMAS and name not in chosen:
            chosen[name] = sheet
        else:
            refuse_unknown_table(f"{file}, sheet {sheet.title}", name, faults, thing="sheet")
    return chosen


def _place(path: Path, sheet: Any) -> str:
    return f"{path.name}, sheet {sheet.title}"


def _lines(sheet: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    rows = sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        yield number, tuple(text_of(cell) for cell in cells)
