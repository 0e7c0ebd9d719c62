"""What tells one set of tables from another."""

from __future__ import annotations

import hashlib
import json

from planner.domain.dataset import Dataset
from planner.tables.records import rows_of


def fingerprint_of(dataset: Dataset) -> str:
    """
    Return the SHA-256 of a dataset's rows in canonical order and form.

    Row order, column order, file format and spelling (``yes`` or ``TRUE``,
    ``8/11/2021`` or ``2021-11-08``) change nothing; any value does.
    """
    digest = hashlib.sha256()
    for name, rows in rows_of(dataset).items():
        digest.update(json.dumps([name, rows], ensure_ascii=True).encode("ascii"))
    return digest.hexdigest()
