"""Another program, which shares no code with the planner, finds no broken rule in its answers."""

import csv
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Planner = Callable[..., Result]
Answer = dict[str, Any]
HERE = Path(__file__).resolve().parent
WORKED = HERE.parents[1] / "scenarios" / "worcestershire"


def _broken(answer: Answer, tables: Path, file: Path, *, weeks: int = 12) -> list[str]:
    file.write_text(json.dumps(answer), encoding="utf-8")
    checker = (sys.executable, HERE / "independent_check.py")
    done = subprocess.run(
        [*checker, file, tables, answer["run"]["as_at"], str(weeks)],
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    found = done.stdout.splitlines()
    assert done.returncode == bool("".join(found))
    return [line for line in found if line]


@pytest.fixture(scope="module")
def worked(planner: Planner) -> str:
    return planner("allocate", WORKED / "base.yaml", "--json").stdout


def test_no_rule_is_broken_in_the_worked_case(worked: str, tmp_path: Path) -> None:
    assert _broken(json.loads(worked), WORKED / "tables", tmp_path / "answer.json") == []


@pytest.mark.parametrize(("seed", "pupils", "weeks"), [(3, 40, 12), (6, 300, 1)])
def test_no_rule_is_broken_in_a_made_up_authority(
    planner: Planner, tmp_path: Path, seed: int, pupils: int, weeks: int
) -> None:
    case, file = tmp_path / "case", tmp_path / "answer.json"
    planner("new", case, "--seed", seed, "--pupils", pupils)
    scenario = (case / "base.yaml").read_text(encoding="utf-8")
    shorter = scenario.replace("horizon_weeks: 12", f"horizon_weeks: {weeks}")
    (case / "base.yaml").write_text(shorter, encoding="utf-8")
    answer = json.loads(planner("allocate", case / "base.yaml", "--json").stdout)
    assert len(answer["placed"]) + len(answer["unplaced"]) == pupils
    assert len(answer["placed"]) > pupils // 4
    assert all(goal["proven"] for goal in answer["goals"])
    assert _broken(answer, case / "tables", file, weeks=weeks) == []


def _start_on_a_sunday(answer: Answer) -> None:
    answer["placed"][0]["start_date"] = "2021-11-14"


def _outlast_the_plan(answer: Answer) -> None:
    answer["placed"][0]["end_date"] = "2022-07-30"


def _forget_somebody(answer: Answer) -> None:
    answer["unplaced"].pop()


def _lose_a_decision(answer: Answer) -> None:
    (decided,) = (p for p in answer["placed"] if p["pupil_id"] == "WORCS-0016")
    decided["commission_id"] = "BEACON-P"


def _crowd_one_commission(answer: Answer) -> None:
    crowded = answer["placed"][0]
    for placed in answer["placed"]:
        placed["commission_id"], placed["site_id"] = crowded["commission_id"], crowded["site_id"]


def _make_lateness_smaller(answer: Answer) -> None:
    (late, *_) = (p for p in answer["placed"] if p["school_days_late"])
    late["school_days_late"] -= 1


def _make_a_goal_smaller(answer: Answer) -> None:
    (goal,) = (g for g in answer["goals"] if g["goal"] == "late_days")
    goal["value"] -= 1


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_start_on_a_sunday, "start: not a school day"),
        (_outlast_the_plan, "end: after the planned weeks"),
        (_forget_somebody, "everybody once"),
        (_lose_a_decision, "decision: does not stand"),
        (_crowd_one_commission, "places: more sessions than places"),
        (_make_lateness_smaller, "lateness: counted otherwise"),
        (_make_a_goal_smaller, "late_days: goal:"),
    ],
)
def test_a_spoiled_answer_is_found_out(
    worked: str, tmp_path: Path, spoil: Callable[[Answer], None], told: str
) -> None:
    answer = json.loads(worked)
    spoil(answer)
    found = _broken(answer, WORKED / "tables", tmp_path / "answer.json")
    assert any(told in line for line in found)


def test_rows_in_another_order_give_the_same_answer(
    planner: Planner, worked_case: Path, worked: str
) -> None:
    order = random.Random(8)
    for path in sorted((worked_case / "tables").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading, *rows = csv.reader(file)
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *order.sample(rows, len(rows))])
    shuffled = json.loads(planner("allocate", worked_case / "base.yaml", "--json").stdout)
    first = json.loads(worked)
    assert shuffled["placed"] == first["placed"]
    assert shuffled["unplaced"] == first["unplaced"]
    assert shuffled["goals"] == first["goals"]
    assert shuffled["run"]["data_fingerprint"] == first["run"]["data_fingerprint"]
