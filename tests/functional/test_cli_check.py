"""``planner check`` names everything that is wrong, in one go, and writes nothing."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

from typer.testing import Result

from planner.errors import EXIT_DATA, EXIT_DONE, EXIT_SCENARIO

Planner = Callable[..., Result]

WHAT_IF = """\
title: Two more
question: What if?
base: base.yaml
colour: red
changes:
  - change: add_places
    commission: FORGE-E
    places: -8
    from: 2022-01-05
    because: a reason
  - change: close_sight
    commission: FORGE-E
"""

# Each fault: the file, what stands there, what stands there instead, the words that must be
# told of it.
FAULTS_OF_TABLES = [
    ("referrals", "new_arrival,2021-09-23,,10,F", "new_arrivel,2021-09-23,,10,F", "new_arrivel"),
    ("referrals", "2021-09-27,2021-09-23,10,M", "2021-09-27,2021-13-23,10,M", "2021-13-23"),
    ("commissions", "ASPIRE-E,ASPIRE-WORCESTER,E,10", "ASPIRE-E,ASPIRE-WORCESTER,E,-1", "-1"),
    ("commissions", "ASPIRE-P,ASPIRE-WORCESTER,P,95", "ASPIRE-P,NOWHERE,P,95", "NOWHERE"),
    ("placements", "WORCS-IN-0001,ASPIRE-E", "WORCS-IN-0001,ASPIRE-Q", "ASPIRE-Q"),
    ("placements", "WORCS-IN-0002,ASPIRE-E,2020-12-07,2022-05-27,10,7", "WORCS-IN-0002,ASPIRE-E,"
     "2020-12-07,2022-05-27,10,17", "17"),
    ("sites", "404150,267750", "404150,many", "many"),
    ("providers", "ASPIRE,Aspire Academy,ap_free_school,yes", "ASPIRE,Aspire Academy,shop,yes",
     "shop"),
    ("providers", "The Beacon,maintained_pru,yes", "The Beacon,maintained_pru,perhaps", "perhaps"),
    ("calendar", "closure,Training days,2021-09-02,2021-09-03",
     "closure,Training days,2021-09-03,2021-09-02", "2021-09-02"),
    ("pairs", "WORCS-0003,WORCS-0033,apart", "WORCS-0003,WORCS-9999,apart", "WORCS-9999"),
    ("funding", "ASPIRE-E,2021,10000,", "ASPIRE-E,2021,ten thousand,", "ten thousand"),
    ("services", "Chadsgrove,PD Outreach,2021,190450", "Chadsgrove,PD Outreach,2021,190450.123",
     "190450.123"),
    ("history", "2016-09,Bromsgrove,KS3,,ebsa,1", "2016-09,Bromsgrove,KS9,,ebsa,1", "KS9"),
    ("limits", "BEACON-P-SEATS,,BEACON-P,1 2 3 4 5 6,pupils,10",
     "BEACON-P-SEATS,,BEACON-P,1 2 3 4 5 6,heads,10", "heads"),
    ("avoidances", "WORCS-0006,FORGE-REDDITCH,", "WORCS-0006,FORGE-REDDICH,", "FORGE-REDDICH"),
]  # fmt: skip


def spoil(folder: Path) -> None:
    for table, found, instead, _ in FAULTS_OF_TABLES:
        path = folder / "tables" / f"{table}.csv"
        text = path.read_text(encoding="utf-8-sig")
        assert text.count(found) == 1, f"{table}: {found}"
        path.write_text(text.replace(found, instead), encoding="utf-8")
    decisions = folder / "tables" / "decisions.csv"
    first = decisions.read_text(encoding="utf-8").splitlines()[1]
    with decisions.open("a", encoding="utf-8") as file:
        file.write(f"{first}\n")
    (folder / "what-if.yaml").write_text(WHAT_IF, encoding="utf-8")


def files_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_worked_case_is_sound(planner: Planner, worked_case: Path) -> None:
    result = planner("check", worked_case / "base.yaml")
    assert result.exit_code == EXIT_DONE
    assert result.stdout.startswith("No problems found. Worcestershire")


def test_twenty_faults_in_tables_and_yaml_are_all_named_in_one_go(
    planner: Planner, worked_case: Path
) -> None:
    spoil(worked_case)
    before = files_in(worked_case.parent)
    result = planner("check", worked_case / "what-if.yaml", "--json", "--quiet")
    assert result.exit_code == EXIT_SCENARIO
    problems = json.loads(result.stdout)["problems"]
    for table, _, _, told in FAULTS_OF_TABLES:
        assert any(
            told in each["value"] + each["what"] and table in each["file"] for each in problems
        ), f"{table}: {told}"
    assert any("decisions" in each["file"] for each in problems)
    in_yaml = [each for each in problems if each["file"].endswith("what-if.yaml")]
    assert [each["line"] for each in in_yaml] == [4, 8, 11]
    assert len(problems) == len(FAULTS_OF_TABLES) + 1 + len(in_yaml) == 20
    assert all(each["what"] and each["fix"] for each in problems)
    assert files_in(worked_case.parent) == before


def test_problems_are_told_on_standard_error_by_file(planner: Planner, worked_case: Path) -> None:
    spoil(worked_case)
    result = planner("check", worked_case / "base.yaml", "--quiet")
    assert result.exit_code == EXIT_DATA
    assert result.stdout == ""
    assert "providers.csv: 2 problems\n" in result.stderr
    assert result.stderr.endswith("17 problems found. Nothing was calculated.\n")


def test_the_errors_table_has_a_row_for_each_problem(
    planner: Planner, worked_case: Path, tmp_path: Path
) -> None:
    spoil(worked_case)
    planner("check", worked_case / "base.yaml", "--errors", tmp_path / "problems.csv")
    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 17
    assert all(row["what"] and row["fix"] for row in rows)


def test_a_scenario_that_is_not_there_is_a_problem_of_its_own(planner: Planner) -> None:
    result = planner("check", "nowhere.yaml")
    assert result.exit_code == EXIT_SCENARIO
    assert "nowhere.yaml: 1 problem\n  this file does not exist." in result.stderr


def test_a_day_that_cannot_be_read_is_a_usage_error(planner: Planner) -> None:
    result = planner("check", "nowhere.yaml", "--as-at", "tomorrow")
    assert result.exit_code == 2
    assert "'tomorrow' is not a day. Write it as 2026-09-01 or 1/9/2026." in result.stderr
