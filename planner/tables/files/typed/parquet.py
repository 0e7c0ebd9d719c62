"""Parquet files to rows of text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from planner.tables.faults import Faults
from planner.tables.files.raw import MOST_COLUMNS, RawTable, collect, is_too_large
from planner.tables.files.typed.values import text_of

_BATCH_ROWS = 10_000


def read_parquet(path: Path, name: str, faults: Faults) -> RawTable | None:
    """Read one Parquet file; what cannot be read is noted."""
    file = path.name
    try:
        if is_too_large(file, path.stat().st_size, faults):
            return None
        with pq.ParquetFile(path) as table:
            return collect(name, file, _lines(table), faults)
    except (pa.ArrowException, OSError, ValueError) as error:
        faults.add(
            file,
            what=f"The file cannot be read as Parquet ({type(error).__name__}).",
            fix="Write it anew, or save the table as a CSV file.",
        )
        return None


def _lines(table: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    names = tuple(table.schema_arrow.names)[:MOST_COLUMNS]
    yield 1, names
    number = 1
    for batch in table.iter_batches(batch_size=_BATCH_ROWS):
        columns = [batch.column(place).to_pylist() for place in range(len(names))]
        for cells in zip(*columns, strict=True):
            number += 1
            yield number, tuple(text_of(cell) for cell in cells)
