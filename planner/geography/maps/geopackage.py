"""All layers in one GeoPackage on the National Grid, with styles that QGIS takes by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

import geopandas as gpd
import pandas as pd

from planner.domain.codes import Sector
from planner.errors import OutputRefused
from planner.geography.maps.layers import MapLayers
from planner.geography.maps.style import (
    BANDS,
    ISOCHRONE_COLOUR,
    OUTLINE_COLOUR,
    ROAD_COLOUR,
    SECTOR_COLOUR,
)


class _Symbol(NamedTuple):
    """One QGIS symbol: what it is drawn as, and the properties of its only layer."""

    geometry: str
    layer: str
    properties: dict[str, str]


def write_geopackage(layers: MapLayers, path: Path, *, day: date) -> None:
    """
    Write districts, areas, isochrones, catchments, roads, sites and the gap table.

    Parameters
    ----------
    layers
        What to write; empty layers are left out.
    path
        A file that is not there yet.
    day
        Date that the file gives as its last change, so that the same run makes it again.

    Raises
    ------
    OutputRefused
        If the file is there already.
    """
    if path.exists():
        raise OutputRefused(f"{path} is there already. Name a new file.")
    tables = {
        "districts": layers.districts,
        "areas": layers.areas,
        "isochrones": layers.isochrones,
        "catchments": layers.catchments,
        "main_roads": layers.roads,
        "sites": layers.sites,
    }
    written = {name: table for name, table in tables.items() if len(table)}
    for name, table in written.items():
        table.to_file(path, layer=name, driver="GPKG")
    if not written:
        raise OutputRefused("There is neither a site nor an outline to write a map of.")
    with closing(sqlite3.connect(path)) as base, base:
        _add_table(base, "gaps", layers.gaps.astype(str), day)
        _add_table(base, "about", _about(layers), day)
        _add_styles(base, list(written), layers, day)
        base.execute("UPDATE gpkg_contents SET last_change = ?", (_moment(day),))


def _about(layers: MapLayers) -> pd.DataFrame:
    rows = [("title", layers.title), ("travel", layers.engine)]
    rows += [("attribution", text) for text in layers.attributions]
    return pd.DataFrame(rows, columns=["what", "says"])


def _add_table(base: sqlite3.Connection, name: str, table: pd.DataFrame, day: date) -> None:
    columns = ", ".join(f'"{column}" TEXT' for column in table.columns)
    base.execute(f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY, {columns})')
    marks = ", ".join("?" * len(table.columns))
    names = ", ".join(f'"{column}"' for column in table.columns)
    base.executemany(
        f'INSERT INTO "{name}" ({names}) VALUES ({marks})',
        table.itertuples(index=False, name=None),
    )
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
        "VALUES (?, 'attributes', ?, ?)",
        (name, name, _moment(day)),
    )


def _add_styles(base: sqlite3.Connection, names: list[str], layers: MapLayers, day: date) -> None:
    base.execute(
        "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT, f_table_catalog TEXT, "
        "f_table_schema TEXT, f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, "
        "styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT, "
        "ui TEXT, update_time DATETIME)"
    )
    for name in names:
        base.execute(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "ui, update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', '', ?)",
            (name, name, _style(name, layers), _moment(day)),
        )
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, last_change) "
        "VALUES ('layer_styles', 'attributes', 'layer_styles', ?)",
        (_moment(day),),
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00.000Z"


def _style(name: str, layers: MapLayers) -> str:
    if name == "areas" and layers.kinds:
        return _graduated(next(iter(layers.kinds)))
    if name == "sites":
        return _by_sector(layers.sites)
    single = {
        "districts": _fill("0,0,0,0", OUTLINE_COLOUR),
        "isochrones": _fill(_rgba(ISOCHRONE_COLOUR, 40), ISOCHRONE_COLOUR),
        "catchments": _fill("0,0,0,0", "#a0522d", dashed=True),
        "main_roads": _Symbol(
            "line", "SimpleLine", {"line_color": _rgba(ROAD_COLOUR), "line_width": "0.4"}
        ),
    }
    symbol = single.get(name, _fill(_rgba("#dddddd", 80), OUTLINE_COLOUR))
    renderer = f'<renderer-v2 type="singleSymbol"><symbols>{_xml(symbol, "0")}</symbols>'
    return _document(f"{renderer}</renderer-v2>")


def _graduated(column: str) -> str:
    bounds = [0.0, *(band.below for band in BANDS[:-1]), 10_000.0]
    ranges = "".join(
        f'<range lower="{low}" upper="{high}" symbol="{place}" render="true" '
        f"label={quoteattr(BANDS[place].says)}/>"
        for place, (low, high) in enumerate(pairwise(bounds))
    )
    symbols = "".join(
        _xml(_fill(_rgba(band.colour, 200), "#ffffff"), str(n)) for n, band in enumerate(BANDS)
    )
    return _document(
        f'<renderer-v2 type="graduatedSymbol" attr={quoteattr(column)} '
        f'graduatedMethod="GraduatedColor"><ranges>{ranges}</ranges>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )


def _by_sector(sites: gpd.GeoDataFrame) -> str:
    known = sorted(set(zip(sites["sector"], sites["sector_says"], strict=True)))
    categories = "".join(
        f'<category value={quoteattr(sector)} symbol="{n}" label={quoteattr(says)} render="true"/>'
        for n, (sector, says) in enumerate(known)
    )
    symbols = "".join(
        _xml(
            _Symbol(
                "marker",
                "SimpleMarker",
                {
                    "name": "circle",
                    "color": _rgba(SECTOR_COLOUR[Sector(sector)]),
                    "outline_color": "255,255,255,255",
                    "size": "4",
                },
            ),
            str(n),
        )
        for n, (sector, _) in enumerate(known)
    )
    return _document(
        f'<renderer-v2 type="categorizedSymbol" attr="sector"><categories>{categories}'
        f"</categories><symbols>{symbols}</symbols></renderer-v2>"
    )


def _fill(fill: str, outline: str, *, dashed: bool = False) -> _Symbol:
    properties = {
        "color": fill,
        "style": "solid",
        "outline_color": _rgba(outline),
        "outline_style": "dash" if dashed else "solid",
        "outline_width": "0.3",
    }
    return _Symbol("fill", "SimpleFill", properties)


def _xml(symbol: _Symbol, name: str) -> str:
    # QGIS before 3.26 reads <prop>, later ones <Option>; each passes over the other.
    options = "".join(
        f'<Option type="QString" name={quoteattr(key)} value={quoteattr(value)}/>'
        for key, value in symbol.properties.items()
    )
    props = "".join(
        f"<prop k={quoteattr(key)} v={quoteattr(value)}/>"
        for key, value in symbol.properties.items()
    )
    return (
        f'<symbol type="{symbol.geometry}" name="{name}" alpha="1" clip_to_extent="1">'
        f'<layer class="{symbol.layer}" enabled="1" locked="0" pass="0">'
        f'<Option type="Map">{options}</Option>{props}</layer></symbol>'
    )


def _document(renderer: str) -> str:
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>"
        f'<qgis version="3.28" styleCategories="Symbology">{renderer}</qgis>'
    )


def _rgba(colour: str, alpha: int = 255) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"{red},{green},{blue},{alpha}"
