"""Ids that name a row of another table: each must be there."""

from __future__ import annotations

from planner.tables.checks.parsed import ParsedTable, ParsedTables
from planner.tables.faults import Faults, nearest
from planner.tables.schemas import Column


def refuse_unknown_references(tables: ParsedTables, faults: Faults) -> None:
    """Note every id that names nothing, with the nearest id that there is."""
    for table in tables.tables.values():
        for column in table.schema.columns:
            if column.refers_to and all(tables.is_known(place) for place in column.refers_to):
                _refuse_unknown(table, column, tables, faults)


def _refuse_unknown(
    table: ParsedTable, column: Column, tables: ParsedTables, faults: Faults
) -> None:
    known = [tables.words_in(place) for place in column.refers_to]
    where = " or ".join(place.partition(".")[0] for place in column.refers_to)
    for row in table.rows:
        value = row.text(column.name)
        if not value or any(value in words for words in known):
            continue
        if faults.is_given_up(table.file):
            return
        near = nearest(value, [word for words in known for word in words])
        meant = f'Did you mean "{near}"? ' if near else ""
        faults.add(
            table.file,
            row.line,
            column.name,
            value=value,
            what=f"There is no such id in the table {where}.",
            fix=f"{meant}Put the id right, or add the row to {where}.",
        )
