"""A table as it stands in a file, every cell a text, before anything is understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from planner.tables.faults import Faults, shown

MOST_BYTES = 50 * 1024 * 1024
"""Largest file that is read. [bytes]"""

MOST_ROWS = 500_000
"""Most rows of one table that are read."""

MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table's heading and rows; each row with its number as Excel counts it."""

    name: str
    """Name of the schema."""
    file: str
    """Where it was read, in the user's words."""
    heading: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class RawTables:
    """Every table that could be opened, and the names of those that could not."""

    tables: dict[str, RawTable]
    broken: frozenset[str] = frozenset()


def collect(
    name: str, file: str, lines: Iterable[tuple[int, tuple[str, ...]]], faults: Faults
) -> RawTable | None:
    """
    Part the heading from the rows, leaving out blank lines.

    Parameters
    ----------
    name
        Name of the schema.
    file
        Where the lines stand, in the user's words.
    lines
        Row number, from 1, and cells.
    faults
        Takes the problems.

    Returns
    -------
    RawTable | None
        None where there is not even a heading, or where there are too many rows.
    """
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    heading = next(filled, None)
    if heading is None:
        faults.add(
            file,
            what="The table is empty: there is not even a heading.",
            fix="Put the column names in the first row, as `planner template` writes them.",
        )
        return None
    rows: list[tuple[int, tuple[str, ...]]] = []
    for row in filled:
        if len(rows) == MOST_ROWS:
            faults.add(
                file,
                row[0],
                what=f"There are more than {MOST_ROWS:,} rows, the most that is read.",
                fix="Keep only the rows of this authority that the question needs.",
            )
            return None
        rows.append(row)
    return RawTable(name, shown(file), heading[1], tuple(rows))


def is_too_large(file: str, size_bytes: int, faults: Faults) -> bool:
    """Refuse a file over the limit before it is opened, and say the limit."""
    if size_bytes <= MOST_BYTES:
        return False
    faults.add(
        file,
        what=f"The file has {size_bytes / 1024**2:,.0f} MB; at most {MOST_BYTES // 1024**2} MB "
        "are read.",
        fix="Keep only the rows and columns of this authority that the question needs.",
    )
    return True
