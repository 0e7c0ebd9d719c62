"""Template, dictionary, JSON Schema and errors table come from the definitions of the checks."""

from __future__ import annotations

import csv
import dataclasses
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from planner.errors import OutputRefused, Problem
from planner.tables.cells.convert import parse_cell
from planner.tables.problems import write_errors_table
from planner.tables.read import read_dataset
from planner.tables.records import RECORD_TYPES
from planner.tables.schemas import SCHEMAS, Column, Schema
from planner.tables.template import data_dictionary, json_schema, write_template
from planner.tables.write import write_dataset

COLUMNS = [(schema, column) for schema in SCHEMAS.values() for column in schema.columns]
NAMES = [f"{schema.name}.{column.name}" for schema, column in COLUMNS]


@pytest.mark.parametrize(("schema", "column"), COLUMNS, ids=NAMES)
def test_a_column_says_what_it_means_and_fills_a_field_with_the_same_default(
    schema: Schema, column: Column
) -> None:
    assert column.says.endswith(".")
    fields = {field.name: field for field in dataclasses.fields(RECORD_TYPES[schema.name])}
    field = fields[column.field.partition(".")[0]]
    if column.default and field.default is not dataclasses.MISSING:
        assert parse_cell(column.default, column) == field.default
    if column.required:
        assert field.default is dataclasses.MISSING


@pytest.mark.parametrize(("schema", "column"), COLUMNS, ids=NAMES)
def test_numbers_have_a_unit_and_a_range(schema: Schema, column: Column) -> None:
    if column.kind.value in {"whole number", "metres on the National Grid", "pounds", "figure"}:
        assert column.unit
        assert column.minimum is not None
        assert column.maximum is not None


def test_the_template_has_every_column_with_a_note_and_every_code(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "template.xlsx")
    assert workbook.sheetnames == ["Guide", *SCHEMAS, "Codes"]
    for schema in SCHEMAS.values():
        headings = workbook[schema.name][1]
        assert tuple(cell.value for cell in headings) == schema.column_names
        assert all(cell.comment is not None for cell in headings)
    lists = workbook["referrals"].data_validations.dataValidation
    assert any("off_site_direction" in rule.formula1 for rule in lists)
    codes = {row[2] for row in workbook["Codes"].iter_rows(min_row=2, values_only=True)}
    assert {"SEMH", "declined_by_provider", "KS4"} <= codes


def test_two_templates_are_the_same_to_the_byte(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_template(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_dictionary_has_a_line_for_each_column_and_each_code() -> None:
    lines = data_dictionary().splitlines()
    for schema, column in COLUMNS:
        rows = lines[lines.index(f"## {schema.name}") :]
        assert any(row.startswith(f"| `{column.name}` | {column.says}") for row in rows)
    assert sum("`SEMH`" in line for line in lines) == 1
    assert all(line.count("|") in {0, 7} for line in lines)


def test_the_json_schema_names_what_must_be_there() -> None:
    schema = json_schema()
    assert schema == json.loads(json.dumps(schema))
    assert schema["required"] == ["referrals", "providers", "sites", "commissions", "calendar"]
    row = schema["properties"]["referrals"]["items"]
    assert row["required"] == ["pupil_id", "route", "referred_on", "year_group"]
    assert row["properties"]["sessions_per_week"]["maximum"] == 10
    assert "permanent_exclusion" in row["properties"]["route"]["enum"]


def test_an_errors_table_holds_every_problem_and_no_formula(tmp_path: Path) -> None:
    problems = [
        Problem("referrals.csv", 3, "route", "=cmd()", "Not a code.", "Write F, or M."),
        Problem("calendar.csv", 0, "", "@x", "No term.", 'Say "term".'),
    ]
    write_errors_table(problems, tmp_path / "out" / "errors.csv")
    text = (tmp_path / "out" / "errors.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(text.splitlines())) == [
        ["file", "row", "column", "value", "what", "fix"],
        ["calendar.csv", "", "", "'@x", "No term.", 'Say "term".'],
        ["referrals.csv", "3", "route", "'=cmd()", "Not a code.", "Write F, or M."],
    ]


def test_output_that_cannot_be_written_is_refused_in_words(tmp_path: Path, folder) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    dataset = read_dataset(folder.path, as_at=date(2021, 11, 8))
    with pytest.raises(OutputRefused, match="The tables cannot be written to"):
        write_dataset(dataset, tmp_path / "file")
    with pytest.raises(OutputRefused, match="The template cannot be written to"):
        write_template(tmp_path / "file" / "template.xlsx")
    with pytest.raises(OutputRefused, match="The errors table cannot be written to"):
        write_errors_table([], tmp_path / "file" / "errors.csv")
