"""Which table each file of a folder is, and which files are not the tables they seem to be."""

from __future__ import annotations

from pathlib import Path

from planner.tables.faults import Faults, nearest
from planner.tables.files.csv_text import read_csv
from planner.tables.files.names import parted, refuse_missing_tables, refuse_unknown_table
from planner.tables.files.raw import RawTable, RawTables
from planner.tables.schemas import SCHEMAS

_OTHER_FORMATS = frozenset({".txt", ".tsv", ".xls", ".xlsx", ".xlsm", ".xlsb", ".ods", ".numbers"})


def read_tables(path: Path, faults: Faults) -> RawTables | None:
    """
    Read every table of a folder or workbook as text.

    Returns
    -------
    RawTables | None
        None where there is nothing at the path that could be read.
    """
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
        files = sorted(path.iterdir()) if is_folder else []
    except (OSError, ValueError) as error:
        faults.add(
            path.name,
            what=f"The folder cannot be opened ({getattr(error, 'strerror', None) or 'bad name'}).",
            fix="Check its name and that you may read it.",
        )
        return None
    if is_folder:
        return _read_folder(path, files, faults)
    if is_file:
        return _read_single_file(path, faults)
    faults.add(
        path.name,
        value=str(path),
        what="There is no such folder or workbook.",
        fix="Check the path under `data` in the scenario.",
    )
    return None


def _read_single_file(path: Path, faults: Faults) -> RawTables | None:
    if path.suffix.lower() == ".xlsx":
        from planner.tables.files.typed.workbook import read_workbook

        return read_workbook(path, faults)
    is_table = path.suffix.lower() in {".csv", ".parquet"}
    faults.add(
        path.name,
        what="This is one table, not a set of tables." if is_table else "This is no workbook.",
        fix="Give the folder that holds the tables."
        if is_table
        else "Give a folder of CSV or Parquet files, or an Excel workbook saved as .xlsx.",
    )
    return None


def _read_folder(folder: Path, files: list[Path], faults: Faults) -> RawTables:
    chosen: dict[str, Path] = {}
    for path in files:
        # A name in front of which a user or a program put "_", "." or "~" is left alone.
        if path.name.startswith(("_", ".", "~")) or path.is_dir():
            continue
        name = path.stem.strip().lower()
        if path.suffix.lower() not in {".csv", ".parquet"}:
            _refuse_other_format(path, name, faults)
        elif name not in SCHEMAS:
            refuse_unknown_table(path.name, name, faults, thing="file")
        elif name in chosen:
            faults.add(
                path.name,
                what=f"The table {name} stands in two files, {chosen[name].name} and {path.name}.",
                fix="Keep one of them in the folder.",
            )
        else:
            chosen[name] = path
    tables = {name: _read_file(path, name, faults) for name, path in chosen.items()}
    refuse_missing_tables(folder.name, set(chosen), faults)
    return parted(tables)


def _read_file(path: Path, name: str, faults: Faults) -> RawTable | None:
    if path.suffix.lower() == ".csv":
        return read_csv(path, name, faults)
    from planner.tables.files.typed.parquet import read_parquet

    return read_parquet(path, name, faults)


def _refuse_other_format(path: Path, name: str, faults: Faults) -> None:
    if path.suffix.lower() in _OTHER_FORMATS and nearest(name, SCHEMAS):
        faults.add(
            path.name,
            what="In a folder only CSV and Parquet files are read.",
            fix=f'Save it as "{name}.csv", or put an underscore in front of its name to leave it '
            "out.",
        )
