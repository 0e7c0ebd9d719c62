"""Every rule and goal stands in the register, is stated twice, and has its page of examples."""

import ast
from pathlib import Path

import pytest

from planner.allocation.costs import COSTS
from planner.allocation.masks import MASKS
from planner.allocation.occupancy import rooms
from planner.allocation.options import all_options
from planner.allocation.program import all_rows
from planner.domain.choices.policy import DEFAULT_GOALS, Goal
from planner.rules.eligibility.register import PAIR_RULES
from planner.rules.goals import MEANINGS
from planner.rules.limits import SET_RULES
from planner.testing import random_case

SPEC = Path(__file__).resolve().parents[2] / "spec"
RULES = (*PAIR_RULES, *SET_RULES)
BY_OPTIONS = {"start_day", "contract_dates"}
"""Rules about the day of a start or an end: options that break them are never made."""


def test_every_pair_rule_has_a_mask() -> None:
    assert set(MASKS) == {rule.code for rule in PAIR_RULES}


def test_every_rule_about_everybody_has_rows_or_is_held_by_the_options() -> None:
    every = [all_options(random_case(seed)) for seed in range(150)]
    rows = {row.rule for options in every for row in all_rows(options, rooms(options))}
    rows -= {"one_place"}
    assert rows | BY_OPTIONS == {rule.code for rule in SET_RULES}


def test_every_goal_has_a_meaning_and_a_column_of_costs() -> None:
    assert set(MEANINGS) == set(COSTS) == set(Goal)
    assert set(Goal) - set(DEFAULT_GOALS) == {Goal.CHANGES_TO_OFFERS, Goal.TIE_BREAK}


@pytest.mark.parametrize("goal", Goal)
def test_every_goal_has_a_unit_and_words(goal: Goal) -> None:
    assert goal.unit
    assert goal.says


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_title_and_a_source(rule: object) -> None:
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert len(rule.source) > 10
    assert (type(rule).__doc__ or "").endswith(".")


def test_no_two_rules_have_the_same_code() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_examples_under_its_title(rule: object) -> None:
    assert rule.title in {title for _, title in _titles()}


def test_every_page_of_examples_has_a_title_of_its_own() -> None:
    titles = [title for _, title in _titles()]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def _titles() -> list[tuple[Path, str]]:
    return [(path, _title(path)) for path in sorted(SPEC.glob("*/test_*.py"))]


def _title(path: Path) -> str:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "title":
            return str(ast.literal_eval(node.value))
    return ""
