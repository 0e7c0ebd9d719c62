"""Journeys along the user's own roads and paths."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from planner.geography.engines.contract import (
    Journeys,
    Mode,
    Quality,
    Request,
    eastings_northings,
    quality_array,
)
from planner.geography.roads.cost import minutes_and_metres
from planner.geography.roads.graph import ModeGraph, mode_graph
from planner.geography.roads.network import RoadNetwork
from planner.geography.roads.read import read_network

DEFAULT_PEAK_FACTOR = 1.2
"""Minutes by car in the school peak for each minute on free roads. An assumption: delay on
local A roads is a sixth higher in the morning peak than over the day (DfT, year to June 2023),
and the fitted curves are about 1.1 to 1.35 times free-flow minutes."""

MORNING_PEAK = (time(7, 0), time(9, 30))
AFTERNOON_PEAK = (time(14, 30), time(18, 30))

FAR_METRES = 500.0
"""Further than this from the nearest usable road, a point deserves a second look."""


@dataclass(frozen=True)
class Network:
    """
    Quickest routes by car, and on foot, through a road file of the user's own.

    Driving minutes are for free roads; where a weekday's peak is asked for they are
    multiplied by ``peak_factor``. The walk between a point and its road is counted.
    """

    roads: RoadNetwork
    source: str
    """Name and date of the road file, for reports."""
    attribution: str
    peak_factor: float = DEFAULT_PEAK_FACTOR
    workers: int = 1

    @property
    def name(self) -> str:
        """One word for tables."""
        return "network"

    @property
    def says(self) -> str:
        """What made the figures."""
        return f"quickest route on {self.source}, times {self.peak_factor:g} in the school peak"

    @property
    def error_minutes(self) -> float | None:
        """Nothing is known of the error on this file's roads."""
        return None

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be printed with the figures."""
        return (self.attribution,)

    @cached_property
    def drivers(self) -> ModeGraph:
        """The roads that cars may use."""
        return mode_graph(self.roads, walk=False)

    @cached_property
    def walkers(self) -> ModeGraph:
        """The roads and paths that people may walk on."""
        return mode_graph(self.roads, walk=True)

    def factor(self, request: Request) -> float:
        """Return what free-flow minutes are multiplied by at the time asked for."""
        when = request.arrive or request.depart
        return self.peak_factor if request.mode is Mode.DRIVE and is_peak(when) else 1.0

    def journeys(
        self, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, request: Request
    ) -> Journeys:
        """Answer for all pairs."""
        shape = (len(origins), len(destinations))
        if request.mode is Mode.TRANSIT:
            missing = np.full(shape, np.nan, dtype=np.float32)
            return Journeys(missing, missing, quality_array(Quality.TIMETABLED, missing))
        graph = self.walkers if request.mode is Mode.WALK else self.drivers
        factor = self.factor(request)
        limit = np.inf if request.max_minutes is None else request.max_minutes / factor
        homes = graph.snap(eastings_northings(origins))
        sites = graph.snap(eastings_northings(destinations))
        cost = graph.cost_to(homes, sites, limit_minutes=limit, workers=self.workers)
        minutes, metres = minutes_and_metres(cost)
        minutes *= np.float32(factor)
        far = _either(homes.off_road_metres > FAR_METRES, sites.off_road_metres > FAR_METRES)
        return Journeys(minutes, metres, quality_array(Quality.ROUTED, minutes, far=far))


def open_network(
    path: Path,
    *,
    source: str,
    attribution: str,
    cache: Path | None = None,
    peak_factor: float = DEFAULT_PEAK_FACTOR,
) -> Network:
    """Read a road file, from its cache where there is a right one, as an engine."""
    roads = read_network(path, cache=cache)
    return Network(roads, source, attribution, peak_factor, workers=os.cpu_count() or 1)


def is_peak(when: datetime | None) -> bool:
    """Say whether a moment falls in a weekday's morning or afternoon peak."""
    if when is None or when.weekday() >= 5:
        return False
    return any(start <= when.time() <= end for start, end in (MORNING_PEAK, AFTERNOON_PEAK))


def _either(rows: NDArray[np.bool_], columns: NDArray[np.bool_]) -> NDArray[np.bool_]:
    either: NDArray[np.bool_] = rows[:, None] | columns[None, :]
    return either
