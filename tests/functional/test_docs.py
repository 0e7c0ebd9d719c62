"""Pages say what the code does now: README's commands run, generated parts are fresh."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from typer.main import get_command
from typer.testing import Result

from planner.cli.app import app
from planner.cli.frame import EXAMPLES
from planner.domain.choices.policy import Goal
from planner.errors import EXIT_DATA, EXIT_DONE
from planner.rules.eligibility.register import PAIR_RULES
from planner.rules.limits import SET_RULES
from planner.tables.schemas import SCHEMAS, Kind

Planner = Callable[..., Result]
ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
NUMBERS = {Kind.WHOLE, Kind.POUNDS}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`planner {command}`" in README


def test_every_command_in_the_readme_exists() -> None:
    named = set(re.findall(r"`planner ([a-z][a-z-]*)", README))
    assert named <= set(COMMANDS)


def test_every_make_target_in_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert set(re.findall(r"`?make ([a-z]+)", README)) <= set(phony.split())


def test_generated_parts_of_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/pages.py", "--check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_every_file_that_a_page_links_to_is_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_table_and_column_says_what_it_means(name: str) -> None:
    schema = SCHEMAS[name]
    assert schema.says.endswith(".")
    for column in schema.columns:
        assert column.says.endswith("."), f"{name}.{column.name} has no sentence"
        assert column.kind not in NUMBERS or column.unit, f"{name}.{column.name} has no unit"


def test_every_example_in_the_help_is_a_command_line_that_is_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, examples in EXAMPLES.items():
        command = get_command(app).commands[name]  # type: ignore[attr-defined]
        for example in examples:
            words = shlex.split(example.line.split(" > ")[0])[2:]
            for word in words:
                if word.endswith(".csv"):
                    Path(word).touch()  # some options ask that their file is there
            command.make_context(name, words, resilient_parsing=False)


def test_the_scenario_in_the_readme_reads_the_template_it_names(
    planner: Planner, tmp_path: Path
) -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    (tmp_path / "my-case.yaml").write_text(dedent(text.replace("\n   ", "\n").strip()) + "\n")
    planner("template", tmp_path / "my-tables.xlsx")
    result = planner("check", tmp_path / "my-case.yaml", "--json", "--quiet")
    assert result.exit_code in (EXIT_DONE, EXIT_DATA), result.stderr
    problems = json.loads(result.stdout)["problems"]
    assert all("my-tables.xlsx" in each["file"] for each in problems)


def test_every_rule_stands_on_the_page_of_rules_with_its_text_and_source(planner: Planner) -> None:
    rows = [line.split(" | ") for line in planner("rules").stdout.splitlines()]
    told = {row[0].strip("| `"): row for row in rows if len(row) == 4}
    for rule in (*PAIR_RULES, *SET_RULES):
        _, title, check, source = told[rule.code]
        assert title == f"{rule.title}."
        assert len(check) > 20, f"{rule.code} does not say what its check looks for"
        assert source.rstrip(" |") == rule.source


def test_every_goal_stands_on_the_page_of_rules(planner: Planner) -> None:
    page = planner("rules").stdout
    assert all(f"| `{goal}` | {goal.says}" in page for goal in Goal)
