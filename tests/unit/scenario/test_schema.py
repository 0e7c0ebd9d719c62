"""The JSON Schema that editors read, the starter, and the difference in sentences."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from pydantic import ValidationError

from planner.domain.choices.policy import Effect
from planner.errors import ScenarioProblems
from planner.scenario.apply import EFFECTS
from planner.scenario.changes.demand import SomeDemand
from planner.scenario.changes.places import AddPlaces
from planner.scenario.changes.register import CHANGES
from planner.scenario.changes.rules import RuleChange
from planner.scenario.changes.sites import OpenSite
from planner.scenario.changes.terms import AllowOverflow
from planner.scenario.load import load_scenario
from planner.scenario.policy import PolicyBlock
from planner.scenario.schema import Scenario, Settings, json_schema
from planner.scenario.sweeping.values import with_values
from planner.scenario.writing.describe import describe
from planner.scenario.writing.starter import starter

OPENED = {
    "change": "open_site",
    "site": "S",
    "name": "New",
    "provider": "P",
    "easting": "1",
    "northing": "2",
    "district": "D",
    "commissions": [
        {
            "commission": "S-P",
            "place_type": "P",
            "places": 5,
            "year_groups": "7-8",
            "place_rate_pounds": 10000,
            "top_up_pounds": 0,
        }
    ],
    "because": "x",
}


def described(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, key in schema.get("properties", {}).items():
        yield f"{path}.{name}", key
    for name, part in schema.get("$defs", {}).items():
        yield from described(part, name)


def test_every_key_is_explained_to_editors_inside_changes_too() -> None:
    keys = dict(described(json_schema()))
    assert "AddPlaces.because" in keys
    unexplained = [name for name, key in keys.items() if not key.get("description")]
    assert unexplained == []


def test_every_kind_of_change_has_its_effect_and_its_name_in_the_schema() -> None:
    on_tables = {
        word for word, kind in CHANGES.items() if not issubclass(kind, RuleChange | SomeDemand)
    }
    assert {*EFFECTS} == on_tables
    named = [key["const"] for name, key in described(json_schema()) if name.endswith(".change")]
    assert sorted(named) == sorted(CHANGES)


class _AsWritten(yaml.SafeLoader):
    """Reads dates as the texts that they are for an editor."""


_AsWritten.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if "timestamp" not in tag]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LIBRARY = sorted((Path(__file__).parents[3] / "scenarios").glob("*/*.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def editor_s_faults(text: str) -> list[str]:
    found = VALIDATOR.iter_errors(yaml.load(text, _AsWritten))
    return [f"{each.json_path}: {each.message}" for each in found]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.stem)
def test_an_editor_finds_no_fault_in_the_scenarios_of_the_library(path: Path) -> None:
    assert editor_s_faults(path.read_text(encoding="utf-8")) == []


def test_an_editor_finds_no_fault_in_any_kind_of_change() -> None:
    text = starter(title="T", question="Q?", as_at=date(2026, 9, 1))
    assert editor_s_faults(text.replace("changes: []", "changes:").replace("\n#  ", "\n  ")) == []


def test_an_editor_marks_a_key_and_a_number_that_the_planner_refuses() -> None:
    change = "{change: add_places, commission: A, because: x, places: {low: 1, hgih: 2}}"
    assert editor_s_faults(f"title: T\nbase: b.yaml\nchanges: [{change}]\n")
    change = "{change: add_places, commission: A, because: x, places: -5}"
    assert editor_s_faults(f"title: T\nbase: b.yaml\nchanges: [{change}]\n")


def test_limits_are_written_as_editors_know_them() -> None:
    places = json_schema()["$defs"]["AddPlaces"]["properties"]["places"]["anyOf"][0]
    assert (places["minimum"], places["maximum"], places["type"]) == (1, 2000, "integer")


@pytest.mark.parametrize("kind", CHANGES)
def test_a_starter_reads_as_it_stands_and_with_each_change_made(tmp_path: Path, kind: str) -> None:
    (tmp_path / "tables").mkdir()
    path = tmp_path / "new.yaml"
    text = starter(title='A "new": one', question="What if?", as_at=date(2026, 9, 1), kinds=(kind,))
    path.write_text(text, encoding="utf-8")
    assert load_scenario(path).changes == ()
    made = text.replace("changes: []", "changes:").replace("\n#  ", "\n  ")
    path.write_text(made, encoding="utf-8")
    assert [change.change for change in load_scenario(path).changes] == [kind]


def test_a_starter_may_start_from_a_base(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("title: T\ndata: .\nas_at: 2026-09-01\n", encoding="utf-8")
    path = tmp_path / "new.yaml"
    text = starter(title="New", question="What if?", as_at=date(2000, 1, 1), base="base.yaml")
    path.write_text(text, encoding="utf-8")
    assert load_scenario(path).as_at == date(2026, 9, 1)


def test_the_difference_between_scenarios_is_told_in_sentences() -> None:
    more = AddPlaces(
        change="add_places",
        commission="FORGE-E",
        places=5,
        because="schools asked.",
        **{"from": date(2021, 11, 22)},  # type: ignore[arg-type]
    )
    stopped = AllowOverflow(change="allow_overflow", commission="A", allowed=False, because="x")
    opened = OpenSite.model_validate(OPENED)
    before = Scenario("a", "A", Path("tables"), date(2021, 11, 8), changes=(more,))
    after = Scenario(
        "b",
        "B",
        Path("others"),
        date(2021, 11, 9),
        geo=Path("geo"),
        changes=(stopped, opened),
        policy_block=PolicyBlock.model_validate(
            {
                "travel_cap_minutes": 90,
                "place_types": {"ebsa": "E P"},
                "due_school_day": {"section_19_other": None},
                "interim": {"sessions_per_week": 6, "weekly_pounds": "250.50"},
            }
        ),
        settings=Settings(seed=3),
    )
    assert describe(before, after) == (
        "Tables: others in place of tables.",
        "Geographic tables: geo in place of none.",
        "Asked as at 9 Nov 2021, not 8 Nov 2021.",
        "Change made: allow_overflow commission A, allowed no (because x).",
        "Change made: open_site site S, name New, provider P, easting 1, northing 2, district D, "
        "commissions (commission S-P, place_type P, places 5, year_groups 7 8, "
        "place_rate_pounds 10000, top_up_pounds 0) (because x).",
        "Change not made: add_places from 2021-11-22, commission FORGE-E, places 5 "
        "(because schools asked).",
        "Policy, due_school_day, section_19_other: 6 -> none.",
        "Policy, interim: none -> sessions_per_week 6, weekly_pounds 250.5, lead_school_days 1.",
        "Policy, place_types, ebsa: P -> E P.",
        "Policy, travel_cap_minutes: none -> 90.",
        "Settings, seed: 0 -> 3.",
    )
    assert describe(before, before) == ()


def test_the_difference_tells_intervals_and_what_a_sweep_tries() -> None:
    written = [
        {"places": {"low": 8, "high": 12}, "commission": "A"},
        {"places": {"values": [4, 8]}, "commission": "B"},
    ]
    changes = tuple(
        AddPlaces.model_validate({"change": "add_places", "because": "x", **keys})
        for keys in written
    )
    before = Scenario("a", "A", Path("tables"), date(2021, 11, 8))
    after = Scenario("b", "B", Path("tables"), date(2021, 11, 8), changes=changes)
    certain = with_values(after, {"changes.0.places": 10})
    assert describe(before, after) == (
        "Change made: add_places commission A, places 8 to 12 (because x).",
        "Change made: add_places commission B, places 4 or 8 (because x).",
    )
    assert describe(certain, after) == (
        "Change made: add_places commission A, places 8 to 12 (because x).",
        "Change not made: add_places commission A, places 10 (because x).",
    )


def test_an_effect_of_places_on_demand_needs_an_interval_that_runs_forwards_and_a_reason():
    block = {"low_percent": 10, "high_percent": 30, "because": "A trial.", "usual_starts_a_year": 9}
    policy = PolicyBlock.model_validate({"prevented_exclusions": block}).policy()
    assert policy.prevented_exclusions == Effect(10, 30, "A trial.", 9)
    assert policy.induced_referrals is None
    for wrong in ({"low_percent": 40}, {"because": ""}):
        with pytest.raises(ValidationError):
            PolicyBlock.model_validate({"prevented_exclusions": block | wrong})


def test_a_goal_that_is_none_is_found_in_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("title: T\npolicy:\n  goals: [unplaced, cheapness]\n", encoding="utf-8")
    with pytest.raises(ScenarioProblems) as refused:
        load_scenario(path)
    (goal,) = (each for each in refused.value.problems if "goals" in str(each.column))
    assert (goal.column, goal.value) == ("policy.goals[2]", "cheapness")
