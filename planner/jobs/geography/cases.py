"""The geographic jobs: journeys of those who wait, what lies within reach, and maps."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from planner import __version__
from planner.domain.case import Case
from planner.geography.access.gaps import gap_table
from planner.geography.access.reach import Reach, limits_of, measure_reach, reach_table
from planner.geography.engines.contract import Engine
from planner.geography.entitlement.journeys import journey_report
from planner.geography.maps.geopackage import write_geopackage
from planner.geography.maps.layers import engine_says, for_publication, map_layers
from planner.geography.maps.page import page
from planner.geography.maps.pictures import gap_picture, sites_picture
from planner.geography.travel import engine_of
from planner.jobs.opening import (
    OPENING_STEPS,
    SoundCase,
    Tell,
    case_of,
    check_case,
    silently,
    timetable_of,
    transport_of,
)
from planner.reports.csvs import write_frame
from planner.results.plain import write_json
from planner.units import Minutes

GEOGRAPHY_STEPS = OPENING_STEPS + 2
"""Steps that are told while one of these jobs runs."""


class GeographyAnswer(NamedTuple):
    """What a geographic job found: tables by name, and where the figures come from."""

    case: Case
    tables: Mapping[str, pd.DataFrame]
    engine: str
    """What measured the journeys, with its error where known."""
    attributions: tuple[str, ...]

    @property
    def record(self) -> dict[str, object]:
        """The identity of the run, for its folder."""
        return {
            "scenario_id": self.case.scenario_id,
            "as_at": self.case.as_at.isoformat(),
            "data_fingerprint": self.case.dataset.fingerprint,
            "planner_version": __version__,
            "engine": self.engine,
            "attributions": list(self.attributions),
            "notes": list(self.case.notes),
        }


def travel_case(path: Path, *, as_at: date | None = None, tell: Tell = silently) -> GeographyAnswer:
    """Report every waiting pupil's journey to every site, with entitlement and cost."""
    sound, case, engine = _open(path, as_at=as_at, tell=tell)
    tell("Testing walks and pricing transport")
    timetable = timetable_of(sound.atlas, engine)
    journeys = journey_report(
        case.dataset,
        case.travel,
        case.policy,
        engine=engine,
        timetable=timetable,
        transport=transport_of(sound, case.policy),
    )
    said = f"Minutes by car: {case.travel.engine}"
    if case.travel.error_minutes is not None:
        said += f", ±{case.travel.error_minutes:g} minutes on average"
    attributions = (timetable or engine).attributions
    return GeographyAnswer(case, {"journeys": journeys}, f"{said}.", attributions)


def reach_case(
    path: Path,
    *,
    as_at: date | None = None,
    minutes: Minutes | None = None,
    tell: Tell = silently,
) -> GeographyAnswer:
    """Report the places within reach of every area, and the gaps and overlaps by district."""
    opened = _open(path, as_at=as_at, tell=tell)
    reach = _measured(opened, tell)
    limits = limits_of(opened.case.policy, minutes)
    threshold = opened.case.policy.suppression_threshold
    tables = {
        "reach": reach_table(reach, limits),
        "gaps": for_publication(gap_table(reach, limits), threshold=threshold),
    }
    return GeographyAnswer(opened.case, tables, engine_says(reach), opened.engine.attributions)


def map_case(
    path: Path,
    folder: Path,
    *,
    as_at: date | None = None,
    minutes: Minutes | None = None,
    tell: Tell = silently,
) -> GeographyAnswer:
    """
    Write the interactive page, the pictures and the GeoPackage of a case into a folder.

    Pictures are SVG, and PNG as well where the reports' extra is installed.
    """
    opened = _open(path, as_at=as_at, tell=tell)
    reach = _measured(opened, tell)
    case = opened.case
    layers = map_layers(
        reach, opened.sound.atlas, case.policy, title=case.title, limit_minutes=minutes
    )
    _write(folder / "map.html", page(layers))
    pictures = {"sites": sites_picture(layers)}
    pictures |= {column: gap_picture(layers, column) for column in layers.kinds}
    for name, picture in pictures.items():
        _write(folder / f"{name}.svg", picture)
        _write_png(folder / f"{name}.png", picture)
    write_geopackage(layers, folder / "map.gpkg", day=case.as_at)
    tables = {"gaps": layers.gaps, "sites": pd.DataFrame(layers.sites.drop(columns="geometry"))}
    return GeographyAnswer(case, tables, layers.engine, layers.attributions)


def write_tables(answer: GeographyAnswer, folder: Path) -> None:
    """Write the tables of a geographic job as CSV, and the run's identity beside them."""
    for name, table in answer.tables.items():
        write_frame(folder / f"{name}.csv", table)
    write_json(folder / "run.json", answer.record)


class _Opened(NamedTuple):
    """A case as checked and as measured, and the travel engine that its scenario asks for."""

    sound: SoundCase
    case: Case
    engine: Engine


def _open(path: Path, *, as_at: date | None, tell: Tell) -> _Opened:
    sound = check_case(path, as_at=as_at, tell=tell)
    case = case_of(sound, tell=tell)
    tell("Opening the travel engine")
    scenario = sound.scenario
    engine = engine_of(
        sound.atlas, curve=scenario.travel_curve, peak_factor=scenario.travel_peak_factor
    )
    return _Opened(sound, case, engine)


def _measured(opened: _Opened, tell: Tell) -> Reach:
    tell("Measuring from every area to every site")
    return measure_reach(opened.case.dataset, opened.sound.atlas, opened.engine)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_png(path: Path, picture: str) -> None:
    try:
        import vl_convert
    except ImportError:
        return
    path.write_bytes(vl_convert.svg_to_png(picture, scale=2))
