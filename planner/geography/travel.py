"""
Minutes and metres from every waiting pupil's home to every site.

The council's own journeys stand before any engine's.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from planner.domain.case import NO_ROUTE, TravelTable
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.geography.atlas import BRITISH_GRID, Atlas
from planner.geography.engines.contract import (
    QUALITIES,
    Engine,
    Journeys,
    Mode,
    Quality,
    Request,
    checked_points,
)
from planner.geography.engines.curves import Curve
from planner.geography.engines.matrix import OwnMatrix, read_matrix
from planner.geography.engines.network import DEFAULT_PEAK_FACTOR, open_network
from planner.geography.engines.osrm import Osrm
from planner.geography.engines.straight import StraightLine

SCHOOL_STARTS = time(8, 50)
"""When the day begins at a site where nothing else is known; an assumption."""


def travel_table(
    dataset: Dataset, atlas: Atlas, *, curve: str | None = None, engine: Engine | None = None
) -> TravelTable:
    """
    Return one-way journeys by car from homes to sites, arriving as the school day begins.

    Without an engine, the atlas's own roads are used where it has any, and otherwise the
    straight line and a fitted curve: that of the home's authority; without one, that of the
    rural-urban class of its area; without one, that of English towns. The council's
    own journeys replace the engine's.

    Parameters
    ----------
    dataset
        With homes located; a pupil without a home has only the council's own journeys.
    atlas
        Where roads, curves, districts and areas are looked up.
    curve
        Name of one curve to use for every home, instead of roads.
    engine
        What works the journeys out, where the caller has one open already.

    Raises
    ------
    ScenarioProblems
        If there is no curve of the name given.
    """
    engine = engine or engine_of(atlas, curve=curve)
    located = [row for row, referral in enumerate(dataset.referrals) if referral.home is not None]
    shape = (len(dataset.referrals), len(dataset.sites))
    minutes = np.full(shape, NO_ROUTE, dtype=np.int32)
    metres = np.full(shape, NO_ROUTE, dtype=np.int32)
    homes, sites = checked_points(
        homes=home_points([dataset.referrals[row] for row in located]), sites=site_points(dataset)
    )
    found = engine.journeys(homes, sites, Request(Mode.DRIVE, arrive=bell(dataset)))
    minutes[located] = np.maximum(_whole(found.minutes), np.where(found.minutes >= 0, 1, NO_ROUTE))
    metres[located] = _whole(found.metres)
    own = _own_journeys(dataset, minutes, metres)
    chosen = _curves(engine, [dataset.referrals[row] for row in located])
    return TravelTable(
        pupil_ids=tuple(referral.pupil_id for referral in dataset.referrals),
        site_ids=tuple(site.site_id for site in dataset.sites),
        minutes=minutes,
        metres=metres,
        engine=_says(engine, chosen, own=own, journeys=minutes.size) + _given(engine, found),
        error_minutes=_mean_error(chosen) if own < minutes.size else None,
    )


def engine_of(
    atlas: Atlas, *, curve: str | None = None, peak_factor: float | None = None
) -> Engine:
    """
    Return the best engine that an atlas can serve.

    Its own matrix, then OSRM's files, then its own roads, then the fitted curves; each
    is asked what the one before it does not know. A curve that is named stands alone.

    Parameters
    ----------
    atlas
        Where the files are named.
    curve
        Name of one curve to use for every home.
    peak_factor
        Minutes in the school peak for each on free roads, instead of the atlas's.
    """
    engine: Engine = StraightLine(atlas, curve)
    if curve is not None:
        return engine
    roads, osrm, matrix = atlas.path("roads"), atlas.path("osrm"), atlas.path("matrix")
    if roads is not None:
        engine = open_network(
            roads,
            source=_source(atlas, "roads"),
            attribution=atlas.files["roads"].attribution,
            cache=roads.parent / ".cache",
            peak_factor=_peak_factor(atlas, "roads", peak_factor),
        )
    if osrm is not None:
        engine = Osrm(
            osrm.with_suffix(""),
            _source(atlas, "osrm"),
            atlas.files["osrm"].attribution,
            engine,
            _peak_factor(atlas, "osrm", peak_factor),
        )
    return engine if matrix is None else read_matrix(matrix, otherwise=engine)


def _source(atlas: Atlas, name: str) -> str:
    entry = atlas.files[name]
    return f"{entry.what} ({entry.date})"


def _peak_factor(atlas: Atlas, name: str, asked: float | None) -> float:
    return asked or atlas.files[name].peak_factor or DEFAULT_PEAK_FACTOR


def bell(dataset: Dataset) -> datetime:
    """Return when the school day begins on the first weekday from the as-at date."""
    day = dataset.as_at
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return datetime.combine(day, SCHOOL_STARTS)


def home_points(referrals: list[Referral]) -> gpd.GeoDataFrame:
    """Return the homes of pupils who have one, with their districts."""
    located = [(one, one.home) for one in referrals if one.home is not None]
    return gpd.GeoDataFrame(
        {
            "id": [referral.pupil_id for referral, _ in located],
            "district": [referral.district for referral, _ in located],
        },
        geometry=gpd.points_from_xy(
            [home.easting for _, home in located], [home.northing for _, home in located]
        ),
        crs=BRITISH_GRID,
    )


def site_points(dataset: Dataset) -> gpd.GeoDataFrame:
    """Return the sites with their names and districts."""
    return gpd.GeoDataFrame(
        {
            "id": [site.site_id for site in dataset.sites],
            "name": [site.name for site in dataset.sites],
            "district": [site.district for site in dataset.sites],
        },
        geometry=gpd.points_from_xy(
            [site.point.easting for site in dataset.sites],
            [site.point.northing for site in dataset.sites],
        ),
        crs=BRITISH_GRID,
    )


def _whole(values: NDArray[np.float32]) -> NDArray[np.int32]:
    rounded = np.floor(values + 0.5)
    return np.where(np.isnan(rounded), NO_ROUTE, rounded).astype(np.int32)


def _own_journeys(dataset: Dataset, minutes: NDArray[np.int32], metres: NDArray[np.int32]) -> int:
    """Write the council's own journeys over the engine's; return how many there were."""
    row_of = {referral.pupil_id: row for row, referral in enumerate(dataset.referrals)}
    column_of = {site.site_id: column for column, site in enumerate(dataset.sites)}
    own = 0
    for journey in dataset.journeys:
        row, column = row_of.get(journey.pupil_id), column_of.get(journey.site_id)
        if row is not None and column is not None:
            minutes[row, column] = journey.minutes
            metres[row, column] = metres[row, column] if journey.metres is None else journey.metres
            own += 1
    return own


def _curves(engine: Engine, referrals: list[Referral]) -> list[Curve]:
    """Return the curve of each home, where the engine has any."""
    if not isinstance(engine, StraightLine):
        return []
    points = np.array([(r.home.easting, r.home.northing) for r in referrals if r.home], dtype=float)
    return engine.curves_of(points, [referral.district for referral in referrals])


def _says(engine: Engine, chosen: list[Curve], *, own: int, journeys: int) -> str:
    names = " and ".join(sorted({curve.name for curve in chosen}))
    fitted = f"{engine.says} ({names})" if names else engine.says
    if own == 0:
        return fitted
    table = "the council's own travel table"
    return table if own == journeys else f"{table} for {own} of {journeys} journeys, else {fitted}"


def _given(engine: Engine, found: Journeys) -> str:
    """Say how many journeys a matrix knew: ids that are written otherwise are not silent."""
    if not isinstance(engine, OwnMatrix):
        return ""
    given = int((found.quality == QUALITIES.index(Quality.GIVEN)).sum())
    return f" ({given} of {found.quality.size} journeys are in the table)"


def _mean_error(chosen: list[Curve]) -> float | None:
    if not chosen:
        return None
    return round(sum(c.mean_absolute_error_minutes for c in chosen) / len(chosen), 1)
