"""The errors table: every problem as a row that an officer can work down."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from planner.errors import OutputRefused, Problem
from planner.results.plain import harmless

_HEADING = ("file", "row", "column", "value", "what", "fix")


def write_errors_table(problems: Iterable[Problem], path: Path) -> None:
    """
    Write every problem as a row of a CSV file that any spreadsheet opens safely.

    Raises
    ------
    OutputRefused
        If the file cannot be written.
    """
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(_HEADING)
    for problem in sorted(problems):
        row = str(problem.line) if problem.line else ""
        writer.writerow(
            harmless(text)
            for text in (
                problem.file,
                row,
                problem.column,
                problem.value,
                problem.what,
                problem.fix,
            )
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sheet.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise OutputRefused(
            f"The errors table cannot be written to {path} ({error.strerror}). "
            "Name a file that you may write."
        ) from error
