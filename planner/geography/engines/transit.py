"""Journeys by bus and train that arrive before the school day starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from planner.errors import NoAnswer
from planner.geography.engines.contract import (
    Engine,
    Journeys,
    Mode,
    Quality,
    Request,
    eastings_northings,
    quality_array,
)
from planner.geography.timetable.feed import Timetable, read_timetable
from planner.geography.timetable.scan import (
    WALK_FACTOR,
    WALK_ONLY_METRES,
    departure_and_arrival,
    join_homes,
    last_labels,
    walk_seconds,
)

LONGEST_MINUTES = 150.0
"""Journeys longer than this are not looked for, unless asked."""


@dataclass(frozen=True)
class Transit:
    """
    The last journey by a published timetable that arrives by a moment.

    Minutes count from leaving home to arriving, waits for connections included and the
    wait for the bell not. Where walking all the way is quicker it is taken. Modes other
    than transit are asked of another engine.
    """

    path: Path
    source: str
    attribution: str
    otherwise: Engine

    @property
    def name(self) -> str:
        """One word for tables."""
        return "timetable"

    @property
    def says(self) -> str:
        """What made the figures."""
        return f"last arrival in time by {self.source}; by car and on foot {self.otherwise.says}"

    @property
    def error_minutes(self) -> float | None:
        """Timetables are kept or not; nothing is known of it."""
        return None

    @property
    def attributions(self) -> tuple[str, ...]:
        """What must be printed with the figures."""
        return (self.attribution, *self.otherwise.attributions)

    def timetable(self, day: date) -> Timetable:
        """Return the rides of a day, read once."""
        return _read_once(self.path, day)

    def journeys(
        self, origins: gpd.GeoDataFrame, destinations: gpd.GeoDataFrame, request: Request
    ) -> Journeys:
        """
        Answer for all pairs.

        Raises
        ------
        NoAnswer
            If a journey by timetable is asked for without the moment to arrive by.
        """
        if request.mode is not Mode.TRANSIT:
            return self.otherwise.journeys(origins, destinations, request)
        if request.arrive is None:
            raise NoAnswer("A timetable is searched by arrival: say when the school day starts.")
        homes, sites = eastings_northings(origins), eastings_northings(destinations)
        seconds = self._ride_seconds(homes, sites, request.arrive, request.max_minutes)
        straight = cdist(homes, sites)
        on_foot = np.where(
            straight <= WALK_ONLY_METRES / WALK_FACTOR, walk_seconds(straight), np.inf
        )
        walked = on_foot <= seconds
        quickest = np.minimum(on_foot, seconds)
        minutes = np.where(np.isfinite(quickest), quickest / 60, np.nan).astype(np.float32)
        metres = np.where(walked & np.isfinite(on_foot), straight * WALK_FACTOR, np.nan)
        quality = quality_array(Quality.TIMETABLED, minutes)
        return Journeys(minutes, metres.astype(np.float32), quality)

    def _ride_seconds(
        self,
        homes: NDArray[np.float64],
        sites: NDArray[np.float64],
        arrive: datetime,
        max_minutes: float | None,
    ) -> NDArray[np.float64]:
        timetable = self.timetable(arrive.date())
        moment = arrive.hour * 3600 + arrive.minute * 60 + arrive.second
        earliest = moment - int(60 * (max_minutes or LONGEST_MINUTES))
        labels = last_labels(timetable, sites, arrive_by=moment, earliest=earliest)
        best = join_homes(homes, timetable.stop_metres, labels)
        departs, arrives = departure_and_arrival(best)
        found = (best >= 0) & (departs >= earliest)
        return np.where(found, arrives - departs, np.inf)


@lru_cache(maxsize=4)
def _read_once(path: Path, day: date) -> Timetable:
    return read_timetable(path, day)
