"""From a dataset back to a folder of CSV files: the exact inverse of reading."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from planner.domain.dataset import Dataset
from planner.errors import OutputRefused
from planner.tables.files.encoding import encode
from planner.tables.records import rows_of
from planner.tables.schemas import SCHEMAS


def write_dataset(dataset: Dataset, folder: Path) -> None:
    """
    Write a dataset's tables as CSV files into a folder.

    A table without rows is written where it is required, or where a file of an
    earlier writing would otherwise stand for it.

    Raises
    ------
    OutputRefused
        If the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in rows_of(dataset).items():
            path = folder / f"{name}.csv"
            if rows or SCHEMAS[name].required or path.exists():
                path.write_bytes(_csv_of(name, rows))
    except OSError as error:
        raise OutputRefused(
            f"The tables cannot be written to {folder} ({error.strerror}). "
            "Name a folder that you may write to."
        ) from error


def _csv_of(name: str, rows: list[tuple[str, ...]]) -> bytes:
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(SCHEMAS[name].column_names)
    writer.writerows(rows)
    return encode(sheet.getvalue())
