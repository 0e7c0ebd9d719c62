"""``planner suggest`` as an officer uses it."""

import json
from pathlib import Path

import pytest

CASE = Path(__file__).resolve().parents[2] / "scenarios" / "worcestershire" / "base.yaml"
PUPIL = "WORCS-0003"


def test_a_pupils_choices_are_ranked_with_what_they_cost_and_every_reason_against_the_rest(planner):
    result = planner("suggest", CASE, PUPIL, "--quiet")
    assert result.exit_code == 0, result.output
    assert f"Suggestions for {PUPIL}; a person decides." in result.stdout
    assert "\n1. " in result.stdout
    assert "this financial year" in result.stdout
    assert "(exact)" in result.stdout
    assert "Not possible:" in result.stdout


def test_the_same_is_had_as_data_for_another_program(planner):
    result = planner("suggest", CASE, PUPIL, "--json", "--quiet")
    answer = json.loads(result.stdout)
    assert answer["status"] == "suggested"
    assert [choice["rank"] for choice in answer["choices"]] == list(
        range(1, len(answer["choices"]) + 1)
    )
    assert answer["choices"][0]["exact"]
    assert answer["run"]["data_fingerprint"]


def test_nothing_or_two_things_asked_at_once_is_a_wrong_command_line(planner):
    assert planner("suggest", CASE).exit_code == 2
    assert planner("suggest", CASE, PUPIL, "--all").exit_code == 2


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("suggest", CASE, "WORCS-006"), 'Did you mean "WORCS-0006"?'),
        (("suggest", CASE, "--commission", "FORGE"), 'Did you mean "FORGE-E"?'),
        (("fixes", CASE, "WORCS-006"), 'Did you mean "WORCS-0006"?'),
        (("place-prices", CASE, "--commission", "FORGE"), 'Did you mean "FORGE-E"?'),
    ],
)
def test_an_unknown_id_is_told_with_the_nearest_before_anybody_is_placed(planner, asked, told):
    result = planner(*asked)
    assert result.exit_code == 13
    assert told in result.stderr
    assert "Measuring" not in result.stderr
    assert "Placing" not in result.stderr


def test_a_places_price_is_told_for_one_fewer_and_one_more(planner):
    result = planner("place-prices", CASE, "--commission", "FORGE-E", "--quiet")
    assert result.exit_code == 0, result.output
    assert "one place fewer: " in result.stdout
    assert "one place more: " in result.stdout
    assert planner("place-prices", CASE, "--commission", "NONE", "--quiet").exit_code == 13


def test_fixes_are_told_for_each_pupil_in_need_or_that_nobody_is(planner, tmp_path):
    planner("new", tmp_path / "small", "--pupils", "3")
    (scenario,) = (tmp_path / "small").glob("*.yaml")
    result = planner("fixes", scenario, "--on-time", "--quiet")
    assert result.exit_code == 0, result.output
    assert "These are suggestions; people decide." in result.stdout
    assert planner("fixes", CASE, "NOBODY", "--quiet").exit_code == 13
