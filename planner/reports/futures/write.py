"""Files of what may come: a page, a workbook, a CSV for each table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from planner.domain.dataset import Assumption
from planner.reports.futures.blocks import (
    by_date_blocks,
    cost_blocks,
    enough_blocks,
    fan_drawing,
    gap_blocks,
    record_blocks,
    risk_blocks,
)
from planner.reports.futures.frames import (
    cost_against_chance,
    forecast_frames,
    frame_of,
    places_frames,
    record_frames,
)
from planner.reports.futures.headline import SUMMARY_SAYS, at_a_glance, by_year, headline
from planner.reports.futures.leaves import write_tables
from planner.reports.futures.page import (
    Section,
    bullets,
    page,
    paragraphs,
    table,
    write_page,
)
from planner.reports.futures.words import (
    GAPS_SAY,
    OPTIONS_SAY,
    OUTLAY_SAYS,
    RETURN_SAYS,
    SITES_SAY,
    WAYS_ON_SAYS,
    YEARS_SAY,
)
from planner.results.coming.futures import Backtest, DemandForecast, DemandPaths
from planner.results.coming.places import Sufficiency

_RESTS_ON = frozenset({"history", "placements", "stays"})
"""Tables whose rows are taken for counted facts unless the case says otherwise."""


def write_forecast(
    forecast: DemandForecast,
    record: Backtest,
    paths: DemandPaths | None,
    folder: Path,
    *,
    title: str,
    as_at: date,
    assumed: Sequence[Assumption] = (),
) -> None:
    """Write a forecast with its record: ``forecast.html``, ``forecast.xlsx`` and CSVs."""
    frames = forecast_frames(forecast, record, paths)
    write_tables({**frames, **_assumed_frames(assumed)}, folder, "forecast.xlsx", as_at=as_at)
    answers = forecast.unanswered or (
        *(
            f"{total.academic_year}: about {total.referrals_p50:,} referrals; eight futures in "
            f"ten lie between {total.referrals_p10:,} and {total.referrals_p90:,}."
            for total in forecast.totals
        ),
        # How far out, and with it how much or how little that record rests on.
        *dict.fromkeys((*record.sentences[:1], *record.sentences[-1:])),
        *_marked(assumed),
    )
    sections = [
        ("All referrals by school year", [table(frames["totals"], caption="Totals by year")]),
        *([("Week by week", [fan_drawing(frames["fan"])])] if "fan" in frames else []),
        ("By key stage and place type", [table(frames["demand"], caption="Referrals by year")]),
        _record_section(record),
        ("How it was made", [paragraphs((forecast.method, *forecast.notes))]),
        ("What it leaves out", [bullets(forecast.leaves_out)]),
        *_assumed_section(assumed),
    ]
    text = page(title=f"Demand: {title}", answers=answers, sections=sections)
    write_page(text, folder / "forecast.html")


def write_backtest(record: Backtest, folder: Path, *, title: str, as_at: date) -> None:
    """Write the record of past forecasts: ``backtest.html``, ``backtest.xlsx`` and a CSV."""
    write_tables(record_frames(record), folder, "backtest.xlsx", as_at=as_at)
    text = page(
        title=f"How wrong the forecast has been: {title}",
        answers=record.unanswered or record.sentences[:1],
        sections=[_record_section(record)],
    )
    write_page(text, folder / "backtest.html")


def write_places(
    answer: Sufficiency,
    folder: Path,
    *,
    title: str,
    as_at: date,
    assumed: Sequence[Assumption] = (),
) -> None:
    """Write a sufficiency statement: ``places.html``, ``places.xlsx`` and CSVs."""
    frames = places_frames(answer)
    summary = {"summary": _summary_frame(answer)}
    write_tables(
        {**summary, **frames, **_notes_frame(answer), **_assumed_frames(assumed)},
        folder,
        "places.xlsx",
        as_at=as_at,
    )
    sections = [
        *_need_sections(answer, frames),
        *_lived_sections(frames),
        *_place_sections(answer, frames),
        *_method_sections(answer, frames),
        *_assumed_section(assumed),
    ]
    answers = (*headline(answer), *answer.doubts, *_marked(assumed))
    text = page(title=f"Enough places: {title}", answers=answers, sections=sections)
    write_page(text, folder / "places.html")


def _need_sections(answer: Sufficiency, frames: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return how many places are enough, what moves that number, and ways out."""
    return [
        *_summary_section(answer),
        ("What moves the number of places", [bullets(d.sentence for d in answer.drivers)]),
        *([("Effects switched on", [paragraphs(answer.effects)])] if answer.effects else []),
        (
            "Places that are enough, year by year",
            [paragraphs(by_year(answer)), *enough_blocks(frames["places_needed"])],
        ),
        ("What would make today's places enough", [bullets(w.sentence for w in answer.ways_out)]),
    ]


