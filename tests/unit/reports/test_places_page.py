import csv
import re
import time
from datetime import date

import openpyxl

from planner.domain.codes import Destination, PlaceType
from planner.domain.dataset import Assumption
from planner.reports.futures.headline import at_a_glance, headline
from planner.reports.futures.write import write_backtest, write_forecast, write_places
from planner.results.coming.futures import Backtest, BacktestRow, DemandForecast
from planner.results.coming.places import Curve, Enough, Sufficiency, WayOn, YearLived, YearOutlay
from planner.results.coming.promise import CurvePoint, Promise
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)


def test_the_page_draws_cost_against_chance_shows_ways_on_and_names_what_is_unknown(tmp_path):
    points = (CurvePoint(10, 0.5, 0.1, 10_000_000), CurvePoint(20, 0.95, 0.6, 20_000_000))
    curve = Curve("2023/24", KeyStage.KS3, PlaceType.EXCLUSION, points, 20, 1.5)
    ways_on = (WayOn(Destination.REINTEGRATION, 26, 0.4),)
    answer = Sufficiency("By simulation.", (), curves=(curve,), ways_on=ways_on)
    write_places(answer, tmp_path, title="Somewhere", as_at=AS_AT)
    text = (tmp_path / "places.html").read_text(encoding="utf-8")
    assert text.count("<circle") == 2
    assert "<td" in text
    assert ">£200,000</text>" in text
    assert "e+05" not in text
    assert Destination.REINTEGRATION.value in text
    assert "left empty: old_la_code" in text
    assert (tmp_path / "ways_on.csv").exists()


def _statement():
    return Sufficiency(
        "By simulation.",
        (),
        enough=tuple(
            Enough(
                *(year, KeyStage.KS3, kind, chance, promise),
                *(places + extra, places, places + 10, 20, chance, None),
            )
            for promise in Promise
            for year, extra in (("2023/24", 0), ("2024/25", 3), ("2025/26", 5))
            for kind, places in ((PlaceType.EXCLUSION, 30), (PlaceType.PREVENTION, 12))
            for chance in (0.8, 0.95)
        ),
    )


def test_the_answer_is_one_sentence_of_this_year_and_the_last_against_todays_places():
    (said,) = headline(_statement())

    assert "To let 95% of pupils start by day 6" in said
    assert "42 places are needed in 2023/24 (30 E, 12 P) and 52 in 2025/26 (35 E, 17 P)" in said
    assert "40 are commissioned, and key stages and types that lack places lack 10 together" in said
    assert "in 2023/24. In 2025/26 40 are commissioned" in said
    assert "In 2025/26 42 places would do if few pupils come for each key stage and type" in said
    assert "it takes 62 if many do for each." in said
    assert "In 2025/26 most are missing for KS3 E: 15." in said
    assert "More than enough then: KS3 P." in said


def test_the_page_of_the_record_draws_how_far_out_it_was_and_how_often_its_ranges_held(tmp_path):
    row = BacktestRow("authority", 1, 7, 0.11, 0.2, 0.34, 0.44, 1.0, 0.9, 0.11)
    write_backtest(Backtest((row,), ("Out.",)), tmp_path, title="Somewhere", as_at=AS_AT)
    text = (tmp_path / "backtest.html").read_text(encoding="utf-8")

    assert text.count("<svg") == 2
    for drawn in ("whole authority, 1 year ahead", "This forecast", "11%", "20%", "100%", "90%"):
        assert f">{drawn}</text>" in text


def test_a_table_without_a_row_keeps_its_columns_in_every_file(tmp_path):
    write_places(_statement(), tmp_path, title="Somewhere", as_at=AS_AT)
    heading = (tmp_path / "ways_on.csv").read_text(encoding="utf-8-sig").strip()

    assert heading == "destination,weeks,share"


