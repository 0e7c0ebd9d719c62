"""Maps as SVG pictures for reports, written as text and the same on every machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

import geopandas as gpd
import numpy as np
import shapely

from planner.domain.codes import Sector
from planner.geography.maps.layers import MapLayers
from planner.geography.maps.style import (
    BANDS,
    ISOCHRONE_COLOUR,
    NO_PLACE,
    OUTLINE_COLOUR,
    ROAD_COLOUR,
    SECTOR_COLOUR,
    band_of,
    radius_of,
)

_WIDTH = 800.0
_MARGIN = 24.0
_LINE = 18.0
_TEXT_WIDTH = 118
"""Letters of small print in one line."""


@dataclass(frozen=True)
class _Frame:
    """From metres on the National Grid to the picture's own units."""

    west: float
    north: float
    scale: float
    height: float

    def path(self, shape: shapely.Geometry) -> str:
        """Write a shape as the data of an SVG path."""
        parts = []
        for part in shapely.get_parts(shape):
            is_area = part.geom_type == "Polygon"
            rings = [part.exterior, *part.interiors] if is_area else [part]
            for ring in rings:
                parts.append(self._line(ring) + ("Z" if is_area else ""))
        return "".join(parts)

    def _line(self, line: shapely.LineString) -> str:
        metres = np.asarray(line.coords)[:, :2]
        places = [f"{self.across(east):.1f} {self.down(north):.1f}" for east, north in metres]
        # Neighbours that fall on one spot of the picture add nothing to it.
        kept = [here for n, here in enumerate(places) if n == 0 or here != places[n - 1]]
        return "M" + "L".join(kept)

    def across(self, easting: float) -> float:
        """Return how far from the left."""
        return _MARGIN + (easting - self.west) * self.scale

    def down(self, northing: float) -> float:
        """Return how far from the top."""
        return _MARGIN + 2 * _LINE + (self.north - northing) * self.scale


def sites_picture(layers: MapLayers) -> str:
    """Draw the districts, isochrones and catchments with the sites, sized by their places."""
    frame = _frame(layers)
    drawn = [
        *_shapes(frame, layers.districts, fill="#f4f6f8", stroke=OUTLINE_COLOUR),
        *_shapes(
            frame, layers.reached, fill=ISOCHRONE_COLOUR, stroke="none", extra='opacity="0.18"'
        ),
        *_shapes(
            frame,
            layers.catchments,
            fill="none",
            stroke="#a0522d",
            extra='stroke-dasharray="5 3" stroke-width="1.2"',
        ),
        *_roads(frame, layers),
        *_sites(frame, layers.sites),
    ]
    minutes = ", ".join(str(m) for m in sorted(set(layers.reached["minutes"])))
    legend = [
        *_site_legend(layers.sites),
        (ISOCHRONE_COLOUR, f"within {minutes} minutes of a site, darker is nearer"),
        ("#a0522d", "dashed: land nearest to one site"),
    ]
    return _picture(frame, layers, layers.title, "Sites and their catchments", drawn, legend)


def gap_picture(layers: MapLayers, column: str) -> str:
    """Draw minutes to the nearest place of one kind, area by area."""
    frame = _frame(layers)
    bands = [band_of(minutes) for minutes in layers.areas[column]]
    drawn = [
        f'<path d="{frame.path(shape)}" fill="{band.colour}" stroke="#ffffff" stroke-width="0.3">'
        f"<title>{escape(name)}: {band.says}</title></path>"
        for shape, band, name in zip(
            layers.areas.geometry, bands, layers.areas["name"], strict=True
        )
    ]
    drawn += [
        *_roads(frame, layers),
        *_shapes(frame, layers.districts, fill="none", stroke=OUTLINE_COLOUR),
        *_sites(frame, layers.sites),
    ]
    legend = [(band.colour, band.says) for band in (*BANDS, NO_PLACE) if band in bands]
    subtitle = f"Minutes by car to the nearest of {layers.kinds[column]}"
    legend += _site_legend(layers.sites)
    return _picture(frame, layers, layers.title, subtitle, drawn, legend)


