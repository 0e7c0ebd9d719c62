"""Whatever stands where: each wrong value is refused in our own words, at its line."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from planner.errors import Problem, ScenarioProblems
from planner.scenario.changes.register import CHANGES
from planner.scenario.load import load_scenario
from planner.scenario.writing.starter import starter

ODD: dict[str, object] = {
    "null": None,
    "empty": "",
    "blank": " ",
    "word": "odd word",
    "below": "-1",
    "huge": "999999999999",
    "part": "1.005",
    "digits": "9" * 5000,
    "day": "2021-02-30",
    "list": ["odd"],
    "lists": [["odd"], {"odd": "odd"}, None],
    "nothing": [],
    "keys": {"odd": "odd"},
    "no keys": {},
}
POLICY = {
    "horizon_weeks": "12",
    "goals": ["unplaced", "cost"],
    "place_types": {"ebsa": ["E"]},
    "due_school_day": {"ebsa": "6"},
    "travel_curve": "rural",
    "travel_peak_factor": "1.2",
    "transport": {"mileage_offered": "yes", "single_taxi_needs": "ASD"},
    "budget_cap_pounds": "5000",
    "non_school_limits": "off",
    "interim": {"sessions_per_week": "6", "weekly_pounds": "300"},
}


def full() -> dict[str, object]:
    """Return a scenario that makes every kind of change."""
    text = starter(title="T", question="Q?", as_at=date(2026, 9, 1), data=".")
    made = text.replace("changes: []", "changes:").replace("\n#  ", "\n  ")
    return yaml.load(made, yaml.BaseLoader) | {"policy": POLICY, "settings": {"seed": "1"}}  # type: ignore[no-any-return]


def spoilt(value: object, odd: object) -> Iterator[object]:
    """Yield copies of a document, each with one value in it replaced by an odd one."""
    yield odd
    if isinstance(value, dict):
        for key, below in value.items():
            yield from (value | {key: each} for each in spoilt(below, odd))
    if isinstance(value, list):
        for position, below in enumerate(value):
            for each in spoilt(below, odd):
                yield [*value[:position], each, *value[position + 1 :]]


def without_a_key(value: object) -> Iterator[object]:
    """Yield copies of a document, each with one key left out, or misspelt."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield {name: kept for name, kept in value.items() if name != key}
            yield {f"{name}x" if name == key else name: kept for name, kept in value.items()}
            yield from (value | {key: each} for each in without_a_key(below))
    if isinstance(value, list):
        for below in value:
            yield from ([each] for each in without_a_key(below))


def parts() -> Iterator[dict[str, object]]:
    """Yield the full scenario in parts, one key or one change each, to read them quickly."""
    for key, value in full().items():
        if key == "changes":
            assert isinstance(value, list)
            yield from ({"changes": [change]} for change in value)
        else:
            yield {key: value}


def dumped(document: object) -> str:
    return yaml.dump(document, Dumper=yaml.SafeDumper, sort_keys=False, width=10_000)


def test_the_full_scenario_is_read(tmp_path: Path) -> None:
    path = tmp_path / "s.yaml"
    path.write_text(dumped(full()), encoding="utf-8")
    assert len(load_scenario(path).changes) == len(CHANGES)


def found_in(path: Path) -> tuple[Problem, ...]:
    try:
        load_scenario(path)
    except ScenarioProblems as found:
        return found.problems
    return ()


@pytest.mark.parametrize("name", ODD)
def test_a_wrong_value_anywhere_is_refused_in_our_own_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / "s.yaml"
    refused = 0
    for part in parts():
        for each in spoilt(part, ODD[name]):
            refused += isinstance(each, dict) and bool(said_of(path, each))
    assert refused > 50


def test_a_key_left_out_or_misspelt_is_refused_in_our_own_words(tmp_path: Path) -> None:
    refused = [said_of(tmp_path / "s.yaml", each) for p in parts() for each in without_a_key(p)]
    assert sum(bool(said) for said in refused) > 100


def said_of(path: Path, part: object) -> str:
    """Return what is said of a scenario with an odd part, having looked at the words."""
    assert isinstance(part, dict)
    path.write_text(dumped({"title": "T", "data": ".", "as_at": "2026-09-01"} | part), "utf-8")
    problems = found_in(path)
    said = "\n".join(str(each) for each in problems)
    assert "Input" not in said
    assert "cannot be used here" not in said
    assert all(each.line and each.fix for each in problems), said
    return said
