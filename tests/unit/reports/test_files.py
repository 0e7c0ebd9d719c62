from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

from planner.reports.csvs import TABLES, write_csvs
from planner.reports.record import run_record, write_record
from planner.results.answer import Answer


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csvs_hold_pounds_iso_days_and_no_live_formula(answer: Answer, tmp_path: Path) -> None:
    files = write_csvs(answer, tmp_path / "tables")
    assert [file.stem for file in files] == sorted(TABLES)
    placement = _rows(tmp_path / "tables" / "placements.csv")[1]
    assert placement["pupil_id"] == "P2"
    assert placement["start_date"] == "2021-11-12"
    assert placement["interim_pounds"] == "450.50"
    assert placement["provider"] == "'=Oak & <Sons>"
    assert placement["sen_casework_decides"] == "no"


def test_the_record_is_json_and_the_same_each_time(answer: Answer, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    write_record(answer, path)
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record == run_record(answer)
    assert list(record) == list(run_record(answer))
    run = replace(answer.allocation.run, solve_seconds=1.0)
    slower = replace(answer, allocation=replace(answer.allocation, run=run))
    changed = run_record(slower)
    assert changed["run"] != record["run"]
    assert {key: changed[key] for key in changed if key != "run"} == {
        key: record[key] for key in record if key != "run"
    }


def test_the_record_holds_what_is_needed_to_repeat_the_run(answer: Answer) -> None:
    record = json.loads(json.dumps(run_record(answer)))
    assert record["run"]["data_fingerprint"] == "ab" * 32
    assert record["scenario"]["changes"] == ["C-OAK-E: places 3 → 4 from 1 Nov 2021."]
    assert record["scenario"]["seed"] == 20211108
    assert record["policy"]["place_types"]["permanent_exclusion"] == ["E"]
    assert record["policy"]["goals"][0] == "late_days_looked_after"
    assert record["goals"][2] == {
        "goal": "cost",
        "value": 755900,
        "bound": 750000,
        "unit": "pence",
        "proven": False,
    }


def test_the_record_names_no_pupil(answer: Answer) -> None:
    text = json.dumps(run_record(answer))
    assert not [pupil for pupil in answer.case.dataset.referrals if f'"{pupil.pupil_id}"' in text]
