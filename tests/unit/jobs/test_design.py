"""Which values a sweep runs: every combination, or a sample that covers each number evenly."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.errors import ScenarioProblems
from planner.jobs.whatif.sweeping.design import Design, design_of
from planner.scenario.load import load_scenario

MARCHFIELD, WILLOWBECK = "changes.0.places", "changes.1.places"


def design(case: Path, *, first: str, second: str, sweep: str = "") -> Design:
    path = case.with_name("design.yaml")
    places = {"BIRCH-MARCHFIELD-E": first, "BIRCH-WILLOWBECK-E": second}
    changes = "".join(
        f"  - {{change: add_places, commission: {name}, places: {number}, because: x}}\n"
        for name, number in places.items()
    )
    text = f"title: Design\nbase: base.yaml\nchanges:\n{changes}{sweep}"
    path.write_text(text, encoding="utf-8")
    return design_of(load_scenario(path))


def test_a_product_tries_lists_and_ranges_with_intervals_at_their_centre(swept_case: Path) -> None:
    found = design(swept_case, first="{values: [4, 2]}", second="{low: 1, high: 9}")
    assert [dict(values) for values in found.runs] == [{MARCHFIELD: 4}, {MARCHFIELD: 2}]
    assert found.centre == {MARCHFIELD: 4, WILLOWBECK: 5}
    ends = {interval.path: (dict(low), dict(high)) for interval, low, high in found.tornado}
    assert ends[WILLOWBECK] == ({MARCHFIELD: 4, WILLOWBECK: 1}, {MARCHFIELD: 4, WILLOWBECK: 9})
    assert ends[MARCHFIELD] == ({MARCHFIELD: 2, WILLOWBECK: 5}, {MARCHFIELD: 4, WILLOWBECK: 5})


def test_a_drawn_sample_meets_every_equal_part_of_each_number_once(swept_case: Path) -> None:
    sweep = "sweep: {method: latin_hypercube, runs: 10}\n"
    numbers = {"first": "{low: 1, high: 10, step: 1}", "second": "{low: 1, high: 1001}"}
    found = design(swept_case, **numbers, sweep=sweep)
    assert sorted(int(values[MARCHFIELD]) for values in found.runs) == list(range(1, 11))
    parts = sorted((int(values[WILLOWBECK]) - 1) // 100 for values in found.runs)
    assert [min(part, 9) for part in parts] == list(range(10))
    assert design(swept_case, **numbers, sweep=sweep).runs == found.runs


def test_too_many_combinations_are_refused_with_another_way(swept_case: Path) -> None:
    with pytest.raises(ScenarioProblems, match=r"make 1,000,000 runs\. .*latin_hypercube"):
        design(
            swept_case,
            first="{low: 1, high: 1000, step: 1}",
            second="{low: 1, high: 1000, step: 1}",
        )
