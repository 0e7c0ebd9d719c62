"""
One page with an interactive map, its tables and its attributions, in a single file.

The page may run its own two scripts and nothing else: its content policy lets it ask
nothing of any server, and no tile is needed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from string import Template

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.domain.codes import Sector
from planner.geography.maps.layers import MapLayers
from planner.geography.maps.style import (
    BANDS,
    ISOCHRONE_COLOUR,
    NO_PLACE,
    SECTOR_COLOUR,
    Band,
    radius_of,
)

_ASSETS = files("planner.geography.maps") / "assets"

_SITE_HEADS = {
    "name": "Site",
    "provider": "Provider",
    "sector_says": "Kind",
    "district": "District",
    "places": "Places",
    "commissions": "Of which",
}
_GAP_HEADS = {
    "district": "District",
    "key_stage": "Key stage",
    "place_type": "Places for",
    "limit_minutes": "Within minutes",
    "referrals_a_year": "Referrals a year",
    "areas": "Areas",
    "areas_with_a_place_within_reach": "Areas that reach a place",
    "median_minutes_to_nearest": "Median minutes to the nearest",
    "places_within_reach": "Places within reach (median)",
    "providers_within_reach": "Providers within reach (median)",
    "places_for_each_referral": "Places for each referral",
    "finding": "Finding",
}


def page(layers: MapLayers) -> str:
    """Return the whole page as text, the same for the same layers."""
    leaflet_js = _without_source_map(_asset("leaflet.js"))
    # The pictures of Leaflet's own markers are not used and must not be asked for.
    leaflet_css = re.sub(r"url\(images/[^)]*\)", "none", _asset("leaflet.css"))
    page_js, page_css = _asset("page.js"), _asset("page.css")
    return Template(_asset("page.html")).substitute(
        policy=_policy(scripts=(leaflet_js, page_js), styles=(leaflet_css, page_css)),
        title=escape(layers.title),
        engine=escape(layers.engine),
        leaflet_css=leaflet_css,
        page_css=page_css,
        leaflet_js=leaflet_js,
        page_js=page_js,
        layers=_json(_layers(layers)),
        sites=_sites_table(layers.sites),
        gaps=_table(layers.gaps, _GAP_HEADS, "One row for each district and kind of place."),
        areas=_table(
            pd.DataFrame(layers.areas.drop(columns="geometry")),
            {"name": "Area", "district": "District", **layers.kinds},
            "Minutes by car to the nearest place of each kind.",
        ),
        attributions="".join(f"<li>{escape(text)}</li>" for text in layers.attributions),
    )


def _asset(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


def _without_source_map(script: str) -> str:
    return re.sub(r"\n//# sourceMappingURL=.*\s*$", "\n", script)


def _policy(*, scripts: Sequence[str], styles: Sequence[str]) -> str:
    allowed = {
        "script-src": " ".join(_digest(script) for script in scripts),
        "style-src": " ".join(_digest(style) for style in styles),
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    rules = [f"{kind} {what}" for kind, what in allowed.items()]
    return "; ".join(["default-src 'none'", *rules])


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(layers: dict[str, object]) -> str:
    written = json.dumps(layers, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
    # Inside a script element only "<" could end it.
    return written.replace("<", "\\u003c")


def _layers(layers: MapLayers) -> dict[str, object]:
    shown = layers.districts if len(layers.districts) else layers.sites
    known = dict(zip(layers.sites["sector"], layers.sites["sector_says"], strict=True))
    return {
        "bounds": _bounds(shown),
        "kinds": [{"column": column, "says": says} for column, says in layers.kinds.items()],
        "bands": [_band(band) for band in BANDS],
        "noPlace": _band(NO_PLACE),
        "sectors": [
            {"colour": SECTOR_COLOUR[Sector(one)], "says": known[one], "isSite": True}
            for one in sorted(known)
        ],
        "reachedMinutes": sorted({int(m) for m in layers.reached["minutes"]}),
        "reachedColour": ISOCHRONE_COLOUR,
        "areas": _features(layers.areas, ["name", *layers.kinds]),
        "districts": _features(layers.districts, []),
        "roads": _features(layers.roads, []),
        "reached": _features(layers.reached, []),
        "catchments": _features(layers.catchments, []),
        "sites": [_site(site) for site in layers.sites.to_dict("records")],
    }


def _bounds(table: gpd.GeoDataFrame) -> list[int]:
    if len(table) == 0:
        return [0, 0, 1000, 1000]
    west, south, east, north = table.total_bounds
    return [int(west) - 500, int(south) - 500, int(east) + 500, int(north) + 500]


def _band(band: Band) -> dict[str, object]:
    below = band.below if np.isfinite(band.below) else None
    return {"below": below, "colour": band.colour, "says": band.says}


def _site(site: dict[str, object]) -> dict[str, object]:
    point = site["geometry"]
    told = {key: site[key] for key in ("site_id", *_SITE_HEADS)}
    return told | {
        "easting": int(point.x),  # type: ignore[attr-defined]
        "northing": int(point.y),  # type: ignore[attr-defined]
        "radius": radius_of(int(str(site["places"]))),
        "colour": SECTOR_COLOUR[Sector(str(site["sector"]))],
    }


def _features(table: gpd.GeoDataFrame, columns: Sequence[str]) -> dict[str, object]:
    properties = table[list(columns)].to_dict("records") if columns else [{}] * len(table)
    # Whole metres are finer than any screen.
    shapes = shapely.set_precision(table.geometry.to_numpy(), 1.0)
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {key: _known(value) for key, value in row.items()},
                "geometry": _whole(json.loads(shapely.to_geojson(shape))),
            }
            for row, shape in zip(properties, shapes, strict=True)
            if not shapely.is_empty(shape)
        ],
    }


def _known(value: object) -> object:
    if isinstance(value, float):
        return None if np.isnan(value) else round(value)
    return value


def _whole(geometry: dict[str, object]) -> dict[str, object]:
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(coordinates: object) -> object:
    if isinstance(coordinates, list):
        return [_rounded(part) for part in coordinates]
    return round(float(str(coordinates)))


def _sites_table(sites: gpd.GeoDataFrame) -> str:
    def cell(site: dict[str, object], column: str) -> str:
        said = escape(str(site[column]))
        if column != "name":
            return said
        return f'<button type="button" data-site="{escape(str(site["site_id"]))}">{said}</button>'

    rows = [
        [cell(site, column) for column in _SITE_HEADS]
        for site in sites.sort_values("name").to_dict("records")
    ]
    return _rows(list(_SITE_HEADS.values()), rows, "A site's name shows it on the map.")


def _table(table: pd.DataFrame, heads: Mapping[str, str], caption: str) -> str:
    rows = [
        [_cell(value) for value in row]
        for row in table[list(heads)].itertuples(index=False, name=None)
    ]
    return _rows(list(heads.values()), rows, caption)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "–" if np.isnan(value) else f"{value:g}"
    return escape(str(value))


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    head = "".join(f'<th scope="col">{escape(says)}</th>' for says in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )
