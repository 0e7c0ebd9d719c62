"""The four councils' scenarios: each can be read, changes something, and says on what grounds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from planner.domain.dataset import Dataset
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.tables.read import read_dataset

ROOT = Path(__file__).parents[2] / "scenarios"
COUNCILS = ("bristol", "hackney", "wiltshire", "worcestershire")
SCENARIOS = sorted(path for council in COUNCILS for path in (ROOT / council).glob("*.yaml"))


@cache
def _tables(path: Path) -> Dataset:
    scenario = load_scenario(path)
    return read_dataset(scenario.data, as_at=scenario.as_at)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_scenario_changes_its_base_and_gives_its_evidence(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.question.endswith("?")
    # Refused with the change's line if a change changes nothing or names what is not there.
    _, sentences = apply(_tables(path.parent / "base.yaml"), scenario)
    assert len(sentences) == len(scenario.changes)
    assert all(change.evidence for change in scenario.changes)


@pytest.mark.parametrize("council", COUNCILS)
def test_a_councils_page_lists_every_scenario_with_its_question(council: str) -> None:
    page = (ROOT / council / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / council).glob("*.yaml"):
        assert f"| [{path.name}]({path.name}) | {load_scenario(path).question} |" in page


@pytest.mark.parametrize("council", COUNCILS)
def test_made_up_pupils_and_assumed_numbers_are_named_as_such(council: str) -> None:
    dataset = _tables(ROOT / council / "base.yaml")
    told = {(row.table, row.value) for row in dataset.assumptions}
    assert ("referrals", "made up") in told
    assert "every pupil" in (ROOT / council / "README.md").read_text(encoding="utf-8")
