"""Which tables are there: names that are none, and tables that are missing."""

from __future__ import annotations

from collections.abc import Mapping

from planner.tables.faults import Faults, listed, nearest
from planner.tables.files.raw import RawTable, RawTables
from planner.tables.schemas import SCHEMAS


def parted(tables: Mapping[str, RawTable | None]) -> RawTables:
    """Part the tables that could be opened from those that could not."""
    return RawTables(
        {name: table for name, table in tables.items() if table is not None},
        frozenset(name for name, table in tables.items() if table is None),
    )


def refuse_unknown_table(file: str, name: str, faults: Faults, *, thing: str) -> None:
    """Note a file or sheet that is no input table, and what it may have been meant for."""
    near = nearest(name, SCHEMAS)
    meant = f'Did you mean "{near}"? ' if near else ""
    faults.add(
        file,
        what=f"There is no input table of this name, so the {thing} would not be read.",
        fix=f"{meant}Rename it, take it away, or put an underscore in front of its name to leave "
        "it out.",
    )


def refuse_missing_tables(place: str, found: set[str], faults: Faults) -> None:
    """Note every required table that is not there."""
    missing = [name for name, schema in SCHEMAS.items() if schema.required and name not in found]
    for name in missing:
        faults.add(
            place,
            what=f"The table {name} is missing.",
            fix=f'Add "{name}.csv": {SCHEMAS[name].says}',
        )
    if missing and not found:
        faults.add(
            place,
            what="There is no input table in it at all.",
            fix=f"A workbook is given by its own path; a folder must hold {listed(missing)}.",
        )
