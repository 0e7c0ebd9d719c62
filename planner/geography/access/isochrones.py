"""How far one gets in so many minutes, and which site is nearest to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.ops import substring

from planner.geography.access.reach import Reach, nearest_of
from planner.geography.atlas import BRITISH_GRID
from planner.geography.engines.contract import (
    Engine,
    Mode,
    Request,
    checked_points,
    eastings_northings,
)
from planner.geography.engines.network import Network
from planner.geography.engines.straight import StraightLine, districts_in
from planner.geography.roads.cost import minutes_and_metres
from planner.geography.roads.graph import ModeGraph, Snapped
from planner.units import Minutes

SQUARE_METRES = 100.0
"""Land is reached in squares of this side: those with a reached road, and their neighbours."""

_NEIGHBOURS = np.array([(0, 0), (1, 0), (-1, 0), (0, 1), (0, -1)])

SMALLEST_HOLE = 200_000.0
"""Holes in an isochrone below this are fields between reached roads. [square metres]"""

_CIRCLE_METRES = np.arange(0.0, 150_001.0, 50.0)


def isochrones(
    sites: gpd.GeoDataFrame,
    engine: Engine,
    minutes: Sequence[Minutes],
    *,
    arrive: datetime | None = None,
) -> gpd.GeoDataFrame:
    """
    Return the land from which each site is reached by car within so many minutes.

    Along real roads it is the land within about 100 metres of every stretch of road from
    which the site is reached in time. By the straight line it is a circle, and ``quality`` says so.

    Parameters
    ----------
    sites
        Points with an ``id``, in any CRS.
    engine
        A network or the straight line; another engine's isochrones cannot be drawn.
    minutes
        Limits. [minutes]
    arrive
        When; in the school peak a network's minutes are multiplied.

    Returns
    -------
    GeoDataFrame
        Columns id, minutes, quality, geometry on the National Grid; the widest first, so
        that a map which draws them in order shows them all.
    """
    (points,) = checked_points(sites=sites)
    rows = [
        (site, limit, shape)
        for limit in sorted(set(minutes), reverse=True)
        for site, shape in zip(points["id"], _shapes(points, engine, limit, arrive), strict=True)
    ]
    return gpd.GeoDataFrame(
        {
            "id": [site for site, _, _ in rows],
            "minutes": [limit for _, limit, _ in rows],
            "quality": "routed" if isinstance(engine, Network) else "estimated",
        },
        geometry=[shape for _, _, shape in rows],
        crs=BRITISH_GRID,
    )


def catchments(reach: Reach, columns: Sequence[int] | None = None) -> gpd.GeoDataFrame:
    """
    Return the land whose areas are nearest to each site, by car.

    Parameters
    ----------
    reach
        Areas and their minutes to the sites.
    columns
        The sites that count; all of them if None.

    Returns
    -------
    GeoDataFrame
        Columns site_id, areas (how many), longest_minutes, geometry.
    """
    chosen = np.arange(len(reach.dataset.sites)) if columns is None else np.array(columns, int)
    nearest, minutes = nearest_of(reach.minutes[:, chosen])
    ids = np.array([site.site_id for site in reach.dataset.sites], dtype=object)
    found = reach.areas[["geometry"]].assign(
        site_id=np.append(ids[chosen], "")[nearest], minutes=minutes
    )
    found = found[found["site_id"] != ""]
    if found.empty:
        return gpd.GeoDataFrame(
            {"site_id": [], "areas": [], "longest_minutes": []}, geometry=[], crs=BRITISH_GRID
        )
    grouped = found.groupby("site_id", sort=True)
    return gpd.GeoDataFrame(
        {
            "site_id": list(grouped.groups),
            "areas": grouped.size().to_numpy(),
            "longest_minutes": grouped["minutes"].max().round(0).to_numpy(),
        },
        geometry=[shapely.union_all(group.geometry.to_numpy()) for _, group in grouped],
        crs=BRITISH_GRID,
    )


def _shapes(
    points: gpd.GeoDataFrame, engine: Engine, limit: Minutes, arrive: datetime | None
) -> list[shapely.Geometry]:
    if isinstance(engine, Network):
        free = limit / engine.factor(Request(Mode.DRIVE, arrive=arrive))
        return [
            _roadside(lines) for lines in reached_roads(engine.drivers, points, limit_minutes=free)
        ]
    if isinstance(engine, StraightLine):
        return _circles(points, engine, limit)
    raise ValueError(f"the engine {engine.name} cannot draw isochrones")


def reached_roads(
    graph: ModeGraph, points: gpd.GeoDataFrame, *, limit_minutes: float
) -> list[NDArray[np.object_]]:
    """Return, for each point, the stretches of road from which it is reached in time."""
    places = graph.snap(eastings_northings(points))
    spent = minutes_and_metres(places.access_cost)[0]
    cost = graph.node_cost_to(places, np.arange(len(points)), limit_minutes=limit_minutes)
    minutes = minutes_and_metres(cost)[0].T
    forward = minutes_and_metres(graph.forward)[0]
    backward = minutes_and_metres(graph.backward)[0]
    found = []
    for row in range(len(points)):
        left = np.nan_to_num(limit_minutes - spent[row] - minutes[row], nan=-1.0)
        ahead = _share(left[graph.to_node], forward)
        behind = _share(left[graph.from_node], backward)
        if places.edge[row] >= 0:
            own = _own_edge(graph, places, row, limit_minutes - float(spent[row]))
            found.append(np.append(_stretches(graph, ahead, behind), own))
        else:
            found.append(np.array([], dtype=object))
    return found


def _share(left: NDArray[np.floating], edge: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the share of each edge that its end's remaining minutes pay for."""
    share = np.divide(left, edge, out=np.zeros(len(edge)), where=np.isfinite(edge) & (edge > 0))
    clipped: NDArray[np.float64] = np.clip(share, 0.0, 1.0)
    return clipped


