"""Journeys by car from OSRM, where its wheel exists and the user has prepared its files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from planner.errors import InputProblems, MissingExtra, Problem
from planner.geography.engines.contract import (
    Engine,
    Journeys,
    Mode,
    Quality,
    Request,
    quality_array,
)
from planner.geography.engines.network import DEFAULT_PEAK_FACTOR, is_peak

_ORIGINS_AT_ONCE = 1_000
"""OSRM answers in Python lists; more at once would take gigabytes."""


@dataclass(frozen=True)
class Osrm:
    """
    Quickest routes by car with the cost of every turn, from files made by osrm-contract.

    Other modes are asked of another engine.
    """

    path: Path
    """The ``.osrm`` file's base name, as osrm-contract left it."""
    source: str
    attribution: str
    otherwise: Engine
    peak_factor: float = DEFAULT_PEAK_FACTOR

    @property
    def name(self) -> str:
        """One word for tables."""
        return "osrm"

    @property
    def says(self) -> str:
        """What made the figures."""
        return f"OSRM on {self.source}, times {self.peak_factor:g} in the school peak"

    @property
    def error_minutes(self) -> float | None:
        """Nothing is known of the error on these roads."""
        return None

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be printed with the figures."""
        return (self.attribution, *self.otherwise.attributions)

    @cached_property
    def _server(self) -> Any:
        osrm = _osrm()
        if not Path(f"{self.path}.hsgr").is_file():
            what = "Here are no files made by osrm-contract."
            fix = "Run osrm-extract and osrm-contract, and name their .osrm file."
            raise InputProblems([Problem(str(self.path), 0, "", "", what, fix)])
        return osrm.OSRM(
            storage_config=str(self.path),
            algorithm="CH",
            use_shared_memory=False,
            max_locations_distance_table=-1,
        )

    def journeys(
        self, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, request: Request
    ) -> Journeys:
        """Answer for all pairs."""
        if request.mode is not Mode.DRIVE:
            return self.otherwise.journeys(origins, destinations, request)
        starts, ends = _degrees(origins), _degrees(destinations)
        blocks = [
            self._block(starts[first : first + _ORIGINS_AT_ONCE], ends)
            for first in range(0, len(starts), _ORIGINS_AT_ONCE)
        ]
        empty = np.zeros((0, len(ends)), dtype=np.float32)
        minutes = np.vstack([empty, *(seconds / 60 for seconds, _ in blocks)])
        metres = np.vstack([empty, *(distance for _, distance in blocks)])
        if is_peak(request.arrive or request.depart):
            minutes *= np.float32(self.peak_factor)
        return Journeys(minutes, metres, quality_array(Quality.ROUTED, minutes))

    def _block(
        self, starts: list[tuple[float, float]], ends: list[tuple[float, float]]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        asked = _osrm().TableParameters(
            coordinates=[*starts, *ends],
            sources=list(range(len(starts))),
            destinations=list(range(len(starts), len(starts) + len(ends))),
            annotations=["duration", "distance"],
        )
        found = self._server.Table(asked)
        shape = (len(starts), len(ends))
        # OSRM writes None where there is no route; as a number that is NaN.
        seconds = np.array(found["durations"], dtype=np.float32).reshape(shape)
        metres = np.array(found["distances"], dtype=np.float32).reshape(shape)
        return seconds, metres


def _osrm() -> Any:
    try:
        import osrm
    except ImportError as error:
        text = "OSRM is not installed; its wheel needs Python 3.12 or later."
        raise MissingExtra(f"{text} Install ap-sufficiency-planner[osrm].") from error
    return osrm


def _degrees(points: gpd.GeoDataFrame) -> list[tuple[float, float]]:
    degrees = points.geometry.to_crs(4326)
    return list(zip(degrees.x.tolist(), degrees.y.tolist(), strict=True))
