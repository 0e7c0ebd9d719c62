"""The tables as a JSON Schema, for other programs that write or check them."""

from __future__ import annotations

from typing import Any

from planner.tables.schemas import SCHEMAS, Column, Kind, Schema
from planner.tables.template.wording import codes_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.IDENTIFIER: {"type": "string", "minLength": 1},
    Kind.POSTCODE: {"type": "string"},
    Kind.YEAR_GROUPS: {"type": "string", "pattern": "^[0-9]{1,2}( [0-9]{1,2})*$"},
    Kind.YES_NO: {"enum": ["yes", "no"]},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MONTH: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
}
_IN_HUNDREDTHS = frozenset({Kind.POUNDS, Kind.FIGURE})


def json_schema() -> dict[str, Any]:
    """
    Return the JSON Schema of a whole set of tables.

    An object has one list of rows for each table; a row is an object of columns.
    """
    return {
        "$schema": _DIALECT,
        "title": "Input tables of the AP planner",
        "type": "object",
        "properties": {name: _table(schema) for name, schema in SCHEMAS.items()},
        "required": [name for name, schema in SCHEMAS.items() if schema.required],
        "additionalProperties": False,
    }


def _table(schema: Schema) -> dict[str, Any]:
    return {
        "description": f"{schema.says} One row for each {' + '.join(schema.key)}.",
        "type": "array",
        "items": {
            "type": "object",
            "properties": {column.name: _column(column) for column in schema.columns},
            "required": [column.name for column in schema.columns if column.required],
            "additionalProperties": False,
        },
    }


def _column(column: Column) -> dict[str, Any]:
    described = {"description": column.says, **_shape(column)}
    if column.default:
        described["default"] = _default(column)
    if column.unit:
        described["x-unit"] = column.unit
    if column.source:
        described["x-source"] = column.source
    if column.refers_to:
        described["x-refers-to"] = list(column.refers_to)
    return described


def _shape(column: Column) -> dict[str, Any]:
    codes = [code for code, _ in codes_of(column)]
    if column.kind is Kind.CODE:
        return {"enum": codes}
    if column.kind is Kind.CODES:
        one = f"({'|'.join(codes)})"
        return {"type": "string", "pattern": f"^{one}( {one})*$"}
    if column.kind in _SHAPES:
        return _SHAPES[column.kind]
    return _number(column)


def _number(column: Column) -> dict[str, Any]:
    if column.kind in _IN_HUNDREDTHS:
        return {
            "type": "number",
            "multipleOf": 0.01,
            "minimum": (column.minimum or 0) / 100,
            "maximum": (column.maximum or 0) / 100,
        }
    return {"type": "integer", "minimum": column.minimum, "maximum": column.maximum}


def _default(column: Column) -> str | int | float:
    if column.kind is Kind.WHOLE:
        return int(column.default)
    return float(column.default) if column.kind in _IN_HUNDREDTHS else column.default
