"""What may come as plain tables, one row a figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from enum import Enum
from types import NoneType
from typing import Any

import numpy as np
import pandas as pd

from planner.results.coming.futures import Backtest, DemandForecast, DemandPaths
from planner.results.coming.gaps import Gap, SiteOption
from planner.results.coming.options import OptionEnough
from planner.results.coming.panels import PanelDifference
from planner.results.coming.places import (
    Driver,
    HalfTermRisk,
    Sufficiency,
    WayOn,
    WayOut,
    YearLived,
)
from planner.results.coming.promise import CurvePoint

FAN = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
"""Shares of futures below each line of the fan."""


def frame_of(rows: Sequence[Any], kind: type | None = None) -> pd.DataFrame:
    """Return one row for each record, its fields as columns and codes as written in tables."""
    if not rows:
        return pd.DataFrame(columns=[field.name for field in fields(kind)] if kind else [])
    frame = pd.DataFrame(
        [
            {name: _plain(value) for name, value in asdict(row).items() if name != "points"}
            for row in rows
        ]
    )
    # A figure that is missing would turn the whole numbers of its column into fractions.
    return frame.astype({name: "Int64" for name in frame if _whole(rows, str(name))})


def _whole(rows: Sequence[Any], name: str) -> bool:
    """Say whether some of a field's values are missing and all others are whole numbers."""
    kinds = {type(getattr(row, name)) for row in rows}
    return kinds in ({int, NoneType}, {NoneType})


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return round(value, 4) if isinstance(value, float) else value


def fan_of(paths: DemandPaths) -> pd.DataFrame:
    """Return the fan of all futures by week, for the authority and for each key stage."""
    groups: dict[str, list[int]] = {"all": list(range(len(paths.cohorts)))}
    for column, cohort in enumerate(paths.cohorts):
        groups.setdefault(str(cohort.key_stage or cohort.phase), []).append(column)
    frames = []
    for group, columns in groups.items():
        drawn = paths.counts[:, :, columns].sum(axis=2, dtype=np.int64)
        lines = np.quantile(drawn, FAN, axis=0)
        frame = pd.DataFrame({"group": group, "week": [w.isoformat() for w in paths.weeks]})
        for share, line in zip(FAN, lines, strict=True):
            frame[f"p{round(100 * share):02d}"] = line
        frame["mean"] = drawn.mean(axis=0).round(3)
        frames.append(frame)
    return pd.concat(frames, ignore_index=True)


def forecast_frames(
    forecast: DemandForecast, record: Backtest, paths: DemandPaths | None
) -> Mapping[str, pd.DataFrame]:
    """Return every table of a forecast by its name."""
    frames = {
        "demand": frame_of(forecast.cohorts),
        "totals": frame_of(forecast.totals),
        **record_frames(record),
    }
    return frames if paths is None else {**frames, "fan": fan_of(paths)}


def record_frames(record: Backtest) -> Mapping[str, pd.DataFrame]:
    """Return the record of past forecasts as a table."""
    return {"backtest": frame_of(record.rows)}


def places_frames(answer: Sufficiency) -> Mapping[str, pd.DataFrame]:
    """Return every table of a sufficiency statement by its name."""
    enough = frame_of(answer.enough)
    if len(enough):
        enough["gap"] = [row.gap for row in answer.enough]
    curves = pd.DataFrame(
        [
            {
                "academic_year": curve.academic_year,
                "key_stage": curve.key_stage.value,
                "place_type": curve.place_type.value,
                **{name: _plain(value) for name, value in asdict(point).items()},
                "knee": point.places == curve.knee_places,
            }
            for curve in answer.curves
            for point in curve.points
        ]
    )
    return {
        "places_needed": enough,
        "places_against_chance": curves,
        "years": frame_of(answer.years, YearLived),
        "outlays": frame_of(answer.outlays),
        "ways_on": frame_of(answer.ways_on, WayOn),
        "day_6_risk": frame_of(answer.risks, HalfTermRisk),
        "gaps": gap_frame(answer),
        "places_by_date": frame_of(answer.by_date),
        "panel_days": frame_of(answer.panels, PanelDifference),
        "site_options": frame_of(answer.site_options, SiteOption),
        "places_by_option": frame_of(answer.options, OptionEnough),
        "option_curves": option_curves(answer),
        "drivers": frame_of(answer.drivers, Driver),
        "ways_out": frame_of(answer.ways_out, WayOut),
        "ap_place_return": place_return(answer),
    }


def option_curves(answer: Sufficiency) -> pd.DataFrame:
    """Return places against chance for each option asked for."""
    columns = ("option", "academic_year", *(f.name for f in fields(CurvePoint)), "knee")
    return pd.DataFrame(
        [
            (
                *(curve.option, curve.academic_year),
                *(_plain(value) for value in asdict(point).values()),
                point.places == curve.knee_places,
            )
            for curve in answer.option_curves
            for point in curve.points
        ],
        columns=list(columns),
    )


def cost_against_chance(answer: Sufficiency) -> pd.DataFrame:
    """Return place funding for the share of pupils who start on time, in whole pounds."""
    return pd.DataFrame(
        [
            {
                "cohort": f"{curve.key_stage.value} {curve.place_type.value} {curve.academic_year}",
                "chance": round(point.pupils_on_time, 4),
                "places": point.places,
                "place_pounds": round(point.place_pence / 100),
            }
            for curve in answer.curves
            for point in curve.points
        ]
    )


def gap_frame(answer: Sufficiency) -> pd.DataFrame:
    """Return places against need by area and need; small needs are told as a range only."""
    frame = frame_of(answer.gaps, Gap)
    if frame.empty:
        return frame
    gap = pd.array([g.gap for g in answer.gaps], dtype="Int64")
    frame = frame.assign(gap=gap, finding=[g.finding for g in answer.gaps])
    needed = [f"needed_{level}" for level in ("p10", "p50", "p90")]
    threshold = answer.suppression_threshold
    small = (frame[needed].gt(0) & frame[needed].lt(threshold)).fillna(False)
    frame = frame.astype({name: object for name in (*needed, "gap")})
    frame.loc[small["needed_p50"], "gap"] = ""
    for name in needed:
        frame.loc[small[name], name] = f"1 to {threshold - 1}"
    return frame


def place_return(answer: Sufficiency) -> pd.DataFrame:
    """
    Return the places by year in the house style of the DfE's tables.

    Columns of the return that are not known here are left empty: the establishment's
    number, the local authority's codes and the confirmed places of the census year.
    """
    rows = [
        {
            "time_period": row.academic_year.replace("/", ""),
            "time_identifier": "Academic year",
            "geographic_level": "Local authority",
            "country_name": "England",
            "old_la_code": "",
            "new_la_code": "",
            "la_name": "",
            "urn": "",
            "key_stage": row.key_stage.value,
            "place_type": row.place_type.value,
            "places_commissioned": row.commissioned,
            "places_needed_p95": row.places,
            "places_census": "",
        }
        for row in answer.enough
        if row.chance == max(r.chance for r in answer.enough) and row.promise == "pupils"
    ]
    return pd.DataFrame(rows)
