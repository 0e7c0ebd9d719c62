"""``planner sweep``, ``planner seek`` and ``planner stress`` as a user sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planner.demo.write import new_case

ROOT = Path(__file__).resolve().parents[2]
SWEPT = """\
title: More places at Marchfield
question: How many more?
base: base.yaml
changes:
  - change: add_places
    commission: BIRCH-MARCHFIELD-E
    places: {low: 1, high: 9}
    because: what is tried
sweep: {method: latin_hypercube, runs: 2}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    base = new_case(tmp_path, seed=1, pupils=4)
    base.write_text(base.read_text(encoding="utf-8").replace("draws: 1000", "draws: 20"))
    path = tmp_path / "swept.yaml"
    path.write_text(SWEPT, encoding="utf-8")
    return path


def test_a_sweep_prints_its_tornado_and_says_where_the_table_is(
    planner, case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    line = ("sweep", case, "-o", target, "--workers", 1, "--years", 1, "--measure", "placed")
    told = planner(*line)
    assert told.exit_code == 0, told.output
    assert "More places at Marchfield: 2 runs. 2 runs drawn as a Latin hypercube" in told.stdout
    assert "What moves the waiting pupils who are placed:" in told.stdout
    assert "places@BIRCH-MARCHFIELD-E" in told.stdout
    assert "4 of 4 runs to make, in this process" in told.stderr

    again = planner(*line, "--json", "-q")
    record = json.loads(again.stdout)
    assert [run["number"] for run in record["runs"]] == [1, 2]
    assert record["axes"][0]["low"] == 1
    assert again.stderr == ""


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--executor", "http://hub:8786"), "is no cluster. Write it like dask://HOST:8786."),
        (("--share-pupil-rows",), "Rows can be shared only with a cluster"),
    ],
)
def test_where_to_work_is_refused_before_anything_is_read(
    planner, tmp_path: Path, options: tuple[str, ...], told: str
) -> None:
    found = planner("sweep", tmp_path / "none.yaml", "-o", tmp_path / "out", *options)
    assert found.exit_code == 2
    assert told in " ".join(found.stderr.replace("│", " ").split())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "line",
    [
        ("sweep", "base.yaml"),
        ("sweep", "swept.yaml", "--measure", "lat_pupils"),
        ("sweep", "faulty.yaml"),
        ("seek", "faulty.yaml", "--target", "late_pupils <= 1", "--vary", "stays"),
        ("seek", "swept.yaml", "--target", "late_pupils <= 1", "--vary", "stay"),
        ("seek", "swept.yaml", "--target", "lat_pupils <= 1", "--vary", "stays"),
        ("stress", "faulty.yaml"),
    ],
)
def test_a_refusal_leaves_nothing_written(
    planner, case: Path, tmp_path: Path, line: tuple[str, ...]
) -> None:
    faulty = case.with_name("faulty.yaml")
    faulty.write_text(SWEPT.replace("BIRCH-MARCHFIELD-E", "BIRCH-MARCHFELD-E"), encoding="utf-8")
    name, file, *options = line
    found = planner(name, case.with_name(file), *options, "-o", tmp_path / "out", "-q")
    assert found.exit_code == 10, found.output
    assert not (tmp_path / "out").exists()
    assert "stand whole in" not in found.stderr


def test_a_measure_with_a_typing_fault_is_told_before_any_run(planner, case: Path) -> None:
    found = planner("sweep", case, "--measure", "lat_days")
    assert found.exit_code == 10
    assert 'Found "lat_days". Did you mean "late_days"?' in found.stderr
    assert "runs to make" not in found.stderr


def test_what_was_made_before_a_refusal_is_told_and_taken_the_next_time(
    planner, case: Path, tmp_path: Path
) -> None:
    bare = case.with_name("bare.yaml")
    line = ("seek", bare, "--vary", "places@BIRCH-MARCHFIELD-E", "--between", "0..2")
    bare.write_text("title: Bare\nbase: base.yaml\n", encoding="utf-8")
    (case.parent / "tables" / "history.csv").unlink()
    out = ("-o", tmp_path / "out", "--years", 1, "-q")
    found = planner(*line, "--target", "late_pupils <= 1", *out)
    assert found.exit_code == 13
    assert "1 run stands whole in" in found.stderr
    assert "There is no figure for late_pupils <= 1." in found.stderr
    assert list((tmp_path / "out" / "runs").glob("*.json"))


