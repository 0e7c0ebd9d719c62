"""The data dictionary: every table and column as a page of Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from planner.tables.schemas import SCHEMAS, Schema
from planner.tables.template.wording import codes_of, empty_means, form_of

_INTRODUCTION = """\
# Data dictionary

One CSV file, Parquet file or sheet of a workbook for each table, named as the table. The first
row holds the column names. Days are written year first or day first, never month first. Nothing
here asks for a name, a UPN or a date of birth: a pupil is a pseudonym that the council makes.

This page is made from the definitions that check the tables.
"""


def data_dictionary() -> str:
    """Return the data dictionary in Markdown."""
    parts = [_INTRODUCTION]
    parts.extend("\n".join(_table_lines(schema)) for schema in SCHEMAS.values())
    parts.append("\n".join(_code_lines()))
    return "\n".join(parts).rstrip() + "\n"


def _table_lines(schema: Schema) -> Iterator[str]:
    yield f"## {schema.name}"
    yield ""
    yield f"{schema.says} {'Required' if schema.required else 'Optional'}; one row for each " + (
        " + ".join(f"`{name}`" for name in schema.key) + "."
    )
    yield ""
    yield "| column | meaning | written as | unit | empty cell | source |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for column in schema.columns:
        says = column.says
        if column.refers_to:
            says += f" Must stand in {' or '.join(f'`{place}`' for place in column.refers_to)}."
        cells = (
            f"`{column.name}`",
            says,
            form_of(column),
            column.unit,
            empty_means(column),
            column.source,
        )
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
    yield ""


def _code_lines() -> Iterator[str]:
    yield "## Codes"
    yield ""
    seen: set[type[StrEnum]] = set()
    for schema in SCHEMAS.values():
        for column in schema.columns:
            if column.codes is None or column.codes in seen:
                continue
            seen.add(column.codes)
            summary = (column.codes.__doc__ or column.name).strip().splitlines()[0]
            yield f"- {summary} " + "; ".join(
                f"`{code}` {says}".strip() for code, says in codes_of(column)
            )
