"""Templates, schemas and the data dictionary are what a council needs to begin."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import Result

from planner.errors import EXIT_DONE, EXIT_OUTPUT, EXIT_USAGE
from planner.tables.schemas import SCHEMAS

Planner = Callable[..., Result]


def test_the_template_has_a_sheet_for_each_table(planner: Planner, tmp_path: Path) -> None:
    result = planner("template", tmp_path / "ours.xlsx")
    assert result.exit_code == EXIT_DONE
    assert set(SCHEMAS) <= set(load_workbook(tmp_path / "ours.xlsx").sheetnames)


def test_a_filled_workbook_is_never_written_over(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "ours.xlsx").write_text("a morning's work")
    result = planner("template", tmp_path / "ours.xlsx")
    assert result.exit_code == EXIT_OUTPUT
    assert "is there already. Name a new file." in result.stderr
    assert (tmp_path / "ours.xlsx").read_text() == "a morning's work"


def test_a_template_that_is_no_workbook_is_a_usage_error(planner: Planner, tmp_path: Path) -> None:
    result = planner("template", tmp_path / "ours.csv")
    assert result.exit_code == EXIT_USAGE
    assert "Let it end in .xlsx." in result.stderr


@pytest.mark.parametrize("files", ["tables", "scenario"])
def test_a_schema_is_json_that_explains_every_key(planner: Planner, files: str) -> None:
    schema = json.loads(planner("schema", files).stdout)
    assert all(each["description"] for each in schema["properties"].values())


def test_the_data_dictionary_explains_every_column(planner: Planner) -> None:
    page = planner("data-dictionary").stdout
    for table in SCHEMAS.values():
        assert f"\n## {table.name}\n" in page
        assert all(f"| `{column.name}` |" in page for column in table.columns)
