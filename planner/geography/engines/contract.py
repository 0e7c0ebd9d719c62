"""
What every travel engine is asked and answers.

Origins and destinations are point tables with an ``id``, in any CRS but never in none;
the answer is a long table of journeys in which what cannot be reached is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.errors import InputProblems, Problem
from planner.geography.atlas import BRITISH_GRID
from planner.geography.outlines import EAST_LIMIT_METRES, NORTH_LIMIT_METRES

COLUMNS = (
    "from_id",
    "to_id",
    "travel_minutes",
    "distance_metres",
    "mode",
    "engine",
    "quality",
)


class Mode(StrEnum):
    """How a pupil travels."""

    DRIVE = "drive"
    WALK = "walk"
    TRANSIT = "transit"
    """Bus or train with the walks to and from the stops."""


class Quality(StrEnum):
    """How a journey's figures came about."""

    GIVEN = "given"
    """From the council's own table."""
    ROUTED = "routed"
    """Along a network of roads or paths."""
    TIMETABLED = "timetabled"
    ESTIMATED = "estimated"
    """From the straight line, with the error that the engine states."""
    FAR_FROM_ROAD = "far_from_road"
    """Routed, but the nearest usable road is far off: check the point or the road file."""
    NO_ROUTE = "no_route"


QUALITIES = tuple(Quality)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked beyond from where to where."""

    mode: Mode = Mode.DRIVE
    depart: datetime | None = None
    arrive: datetime | None = None
    """At most one of ``depart`` and ``arrive`` is given; neither means free-flowing roads."""
    max_minutes: float | None = None
    """Longer journeys need not be found; they are missing from the answer."""

    def __post_init__(self) -> None:
        if self.depart is not None and self.arrive is not None:
            raise ValueError("a journey is asked for by its departure or its arrival, not by both")


@dataclass(frozen=True)
class Journeys:
    """Journeys of all pairs; the arrays have the axes (origins, destinations)."""

    minutes: NDArray[np.float32]
    """Door to door, one way; NaN where there is no journey. [minutes]"""
    metres: NDArray[np.float32]
    """Along the route; NaN where there is no journey or the engine does not know. [metres]"""
    quality: NDArray[np.int8]
    """Position in ``QUALITIES``."""


class Engine(Protocol):
    """Something that knows how long journeys take."""

    @property
    def name(self) -> str:
        """One word for tables."""
        ...

    @property
    def says(self) -> str:
        """What made the figures and from which data, in words that a report prints."""
        ...

    @property
    def error_minutes(self) -> float | None:
        """Mean absolute error in minutes, where it is known."""
        ...

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be printed wherever the figures are shown."""
        ...

    def journeys(
        self, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, request: Request
    ) -> Journeys:
        """Answer for all pairs of points, which are checked and on the National Grid."""
        ...


def travel_times(
    origins: gpd.GeoDataFrame,
    destinations: gpd.GeoDataFrame,
    mode: Mode = Mode.DRIVE,
    *,
    engine: Engine,
    depart: datetime | None = None,
    arrive: datetime | None = None,
    max_minutes: float | None = None,
) -> pd.DataFrame:
    """
    Return journeys from origins to destinations as a long table.

    Parameters
    ----------
    origins, destinations
        Points with a column ``id``, each id once, in any CRS.
    mode
        How to travel.
    engine
        What works the journeys out.
    depart, arrive
        When, in local time; at most one of them.
    max_minutes
        Leave out longer journeys, and those that do not exist. [minutes]

    Returns
    -------
    DataFrame
        The columns ``COLUMNS``, in the order of the origins and then the destinations.
        Without ``max_minutes`` every pair has its row and what cannot be reached is NaN.
        ``attrs`` says the engine, its error and what must be attributed.

    Raises
    ------
    InputProblems
        If a table has no CRS, no ``id``, an id twice, or anything but points in Great
        Britain; all faults of both tables at once.
    """
    request = Request(mode, depart, arrive, max_minutes)
    starts, ends = checked_points(origins=origins, destinations=destinations)
    found = engine.journeys(starts, ends, request)
    shown = np.ones(found.minutes.shape, dtype=bool)
    if max_minutes is not None:
        shown = found.minutes <= max_minutes
    row, column = np.nonzero(shown)
    quality = np.where(np.isnan(found.minutes[row, column]), _NO_ROUTE, found.quality[row, column])
    table = pd.DataFrame(
        {
            "from_id": _coded(starts["id"].astype(str).tolist(), row),
            "to_id": _coded(ends["id"].astype(str).tolist(), column),
            "travel_minutes": found.minutes[row, column],
            "distance_metres": found.metres[row, column],
            "mode": _coded([str(mode)], np.zeros(len(row), dtype=np.intp)),
            "engine": _coded([engine.name], np.zeros(len(row), dtype=np.intp)),
            "quality": _coded([str(one) for one in QUALITIES], quality),
        }
    )
    table.attrs = {
        "engine": engine.says,
        "error_minutes": engine.error_minutes,
        "attributions": engine.attributions,
    }
    return table


