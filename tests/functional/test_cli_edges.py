"""Tables with nobody waiting, or with no places, are answered like any others."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from planner.errors import EXIT_CLASH, EXIT_DONE

Planner = Callable[..., Result]


@pytest.fixture
def authority(planner: Planner, tmp_path: Path) -> Path:
    """A small made-up authority whose pupils and places no other table names."""
    planner("new", tmp_path / "authority", "--pupils", "3")
    for table in ("pairs", "avoidances", "decisions", "limits", "placements", "funding"):
        (tmp_path / "authority" / "tables" / f"{table}.csv").unlink(missing_ok=True)
    return tmp_path / "authority"


def keep_heading(table: Path) -> None:
    heading, _, _ = table.read_text(encoding="utf-8-sig").partition("\n")
    table.write_text(heading + "\n", encoding="utf-8")


def test_when_nobody_waits_there_is_an_answer_and_a_report(
    planner: Planner, authority: Path, tmp_path: Path
) -> None:
    keep_heading(authority / "tables" / "referrals.csv")
    said = planner("allocate", authority / "base.yaml", "--quiet")
    assert said.exit_code == EXIT_DONE, said.stderr
    assert said.stdout.endswith("Nobody is waiting: there is nothing to place.\n")
    answer = json.loads(planner("allocate", authority / "base.yaml", "--json").stdout)
    assert (answer["placed"], answer["unplaced"]) == ([], [])
    run = planner("run", authority / "base.yaml", "-o", tmp_path / "out")
    assert run.exit_code == EXIT_DONE, run.stderr


def test_when_nothing_is_commissioned_every_pupil_is_told_so(
    planner: Planner, authority: Path, tmp_path: Path
) -> None:
    keep_heading(authority / "tables" / "commissions.csv")
    result = planner("allocate", authority / "base.yaml", "--json", "--quiet")
    assert result.exit_code == EXIT_DONE, result.stderr
    answer = json.loads(result.stdout)
    assert [each["kind"] for each in answer["unplaced"]] == ["no_such_provision"] * 3
    run = planner("run", authority / "base.yaml", "-o", tmp_path / "out")
    assert run.exit_code == EXIT_DONE, run.stderr


def rows_of(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_decision_that_breaks_a_rule_is_named_before_anything_is_solved(
    planner: Planner, authority: Path
) -> None:
    tables = authority / "tables"
    pupil = rows_of(tables / "referrals.csv")[0]
    elsewhere = next(
        each["commission_id"]
        for each in rows_of(tables / "commissions.csv")
        if pupil["year_group"] not in each["year_groups"].split()
    )
    (tables / "decisions.csv").write_text(
        "pupil_id,status,decided_on,commission_id,start_date\n"
        f"{pupil['pupil_id']},accepted,2026-11-06,{elsewhere},2026-11-16\n",
        encoding="utf-8",
    )
    result = planner("allocate", authority / "base.yaml", "--quiet")
    assert result.exit_code == EXIT_CLASH, result.stderr
    assert pupil["pupil_id"] in result.stderr
    assert elsewhere in result.stderr
    assert result.stdout == ""
