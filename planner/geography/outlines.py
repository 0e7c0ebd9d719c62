"""Outlines of districts, and whether a point can be where it is said to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from planner.domain.referrals import Point
from planner.geography.atlas import BRITISH_GRID, Atlas

if TYPE_CHECKING:
    import geopandas as gpd

EAST_LIMIT_METRES = 700_000
NORTH_LIMIT_METRES = 1_300_000
COAST_METRES = 2_000
"""How far off the simplified outline of the land a point may lie before it is in the sea."""


def district_outlines(atlas: Atlas, districts: Iterable[str]) -> gpd.GeoDataFrame:
    """
    Return the outlines of districts in EPSG:27700.

    Parameters
    ----------
    atlas
        Where outlines are looked up; an empty one gives an empty table.
    districts
        Names or ONS codes; what is not known is left out.

    Returns
    -------
    GeoDataFrame
        Columns ``district`` and ``geometry``, by name of district.
    """
    import geopandas as gpd

    empty = gpd.GeoDataFrame({"district": []}, geometry=[], crs=BRITISH_GRID)
    if atlas.districts is None:
        return empty
    wanted = {name.strip().casefold() for name in districts}
    known = atlas.districts
    chosen = known["district"].str.casefold().isin(wanted)
    if "district_code" in known.columns:
        chosen |= known["district_code"].str.casefold().isin(wanted)
    outlines = known.loc[chosen, ["district", "geometry"]].sort_values("district")
    return outlines.reset_index(drop=True)


def districts_of(points: Sequence[Point | None], atlas: Atlas) -> tuple[str | None, ...]:
    """Return the district that each point lies in, or None outside all of them."""
    districts = atlas.district_shapes
    if districts is None:
        return (None,) * len(points)
    names = districts.columns["district"]
    rows = _rows_within(points, districts.geometry)
    return tuple(None if row is None else names[row] for row in rows)


def rows_inside(
    points: Sequence[Point | None], outlines: gpd.GeoDataFrame
) -> tuple[int | None, ...]:
    """Return the first row of ``outlines`` that holds each point, or None outside all."""
    return _rows_within(points, outlines.geometry.to_numpy())


def _rows_within(
    points: Sequence[Point | None], geometry: NDArray[np.object_]
) -> tuple[int | None, ...]:
    found: list[int | None] = [None] * len(points)
    known = [place for place, point in enumerate(points) if point is not None]
    shapes = _shapes([point for point in points if point is not None])
    tree = shapely.STRtree(geometry)
    places, rows = tree.query(shapes, predicate="intersects")
    for place, row in zip(places.tolist(), rows.tolist(), strict=True):
        earlier = found[known[place]]
        found[known[place]] = row if earlier is None else min(row, earlier)
    return tuple(found)


def faults_of(points: Sequence[Point], atlas: Atlas) -> tuple[str | None, ...]:
    """
    Say what is wrong with each point, or None where nothing is.

    Found are points off the National Grid, in latitude and longitude, with easting and
    northing swapped, and in the sea. The sea needs the atlas's outline of the land;
    swapping is seen only where the swapped point lies in a district of the atlas.
    """
    own = districts_of(points, atlas)
    swapped = districts_of([Point(p.northing, p.easting) for p in points], atlas)
    outside = [point for point, district in zip(points, own, strict=True) if district is None]
    at_sea = iter(_at_sea(outside, atlas))
    return tuple(
        None if inside else _fault(point, swapped=turned is not None, at_sea=next(at_sea))
        for point, inside, turned in zip(points, own, swapped, strict=True)
    )


def _fault(point: Point, *, swapped: bool, at_sea: bool) -> str | None:
    if swapped:
        return "easting and northing look swapped"
    if abs(point.easting) <= 180 and abs(point.northing) <= 180:
        return "these look like degrees, not metres on the National Grid"
    inside_east = 0 < point.easting < EAST_LIMIT_METRES
    if not (inside_east and 0 < point.northing < NORTH_LIMIT_METRES):
        return "the point is off the National Grid"
    return "the point is in the sea, or outside England and Wales" if at_sea else None


def _at_sea(points: Sequence[Point], atlas: Atlas) -> list[bool]:
    if atlas.land_shapes is None or not points:
        return [False] * len(points)
    land = shapely.union_all(atlas.land_shapes.geometry)
    shapely.prepare(land)
    off_land = ~shapely.dwithin(land, _shapes(points), COAST_METRES)
    return [bool(off) for off in off_land]


def _shapes(points: Sequence[Point]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    east = [float(point.easting) for point in points]
    north = [float(point.northing) for point in points]
    shapes: np.ndarray[tuple[int], np.dtype[np.object_]] = np.asarray(shapely.points(east, north))
    return shapes
