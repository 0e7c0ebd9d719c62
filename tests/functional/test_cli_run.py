"""``planner run`` writes a report that can be opened, worked with and made again."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import Result

from planner.errors import EXIT_DONE, EXIT_OUTPUT

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "scenarios" / "worcestershire" / "base.yaml"


@pytest.fixture(scope="module")
def folder(planner: Planner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run of the worked case wrote."""
    target = tmp_path_factory.mktemp("run") / "out"
    result = planner("run", CASE, "-o", target)
    assert result.exit_code == EXIT_DONE, result.stderr
    assert result.stdout.rstrip().endswith(f"The report: {target / 'report.html'}")
    return target


def test_a_run_writes_the_report_the_workbook_the_tables_and_its_record(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert {"report.html", "results.xlsx", "run.json", "placements.csv", "goals.csv"} <= names
    assert not [path for path in folder.parent.iterdir() if path != folder]


def test_the_report_answers_the_scenarios_question_and_needs_no_network(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Which waiting pupil gets which place, and from when?" in page
    assert "<script" not in page
    assert 'src="http' not in page


def test_the_workbook_opens_with_the_placements(folder: Path) -> None:
    workbook = load_workbook(folder / "results.xlsx", read_only=True)
    assert len(workbook.sheetnames) > 5
    workbook.close()


def test_the_record_tells_what_is_needed_to_make_the_answer_again(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert record["run"]["data_fingerprint"]
    assert record["run"]["scenario_id"] == "base"


def test_a_second_run_writes_the_same_bytes_but_for_the_seconds(
    planner: Planner, folder: Path, tmp_path: Path
) -> None:
    planner("run", CASE, "-o", tmp_path / "again", "--quiet")
    for path in sorted(folder.iterdir()):
        if path.suffix == ".csv":
            assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_run_into_somebody_elses_folder_is_refused(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    result = planner("run", CASE, "-o", tmp_path)
    assert result.exit_code == EXIT_OUTPUT
    assert "holds files that the planner did not write" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]
