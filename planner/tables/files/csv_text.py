"""CSV files to rows of text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from planner.tables.faults import Faults
from planner.tables.files.encoding import Undecodable, decode
from planner.tables.files.raw import RawTable, collect, is_too_large
from planner.tables.schemas import SCHEMAS

_DELIMITERS = (",", ";", "\t")


def read_csv(path: Path, name: str, faults: Faults) -> RawTable | None:
    """
    Read one CSV file.

    The encoding and the sign between cells (comma, semicolon or tab) are found out;
    what cannot be read is noted.
    """
    file = path.name
    try:
        if is_too_large(file, path.stat().st_size, faults):
            return None
        text = decode(path.read_bytes())
    except OSError as error:
        faults.add(
            file,
            what=f"The file cannot be opened ({error.strerror}).",
            fix="Close it in other programs and check that you may read it.",
        )
        return None
    except Undecodable as error:
        faults.add(file, error.line, what=error.what, fix=error.fix)
        return None
    return table_of_text(text, name, file, faults)


def table_of_text(text: str, name: str, file: str, faults: Faults) -> RawTable | None:
    """Return the rows of a CSV file's text; what cannot be read is noted."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter_of(text, name), strict=True
    )
    numbered = _Numbered(reader)
    try:
        return collect(name, file, numbered, faults)
    except csv.Error as error:
        faults.add(
            file,
            numbered.number + 1,
            what=f"The row cannot be parted into cells: {_reason(error)}.",
            fix='Check the quotation marks in this row; inside a cell write them twice ("").',
        )
        return None


class _Numbered:
    """The records of a CSV file with the row numbers that a spreadsheet gives them."""

    def __init__(self, reader: Iterator[list[str]]) -> None:
        self._reader = reader
        self.number = 0

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        for cells in self._reader:
            self.number += 1
            yield self.number, tuple(cells)


def _reason(error: csv.Error) -> str:
    reason = str(error)
    if "end of data" in reason:
        return "a quotation mark is opened and never closed"
    if "expected after" in reason:
        return "there is text after a closing quotation mark"
    if "field larger" in reason:
        return "a cell is far too long, perhaps because a quotation mark is never closed"
    return "its line ends or quotation marks are not those of a CSV file"


def delimiter_of(text: str, name: str) -> str:
    """Return the sign between cells with which most of a table's columns are found."""
    heading = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    known = set(SCHEMAS[name].column_names)

    def columns_known(delimiter: str) -> int:
        return len(known & {cell.strip(' "').lower() for cell in heading.split(delimiter)})

    return max(_DELIMITERS, key=columns_known)
