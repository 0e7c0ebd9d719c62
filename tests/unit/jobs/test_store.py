"""Results of runs outlast a kill: each is whole or not there, and nobody else can interfere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planner.errors import OutputRefused
from planner.jobs.whatif.runs.store import open_store

RECORD = {"title": "Eight more places", "measures": [1, 2.5, None, "£3"]}


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    with open_store(tmp_path / "sweep") as store:
        store.add("a1", RECORD)
    with open_store(tmp_path / "sweep") as store:
        assert store.get("a1") == RECORD
        assert store.get("b2") is None


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_a_record_cut_off_in_writing_is_ignored_and_written_anew(
    tmp_path: Path, share: float
) -> None:
    with open_store(tmp_path) as store:
        store.add("a1", RECORD)
    path = tmp_path / "runs" / "a1.json"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))].rstrip(b"}\n"))
    with open_store(tmp_path) as store:
        assert store.get("a1") is None
        store.add("a1", RECORD)
        assert store.get("a1") == RECORD
    assert path.read_bytes() == whole


def test_a_record_that_was_altered_or_belongs_to_another_run_is_ignored(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.add("a1", RECORD)
        path = tmp_path / "runs" / "a1.json"
        path.with_name("b2.json").write_bytes(path.read_bytes())
        kept = json.loads(path.read_text())
        kept["record"]["title"] = "Nine more places"
        path.write_text(json.dumps(kept))
        assert store.get("a1") is None
        assert store.get("b2") is None


def test_what_a_killed_program_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "a1.part").write_text('{"sha256": "12', encoding="ascii")
    with open_store(tmp_path) as store:
        assert store.get("a1") is None
    assert list((tmp_path / "runs").iterdir()) == []


def test_two_programs_cannot_work_in_one_folder(tmp_path: Path) -> None:
    with (
        open_store(tmp_path),
        pytest.raises(OutputRefused, match=r"Another program is at work in .*Wait until"),
        open_store(tmp_path),
    ):
        pytest.fail("the folder was given twice")
    with open_store(tmp_path) as store:
        store.add("a1", RECORD)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    with (
        pytest.raises(OutputRefused, match=r"Nothing can be written"),
        open_store(tmp_path / "file"),
    ):
        pytest.fail("a file was taken for a folder")
