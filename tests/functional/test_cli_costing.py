"""What `planner cost` and `planner reconcile` tell, write and refuse."""

import csv
import json
from pathlib import Path
from runpy import run_path

import pytest
from openpyxl import load_workbook

ROOT = Path(__file__).resolve().parents[2]
CASE = ROOT / "scenarios" / "worcestershire" / "base.yaml"
WHAT_IF = CASE.parent / "eight-more-places-at-the-forge.yaml"
LEDGER = CASE.parent / "ledger-2021-22.csv"


def test_the_funding_table_of_2021_comes_out_to_the_pound(planner) -> None:
    result = planner("cost", CASE, "--quiet")
    assert result.exit_code == 0
    lines = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert "Aspire Academy 10 95 £29,166.67 £56,000 £85,166.67 £1,020,833.33 £1,106,000" in lines
    assert "Newbridge 65 3 £680,000 £554,000 £1,234,000 £0 £1,234,000" in lines
    assert "Total 192 216 £2,412,500 £2,002,000 £4,414,500 £1,667,500 £6,082,000" in lines


@pytest.mark.parametrize(
    "finding",
    [
        "Two neighbouring digits are exchanged: £1,012,000 for £1,021,000.",
        "£1,668,000 - £1,659,000 = £9,000",
        "105 + 90 + 68 = 263 places",
        "£352,000 is unexplained",
        "243 - 216 = 27",
        "304 / 12 = 25.33",
        "35 / 12 = 2.92",
    ],
)
def test_what_does_not_reconcile_is_told_with_its_arithmetic(planner, finding: str) -> None:
    assert finding in planner("cost", CASE, "--quiet", "--years", 1).stdout


def test_options_are_compared_and_written_as_a_workbook(planner, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = planner("cost", CASE, WHAT_IF, "-o", out, "--years", 2, "--quiet")
    assert result.exit_code == 0, result.output
    book = load_workbook(out / "results.xlsx", data_only=True)
    assert {"Rates", "Statements", "Differences", "Checks", "Provider"} <= set(book.sheetnames)
    with (out / "differences.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["year"] for row in rows] == ["2021/22", "2022/23"]
    assert planner("cost", CASE, "-o", out, "--quiet").exit_code == 0, "it may be replaced"


def test_three_prices_changed_in_yaml_are_a_change_of_rates_alone(
    planner, worked_case: Path
) -> None:
    tables, base = worked_case / "tables", worked_case / "base.yaml"
    (tables / "rates.csv").write_text(
        "rate_id,kind,price_pounds,starts,commission_id\nC7,top_up,6000,2021-04-01,FORGE-P\n"
    )
    (tables / "charges.csv").write_text(
        "charge_id,kind,provider_id,starts,ends,quantity,unit,rate_pounds\n"
        "TAXIS,transport,Taxis,2021-04-01,2022-03-31,40,pupils,4200\n"
    )
    dearer = worked_case / "dearer.yaml"
    dearer.write_text(
        "title: Dearer\nquestion: What if?\nbase: base.yaml\nchanges:\n"
        "  - {change: set_rates, commissions: FORGE-P, top_up_pounds: 7000, because: offer}\n"
        "  - {change: set_charge, charge: TAXIS, rate_pounds: 4300, because: offer}\n"
        "  - {change: set_rates, commissions: FORGE-E, place_rate_pounds: 10100, because: offer}\n"
    )
    result = planner("cost", base, dearer, "--json", "--years", 1)
    (difference,) = json.loads(result.stdout)["differences"]
    assert difference["bars"]["rates"] > 40 * 100_00
    assert {d: p for d, p in difference["bars"].items() if p and d != "rates"} == {}
    first = json.loads(result.stdout)["options"][0]["years"][0]
    assert any("nobody else is added" in says for says in first["assumes"])


def test_costs_are_given_as_one_json_object(planner) -> None:
    result = planner("cost", CASE, WHAT_IF, "--json", "--years", 1)
    record = json.loads(result.stdout)
    first, second = record["options"]
    assert first["years"][0]["total_pence"] == 651_290_000
    assert sum(first["years"][0]["by_payer"].values()) == 651_290_000
    assert first["years"][0]["assumes"] == []
    (difference,) = record["differences"]
    gap = second["years"][0]["total_pence"] - first["years"][0]["total_pence"]
    assert sum(difference["bars"].values()) == gap > 0
    assert record["run"]["data_fingerprints"].keys() == {"base", WHAT_IF.stem}
    assert record == json.loads(planner("cost", CASE, WHAT_IF, "--json", "--years", 1).stdout)


def test_the_worked_ledgers_six_slips_are_found(planner, tmp_path: Path) -> None:
    result = planner("reconcile", CASE, "--ledger", LEDGER, "--json")
    record = json.loads(result.stdout)
    causes = [each["cause"] for each in record["discrepancies"]]
    assert {cause: causes.count(cause) for cause in causes} == {
        "credit_note": 1,
        "wrong_period": 2,
        "missing_invoice": 1,
        "duplicate": 1,
        "rate": 4,
        "unmapped": 1,
    }
    gap = record["posted_pence"] - record["committed_pence"]
    assert sum(each["pence"] for each in record["discrepancies"]) == gap

    told = planner(
        "reconcile", CASE, "--ledger", LEDGER, "--panel-over", 15000, "-o", tmp_path / "o"
    )
    assert "row 30 repeats row 29, £30,750." in told.stdout
    assert "For the panel: WORCS-IN-" in told.stdout
    assert (tmp_path / "o" / "discrepancies.csv").exists()


def test_the_worked_ledger_is_what_its_script_writes(tmp_path: Path) -> None:
    script = run_path(str(CASE.parent / "build_ledger.py"))
    script["write"](tmp_path / "ledger.csv")
    assert (tmp_path / "ledger.csv").read_text("utf-8") == LEDGER.read_text("utf-8")


def test_a_ledger_of_another_year_is_refused_with_its_rows(planner) -> None:
    result = planner("reconcile", CASE, "--ledger", LEDGER, "--year", 2022, "--quiet")
    assert result.exit_code == 11
    assert "The posting is not in the financial year 2022/23" in result.stderr


def test_faults_of_several_cases_are_named_together(planner, worked_case: Path) -> None:
    bad = worked_case / "bad.yaml"
    bad.write_text("title: Wrong\nbase: base.yaml\ncolour: red\n", "utf-8")
    tables = worked_case / "tables" / "funding.csv"
    tables.write_text(tables.read_text("utf-8-sig").replace("56000", "€56000"), "utf-8")
    result = planner("cost", worked_case / "base.yaml", bad, "--quiet")
    assert result.exit_code == 10
    assert "This is not an amount in pounds" in result.stderr
    assert "bad.yaml" in result.stderr
