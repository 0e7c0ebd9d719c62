"""Files of what may come: a page, a workbook, a CSV for each table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from planner.reports.csvs import write_as_it_stands
from planner.reports.futures.frames import (
    cost_against_chance,
    forecast_frames,
    places_frames,
    record_frames,
)
from planner.reports.futures.headline import headline
from planner.reports.futures.page import (
    band_chart,
    bullets,
    page,
    paragraphs,
    steps_chart,
    table,
    write_page,
)
from planner.results.coming.futures import Backtest, DemandForecast, DemandPaths
from planner.results.coming.gaps import EVERY, SITE_FUTURES
from planner.results.coming.places import Sufficiency
from planner.results.coming.promise import Promise

_OUTLAY_SAYS = (
    "Top-up, spot prices, transport and journeys are means over the pupils who wait now, by key "
    "stage and commission. Days without a place run from the due day to the start; interim "
    "tuition is priced for them where the policy offers it. The first year is the part of it "
    "that lies ahead."
)

_WAYS_ON_SAYS = (
    "Shares of recorded stays that ended each way by so many weeks, open stays counted as open "
    "(Aalen–Johansen). Too few recorded stays leave this empty."
)
_RETURN_SAYS = (
    "ap_place_return.csv has a row for each cohort and year in the style of the DfE's tables. "
    "Not known here and left empty: old_la_code, new_la_code, la_name, urn and places_census."
)

_GAPS_SAY = (
    "Needed: places that would be filled in the year's busiest week if nobody waited, low, middle "
    "and high over the futures. Accepting: places of all commissions that take these pupils; in "
    "area, those of them at sites there. Share: what is left of them if all whom they accept share "
    "alike. A gap is where the share does not meet the middle need; a duplication, where fewer "
    "commissions than accept these pupils would meet the high need. Every area with every need "
    "is in gaps.csv. Small needs are told as a range."
)
_SITES_SAY = (
    "Places at one commission from the first day of the year, all others as commissioned; only "
    "pupils who may come to it count. Searched in the first "
    f"{SITE_FUTURES} futures."
)

_OPTIONS_SAY = (
    "Places from the first day of the year, everything else as commissioned. The commissions of a "
    "site share its places as the split says. Only pupils who may come to one of its commissions "
    f"count. Searched in the first {SITE_FUTURES} futures."
)

_LEVELS = ("p10", "p50", "p90")


def write_forecast(
    forecast: DemandForecast,
    record: Backtest,
    paths: DemandPaths | None,
    folder: Path,
    *,
    title: str,
) -> None:
    """Write a forecast with its record: ``forecast.html``, ``forecast.xlsx`` and CSVs."""
    frames = forecast_frames(forecast, record, paths)
    _write_tables(frames, folder, "forecast.xlsx")
    answers = forecast.unanswered or tuple(
        f"{total.academic_year}: about {total.referrals_p50} referrals; eight futures in ten lie "
        f"between {total.referrals_p10} and {total.referrals_p90}."
        for total in forecast.totals
    )
    sections = [
        ("All referrals by school year", [table(frames["totals"], caption="Totals by year")]),
        *([("Week by week", [_fan(frames["fan"])])] if "fan" in frames else []),
        ("By key stage and place type", [table(frames["demand"], caption="Referrals by year")]),
        _record_section(record),
        ("How it was made", [paragraphs([forecast.method])]),
        ("What it leaves out", [bullets(forecast.leaves_out)]),
    ]
    text = page(title=f"Demand: {title}", answers=answers, sections=sections)
    write_page(text, folder / "forecast.html")


def write_backtest(record: Backtest, folder: Path, *, title: str) -> None:
    """Write the record of past forecasts: ``backtest.html``, ``backtest.xlsx`` and a CSV."""
    _write_tables(record_frames(record), folder, "backtest.xlsx")
    text = page(
        title=f"How wrong the forecast has been: {title}",
        answers=record.unanswered or record.sentences[:1],
        sections=[_record_section(record)],
    )
    write_page(text, folder / "backtest.html")


def write_places(answer: Sufficiency, folder: Path, *, title: str) -> None:
    """Write a sufficiency statement: ``places.html``, ``places.xlsx`` and CSVs."""
    frames = places_frames(answer)
    _write_tables(frames, folder, "places.xlsx")
    sections = [
        *([("Effects switched on", [paragraphs(answer.effects)])] if answer.effects else []),
        ("Places that are enough", _enough_blocks(frames["places_needed"])),
        ("What moves the number of places", [bullets(d.sentence for d in answer.drivers)]),
        ("What would make today's places enough", [bullets(w.sentence for w in answer.ways_out)]),
        ("The years as lived with today's places", [table(frames["years"], caption="Years")]),
        (
            "What those years would cost, and who goes without",
            [
                paragraphs([_OUTLAY_SAYS]),
                table(frames["outlays"], caption="Low, middle and high over the futures"),
            ],
        ),
        ("Risk of starting after day 6", [table(frames["day_6_risk"], caption="By half-term")]),
        ("Places by date against need", _by_date_blocks(frames["places_by_date"])),
        (
            "Gaps and duplication",
            [paragraphs([_GAPS_SAY]), *_gap_blocks(frames["gaps"])],
        ),
        (
            "Places at one commission",
            [
                paragraphs([_SITES_SAY]),
                bullets(option.sentence for option in answer.site_options),
            ],
        ),
        *([("Places by commission or site", _option_blocks(frames))] if answer.options else []),
        ("Cost against chance", _cost_blocks(cost_against_chance(answer))),
        (
            "How stays end",
            [
                paragraphs([_WAYS_ON_SAYS]),
                table(frames["ways_on"], caption="Share of stays ended, by school weeks"),
            ],
        ),
        (
            "Places against chance",
            [table(frames["places_against_chance"], caption="Each number on the same futures")],
        ),
        ("The DfE's return of places", [paragraphs([_RETURN_SAYS])]),
        ("How it was made", [paragraphs([answer.method, answer.against_allocation])]),
        ("What it leaves out", [bullets(answer.leaves_out)]),
    ]
    answers = (*headline(answer), *answer.doubts)
    text = page(title=f"Enough places: {title}", answers=answers, sections=sections)
    write_page(text, folder / "places.html")


def _record_section(record: Backtest) -> tuple[str, list[str]]:
    blocks = [paragraphs((*record.sentences, *record.unanswered))]
    if record.rows:
        frame = record_frames(record)["backtest"]
        blocks.append(table(frame, caption="Past forecasts held against what came"))
    return "How wrong forecasts of this kind have been", blocks


def _option_blocks(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    return [
        paragraphs([_OPTIONS_SAY]),
        table(frames["places_by_option"], caption="Places that are enough at each"),
        table(frames["option_curves"], caption="Places against chance"),
    ]


def _enough_blocks(frame: pd.DataFrame) -> list[str]:
    if frame.empty:
        return [table(frame, caption="Places")]
    return [
        table(part.drop(columns=["promise"]), caption=f"Promise: {Promise(str(promise)).says}")
        for promise, part in frame.groupby("promise", sort=False)
    ]


def _by_date_blocks(frame: pd.DataFrame) -> list[str]:
    """Return a drawing for each place type, and the table of all."""
    blocks = [table(frame, caption="Places on the half-term's first day, and places needed in it")]
    for kind, part in frame.groupby("place_type", sort=True) if len(frame) else ():
        whole = part[part["key_stage"] == EVERY]
        whole = whole if len(whole) else part
        low, middle, high = (whole[f"needed_{level}"].tolist() for level in _LEVELS)
        says = (
            f"Type {kind}: places needed in each half-term's busiest week if nobody waited, the "
            "middle future and the range that holds eight in ten; dashed, the places commissioned."
        )
        labels, held = whole["half_term"].tolist(), whole["commissioned"].tolist()
        blocks.insert(0, band_chart(labels, low, middle, high, says=says, held=held))
    return blocks


def _gap_blocks(frame: pd.DataFrame) -> list[str]:
    """Return the table by need for all areas, and by area for all needs."""
    if frame.empty:
        return [table(frame, caption="Gaps")]
    by_need = frame[(frame["area"] == EVERY) & (frame["need"] != EVERY)]
    by_area = frame[(frame["area"] != EVERY) & (frame["need"] == EVERY)]
    return [
        table(by_need.drop(columns=["area", "in_area"]), caption="By need, all areas"),
        table(by_area.drop(columns=["need"]), caption="By area, all needs"),
    ]


def _cost_blocks(frame: pd.DataFrame) -> list[str]:
    """Return a drawing and a table for each cohort."""
    if frame.empty:
        return [table(frame, caption="Cost")]
    blocks = []
    for cohort, part in frame.groupby("cohort", sort=False):
        points = list(zip(part["chance"], part["place_pounds"], strict=True))
        says = (
            f"{cohort}: place funding in pounds a year, against the share of pupils who start "
            "by day 6."
        )
        blocks += [steps_chart(points, says=says), table(part, caption=f"Cost: {cohort}")]
    return blocks


def _fan(fan: pd.DataFrame) -> str:
    weeks = fan[fan["group"] == "all"]
    smooth = weeks[list(_LEVELS)].rolling(4, min_periods=1).mean()
    low, middle, high = (smooth[name].tolist() for name in _LEVELS)
    return band_chart(
        weeks["week"].tolist(),
        low,
        middle,
        high,
        says="Referrals a week, mean of four weeks: the middle future, and the range that holds "
        "eight in ten. Every week's figures are in fan.csv.",
    )


def _write_tables(frames: Mapping[str, pd.DataFrame], folder: Path, workbook: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        write_as_it_stands(folder / f"{name}.csv", frame)
    with pd.ExcelWriter(folder / workbook, engine="openpyxl") as writer:
        for name, frame in frames.items():
            frame.to_excel(writer, sheet_name=name[:31], index=False)
