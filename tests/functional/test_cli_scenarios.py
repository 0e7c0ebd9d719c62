"""``planner scenario new`` writes what can be asked; ``planner diff`` what is really changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from planner.cli.commands.whatif.scenarios import _QUESTIONS
from planner.errors import EXIT_DONE, EXIT_OUTPUT, EXIT_SCENARIO, EXIT_USAGE
from planner.jobs.opening import not_supposed, open_case
from planner.scenario.apply import apply
from planner.scenario.changes.register import CHANGES
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.scenario.writing.questions import QUESTIONS
from planner.tables.read import read_dataset

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "scenarios" / "worcestershire"


def made(text: str) -> str:
    """Take the # from every change, as somebody does who fills the scenario in."""
    return text.replace("changes: []", "changes:").replace("\n#  ", "\n  ")


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_new_scenario_reads_as_it_is_and_with_its_changes_made(
    planner: Planner, tmp_path: Path, question: str
) -> None:
    file = tmp_path / "new.yaml"
    result = planner("scenario", "new", file, "--question", question, "--base", CASE / "base.yaml")
    assert result.exit_code == EXIT_DONE, result.stderr
    assert load_scenario(file).changes == ()
    file.write_text(made(file.read_text(encoding="utf-8")), encoding="utf-8")
    kinds = [change.change for change in load_scenario(file).changes]
    assert kinds == list(QUESTIONS[question].kinds)


def test_the_help_lists_every_question_and_the_questions_every_change() -> None:
    assert tuple(QUESTIONS) == _QUESTIONS
    asked = {kind for word, each in QUESTIONS.items() if word != "anything" for kind in each.kinds}
    assert asked == {*CHANGES}


def test_the_examples_of_a_new_scenario_fit_the_base_s_tables(
    planner: Planner, tmp_path: Path
) -> None:
    file = tmp_path / "new.yaml"
    planner("scenario", "new", file, "--base", CASE / "base.yaml")
    file.write_text(made(file.read_text(encoding="utf-8")), encoding="utf-8")
    scenario = load_scenario(file)
    tables = read_dataset(scenario.data, as_at=scenario.as_at)
    for change in scenario.changes:
        one = Scenario("one", "One", scenario.data, scenario.as_at, changes=(change,))
        if change.change not in {"extend_contract", "accept_year_groups"}:
            apply(tables, one)


def test_a_first_scenario_starts_from_tables_and_a_day(planner: Planner, tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    result = planner("scenario", "new", file, "--data", CASE / "tables", "--as-at", "2021-11-08")
    assert result.exit_code == EXIT_DONE, result.stderr
    assert load_scenario(file).data == CASE / "tables"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("x.yaml",), EXIT_USAGE, "Give --base, or both --data and --as-at."),
        (("x.yaml", "--data", "t"), EXIT_USAGE, "Give --base, or both"),
        (("x.txt", "--base", "b.yaml"), EXIT_USAGE, "Let it end in .yaml."),
        (("there.yaml", "--base", "b.yaml"), EXIT_OUTPUT, "is there already. Name a new file."),
        (("x.yaml", "--base", "b.yaml"), EXIT_SCENARIO, "this file does not exist."),
        (("x.yaml", "--question", "why", "--base", "b.yaml"), EXIT_USAGE, "why is not one of"),
    ],
)
def test_a_new_scenario_that_cannot_be_written_says_why(
    planner: Planner,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.yaml").write_text("title: Mine\n")
    result = planner("scenario", "new", *arguments)
    assert (result.exit_code, said in result.stderr) == (code, True), result.stderr
    assert (tmp_path / "there.yaml").read_text() == "title: Mine\n"


def test_a_scenario_that_changes_nothing_yet_is_told_so_by_its_check(
    planner: Planner, tmp_path: Path
) -> None:
    file = tmp_path / "new.yaml"
    planner("scenario", "new", file, "--question", "stay", "--base", CASE / "base.yaml")
    assert "This scenario changes nothing yet" in planner("check", file, "-q").stdout
    file.write_text(made(file.read_text(encoding="utf-8")), encoding="utf-8")
    checked = planner("check", file, "-q").stdout
    assert "stays 5 to 10 per cent longer from 8 Nov 2021 (because say here why)." in checked
    assert "changes nothing" not in checked


def test_a_scenario_that_has_a_base_is_not_offered_as_one(planner: Planner, tmp_path: Path) -> None:
    forge = CASE / "eight-more-places-at-the-forge.yaml"
    result = planner("scenario", "new", tmp_path / "x.yaml", "--base", forge)
    assert result.exit_code == EXIT_SCENARIO
    assert "it may not serve as one. Start from its base" in result.stderr


def test_the_difference_says_what_is_written_and_what_it_comes_to(planner: Planner) -> None:
    result = planner(
        "diff", CASE / "base.yaml", CASE / "eight-more-places-at-the-forge.yaml", "--quiet"
    )
    assert result.exit_code == EXIT_DONE, result.stderr
    lines = result.stdout.splitlines()
    assert lines[3].startswith("  Change made: add_places from 2022-01-05, commission FORGE-E")
    assert lines[5:] == [
        "Different once every change is made",
        "  commissions, FORGE-E: steps none -> 43 from 5 Jan 2022.",
        "  funding, FORGE-E 2021/22: council place months 420 -> 436.",
        "  funding, FORGE-E 2021/22: top up £369,000 -> £383,057.14.",
        "",
        "The tables of the two hold the same rows before any change.",
    ]


def test_the_difference_sees_rules_suppositions_pupils_and_days(
    planner: Planner, tmp_path: Path
) -> None:
    (tmp_path / "b.yaml").write_text(
        f"""\
title: B
base: {CASE / "base.yaml"}
changes:
  - {{change: set_rules, rules: {{travel_cap_minutes: 45}}, because: x}}
  - {{change: change_referrals, per_cent: 10, districts: Redditch, because: x}}
  - {{change: close_site, site: FORGE-REDDITCH, from: 2021-11-22, because: x}}
  - {{change: close_days, name: Flood, first: 2021-11-15, last: 2021-11-16, because: x}}
""",
        encoding="utf-8",
    )
    result = planner("diff", CASE / "base.yaml", tmp_path / "b.yaml", "--json", "--quiet")
    found = json.loads(result.stdout)
    told = found["in_force"]
    assert told[0] == "rules, travel_cap_minutes: none -> 45."
    assert told[1] == (
        "supposed: referrals 10 per cent more (Redditch) from 8 Nov 2021 (because x)."
    )
    assert "commissions, FORGE-E: rolls over yes -> no." in told
    assert told[-2].startswith("placements: ")
    assert not any("WORCS-" in line for line in told)  # of pupils only numbers of rows are told
    assert told[-1] == "calendar: -2 school days."
    assert found["same_tables"]
    back = json.loads(
        planner("diff", tmp_path / "b.yaml", CASE / "base.yaml", "--json", "-q").stdout
    )
    assert back["in_force"][0] == "rules, travel_cap_minutes: 45 -> none."
    assert back["in_force"][1].startswith("supposed no more: referrals 10 per cent more")
    assert back["in_force"][-1] == "calendar: +2 school days."


def test_scenarios_that_ask_the_same_do_not_differ_whatever_is_written(
    planner: Planner, tmp_path: Path
) -> None:
    changes = {
        "a": "[{change: add_places, commission: FORGE-E, places: 5, because: x}]",
        "b": "[{change: set_places, commission: FORGE-E, places: 40, because: x}]",
    }
    for name, change in changes.items():
        text = f"title: {name}\nbase: {CASE / 'base.yaml'}\nchanges: {change}\n"
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    both = planner("diff", tmp_path / "a.yaml", tmp_path / "b.yaml", "-q").stdout
    assert "Written differently" in both
    assert "Different once" not in both
    same = planner("diff", tmp_path / "a.yaml", tmp_path / "a.yaml", "-q").stdout
    assert "Both ask the same." in same


def test_the_problems_of_both_scenarios_are_told_at_once(planner: Planner, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text("title: T\ndata: none\nas_at: soon\n")
    result = planner("diff", tmp_path / "a.yaml", tmp_path / "b.yaml", "-q")
    assert result.exit_code == EXIT_SCENARIO
    assert "4 problems found." in result.stderr


def test_the_page_of_changes_has_every_change_and_key(planner: Planner) -> None:
    page = planner("changes").stdout
    for word, kind in CHANGES.items():
        section = page.partition(f"### {word}\n")[2].partition("\n## ")[0].partition("\n### ")[0]
        for name, info in kind.model_fields.items():
            if name not in {"change", "because", "evidence", "owner", "reviewed"}:
                assert f"| `{info.alias or name}` | {info.description}".split("\n")[0] in section


def test_figures_that_follow_the_history_alone_say_so_where_demand_is_supposed(
    tmp_path: Path,
) -> None:
    change = "{change: change_referrals, per_cent: {low: 5, high: 10}, because: x}"
    path = tmp_path / "b.yaml"
    path.write_text(f"title: B\nbase: {CASE / 'base.yaml'}\nchanges: [{change}]\n", "utf-8")
    (said,) = not_supposed(open_case(path))
    assert said.startswith("what this scenario supposes of referrals, routes and stays")
    assert not_supposed(open_case(CASE / "base.yaml")) == ()
