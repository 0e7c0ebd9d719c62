"""``planner allocate --previous``: a plan made anew after news, with every change explained."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from planner.errors import EXIT_DONE, EXIT_RECORD

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "scenarios" / "worcestershire" / "base.yaml"


@pytest.fixture(scope="module")
def earlier(planner: Planner, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked case's plan with its record."""
    folder = tmp_path_factory.mktemp("kept") / "plan"
    done = planner("allocate", CASE, "-q", "-o", folder)
    assert done.exit_code == EXIT_DONE, done.stderr
    return folder


def _replan(planner: Planner, case: Path, earlier: Path) -> dict[str, Any]:
    done = planner("allocate", case, "--previous", earlier, "--json", "-q")
    assert done.exit_code == EXIT_DONE, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    assert list(answer) == ["placed", "unplaced", "goals", "run", "previous_run", "changes"]
    return answer


def _value(answer: dict[str, Any], goal: str) -> int:
    return next(each["value"] for each in answer["goals"] if each["goal"] == goal)


def _offers(earlier: Path) -> dict[str, str]:
    placed = json.loads((earlier / "allocation.json").read_text(encoding="utf-8"))["placed"]
    return {each["pupil_id"]: each["commission_id"] for each in placed}


def test_without_news_nothing_changes(planner: Planner, earlier: Path) -> None:
    answer = _replan(planner, CASE, earlier)
    assert answer["changes"] == []
    assert _value(answer, "changes_to_offers") == 0
    order = [each["goal"] for each in answer["goals"]]
    assert order.index("changes_to_offers") == order.index("unplaced_priority_3") + 1


def test_after_three_refusals_each_change_is_listed_with_its_cause(
    planner: Planner, earlier: Path, worked_case: Path, tmp_path: Path
) -> None:
    case, offers = worked_case / "base.yaml", _offers(earlier)
    refused = ("WORCS-0003", "WORCS-0007", "WORCS-0008")
    for pupil in refused:
        how = ("--declined-by-provider", offers[pupil], "--reason", "need_not_met", "-q")
        assert planner("decide", case, pupil, *how).exit_code == EXIT_DONE
    folder = tmp_path / "anew"
    done = planner("allocate", case, "--previous", earlier, "-o", folder, "-q")
    assert done.exit_code == EXIT_DONE, done.stderr
    answer = json.loads((folder / "allocation.json").read_text(encoding="utf-8"))
    changes = {each["pupil_id"]: each for each in answer["changes"]}
    assert set(refused) <= set(changes)
    for pupil in refused:
        assert changes[pupil]["causes"][0]["kind"] == "declined"
        assert f"      {offers[pupil]} declined the pupil on 8 Nov 2021." in done.stdout
    counted = sum(each["counts"] for each in changes.values())
    assert counted == _value(answer, "changes_to_offers")
    assert f"{counted} of {len(offers)} offers change." in done.stdout
    with (folder / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["pupil_id"] for row in rows] == sorted(changes)
    assert all(row["causes"] for row in rows)
    assert planner("replay", folder, "-q").exit_code == EXIT_DONE


def test_a_pupil_referred_since_is_named_where_the_place_goes_to_the_pupil(
    planner: Planner, earlier: Path, worked_case: Path
) -> None:
    table = worked_case / "tables" / "referrals.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    (like,) = (line for line in lines if line.startswith("WORCS-0010,"))
    newcomer = like.replace("WORCS-0010", "WORCS-0061")
    table.write_text("\n".join([*lines, newcomer, ""]), encoding="utf-8")
    changes = _replan(planner, worked_case / "base.yaml", earlier)["changes"]
    by_pupil = {each["pupil_id"]: each for each in changes}
    assert by_pupil["WORCS-0061"]["causes"][0]["kind"] == "referred_since"
    others = [each for pupil, each in by_pupil.items() if pupil != "WORCS-0061"]
    named = [cause for each in others for cause in each["causes"] if cause["kind"] == "taken"]
    assert any("WORCS-0061, referred since" in cause["sentence"] for cause in named)


