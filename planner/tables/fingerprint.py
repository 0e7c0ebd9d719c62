"""What tells one set of tables from another."""

from __future__ import annotations

import hashlib
import json

from planner.domain.dataset import Dataset
from planner.results.recorded.record import Mark
from planner.tables.records import rows_of


def marks_of(dataset: Dataset) -> dict[str, Mark]:
    """Return the mark of each table that has rows, by the table's name."""
    return {
        name: Mark(len(rows), hashlib.sha256(_canonical(name, rows)).hexdigest())
        for name, rows in rows_of(dataset).items()
        if rows
    }


def fingerprint_of(dataset: Dataset) -> str:
    """
    Return the SHA-256 of a dataset's rows in canonical order and form.

    Row order, column order, file format and spelling (``yes`` or ``TRUE``,
    ``8/11/2021`` or ``2021-11-08``) change nothing; any value does.
    """
    digest = hashlib.sha256()
    for name, rows in rows_of(dataset).items():
        digest.update(_canonical(name, rows))
    return digest.hexdigest()


def _canonical(name: str, rows: list[tuple[str, ...]]) -> bytes:
    return json.dumps([name, rows], ensure_ascii=True).encode("ascii")
