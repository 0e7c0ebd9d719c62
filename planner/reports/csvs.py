"""Every result table as a CSV file that a spreadsheet opens safely."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from planner.reports import tables
from planner.results.answer import Answer
from planner.results.plain import harmless

TABLES: Mapping[str, Callable[[Answer], pd.DataFrame]] = MappingProxyType(
    {
        "assumptions": tables.assumptions,
        "costs": tables.costs,
        "demand": tables.demand,
        "demand_totals": tables.demand_totals,
        "districts": tables.districts,
        "equity": tables.equity,
        "findings": tables.findings,
        "goals": tables.goals,
        "occupancy": tables.occupancy,
        "options": tables.options,
        "placements": tables.placements,
        "places": tables.places,
        "register": tables.register,
        "sites": tables.sites,
        "statutory": tables.statutory,
        "unplaced": tables.unplaced,
        "warnings": tables.warnings,
    }
)
"""Every table that is written, by the stem of its file."""


def write_csvs(answer: Answer, folder: Path) -> tuple[Path, ...]:
    """
    Write every result table into a folder.

    Money is in pounds with two decimals, days are ISO, the encoding is UTF-8
    with a mark that Excel understands. Text that a spreadsheet would take for a
    formula is led by an apostrophe.

    Returns
    -------
    tuple[Path, ...]
        The files, in the order of their names.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(write_frame(folder / f"{name}.csv", make(answer)) for name, make in TABLES.items())


def write_frame(path: Path, frame: pd.DataFrame) -> Path:
    """Write one table as `write_csvs` does; columns in pence become columns in pounds."""
    names = [str(name) for name in frame.columns]
    rows = (
        [_cell(name, value) for name, value in zip(names, row, strict=True)]
        for row in frame.itertuples(index=False, name=None)
    )
    return write_rows(path, [_heading(name) for name in names], rows)


def in_pounds(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose columns in pence are in pounds, as `write_frame` names them."""
    pence = {name: frame[name] / 100 for name in frame.columns if _is_pence(str(name))}
    return frame.assign(**pence).rename(columns=lambda name: _heading(str(name)))


def write_rows(path: Path, heading: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write rows whose amounts are in pounds already as `write_csvs` does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(heading)
        writer.writerows([_safe(cell) for cell in row] for row in rows)
    return path


def _safe(cell: object) -> object:
    """Lead a text by an apostrophe where a spreadsheet would take it for a formula."""
    if not isinstance(cell, str) or cell.removeprefix("-").replace(".", "", 1).isdigit():
        return cell
    return harmless(cell)


def _heading(name: str) -> str:
    return name.replace("pence", "pounds") if _is_pence(name) else name


def _is_pence(name: str) -> bool:
    return "pence" in name.split("_")


def _cell(name: str, value: object) -> object:
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and _is_pence(name):
        return f"{value / 100:.2f}"
    return value.isoformat() if isinstance(value, date) else value