def test_a_finished_sweep_says_what_stands_and_leaves_its_tables_untouched_the_next_time(
    planner, case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    line = ("sweep", case, "-o", target, "--workers", 1, "--years", 1, "-q")
    first = planner(*line)
    assert f"In {target}:" in first.stdout
    assert "runs" in first.stdout
    assert "4 made now, 0 there before" in first.stdout
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*") if path.is_file()}
    again = planner(*line)
    assert "0 made now, 4 there before" in again.stdout
    lock = target / "runs.lock"
    kept = {path: path.stat().st_mtime_ns for path in before if path not in (lock, _mark(target))}
    assert kept == {path: when for path, when in before.items() if path in kept}
    (target / "tornado.csv").write_text("spoilt", encoding="utf-8")
    planner(*line)
    assert (target / "tornado.csv").read_text(encoding="utf-8-sig").startswith("topic,")


def _mark(target: Path) -> Path:
    return target / ".planner-output"


def test_a_finished_sweep_is_resumed_without_any_engine(
    planner, case: Path, tmp_path: Path
) -> None:
    target = tmp_path / "out"
    line = ["sweep", case, "-o", target, "--workers", 1, "--years", 1, "-q"]
    planner(*line)
    program = (
        "import sys; from planner.cli import main; sys.argv[0] = 'planner'\n"
        "try: main()\nfinally: print({'numba', 'pandas', 'ortools'} & {*sys.modules})"
    )
    again = subprocess.run(
        [sys.executable, "-c", program, *map(str, line)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "0 made now, 4 there before" in again.stdout
    assert again.stdout.splitlines()[-1] == "set()"


def test_a_folder_with_other_files_is_not_written_into(planner, case: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear council", encoding="utf-8")
    found = planner("sweep", case, "-o", tmp_path / "mine")
    assert found.exit_code == 15
    assert "holds files that the planner did not write" in found.stderr


def test_a_goal_sought_is_told_in_words_and_kept_with_its_curve(
    planner, case: Path, tmp_path: Path
) -> None:
    line = ("seek", case, "--target", "late_pupils <= -1", "--vary", "places@BIRCH-MARCHFIELD-E")
    told = planner(*line, "--between", "1..3", "--years", 1, "-o", tmp_path / "out")
    assert told.exit_code == 0, told.output
    assert "No value of places@BIRCH-MARCHFIELD-E from 1 to 3 reaches late_pupils <= -1." in (
        told.stdout
    )
    record = json.loads((tmp_path / "out" / "seek.json").read_text(encoding="utf-8"))
    assert record["value"] is None
    assert [each["value"] for each in record["tried"]] == [1, 2, 3]
    assert (tmp_path / "out" / "seek.csv").read_text(encoding="utf-8-sig").startswith("value,")


def test_a_goal_with_a_typing_fault_names_the_nearest_figure(planner, case: Path) -> None:
    found = planner("seek", case, "--target", "day_6chance >= 1", "--vary", "stays")
    assert found.exit_code == 10
    assert 'Did you mean "day6_chance"?' in found.stderr


def test_a_stress_test_says_first_what_breaks_first_and_writes_the_ranked_tables(
    planner, case: Path, tmp_path: Path
) -> None:
    line = ("stress", case, "--years", 1, "--rescues", 0, "-o", tmp_path / "out", "-q")
    told = planner(*line)
    assert told.exit_code == 0, told.output
    assert told.stdout.startswith("More places at Marchfield. ")
    assert "pupils late in 2026/27, " in told.stdout
    assert "over all years" not in told.stdout
    assert "\n\n1. " in told.stdout
    names = {path.name for path in (tmp_path / "out").glob("*.*") if path.is_file()}
    assert {"stress.csv", "rescues.csv", "stress.json"} <= names
    again = planner(*line, "--json")
    assert json.loads(again.stdout)["shocks"]


def test_a_list_of_days_is_swept_and_the_table_holds_the_days(
    planner, case: Path, tmp_path: Path
) -> None:
    dated = case.with_name("dated.yaml")
    text = SWEPT.partition("    places:")[0] + (
        "    places: 9\n    from: {values: [2026-11-16, 2027-04-12]}\n    because: what is tried\n"
    )
    dated.write_text(text, encoding="utf-8")
    line = ("sweep", dated, "-o", tmp_path / "out", "--workers", 1, "--years", 1, "-q")
    told = planner(*line, "--measure", "late_pupils")
    assert told.exit_code == 0, told.output
    rows = [row.split() for row in told.stdout.splitlines()]
    [row] = [row for row in rows if row[:1] == ["from@BIRCH-MARCHFIELD-E"]]
    assert row[1:3] == ["2026-11-16", "2027-04-12"]
    earlier, later = float(row[3]), float(row[5])
    assert earlier < later
    table = (tmp_path / "out" / "sweep.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[0].startswith("run,from@BIRCH-MARCHFIELD-E,")
    assert {line.split(",")[1] for line in table[1:]} == {"2026-11-16", "2027-04-12"}
    record = json.loads((tmp_path / "out" / "sweep.json").read_text(encoding="utf-8"))
    assert record["axes"][0]["low"] == "2026-11-16"
    assert "2027-04-12" in (tmp_path / "out" / "sweep.html").read_text(encoding="utf-8")
