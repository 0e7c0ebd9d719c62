"""The commands about coming years, on cases that are quick."""

import json
from pathlib import Path

import pytest

CASES = Path(__file__).resolve().parents[2] / "scenarios"


@pytest.fixture
def quick_case(worked_case):
    """The worked case in few futures."""
    scenario = worked_case / "quick.yaml"
    text = "title: Quick\nbase: base.yaml\nsettings: {seed: 2021, draws: 12}\n"
    scenario.write_text(text, encoding="utf-8")
    return scenario


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


def forecast_of(planner, path, change=""):
    path.write_text(
        f"title: What if\nbase: {CASES / 'wiltshire' / 'base.yaml'}\nchanges: [{change}]\n", "utf-8"
    )
    result = planner("forecast", path, "--json", "-q", "--years", 2)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["forecast"]


def test_a_forecast_follows_the_referrals_that_a_scenario_supposes(planner, tmp_path):
    usual = forecast_of(planner, tmp_path / "usual.yaml")
    change = "{change: change_referrals, per_cent: 50, from: 2024-09-01, because: x}"
    more = forecast_of(planner, tmp_path / "more.yaml", change)
    (first, second), (same, raised) = usual["totals"], more["totals"]
    assert same == first
    assert raised["referrals_p50"] == pytest.approx(1.5 * second["referrals_p50"], rel=0.03)
    assert raised["last_year_again"] == second["last_year_again"]
    assert more["notes"][0].startswith("The figures follow what this scenario supposes")


def test_a_route_that_a_scenario_shifts_moves_pupils_and_loses_none(planner, tmp_path):
    change = (
        "{change: shift_route, routes: [off_site_direction], to_route: permanent_exclusion, "
        "share_per_cent: 40, because: x}"
    )
    usual = forecast_of(planner, tmp_path / "usual.yaml")
    shifted = forecast_of(planner, tmp_path / "shifted.yaml", change)
    assert shifted["totals"] == usual["totals"]
    before, after = (
        sum(row["referrals_p50"] for row in answer["cohorts"] if row["place_type"] == "P")
        for answer in (usual, shifted)
    )
    assert after == pytest.approx(0.6 * before, rel=0.1)


def test_stays_that_a_scenario_supposes_move_no_referral_and_the_forecast_says_so(
    planner, tmp_path
):
    usual = forecast_of(planner, tmp_path / "usual.yaml")
    change = "{change: change_stays, per_cent: -10, because: x}"
    shorter = forecast_of(planner, tmp_path / "shorter.yaml", change)
    assert shorter["totals"] == usual["totals"]
    assert shorter["notes"][0].startswith("What this scenario supposes of stays moves no referral")


def test_the_places_of_a_site_are_told_as_one_number_with_its_split(planner, tmp_path, quick_case):
    out = tmp_path / "out"
    result = planner(
        *("places", quick_case, "--years", 1, "-q", "-o", out),
        *("--by", "site", "--split", "ASPIRE-E=40,ASPIRE-P=60"),
    )
    assert result.exit_code == 0, result.stderr
    assert "ASPIRE-WORCESTER" in result.stdout
    rows = (out / "places_by_option.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].startswith("option,name,academic_year,chance,promise,places,")
    assert "Places by commission or site" in (out / "places.html").read_text(encoding="utf-8")


def test_a_split_that_names_no_commission_is_refused_with_the_names_there_are(planner, quick_case):
    result = planner("places", quick_case, "-q", "--by", "site", "--split", "ASPIRE=1")
    assert result.exit_code == 10
    assert "no commission has this name" in result.stderr
    assert "ASPIRE-E" in result.stderr


@pytest.mark.parametrize("typed", [("--split", "A=1"), ("--by", "site", "--split", "A=x")])
def test_a_split_is_written_as_numbers_and_goes_with_sites(planner, quick_case, typed):
    assert planner("places", quick_case, "-q", *typed).exit_code == 2
