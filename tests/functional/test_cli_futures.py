"""The commands about coming years, on cases that are quick."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[2] / "scenarios"


@pytest.mark.parametrize("case", ["bristol", "hackney", "wiltshire"])
def test_a_case_from_published_counts_has_a_forecast_with_its_record(planner, tmp_path, case):
    result = planner("forecast", CASES / case / "base.yaml", "-o", tmp_path / "out", "-q")
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "out" / "forecast.html").read_text(encoding="utf-8")
    assert "In past years the next-year figure for the whole authority was typically" in page
    assert "http" not in page
    assert (tmp_path / "out" / "fan.csv").exists()


def test_places_are_told_as_one_json_object(planner):
    result = planner("places", CASES / "wiltshire" / "base.yaml", "--json", "-q", "--years", 1)
    answer = json.loads(result.stdout)
    assert {row["academic_year"] for row in answer["enough"]} == {"2023/24"}
    assert answer["method"].startswith("1,000 futures simulated")


def test_a_record_can_be_made_from_a_table_of_the_dfe(planner, tmp_path):
    table = tmp_path / "exclusions.csv"
    rows = [f"20{y}{y + 1},Anyshire,Secondary,{40 + y % 5}" for y in range(10, 22)]
    table.write_text("\n".join(["year,la_name,school_type,perm_excl", *rows]), encoding="utf-8")
    case = CASES / "wiltshire" / "base.yaml"
    result = planner("backtest", case, "--exclusions", table, "--authority", "Anyshire", "-q")
    assert result.exit_code == 0, result.stderr
    assert "typically" in result.stdout
