"""Roads out of the user's own file: an OpenStreetMap extract or a table of roads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from planner.errors import InputProblems, MissingExtra, Problem
from planner.geography.atlas import BRITISH_GRID, sha256_of
from planner.geography.roads.assemble import Lines, assemble
from planner.geography.roads.network import RoadNetwork, load_network
from planner.geography.roads.speeds import Use, use_of

if TYPE_CHECKING:
    import osmium

_TAGS = (
    "highway", "oneway", "junction", "access", "vehicle", "motor_vehicle", "motorcar", "foot",
    "maxspeed",
)  # fmt: skip

_TABLE_CLASS = {
    "motorway": "motorway",
    "a road": "primary",
    "b road": "secondary",
    "classified unnumbered": "tertiary",
    "minor road": "tertiary",
    "unclassified": "unclassified",
    "local road": "residential",
    "not classified": "residential",
    "unknown": "residential",
    "local access road": "service",
    "restricted local access road": "service",
    "secondary access road": "service",
}
"""The road classes and functions of OS Open Roads in OSM's words."""

_CLASS_COLUMNS = ("highway", "road_classification", "roadclassification", "road_function", "class")


@dataclass
class _Reading:
    """Roads gathered one by one."""

    counts: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    longitudes: list[float] = field(default_factory=list)
    latitudes: list[float] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    signals: list[int] = field(default_factory=list)


def read_network(path: Path, *, cache: Path | None = None) -> RoadNetwork:
    """
    Read a road network, from its cache where there is a right one.

    Parameters
    ----------
    path
        An ``.osm.pbf`` (or ``.osm``) extract, or a table of road lines that geopandas can
        open, such as OS Open Roads.
    cache
        Folder for caches, which are named after the file and hold its checksum; None reads
        the file every time.

    Raises
    ------
    InputProblems
        If the file is missing, damaged, empty or has no roads.
    MissingExtra
        If the file is OpenStreetMap's and its reader is not installed.
    """
    if not path.is_file():
        raise _problem(path, "There is no such file.", "Correct the path of the road file.")
    digest = sha256_of(path)
    kept = None if cache is None else cache / f"{path.name}.roads.npz"
    if kept is not None and (known := load_network(kept, made_from=digest)) is not None:
        return known
    is_osm = path.name.endswith((".osm.pbf", ".osm", ".osm.bz2", ".osm.gz"))
    lines = _read_osm(path) if is_osm else _read_table(path)
    if not lines.uses:
        what = "The file has no road on which anybody may drive or walk."
        raise _problem(path, what, "Use an extract that holds the roads of the authority.")
    network = assemble(lines)
    if kept is not None:
        # Where nothing may be written the file is read each time, which only takes longer.
        with suppress(OSError):
            network.save(kept, made_from=digest)
    return network


def _read_osm(path: Path) -> Lines:
    try:
        import osmium
    except ImportError as error:
        text = "Reading an OpenStreetMap file needs a part that is not installed."
        raise MissingExtra(f"{text} Install ap-sufficiency-planner[network].") from error
    reading = _Reading()
    ways = osmium.filter.KeyFilter("highway")
    try:
        for entity in osmium.FileProcessor(str(path)).with_locations().with_filter(ways):
            if isinstance(entity, osmium.osm.Way):
                _add_way(reading, entity)
            elif isinstance(entity, osmium.osm.Node):
                _add_signal(reading, entity)
    except (RuntimeError, UnicodeDecodeError) as error:
        what = f"The file is not a whole OpenStreetMap extract ({type(error).__name__})."
        raise _problem(path, what, "Download it again; it may have been cut short.") from error
    to_grid = Transformer.from_crs("EPSG:4326", BRITISH_GRID, always_xy=True)
    east, north = to_grid.transform(np.array(reading.longitudes), np.array(reading.latitudes))
    return Lines(
        starts=np.concatenate([[0], np.cumsum(reading.counts, dtype=np.int64)]),
        point_ids=np.array(reading.ids, dtype=np.int64),
        eastings=east,
        northings=north,
        uses=reading.uses,
        signal_ids=np.array(reading.signals, dtype=np.int64),
    )


def _add_signal(reading: _Reading, node: osmium.osm.Node) -> None:
    if node.tags["highway"].startswith("traffic_signals"):
        reading.signals.append(node.id)


def _add_way(reading: _Reading, way: osmium.osm.Way) -> None:
    tags = way.tags
    use = use_of({key: tags[key] for key in _TAGS if key in tags})
    if use is None:
        return
    nodes = [(node.ref, node.lon, node.lat) for node in way.nodes if node.location.valid()]
    if len(nodes) < 2:
        return
    ids, longitudes, latitudes = zip(*nodes, strict=True)
    reading.counts.append(len(nodes))
    reading.ids += ids
    reading.longitudes += longitudes
    reading.latitudes += latitudes
    reading.uses.append(use)


def _read_table(path: Path) -> Lines:
    try:
        table = gpd.read_file(path)
    except Exception as error:
        what = "The file cannot be read as a table of roads."
        fix = "Give an .osm.pbf, or a GeoPackage with one layer of road lines."
        raise _problem(path, what, fix) from error
    if table.crs is None:
        raise _problem(path, "The table of roads does not name its CRS.", "Save it with its CRS.")
    table = table.to_crs(BRITISH_GRID).explode(index_parts=False)
    table = table[table.geom_type == "LineString"]
    roads = [
        (line, use)
        for line, tags in zip(table.geometry, _tags_of(table), strict=True)
        if (use := use_of(tags)) is not None
    ]
    coordinates, road = shapely.get_coordinates([line for line, _ in roads], return_index=True)
    # Roads meet where their ends have the same coordinates to a decimetre.
    _, ids = np.unique(np.round(coordinates, 1), axis=0, return_inverse=True)
    counts = np.bincount(road, minlength=len(roads))
    return Lines(
        starts=np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]),
        point_ids=ids.reshape(-1).astype(np.int64),
        eastings=coordinates[:, 0],
        northings=coordinates[:, 1],
        uses=[use for _, use in roads],
        signal_ids=np.array([], dtype=np.int64),
    )


def _tags_of(table: gpd.GeoDataFrame) -> Iterator[dict[str, str]]:
    names = {str(column).lower(): column for column in table.columns}
    column = next((names[known] for known in _CLASS_COLUMNS if known in names), None)
    for row in table.to_dict("records"):
        written = str(row[column]) if column is not None else "Local Road"
        tags = {key: str(row[names[key]]) for key in _TAGS[1:] if key in names and row[names[key]]}
        yield tags | {"highway": _TABLE_CLASS.get(written.strip().lower(), written)}


def _problem(path: Path, what: str, fix: str) -> InputProblems:
    return InputProblems([Problem(path.name, 0, "", "", what, fix)])
