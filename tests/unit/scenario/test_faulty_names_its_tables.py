"""A faulty scenario still tells which tables it names, so that one check finds everything."""

from datetime import date
from pathlib import Path

import pytest

from planner.errors import ScenarioProblems
from planner.scenario.load import load_scenario


def faults_of(folder: Path, text: str) -> ScenarioProblems:
    (folder / "tables").mkdir(exist_ok=True)
    path = folder / "base.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioProblems) as caught:
        load_scenario(path)
    return caught.value


def test_the_tables_and_the_day_are_told_beside_the_faults(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "title: x\ncolour: red\ndata: tables\nas_at: 2021-11-08\n")
    assert found.data == (tmp_path / "tables").resolve()
    assert found.as_at == date(2021, 11, 8)


def test_a_day_that_cannot_be_read_is_no_day(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "title: x\ndata: tables\nas_at: next week\n")
    assert found.data is not None
    assert found.as_at is None


def test_tables_that_are_not_there_are_not_told(tmp_path: Path) -> None:
    found = faults_of(tmp_path, "title: x\ndata: elsewhere\nas_at: 2021-11-08\n")
    assert found.data is None
