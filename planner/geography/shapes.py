"""
Map layers as bare arrays of shapes, read without the libraries that a table of them needs.

By these a check of homes and sites starts quickly; maps and statistics use tables.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    import geopandas as gpd

_GRID_NAMES = frozenset({"urn:ogc:def:crs:EPSG::27700", "EPSG:27700"})


@dataclass(frozen=True)
class Shapes:
    """One map layer on the National Grid; each of ``columns`` is as long as ``geometry``."""

    geometry: NDArray[np.object_]
    columns: Mapping[str, tuple[str, ...]]


def read_shapes(path: Path, columns: tuple[str, ...]) -> Shapes | None:
    """Read GeoJSON on the National Grid with these columns; None for any other file."""
    if path.suffix.lower() not in {".geojson", ".json"}:
        return None
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        if written["crs"]["properties"]["name"] not in _GRID_NAMES:
            return None
        rows: list[dict[str, Any]] = [feature["properties"] for feature in written["features"]]
        shapes = [json.dumps(feature["geometry"]) for feature in written["features"]]
        geometry = np.asarray(shapely.from_geojson(shapes), dtype=object)
    except (ValueError, KeyError, TypeError, shapely.errors.ShapelyError):
        return None
    shared = [name for name in rows[0] if all(name in row for row in rows)] if rows else []
    if not set(columns) <= set(shared):
        return None
    return Shapes(geometry, {name: tuple(str(row[name]) for row in rows) for name in shared})


def shapes_of(table: gpd.GeoDataFrame) -> Shapes:
    """Return the shapes of a table that lies on the National Grid."""
    names = [str(column) for column in table.columns if column != "geometry"]
    columns = {name: tuple(str(value) for value in table[name]) for name in names}
    return Shapes(np.asarray(table.geometry.to_numpy(), dtype=object), columns)
