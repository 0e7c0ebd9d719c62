"""A scenario taken apart: any subset of its changes, whatever order they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from planner.demo.write import new_case
from planner.jobs.opening import read_tables
from planner.jobs.whatif.parts import Parts, parts_of
from planner.scenario.load import load_scenario

OPENED = """\
  - change: open_commission
    commission: NEW-E
    site: BIRCH-WILLOWBECK
    place_type: E
    places: 4
    year_groups: 7-11
    place_rate_pounds: 10000
    top_up_pounds: 8000
    paid_by: council
    from: 2027-01-04
    because: tried
"""
ENLARGED = """\
  - change: add_places
    commission: NEW-E
    places: 2
    from: 2027-09-01
    because: tried after it
"""
CAPPED = "policy:\n  travel_cap_minutes: 30\n  horizon_weeks: 10\n"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_case(tmp_path_factory.mktemp("authority"), seed=1, pupils=6)


def parts(base: Path, changes: str, policy: str = "") -> Parts:
    path = base.with_name("apart.yaml")
    path.write_text(f"title: Apart\nbase: base.yaml\nchanges:\n{changes}{policy}")
    scenario = load_scenario(path)
    assert scenario.base is not None
    return parts_of(scenario.base, scenario, read_tables(scenario.base))


def test_a_change_that_needs_another_counts_for_nothing_without_it(base: Path) -> None:
    apart = parts(base, OPENED + ENLARGED)
    tables = read_tables(apart.base)
    (enlarged,) = (n for n, says in enumerate(apart.sentences) if "tried after it" in says)
    assert apart.made(frozenset({enlarged}), tables).changes == apart.base.changes
    assert len(apart.made(frozenset({0, 1}), tables).changes) == 2


def test_each_key_of_the_policy_is_a_part_of_its_own(base: Path) -> None:
    apart = parts(base, OPENED, CAPPED)
    assert apart.count == 3
    (capped,) = (n for n, says in enumerate(apart.sentences) if "longest one-way journey" in says)
    made = apart.made(frozenset({capped}), read_tables(apart.base))
    assert made.policy().travel_cap_minutes == 30
    assert made.policy().horizon_weeks == apart.base.policy().horizon_weeks
    assert made.changes == apart.base.changes


def test_all_parts_together_are_the_scenario_and_none_are_its_base(base: Path) -> None:
    apart = parts(base, OPENED + ENLARGED, CAPPED)
    tables = read_tables(apart.base)
    whole = apart.made(frozenset(range(apart.count)), tables)
    assert (whole.changes, whole.policy()) == (apart.scenario.changes, apart.scenario.policy())
    nothing = apart.made(frozenset(), tables)
    assert (nothing.changes, nothing.policy()) == (apart.base.changes, apart.base.policy())