_NO_ROUTE = QUALITIES.index(Quality.NO_ROUTE)


def quality_array(
    quality: Quality, minutes: NDArray[np.float32], *, far: NDArray[np.bool_] | None = None
) -> NDArray[np.int8]:
    """Return one quality for all pairs, or for those ``far`` off the road the quality of that."""
    code = np.int8(QUALITIES.index(quality))
    if far is None or not far.any():
        return np.broadcast_to(code, minutes.shape)
    return np.where(far, np.int8(QUALITIES.index(Quality.FAR_FROM_ROAD)), code)


def checked_points(**tables: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, ...]:
    """
    Return point tables on the National Grid, each called by its own name in any problem.

    Raises
    ------
    InputProblems
        All faults of all tables.
    """
    problems = [fault for name, table in tables.items() for fault in _faults(name, table)]
    if problems:
        raise InputProblems(problems)
    on_grid = tuple(table.to_crs(BRITISH_GRID) for table in tables.values())
    problems = [
        fault for name, table in zip(tables, on_grid, strict=True) for fault in _off(name, table)
    ]
    if problems:
        raise InputProblems(problems)
    return on_grid


def eastings_northings(points: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return the coordinates of a checked point table, in metres (points, 2)."""
    return np.column_stack([points.geometry.x.to_numpy(), points.geometry.y.to_numpy()])


def _faults(name: str, table: gpd.GeoDataFrame) -> list[Problem]:
    found = []
    if table.crs is None:
        found.append(_problem(name, "The points have no CRS.", "Set it, for example EPSG:27700."))
    if "id" not in table.columns:
        found.append(_problem(name, "There is no column id.", "Give each point an id of its own."))
    elif table["id"].duplicated().any():
        twice = str(table.loc[table["id"].duplicated(), "id"].iloc[0])
        found.append(Problem(name, 0, "id", twice, "An id stands twice.", "Make ids unique."))
    if not (table.geom_type == "Point").all() or table.geometry.is_empty.any():
        what = "Something is not a point, or has no coordinates."
        found.append(_problem(name, what, "Give one point in each row."))
    return found


def _off(name: str, table: gpd.GeoDataFrame) -> list[Problem]:
    east, north = table.geometry.x, table.geometry.y
    inside = east.between(0, EAST_LIMIT_METRES) & north.between(0, NORTH_LIMIT_METRES)
    if inside.all():
        return []
    ids = ", ".join(str(one) for one in table.loc[~inside, "id"][:5])
    what = f"{int((~inside).sum())} of {len(table)} points lie outside Great Britain."
    fix = "Look whether coordinates are swapped, or in another CRS than the table says."
    return [Problem(name, 0, "geometry", ids, what, fix)]


def _problem(name: str, what: str, fix: str) -> Problem:
    return Problem(name, 0, "", "", what, fix)


def _coded(names: list[str], positions: NDArray[np.intp]) -> pd.Series[str]:
    """Return names repeated by position, each text kept once: millions of rows stay small."""
    kept: pd.Series[str] = pd.Series(pd.Categorical.from_codes(positions, pd.Index(names)))
    return kept
