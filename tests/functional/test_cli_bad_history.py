"""Histories that bear no forecast, or only a careful one, by command on a made-up authority."""

import csv
import json
import re
import shutil
from datetime import date, timedelta

import openpyxl
import pytest

HEADING = ("month", "district", "key_stage", "need", "route", "count")


@pytest.fixture(scope="module")
def made_up(planner, tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "authority"
    assert planner("new", folder, "--pupils", 20, "--seed", 3).exit_code == 0
    base = folder / "base.yaml"
    text = base.read_text(encoding="utf-8")
    base.write_text(re.sub(r"draws: \d+", "draws: 30", text), encoding="utf-8")
    return folder


@pytest.fixture
def spoilt(made_up, tmp_path):
    """Copy the authority with the rows of its history changed."""

    def copy(change):
        folder = tmp_path / "spoilt"
        shutil.copytree(made_up, folder)
        path = folder / "tables" / "history.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["month"] >= "2022-09"]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADING)
            writer.writeheader()
            writer.writerows(change(rows))
        return folder / "base.yaml"

    return copy


def told(planner, command, case):
    result = planner(command, case, "-q", *(["--years", 1] if command == "places" else []))
    assert result.exit_code == 0, result.output
    return result.stdout


def fifty_times(rows):
    return [{**r, "count": 50 * int(r["count"])} if r["month"] == "2024-03" else r for r in rows]


def one_note(rows):
    note = next(row for row in rows if row["month"] == "2024-03")
    return [{**row, "count": 60} if row is note else row for row in rows]


def renamed(rows):
    return [
        {**row, "district": f"{row['district']} Borough"} if row["month"] >= "2025-09" else row
        for row in rows
    ]


def half_entered(rows):
    last = [row for row in rows if row["month"] == "2026-10"]
    return [row for row in rows if row not in last[1:]]


def stopped(rows):
    return [{**row, "count": 0} if row["month"] >= "2024-09" else row for row in rows]


def without_key_stage_4(rows):
    return [row for row in rows if row["key_stage"] != "KS4"]


def since(month):
    return lambda rows: [row for row in rows if row["month"] >= month]


def all_nought(rows):
    return [{**row, "count": 0} for row in rows]


def only_one(rows):
    return [*all_nought(rows[:-1]), {**rows[-1], "count": 1}]


ODD = [
    ("forecast", fifty_times, "2024-03 has"),
    ("places", fifty_times, "2024-03 has"),
    ("forecast", one_note, "2024-03 has"),
    ("forecast", renamed, "if the district was renamed, give both the same name"),
    ("forecast", half_entered, "it looks half entered and is left out"),
    ("forecast", stopped, "it is taken as not recorded and left out"),
    ("forecast", without_key_stage_4, "KS4, places of type E: pupils"),
    ("forecast", since("2025-09"), "Only 14 months are usable"),
]


@pytest.mark.parametrize(("command", "change", "words"), ODD)
def test_what_is_odd_about_a_history_is_said_beside_the_figures(
    planner, spoilt, command, change, words
):
    assert words in told(planner, command, spoilt(change))


def test_whom_the_history_never_counted_gets_no_number_of_places(planner, spoilt, tmp_path):
    case, out = spoilt(without_key_stage_4), tmp_path / "out"
    answer = json.loads(planner("places", case, "-q", "--years", 1, "--json", "-o", out).stdout)
    for table in ("enough", "curves", "risks", "ways_out"):
        assert {row["key_stage"] for row in answer[table]} == {"KS1", "KS2", "KS3"}

    never = "not known: no referral of this kind was ever recorded"
    for table in ("gaps", "by_date"):
        rows = [row for row in answer[table] if row["key_stage"] == "KS4"]
        figures = {row[f"needed_{level}"] for row in rows for level in ("p10", "p50", "p90")}
        assert (figures, {row["note"] for row in rows}) == ({None}, {never})
    for name in ("gaps.csv", "places_by_date.csv"):
        with (out / name).open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["key_stage"] == "KS4"]
        assert {(row["needed_p50"], row["note"]) for row in rows} == {("", never)}
    sheet = openpyxl.load_workbook(out / "places.xlsx")["places_by_date"]
    heading, *lines = sheet.iter_rows(values_only=True)
    rows = [dict(zip(heading, line, strict=True)) for line in lines]
    assert {row["needed_p50"] for row in rows if row["key_stage"] == "KS4"} == {None}
    assert all(isinstance(row["needed_p50"], int) for row in rows if row["key_stage"] != "KS4")
    page = (out / "places.html").read_text(encoding="utf-8")
    assert never in page
    assert "at least: no referral of KS4 was ever recorded" in page


REFUSED = [
    (since("2026-09"), "Only 2 months of referral counts"),
    (all_nought, "Every count in the table history is 0"),
    (lambda rows: [], "There is no complete month of referral counts"),
    (only_one, "fewer than 12 tell no level"),
]


@pytest.mark.parametrize(("change", "words"), REFUSED)
@pytest.mark.parametrize("command", ["forecast", "backtest", "places"])
def test_a_history_that_bears_no_forecast_gets_no_number_from_any_command(
    planner, spoilt, change, words, command
):
    answer = told(planner, command, spoilt(change))
    assert words in answer
    assert re.search(r"20\d\d/\d\d +(KS|\d)", answer) is None


def test_a_record_over_years_without_any_referral_gives_no_error_in_per_cent(planner, spoilt):
    answer = told(planner, "backtest", spoilt(stopped))
    assert all(int(share) < 1000 for share in re.findall(r"(\d+)%", answer))


def test_stays_that_end_before_they_start_are_named_with_their_line(planner, spoilt):
    case = spoilt(list)
    starts = date(2025, 9, 5)
    lines = ["stay_id,place_type,year_group,starts,ends"]
    lines += [f"S{n},E,9,{starts},{starts + timedelta(days=40 * n - 40)}" for n in range(3)]
    (case.parent / "tables" / "stays.csv").write_text("\n".join(lines), encoding="utf-8")
    for command in ("forecast", "places"):
        result = planner(command, case, "-q")
        assert result.exit_code == 11
        assert "line 2, ends: The day is before starts" in result.output