def _lived_sections(frames: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return what today's places mean: years, money, and who starts late."""
    return [
        (
            "The years as lived with today's places",
            [paragraphs([YEARS_SAY]), table(frames["years"], caption="Years")],
        ),
        (
            "What those years would cost, and who goes without",
            [
                paragraphs([OUTLAY_SAYS]),
                table(frames["outlays"], caption="Low, middle and high over the futures"),
            ],
        ),
        ("Risk of starting after day 6", risk_blocks(frames["day_6_risk"])),
        ("Places by date against need", by_date_blocks(frames["places_by_date"])),
    ]


def _place_sections(answer: Sufficiency, frames: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return places against need where they are, and what a chance costs."""
    return [
        ("Gaps and duplication", [paragraphs([GAPS_SAY]), *gap_blocks(frames["gaps"])]),
        (
            "Places at one commission",
            [
                paragraphs([SITES_SAY]),
                bullets(option.sentence for option in answer.site_options),
            ],
        ),
        *([("Places by commission or site", _option_blocks(frames))] if answer.options else []),
        ("Cost against chance", cost_blocks(cost_against_chance(answer))),
    ]


def _method_sections(answer: Sufficiency, frames: Mapping[str, pd.DataFrame]) -> list[Section]:
    """Return what the figures rest on, and what they leave out."""
    return [
        (
            "How stays end",
            [
                paragraphs([WAYS_ON_SAYS]),
                table(
                    frames["ways_on"].rename(columns={"share": "share_ended"}),
                    caption="Share of stays ended, by school weeks",
                ),
            ],
        ),
        (
            "Places against chance",
            [table(frames["places_against_chance"], caption="Each number on the same futures")],
        ),
        ("The DfE's return of places", [paragraphs([RETURN_SAYS])]),
        ("How it was made", [paragraphs([answer.method, answer.against_allocation])]),
        ("What it leaves out", [bullets(answer.leaves_out)]),
    ]


def _summary_frame(answer: Sufficiency) -> pd.DataFrame:
    heading, lines = at_a_glance(answer)
    return pd.DataFrame(lines, columns=list(heading))


def _summary_section(answer: Sufficiency) -> list[Section]:
    frame = _summary_frame(answer)
    if frame.empty:
        return []
    figures = tuple(frame.columns[2:])
    blocks = [
        table(frame, caption="Places today and places needed", figures=figures),
        paragraphs([SUMMARY_SAYS]),
    ]
    return [("Places needed, at a glance", blocks)]


def _notes_frame(answer: Sufficiency) -> dict[str, pd.DataFrame]:
    """Return what the page says beside its tables, for those who read the workbook alone."""
    said = (
        ("the answer", headline(answer)),
        ("what was noticed in the tables", answer.doubts),
        ("effects switched on", answer.effects),
        ("summary", (SUMMARY_SAYS,)),
        ("years", (YEARS_SAY,)),
        ("outlays", (OUTLAY_SAYS,)),
        ("gaps", (GAPS_SAY,)),
        ("site_options", (SITES_SAY,)),
        ("ways_on", (WAYS_ON_SAYS,)),
        ("ap_place_return", (RETURN_SAYS,)),
        ("how it was made", (answer.method, answer.against_allocation)),
        ("what it leaves out", answer.leaves_out),
    )
    rows = [(about, text) for about, texts in said for text in texts if text]
    return {"notes": pd.DataFrame(rows, columns=["about", "says"])}


def _assumed_frames(assumed: Sequence[Assumption]) -> dict[str, pd.DataFrame]:
    return {"assumed": frame_of(assumed, Assumption)} if assumed else {}


def _marked(assumed: Sequence[Assumption]) -> tuple[str, ...]:
    """Say at the top that the counts or the pupils are not all facts, where it is so."""
    tables = sorted({row.table for row in assumed if row.table in _RESTS_ON})
    if not tables:
        return ()
    return (
        f"Estimates: not all that this rests on was counted. What is estimated, assumed or made "
        f"up in {', '.join(tables)} stands at the end, with the reason.",
    )


def _assumed_section(assumed: Sequence[Assumption]) -> list[tuple[str, list[str]]]:
    if not assumed:
        return []
    frame = frame_of(assumed, Assumption)
    return [("What is estimated or assumed", [table(frame, caption="Assumptions of the case")])]


def _record_section(record: Backtest) -> tuple[str, list[str]]:
    blocks = [paragraphs((*record.sentences, *record.unanswered))]
    if record.rows:
        blocks += record_blocks(record_frames(record)["backtest"])
    return "How wrong forecasts of this kind have been", blocks


def _option_blocks(frames: Mapping[str, pd.DataFrame]) -> list[str]:
    return [
        paragraphs([OPTIONS_SAY]),
        table(frames["places_by_option"], caption="Places that are enough at each"),
        table(frames["option_curves"], caption="Places against chance"),
    ]
