"""``planner allocate``: who goes where, as words for a person and as data for a program."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from planner import __version__
from planner.errors import EXIT_DATA, EXIT_DONE

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "scenarios" / "worcestershire" / "base.yaml"
PLACED = {
    *("pupil_id", "commission_id", "site_id", "start_date", "end_date", "travel_minutes"),
    *("annual_pence", "school_days_late", "reasons"),
}
RUN = {
    *("scenario_id", "as_at", "data_fingerprint", "seed", "planner_version", "solver_version"),
    "solve_seconds",
}


@pytest.fixture(scope="module")
def answer(planner: Planner) -> dict[str, Any]:
    """The worked case's answer as another program reads it."""
    result = planner("allocate", CASE, "--json")
    assert result.exit_code == EXIT_DONE, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_json_object_has_exactly_the_keys_agreed(answer: dict[str, Any]) -> None:
    assert list(answer) == ["placed", "unplaced", "goals", "run"]
    assert all(set(each) >= PLACED for each in answer["placed"])
    assert all(set(each) >= {"pupil_id", "reasons"} for each in answer["unplaced"])
    assert all(
        set(each) == {"goal", "value", "bound", "unit", "proven"} for each in answer["goals"]
    )
    assert set(answer["run"]) == RUN
    assert answer["run"]["planner_version"] == __version__


def test_every_waiting_pupil_is_answered_once_with_reasons(answer: dict[str, Any]) -> None:
    everyone = [*answer["placed"], *answer["unplaced"]]
    pupils = [each["pupil_id"] for each in everyone]
    assert len(pupils) == len(set(pupils)) == 60
    assert all(each["reasons"] for each in everyone)


def test_every_goal_of_the_worked_case_is_proven(answer: dict[str, Any]) -> None:
    assert all(each["proven"] and each["value"] == each["bound"] for each in answer["goals"])


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_another_process_prints_the_same_bytes_but_for_the_seconds(
    hash_seed: str, answer: dict[str, Any]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "planner", "allocate", CASE, "--json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    )
    again = json.loads(done.stdout)
    again["run"]["solve_seconds"] = answer["run"]["solve_seconds"]
    text = json.dumps(again, indent=2, ensure_ascii=False)
    assert text == json.dumps(answer, indent=2, ensure_ascii=False)


def test_standard_output_holds_data_only_and_progress_goes_to_standard_error(
    planner: Planner,
) -> None:
    result = planner("allocate", CASE, "--json")
    json.loads(result.stdout)
    assert "Placing 60 pupils ..." in result.stderr
    assert planner("allocate", CASE, "--json", "--quiet").stderr == ""


def test_a_person_reads_who_goes_where_and_who_has_none(
    planner: Planner, answer: dict[str, Any]
) -> None:
    text = planner("allocate", CASE).stdout
    assert text.startswith("Worcestershire, 8 November 2021, as at 8 Nov 2021.\n")
    assert f"{len(answer['placed'])} of 60 waiting pupils can be placed" in text
    for each in answer["unplaced"]:
        assert f"  {each['pupil_id']}: " in text
        assert all(f"      {reason}\n" in text for reason in each["reasons"])
    assert text.endswith("These are suggestions; a person decides.\n")


def test_the_question_can_be_asked_as_at_another_day(planner: Planner) -> None:
    result = planner("allocate", CASE, "--json", "--as-at", "15/11/2021")
    assert json.loads(result.stdout)["run"]["as_at"] == "2021-11-15"


def test_the_object_is_written_to_a_folder_when_asked(
    planner: Planner, tmp_path: Path, answer: dict[str, Any]
) -> None:
    planner("allocate", CASE, "-o", tmp_path / "out")
    written = json.loads((tmp_path / "out" / "allocation.json").read_text(encoding="utf-8"))
    assert written["placed"] == answer["placed"]


def test_with_a_problem_in_the_tables_nothing_is_calculated_or_written(
    planner: Planner, worked_case: Path, tmp_path: Path
) -> None:
    referrals = worked_case / "tables" / "referrals.csv"
    text = referrals.read_text(encoding="utf-8-sig").replace("new_arrival", "new_arrivel", 1)
    referrals.write_text(text, encoding="utf-8")
    result = planner("allocate", worked_case / "base.yaml", "-o", tmp_path / "out", "--json")
    assert result.exit_code == EXIT_DATA
    assert result.stdout == ""
    assert "1 problem found. Nothing was calculated." in result.stderr
    assert not (tmp_path / "out").exists()
