"""The default engine: the straight line and a fitted curve, with the error stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from planner.domain.referrals import Point
from planner.errors import Problem, ScenarioProblems
from planner.geography.atlas import Atlas
from planner.geography.engines.contract import (
    Journeys,
    Mode,
    Quality,
    Request,
    eastings_northings,
    quality_array,
)
from planner.geography.engines.curves import ENGLAND, ROAD_FACTOR, Curve, read_curves
from planner.geography.outlines import rows_inside
from planner.geography.roads.speeds import WALK_METRES_PER_MINUTE

WALK_FACTOR = 1.25
"""Metres walked for each straight-line metre: the median on Newport's paths, where 95 of 100
walks were shorter than 1.6 straight lines."""

_CHUNK_PAIRS = 250_000
"""Pairs worked out at once: so many stay in the processor's cache."""


@dataclass(frozen=True)
class StraightLine:
    """
    Minutes from the straight line.

    By car each origin takes the curve of its authority, or that of the rural-urban class of
    its area, or that of English towns. On foot the straight line is lengthened by
    ``WALK_FACTOR``. Timetables it does not know.
    """

    atlas: Atlas
    curve: str | None = None
    """Name of one curve for every origin."""

    def __post_init__(self) -> None:
        if self.curve is not None and self.curve not in self.curves:
            raise ScenarioProblems([_unknown_curve(self.curve, sorted(self.curves))])

    @cached_property
    def curves(self) -> dict[str, Curve]:
        """The atlas's curves by name."""
        return dict(read_curves(self.atlas))

    @property
    def name(self) -> str:
        """One word for tables."""
        return "straight_line"

    @property
    def says(self) -> str:
        """What made the figures."""
        return "straight line with fitted curve"

    @property
    def error_minutes(self) -> float | None:
        """Mean absolute error in minutes, where one curve serves all."""
        return None if self.curve is None else self.curves[self.curve].mean_absolute_error_minutes

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be printed with the figures."""
        return self.atlas.attributions("travel_curves")

    def journeys(
        self, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, request: Request
    ) -> Journeys:
        """Answer for all pairs."""
        starts, ends = eastings_northings(origins), eastings_northings(destinations)
        if request.mode is Mode.WALK:
            metres = _straight_metres(starts, ends) * np.float32(WALK_FACTOR)
            minutes = metres / np.float32(WALK_METRES_PER_MINUTE)
        elif request.mode is Mode.DRIVE:
            chosen = self.curves_of(starts, districts_in(origins))
            minutes, metres = _drive(starts, ends, chosen)
        else:
            missing = np.full((len(starts), len(ends)), np.nan, dtype=np.float32)
            minutes, metres = missing, missing
        return Journeys(minutes, metres, quality_array(Quality.ESTIMATED, minutes))

    def curves_of(
        self, points: NDArray[np.float64], districts: Sequence[str | None]
    ) -> list[Curve]:
        """Return the curve of each origin."""
        if self.curve is not None:
            return [self.curves[self.curve]] * len(points)
        authority = _authority_of_district(self.atlas)
        found = [self.curves.get(authority.get((d or "").casefold(), "")) for d in districts]
        unknown = [row for row, curve in enumerate(found) if curve is None]
        classes = _classes_of([points[row] for row in unknown], self.atlas)
        for row, area_class in zip(unknown, classes, strict=True):
            found[row] = self.curves.get(area_class, ENGLAND)
        return [curve or ENGLAND for curve in found]


def districts_in(points: gpd.GeoDataFrame) -> list[str | None]:
    """Return the column ``district`` of a point table, or nothing known for every row."""
    if "district" not in points.columns:
        return [None] * len(points)
    return [one if isinstance(one, str) else None for one in points["district"]]


def _drive(
    starts: NDArray[np.float64], ends: NDArray[np.float64], chosen: Sequence[Curve]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    metres = np.empty((len(starts), len(ends)), dtype=np.float32)
    minutes = np.empty_like(metres)
    step = max(1, _CHUNK_PAIRS // max(1, len(ends)))
    for curve in dict.fromkeys(chosen):
        rows = np.flatnonzero([one == curve for one in chosen])
        for first in range(0, len(rows), step):
            chunk = rows[first : first + step]
            straight = _straight_metres(starts[chunk], ends)
            minutes[chunk] = curve.minutes(straight / np.float32(1000))
            metres[chunk] = straight * np.float32(ROAD_FACTOR)
    return minutes, metres


def _straight_metres(starts: NDArray[np.float64], ends: NDArray[np.float64]) -> NDArray[np.float32]:
    # A float32 holds the grid's metres exactly below 16,777 km.
    first, last = starts.astype(np.float32), ends.astype(np.float32)
    east = first[:, None, 0] - last[None, :, 0]
    north = first[:, None, 1] - last[None, :, 1]
    metres: NDArray[np.float32] = np.sqrt(east * east + north * north)
    return metres


def _authority_of_district(atlas: Atlas) -> dict[str, str]:
    table = atlas.districts
    if table is None or "authority" not in table.columns:
        return {}
    return dict(zip(table["district"].str.casefold(), table["authority"], strict=True))


def _classes_of(points: Sequence[NDArray[np.float64]], atlas: Atlas) -> list[str]:
    """Return the rural-urban class of the area that holds each point, or an empty text."""
    if not points or atlas.areas is None or "area_class" not in atlas.areas.columns:
        return [""] * len(points)
    places = [Point(round(east), round(north)) for east, north in points]
    classes = atlas.areas["area_class"].to_numpy()
    rows = rows_inside(places, atlas.areas)
    return ["" if row is None else str(classes[row]) for row in rows]


def _unknown_curve(name: str, known: Sequence[str]) -> Problem:
    listed = ", ".join(known) or "none, because no `geo` folder has any"
    what = "There is no travel curve of this name."
    return Problem("scenario", 0, "curve", name, what, f"The curves known are: {listed}.")
