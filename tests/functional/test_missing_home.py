"""A home that cannot be found is named with its row, as every other fault is."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from planner.errors import InputProblems
from planner.jobs import open_case

ROOT = Path(__file__).parents[2]


def test_a_postcode_that_does_not_exist_is_named_with_file_and_row(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios/worcestershire", tmp_path / "case")
    scenario = tmp_path / "case/base.yaml"
    here = scenario.read_text(encoding="utf-8").replace("../../geo", str(ROOT / "geo"))
    scenario.write_text(here, encoding="utf-8")
    table = tmp_path / "case/tables/referrals.csv"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[3] |= {"home_easting": "", "home_northing": "", "home_postcode": "ZZ99 9ZZ"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(InputProblems, match="are not in the postcode table") as found:
        open_case(scenario)
    (problem,) = found.value.problems
    assert (problem.file, problem.line, problem.column) == ("referrals.csv", 5, "home_postcode")