def test_a_place_freed_early_is_told_as_the_cause(
    planner: Planner, earlier: Path, worked_case: Path
) -> None:
    table = worked_case / "tables" / "placements.csv"
    text = table.read_text(encoding="utf-8-sig")
    stay = "WORCS-IN-0281,FORGE-E,2021-06-28,2022-02-18"
    assert stay in text
    ended = text.replace(stay, "WORCS-IN-0281,FORGE-E,2021-06-28,2021-11-12")
    table.write_text(ended, encoding="utf-8")
    changes = _replan(planner, worked_case / "base.yaml", earlier)["changes"]
    told = [cause["sentence"] for each in changes for cause in each["causes"]]
    assert any(sentence.startswith("FORGE-E has more room: ") for sentence in told)


def test_a_pupil_who_waits_no_more_is_listed(
    planner: Planner, earlier: Path, worked_case: Path
) -> None:
    table = worked_case / "tables" / "referrals.csv"
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines if not line.startswith("WORCS-0060,")]
    table.write_text("\n".join([*kept, ""]), encoding="utf-8")
    changes = _replan(planner, worked_case / "base.yaml", earlier)["changes"]
    (gone,) = (each for each in changes if each["pupil_id"] == "WORCS-0060")
    assert gone["kind"] == "left"
    assert not gone["counts"]


def test_a_plan_of_a_later_day_is_no_earlier_plan(planner: Planner, tmp_path: Path) -> None:
    planner("allocate", CASE, "--as-at", "2021-11-15", "-q", "-o", tmp_path / "later")
    done = planner("allocate", CASE, "--previous", tmp_path / "later", "-q")
    assert done.exit_code == EXIT_RECORD
    assert "was asked as at 15 Nov 2021, after 8 Nov 2021" in done.stderr


def test_a_list_of_choices_is_no_earlier_plan(planner: Planner, tmp_path: Path) -> None:
    planner("suggest", CASE, "WORCS-0006", "-q", "-o", tmp_path / "list")
    done = planner("allocate", CASE, "--previous", tmp_path / "list", "-q")
    assert done.exit_code == EXIT_RECORD
    assert "ranked choices and is no plan" in done.stderr


def test_a_record_may_be_moved_and_still_be_planned_from(
    planner: Planner, earlier: Path, tmp_path: Path
) -> None:
    shutil.copytree(earlier, tmp_path / "elsewhere")
    assert _replan(planner, CASE, tmp_path / "elsewhere" / "run.json")["changes"] == []


def test_the_report_of_a_plan_made_anew_lists_the_changes(
    planner: Planner, earlier: Path, worked_case: Path, tmp_path: Path
) -> None:
    case, offers = worked_case / "base.yaml", _offers(earlier)
    how = ("--declined-by-provider", offers["WORCS-0003"], "--reason", "no_room", "-q")
    planner("decide", case, "WORCS-0003", *how)
    folder = tmp_path / "report"
    done = planner("run", case, "--previous", earlier, "-o", folder, "-q")
    assert done.exit_code == EXIT_DONE, done.stderr
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "This plan was made anew from that of 8 Nov 2021" in page
    assert f"{offers['WORCS-0003']} declined the pupil on 8 Nov 2021." in page
    assert (folder / "changes.csv").exists()
    assert planner("replay", folder, "-q").exit_code == EXIT_DONE


def test_a_choice_is_priced_with_the_offers_that_it_would_change(
    planner: Planner, earlier: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    how = ("--previous", earlier, "-o", kept, "--json", "-q")
    done = planner("suggest", CASE, "WORCS-0008", *how)
    assert done.exit_code == EXIT_DONE, done.stderr
    best, *others = json.loads(done.stdout)["choices"]
    assert best["commission_id"] == _offers(earlier)["WORCS-0008"]
    assert best["is_best"]
    for choice in others:
        changed = {each["goal"]: each["change"] for each in choice["change"]}
        assert changed["changes_to_offers"] >= 1
    assert planner("replay", kept, "-q").exit_code == EXIT_DONE
