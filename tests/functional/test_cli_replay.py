"""``planner replay``: a past run is made again bit for bit, or what no longer matches is named."""

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import Result

from planner.errors import EXIT_DONE, EXIT_RECORD
from planner.jobs.deciding.record import read_run, sealed, write_run

Planner = Callable[..., Result]
PUPIL = "WORCS-0006"


@pytest.fixture
def kept(planner: Planner, worked_case: Path, tmp_path: Path) -> Path:
    """A folder with one pupil's choices and their record."""
    folder = tmp_path / "kept"
    done = planner("suggest", worked_case / "base.yaml", PUPIL, "-q", "-o", folder)
    assert done.exit_code == EXIT_DONE, done.stderr
    return folder


def _change(table: Path, row: int, column: str, instead: str) -> None:
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    rows[row][rows[0].index(column)] = instead
    with table.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_a_kept_suggestion_is_made_again_with_the_same_choices(
    planner: Planner, kept: Path
) -> None:
    then = json.loads((kept / "suggestions.json").read_text(encoding="utf-8"))
    done = planner("replay", kept, "--json", "-q")
    assert done.exit_code == EXIT_DONE, done.stderr
    again = json.loads(done.stdout)
    then["run"].pop("solve_seconds")
    again["run"].pop("solve_seconds")
    assert again == then


def test_a_plan_is_made_again_although_its_scenario_file_has_changed(
    planner: Planner, worked_case: Path, tmp_path: Path
) -> None:
    case = worked_case / "base.yaml"
    planner("allocate", case, "-q", "-o", tmp_path / "plan")
    case.write_text("title: Something else\n", encoding="utf-8")
    done = planner("replay", tmp_path / "plan", "-q")
    assert done.exit_code == EXIT_DONE, done.stderr
    assert "the same answer, bit for bit" in done.stdout


def test_the_same_run_has_the_same_id_wherever_it_is_kept(
    planner: Planner, kept: Path, worked_case: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "some" / "where" / "else"
    planner("suggest", worked_case / "base.yaml", PUPIL, "-q", "-o", elsewhere)
    one, other = (
        json.loads((folder / "run.json").read_text(encoding="utf-8"))["record"]
        for folder in (kept, elsewhere)
    )
    assert one["run_id"] == other["run_id"]
    assert one["found_at"] != other["found_at"]
    assert planner("replay", elsewhere, "-q").exit_code == EXIT_DONE


def test_each_table_that_changed_is_named(planner: Planner, kept: Path, worked_case: Path) -> None:
    tables = worked_case / "tables"
    _change(tables / "referrals.csv", 5, "year_group", "8")
    with (tables / "pairs.csv").open("a", encoding="utf-8") as file:
        file.write("WORCS-0010,WORCS-0020,apart\n")
    done = planner("replay", kept, "-q")
    assert done.exit_code == EXIT_RECORD
    assert done.stdout == ""
    assert "referrals: 60 rows as before, with other values." in done.stderr
    assert "pairs: 3 rows; there were 2." in done.stderr
    assert "placements" not in done.stderr


def test_a_geographic_file_that_changes_the_journeys_is_named(
    planner: Planner, kept: Path, tmp_path: Path
) -> None:
    curves, manifest = tmp_path / "geo/data/travel_curves.csv", tmp_path / "geo/manifest.yaml"
    before = hashlib.sha256(curves.read_bytes()).hexdigest()
    with curves.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    slope = heading.index("b_minutes_per_km")
    slower = [[*row[:slope], f"{float(row[slope]) * 2}", *row[slope + 1 :]] for row in rows]
    with curves.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([heading, *slower])
    after = hashlib.sha256(curves.read_bytes()).hexdigest()
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(before, after), encoding="utf-8")
    done = planner("replay", kept, "-q")
    assert done.exit_code == EXIT_RECORD
    assert "The journeys" in done.stderr
    assert "Geographic files changed: travel_curves." in done.stderr


def test_another_answer_of_another_version_is_refused_by_its_version(
    planner: Planner, kept: Path
) -> None:
    record = read_run(kept)
    older = replace(record.run, planner_version="0.0.9")
    write_run(sealed(replace(record, run=older, answer="0" * 64)), kept)
    done = planner("replay", kept, "-q")
    assert done.exit_code == EXIT_RECORD
    assert "The answer is another one. The run was made with planner 0.0.9 (here" in done.stderr


def test_a_scenario_key_that_is_known_no_more_is_named(planner: Planner, kept: Path) -> None:
    record = read_run(kept)
    text = record.asked.scenario.replace("settings:\n", "settings:\n  colour: red\n")
    write_run(sealed(replace(record, asked=replace(record.asked, scenario=text))), kept)
    done = planner("replay", kept, "-q")
    assert done.exit_code == EXIT_RECORD
    assert "The scenario in the record is not understood any more: settings.colour" in done.stderr


def test_tables_that_have_moved_are_found_where_the_user_says(
    planner: Planner, kept: Path, worked_case: Path, tmp_path: Path
) -> None:
    shutil.move(worked_case / "tables", tmp_path / "archive")
    lost = planner("replay", kept, "-q")
    assert lost.exit_code == EXIT_RECORD
    assert "Say where it is with --data" in lost.stderr
    assert planner("replay", kept, "-q", "--data", tmp_path / "archive").exit_code == EXIT_DONE


def test_a_record_that_was_changed_is_refused(planner: Planner, kept: Path) -> None:
    record = kept / "run.json"
    text = record.read_text(encoding="utf-8")
    record.write_text(text.replace('"rank": 1', '"rank": 9', 1), encoding="utf-8")
    done = planner("replay", kept, "-q")
    assert done.exit_code == EXIT_RECORD
    assert "was changed after it was written" in done.stderr


def test_what_is_no_record_is_refused(planner: Planner, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"record_version": 1, "run": {}}', encoding="utf-8")
    done = planner("replay", tmp_path, "-q")
    assert done.exit_code == EXIT_RECORD
    assert "holds no record that can be made again" in done.stderr
    (tmp_path / "run.json").write_text('{"record_version": 3, "record": {"run_id": 7}}')
    assert "is damaged: answer" in planner("replay", tmp_path, "-q").stderr
    (tmp_path / "run.json").unlink()
    assert "run.json cannot be read" in planner("replay", tmp_path / "run.json", "-q").stderr


def test_a_record_names_pupils_by_their_ids_only(kept: Path, worked_case: Path) -> None:
    text = (kept / "run.json").read_text(encoding="utf-8")
    with (worked_case / "tables" / "referrals.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert row["pupil_id"] in text
            assert row["home_postcode"] not in text or not row["home_postcode"]
