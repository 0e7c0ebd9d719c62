"""Parts of the pages of what may come: tables turned for reading, and drawings."""

from __future__ import annotations

from datetime import date

import pandas as pd

from planner.reports.futures.page import band_chart, bars_chart, paragraphs, steps_chart, table
from planner.results.coming.gaps import EVERY, NOT_KNOWN
from planner.results.coming.promise import Promise
from planner.units import format_day

_ABOUT = ("academic_year", "key_stage", "place_type", "commissioned")
_LEVELS = ("p10", "p50", "p90")
_LEVEL = {
    "authority": "whole authority",
    "district": "one district",
    "key stage and route": "one key stage and route",
    "cohort": "one small group",
}
_RISK_SAYS = (
    "With the places commissioned, the chance that at least one pupil referred in the half-term "
    "starts after day 6; in brackets, how many of how many pupils start late, mean over futures. "
    "E are places after an exclusion, P prevention places."
)


def enough_blocks(frame: pd.DataFrame) -> list[str]:
    """Return a table for each promise, with a column for each chance."""
    blocks = []
    for promise, part in frame.groupby("promise", sort=False) if len(frame) else ():
        lines: dict[tuple[object, ...], dict[str, object]] = {}
        asked = [f"For {chance:.0%}" for chance in sorted(part["chance"].unique())]
        for row in part.sort_values("chance", kind="stable").to_dict("records"):
            about = {name: row[name] for name in _ABOUT}
            line = lines.setdefault(tuple(about.values()), about)
            said = f"{row['places']} ({row['places_low']} to {row['places_high']})"
            line[f"For {row['chance']:.0%}"] = said
        caption = f"Places for this {Promise(str(promise)).says}"
        blocks.append(table(pd.DataFrame(list(lines.values())), caption=caption, figures=asked))
    return blocks or [table(frame, caption="Places")]


def risk_blocks(frame: pd.DataFrame) -> list[str]:
    """Return the risk by half-term, a column for each key stage and place type."""
    if frame.empty:
        return [table(frame, caption="By half-term")]
    lines: dict[str, dict[str, object]] = {}
    for row in frame.to_dict("records"):
        line = lines.setdefault(row["half_term"], {"half_term": row["half_term"]})
        said = f"{row['chance_any_late']:.0%} ({row['late_mean']:.0f} of {row['pupils_mean']:.0f})"
        line[f"{row['key_stage']} {row['place_type']}"] = said
    wide = pd.DataFrame(list(lines.values())).fillna("")
    wide = wide[["half_term", *sorted(name for name in wide.columns if name != "half_term")]]
    return [
        paragraphs([_RISK_SAYS]),
        table(wide, caption="Chance that somebody starts late", figures=tuple(wide.columns[1:])),
    ]


def by_date_blocks(frame: pd.DataFrame) -> list[str]:
    """Return a drawing for each place type, and the table of all."""
    every = frame[frame["key_stage"] == EVERY] if len(frame) else frame
    caption = "Places on the half-term's first day, and places needed in it, all key stages"
    blocks = [table(_told(every.drop(columns=["key_stage"], errors="ignore")), caption=caption)]
    for kind, part in frame.groupby("place_type", sort=True) if len(frame) else ():
        whole = part[part["key_stage"] == EVERY]
        whole = (whole if len(whole) else part).dropna(subset=["needed_p50"])
        if whole.empty:
            blocks.insert(0, paragraphs([f"Type {kind}: {NOT_KNOWN}."]))
            continue
        low, middle, high = (whole[f"needed_{level}"].tolist() for level in _LEVELS)
        says = (
            f"Type {kind}: places needed in each half-term's busiest week if nobody waited, the "
            "middle future and the range that holds eight in ten; dashed, the places commissioned. "
            "Each key stage is in places_by_date.csv."
        )
        labels, held = whole["half_term"].tolist(), whole["commissioned"].tolist()
        blocks.insert(0, band_chart(labels, low, middle, high, says=says, held=held))
    return blocks


def gap_blocks(frame: pd.DataFrame) -> list[str]:
    """Return the table by need for all areas, and by area for all needs."""
    if frame.empty:
        return [table(frame, caption="Gaps")]
    by_need = frame[(frame["area"] == EVERY) & (frame["need"] != EVERY)]
    by_area = frame[(frame["area"] != EVERY) & (frame["need"] == EVERY)]
    return [
        table(_told(by_need).drop(columns=["area", "in_area"]), caption="By need, all areas"),
        table(_told(by_area).drop(columns=["need"]), caption="By area, all needs"),
    ]


def _told(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table without its column of notes where there is none to tell."""
    noted = "note" in frame and frame["note"].ne("").any()
    return frame if noted else frame.drop(columns=["note"], errors="ignore")


def cost_blocks(frame: pd.DataFrame) -> list[str]:
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
        told = part.drop(columns=["cohort"]).rename(columns={"chance": "pupils_on_time"})
        blocks += [steps_chart(points, says=says), table(told, caption=f"Cost: {cohort}")]
    return blocks


def fan_drawing(fan: pd.DataFrame) -> str:
    """Return the fan of all referrals by week as a drawing."""
    weeks = fan[fan["group"] == "all"]
    smooth = weeks[list(_LEVELS)].rolling(4, min_periods=1).mean()
    low, middle, high = (smooth[name].tolist() for name in _LEVELS)
    return band_chart(
        [format_day(date.fromisoformat(week)) for week in weeks["week"]],
        low,
        middle,
        high,
        says="Referrals a week, mean of four weeks: the middle future, and the range that holds "
        "eight in ten. Every week's figures are in fan.csv.",
    )


def record_blocks(frame: pd.DataFrame) -> list[str]:
    """Return how far out past forecasts were and how often their ranges held, drawn and told."""
    frame = frame.assign(level=frame["level"].replace(_LEVEL))
    labels = [
        f"{level}, {ahead} year{'s' if ahead > 1 else ''} ahead"
        for level, ahead in zip(frame["level"], frame["years_ahead"], strict=True)
    ]
    errors = zip(labels, frame["error_share"], frame["last_year_error_share"], strict=True)
    ranges = zip(labels, frame["cover_80"], frame["cover_95"], strict=True)
    return [
        bars_chart(
            list(errors),
            names=("This forecast", "Last year again"),
            says="How far out past forecasts typically were: shorter is better.",
        ),
        bars_chart(
            list(ranges),
            names=("Range for 80%", "Range for 95%"),
            says="How often what came lay inside the range: the nearer to 80% and 95%, the better.",
        ),
        table(frame, caption="Past forecasts held against what came"),
    ]