def _frame(layers: MapLayers) -> _Frame:
    shown = [layers.districts, layers.sites] if len(layers.districts) else [layers.sites]
    bounds = np.array([table.total_bounds for table in shown if len(table)] or [[0, 0, 1, 1]])
    west, south = np.nanmin(bounds[:, :2], axis=0)
    east, north = np.nanmax(bounds[:, 2:], axis=0)
    scale = (_WIDTH - 2 * _MARGIN) / max(east - west, (north - south) / 1.2, 1_000.0)
    return _Frame(west, north, scale, (north - south) * scale)


def _shapes(
    frame: _Frame, table: gpd.GeoDataFrame, *, fill: str, stroke: str, extra: str = ""
) -> Iterator[str]:
    for shape in table.geometry:
        yield (
            f'<path d="{frame.path(shape)}" fill="{fill}" stroke="{stroke}" '
            f'fill-rule="evenodd" {extra}/>'
        )


def _roads(frame: _Frame, layers: MapLayers) -> Iterator[str]:
    data = "".join(frame.path(line) for line in layers.roads.geometry)
    if data:
        yield f'<path d="{data}" fill="none" stroke="{ROAD_COLOUR}" stroke-width="0.8"/>'


def _sites(frame: _Frame, sites: gpd.GeoDataFrame) -> Iterator[str]:
    # The largest first, so that a small site is not hidden under it.
    for site in sites.sort_values(["places", "site_id"], ascending=[False, True]).itertuples():
        across, down = frame.across(site.geometry.x), frame.down(site.geometry.y)
        said = f"{site.name}, {site.provider}: {site.places} places"
        yield (
            f'<circle cx="{across:.1f}" cy="{down:.1f}" r="{radius_of(site.places)}" '
            f'fill="{SECTOR_COLOUR[Sector(site.sector)]}" fill-opacity="0.85" stroke="#ffffff">'
            f"<title>{escape(said)}</title></circle>"
        )


def _site_legend(sites: gpd.GeoDataFrame) -> list[tuple[str, str]]:
    known = dict(zip(sites["sector"], sites["sector_says"], strict=True))
    return [
        (SECTOR_COLOUR[Sector(sector)], f"site: {known[sector]}, larger with more places")
        for sector in sorted(known)
    ]


def _picture(
    frame: _Frame,
    layers: MapLayers,
    title: str,
    subtitle: str,
    drawn: Iterable[str],
    legend: list[tuple[str, str]],
) -> str:
    top = frame.height + 2 * _MARGIN + 2 * _LINE
    small = [line for text in (layers.engine, *layers.attributions) for line in _wrapped(text)]
    height = top + _LINE * (len(legend) + len(small) + 1)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {height:.0f}" '
        'role="img" aria-labelledby="title description" font-family="sans-serif">',
        f'<title id="title">{escape(title)}: {escape(subtitle)}</title>',
        f'<desc id="description">{escape(layers.engine)}</desc>',
        f'<rect width="{_WIDTH:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        f'<text x="{_MARGIN}" y="{_MARGIN}" font-size="17" font-weight="bold">'
        f"{escape(title)}</text>",
        f'<text x="{_MARGIN}" y="{_MARGIN + _LINE}" font-size="14">{escape(subtitle)}</text>',
        *drawn,
    ]
    for row, (colour, says) in enumerate(legend):
        down = top + row * _LINE
        lines += [
            f'<rect x="{_MARGIN}" y="{down - 11:.1f}" width="14" height="12" fill="{colour}" '
            'stroke="#555555"/>',
            f'<text x="{_MARGIN + 22}" y="{down:.1f}" font-size="13">{escape(says)}</text>',
        ]
    for row, text in enumerate(small, start=len(legend)):
        down = top + row * _LINE + 6
        lines.append(
            f'<text x="{_MARGIN}" y="{down:.1f}" font-size="11" fill="#444444">'
            f"{escape(text)}</text>"
        )
    return "\n".join([*lines, "</svg>", ""])


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= _TEXT_WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