def _own_edge(graph: ModeGraph, places: Snapped, row: int, left: float) -> shapely.LineString:
    """Return the stretch of a site's own edge from which it is reached without leaving it."""
    edge, share = places.edge[row], places.share[row]
    both = np.array([graph.forward[edge], graph.backward[edge]])
    before, after = _share(np.full(2, max(left, 0.0)), minutes_and_metres(both)[0])
    first, last = max(share - before, 0.0), min(share + after, 1.0)
    return substring(graph.lines[edge], first, last, normalized=True)


def _stretches(
    graph: ModeGraph, ahead: NDArray[np.float64], behind: NDArray[np.float64]
) -> NDArray[np.object_]:
    """Cut the edges: the part ``behind`` from their start, the part ``ahead`` to their end."""
    whole = (ahead + behind) >= 1.0
    stretches = list(graph.lines[whole])
    for edge in np.flatnonzero(~whole & (ahead > 0)):
        stretches.append(substring(graph.lines[edge], 1 - ahead[edge], 1, normalized=True))
    for edge in np.flatnonzero(~whole & (behind > 0)):
        stretches.append(substring(graph.lines[edge], 0, behind[edge], normalized=True))
    return np.array(stretches, dtype=object)


def _roadside(lines: NDArray[np.object_]) -> shapely.Geometry:
    """Return the squares of a grid that reached roads run through, and their neighbours."""
    if len(lines) == 0:
        return shapely.Polygon()
    dense = shapely.get_coordinates(shapely.segmentize(lines, SQUARE_METRES / 2))
    squares = np.unique(np.floor(dense / SQUARE_METRES).astype(np.int64), axis=0)
    around = np.unique((squares[:, None, :] + _NEIGHBOURS).reshape(-1, 2), axis=0) * SQUARE_METRES
    boxes = shapely.box(*around.T, *(around + SQUARE_METRES).T)
    # Squares of one grid are a coverage, which joins a hundred times quicker than buffers do.
    land = shapely.coverage_union_all(boxes)
    parts = [
        shapely.Polygon(
            part.exterior,
            [hole for hole in part.interiors if shapely.Polygon(hole).area >= SMALLEST_HOLE],
        )
        for part in shapely.get_parts(land)
    ]
    return shapely.union_all(parts)


def _circles(
    points: gpd.GeoDataFrame, engine: StraightLine, limit: Minutes
) -> list[shapely.Geometry]:
    curves = engine.curves_of(eastings_northings(points), districts_in(points))
    radii = []
    for curve in curves:
        reached = np.flatnonzero(curve.minutes(_CIRCLE_METRES / 1000) <= limit)
        radii.append(float(_CIRCLE_METRES[reached[-1]]) if len(reached) else 0.0)
    return [
        shapely.buffer(point, radius, quad_segs=32)
        for point, radius in zip(points.geometry, radii, strict=True)
    ]