def test_a_long_page_leads_to_each_of_its_sections(tmp_path):
    write_places(_statement(), tmp_path, title="Somewhere", as_at=AS_AT)
    text = (tmp_path / "places.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="#(part-\d+)">([^<]+)</a>', text)

    assert links == re.findall(r'<h2 id="(part-\d+)">([^<]+)</h2>', text)


def test_the_summary_holds_today_against_each_chance_this_year_and_in_the_last():
    heading, lines = at_a_glance(_statement())

    assert heading[:3] == ("Key stage", "Places for", "Today")
    assert heading[3:] == ("2023/24: 80%", "2023/24: 95%", "2025/26: 80%", "2025/26: 95%")
    assert [line[0] for line in lines] == ["KS3", "KS3", "all", "all"]
    assert [line[2] for line in lines] == [20, 20, 20, 20]
    assert lines[0][6] == "35 (30 to 40)"


def test_the_summary_adds_up_places_but_not_their_ranges():
    _, lines = at_a_glance(_statement())

    assert [line[6] for line in lines[2:]] == ["35", "17"]


def test_the_page_begins_with_the_summary_and_marks_what_is_estimated(tmp_path):
    assumed = (Assumption("history", "all", "count", "estimates", "Rebuilt from rates."),)
    write_places(_statement(), tmp_path, title="Somewhere", as_at=AS_AT, assumed=assumed)
    text = (tmp_path / "places.html").read_text(encoding="utf-8")

    first = text.index("<h2 ")
    assert text[first:].startswith('<h2 id="part-1">Places needed, at a glance</h2>')
    assert "Estimates: not all that this rests on was counted." in text[:first]
    assert "Rebuilt from rates." in text
    assert "exclusion (E)" in text
    assert "places_low" not in text


def test_a_statement_without_an_answer_still_makes_a_page(tmp_path):
    refused = Sufficiency("", (), unanswered=("Only two months are usable.",))
    write_places(refused, tmp_path, title="Somewhere", as_at=AS_AT)

    assert "Only two months are usable." in (tmp_path / "places.html").read_text(encoding="utf-8")


def test_workbooks_written_seconds_apart_are_the_same_bytes_and_open(tmp_path):
    record = Backtest((), ("Out by a tenth.",))
    forecast = DemandForecast("Drawn.", (), (), "2023-08")
    for folder in (tmp_path / "first", tmp_path / "again"):
        write_places(_statement(), folder, title="Somewhere", as_at=AS_AT)
        write_backtest(record, folder, title="Somewhere", as_at=AS_AT)
        write_forecast(forecast, record, None, folder, title="Somewhere", as_at=AS_AT)
        # The days in an archive are kept to two seconds.
        time.sleep(2.1 if folder.name == "first" else 0)

    for name in ("places.xlsx", "forecast.xlsx", "backtest.xlsx"):
        first = tmp_path / "first" / name
        assert first.read_bytes() == (tmp_path / "again" / name).read_bytes()
        properties = openpyxl.load_workbook(first).properties
        assert (properties.created.date(), properties.modified.date()) == (AS_AT, AS_AT)


def test_money_is_in_pounds_in_every_table_of_places_as_in_all_others(tmp_path):
    points = (CurvePoint(10, 0.5, 0.1, 12_345_678),)
    curve = Curve("2023/24", KeyStage.KS3, PlaceType.EXCLUSION, points, 10, 1.5)
    year = YearLived("2023/24", 8, 9, 10, 0.9, 2.5, 0.1, 1.5, bridging_pence_p50=70_050)
    outlay = YearOutlay("2023/24", 1, 2, 3, 0.5, *(100 * n + 5 for n in range(1, 8)), None)
    answer = Sufficiency("", (), curves=(curve,), years=(year,), outlays=(outlay,))
    write_places(answer, tmp_path, title="Somewhere", as_at=AS_AT)

    book = openpyxl.load_workbook(tmp_path / "places.xlsx")
    for table, column, amount in (
        ("places_against_chance", "place_pounds", "123456.78"),
        ("years", "bridging_pounds_p50", "700.50"),
        ("outlays", "total_pounds_p90", "7.05"),
    ):
        with (tmp_path / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row[column] for row in csv.DictReader(file)] == [amount]
        heading, line = book[table].iter_rows(values_only=True)
        assert line[heading.index(column)] == float(amount)
    told = [path.read_text(encoding="utf-8-sig") for path in tmp_path.glob("*.csv")]
    assert not any("pence" in text for text in told)
    assert "£123,457" in (tmp_path / "places.html").read_text(encoding="utf-8")
