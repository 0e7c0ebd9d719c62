"""``planner check`` names everything that is wrong, in one go, and writes nothing."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from planner.errors import EXIT_DATA, EXIT_DONE, EXIT_SCENARIO

Planner = Callable[..., Result]
BrokenCase = tuple[Path, tuple[tuple[str, int, str, str], ...]]
"""The spoiled scenario, and for each fault: file, line, column and the words told of it."""


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_worked_case_is_sound(planner: Planner, worked_case: Path) -> None:
    result = planner("check", worked_case / "base.yaml")
    assert result.exit_code == EXIT_DONE
    assert result.stdout.startswith("No problems found. Worcestershire")


def test_twenty_faults_in_tables_and_yaml_are_all_named_in_one_go(
    planner: Planner, broken_case: BrokenCase
) -> None:
    scenario, faults = broken_case
    before = files_in(scenario.parent)

    result = planner("check", scenario, "--json", "--quiet")

    assert result.exit_code == EXIT_SCENARIO
    problems = json.loads(result.stdout)["problems"]
    named = {(Path(each["file"]).name, each["line"], each["column"]): each for each in problems}
    assert set(named) == {fault[:3] for fault in faults}
    assert len(problems) == len(faults) == 20
    for fault in faults:
        assert fault[3] in named[fault[:3]]["what"]
    assert all(each["fix"] for each in problems)
    assert files_in(scenario.parent) == before


def test_problems_are_told_on_standard_error_by_file(
    planner: Planner, broken_case: BrokenCase
) -> None:
    scenario, _ = broken_case

    result = planner("check", scenario.with_name("base.yaml"), "--quiet")

    assert result.exit_code == EXIT_DATA
    assert result.stdout == ""
    assert "providers.csv: 2 problems\n" in result.stderr
    assert result.stderr.endswith("18 problems found. Nothing was calculated.\n")


def test_the_errors_table_has_a_row_for_each_problem(
    planner: Planner, broken_case: BrokenCase, tmp_path: Path
) -> None:
    scenario, _ = broken_case

    planner("check", scenario.with_name("base.yaml"), "--errors", tmp_path / "problems.csv")

    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 18
    assert all(row["what"] and row["fix"] for row in rows)


def test_a_scenario_that_is_not_there_is_a_problem_of_its_own(planner: Planner) -> None:
    result = planner("check", "nowhere.yaml")
    assert result.exit_code == EXIT_SCENARIO
    assert "nowhere.yaml: 1 problem\n  this file does not exist." in result.stderr


def test_a_day_that_cannot_be_read_is_a_usage_error(planner: Planner) -> None:
    result = planner("check", "nowhere.yaml", "--as-at", "tomorrow")
    assert result.exit_code == 2
    assert "'tomorrow' is not a day. Write it as 2026-09-01 or 1/9/2026." in result.stderr


def spoil(path: Path, found: str, instead: str) -> None:
    text = path.read_text(encoding="utf-8-sig")
    assert found in text
    path.write_text(text.replace(found, instead, 1), encoding="utf-8")


def give_unknown_postcode(referrals: Path) -> None:
    """Put a postcode that exists nowhere in the place of the first pupil's coordinates."""
    with referrals.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0] |= {"home_postcode": "WR99 9ZZ", "home_easting": "", "home_northing": ""}
    with referrals.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_a_fault_in_one_place_does_not_hide_those_in_others(
    planner: Planner, worked_case: Path
) -> None:
    spoil(worked_case / "tables" / "providers.csv", "Aspire Academy,ap_free_school", "Aspire,shop")
    give_unknown_postcode(worked_case / "tables" / "referrals.csv")
    planned = worked_case / "planned.yaml"
    planned.write_text("title: x\nbase: base.yaml\ncolour: red\n", encoding="utf-8")
    result = planner("check", planned, "--json")
    assert result.exit_code == EXIT_SCENARIO
    problems = json.loads(result.stdout)["problems"]
    assert {each["value"] for each in problems} == {"", "shop", "WR99 9ZZ"}


def test_a_change_is_tried_though_pupils_rows_have_faults(
    planner: Planner, worked_case: Path
) -> None:
    spoil(worked_case / "tables" / "referrals.csv", "new_arrival", "new_arrivel")
    spoil(worked_case / "eight-more-places-at-the-forge.yaml", "FORGE-E", "FORGE-X")
    result = planner("check", worked_case / "eight-more-places-at-the-forge.yaml", "--quiet")
    assert result.exit_code == EXIT_SCENARIO
    assert 'there is no commission "FORGE-X" in the tables.' in result.stderr
    assert "new_arrivel" in result.stderr
    assert "2 problems found." in result.stderr


def test_tables_are_checked_though_the_scenario_gives_no_day(
    planner: Planner, worked_case: Path
) -> None:
    spoil(worked_case / "base.yaml", "as_at: 2021-11-08", "as_at: next week")
    spoil(worked_case / "tables" / "referrals.csv", "new_arrival", "new_arrivel")
    result = planner("check", worked_case / "base.yaml", "--quiet")
    assert "next week" in result.stderr
    assert "new_arrivel" in result.stderr
    assert "2 problems found." in result.stderr


def test_a_column_of_upns_is_refused_unless_the_scenario_allows_it(
    planner: Planner, worked_case: Path
) -> None:
    table = worked_case / "tables" / "referrals.csv"
    heading, *rows = table.read_text(encoding="utf-8").splitlines()
    with_upns = [f"{heading},UPN", *(f"{row},A82340841{i:04}" for i, row in enumerate(rows))]
    table.write_text("\n".join(with_upns), encoding="utf-8")
    allowing = worked_case / "allowing.yaml"
    allowing.write_text(
        "title: Allowed\nbase: base.yaml\nsettings:\n  allow_identifiers: yes\n", encoding="utf-8"
    )

    refused = planner("check", worked_case / "base.yaml", "--quiet")
    assert refused.exit_code == EXIT_DATA
    assert "write allow_identifiers: yes under settings in the scenario" in refused.stderr
    assert "A82340841" not in refused.stderr
    assert planner("check", allowing, "--quiet").exit_code == EXIT_DONE
