"""A map of districts, sites and unmet need; never a pupil's home."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.reports.charts.style import INK, MUTED, Key, Picture, altair, drawn
from planner.reports.tables import districts, sites
from planner.reports.tables.suppression import WITHHELD
from planner.results.answer import Answer

if TYPE_CHECKING:
    import geopandas

NEED_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "nobody": "#ffffff",
        WITHHELD: "#eceff1",
        "fewer than 10": "#cfe3f2",
        "10 to 19": "#9dc6e4",
        "20 or more": "#5fa2d2",
    }
)
"""Fill of a district by how many pupils there have unmet need, least first."""

SITE_STYLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "exclusion (E)": ("circle", "#0b3c5d"),
        "prevention (P)": ("square", "#b3400a"),
        "both": ("diamond", "#5b2a86"),
        "no places": ("triangle-up", "#55636f"),
    }
)
"""Shape and colour of a site by the places it holds."""

_WIDTH = 440
_DETAIL = 500
"""Outlines keep about one corner in this share of the map's width."""


def need_class(count: int | str) -> str:
    """Return the class of a district on the map."""
    if isinstance(count, str):
        return WITHHELD
    if count == 0:
        return "nobody"
    return "fewer than 10" if count < 10 else "10 to 19" if count < 20 else "20 or more"


def need_keys(answer: Answer) -> tuple[Key, ...]:
    """Return the legend of the classes that occur."""
    found = {need_class(count) for count in districts(answer)["unmet_pupils"]}
    return tuple(Key(colour, says) for says, colour in NEED_COLOURS.items() if says in found)


def site_keys(answer: Answer) -> tuple[tuple[str, str, str], ...]:
    """Return the legend of the sites' types that occur: words, shape, colour."""
    found = set(_site_points(answer)["type"])
    return tuple(
        (says, shape, colour) for says, (shape, colour) in SITE_STYLES.items() if says in found
    )


def map_picture(answer: Answer, outlines: geopandas.GeoDataFrame | None) -> Picture | None:
    """Draw the map; None where there is neither an outline nor a site."""
    has_outlines = outlines is not None and not outlines.empty
    points = _site_points(answer)
    if not has_outlines and points.empty:
        return None
    alt = altair()
    layers = []
    if outlines is not None and has_outlines:
        layers += _district_layers(alt, answer, outlines)
    if not points.empty:
        layers += _site_layers(alt, points)
    # eastings and northings are a plane already: no projection, only north upwards
    chart = (
        alt.layer(*layers)
        .project(type="identity", reflectY=True)
        .properties(width=_WIDTH, height=_height(outlines if has_outlines else None))
    )
    return drawn(
        chart, name="map", heading="Districts, sites and unmet need", description=_words(answer)
    )


def _words(answer: Answer) -> str:
    frame = districts(answer).sort_values("district")
    unmet = [
        f"{row.district} {row.unmet_pupils}" for row in frame.itertuples() if row.unmet_pupils != 0
    ]
    listed = ", ".join(unmet) if unmet else "none"
    return (
        f"{len(answer.case.dataset.sites)} sites. Pupils with unmet need by district: {listed}. "
        "Homes are not shown."
    )


def _height(outlines: geopandas.GeoDataFrame | None) -> int:
    if outlines is None:
        return 360
    west, south, east, north = map(float, outlines.total_bounds)
    return max(200, min(560, round(_WIDTH * (north - south) / max(1.0, east - west))))


def _district_layers(alt: Any, answer: Answer, outlines: geopandas.GeoDataFrame) -> list[Any]:
    frame = districts(answer)
    unmet = dict(zip(frame["district"], frame["unmet_pupils"], strict=True))
    west, _, east, _ = outlines.total_bounds
    shapes = outlines[["district", "geometry"]].sort_values("district").reset_index(drop=True)
    shapes["geometry"] = shapes.geometry.simplify_coverage((east - west) / _DETAIL)
    shapes["need"] = [need_class(unmet.get(name, 0)) for name in shapes["district"]]
    middles = shapes.geometry.representative_point()
    names = pd.DataFrame(
        {
            "district": shapes["district"],
            "count": [str(unmet.get(name, 0)) for name in shapes["district"]],
            "easting": middles.x.round(0),
            "northing": middles.y.round(0),
        }
    )
    fill = alt.Fill(
        "need:N",
        scale=alt.Scale(domain=list(NEED_COLOURS), range=list(NEED_COLOURS.values())),
        legend=None,
    )
    outline = alt.Chart(shapes).mark_geoshape(stroke=MUTED, strokeWidth=0.8).encode(fill=fill)
    at = {"longitude": "easting:Q", "latitude": "northing:Q"}
    text = alt.Chart(names).encode(**at)
    return [
        outline,
        text.mark_text(fontSize=13, color=INK, fontWeight="bold").encode(text="district:N"),
        text.mark_text(fontSize=12, color=INK, dy=14).encode(text="count:N"),
    ]


def _site_points(answer: Answer) -> pd.DataFrame:
    dataset = answer.case.dataset
    rows = []
    for site, (_, row) in zip(dataset.sites, sites(answer).iterrows(), strict=True):
        exclusion, prevention = row["exclusion_places"], row["prevention_places"]
        rows.append(
            {
                "number": str(row["number"]),
                "type": _site_type(exclusion, prevention),
                "places": exclusion + prevention,
                "easting": site.point.easting,
                "northing": site.point.northing,
            }
        )
    return pd.DataFrame(rows, columns=["number", "type", "places", "easting", "northing"])


def _site_type(exclusion: int, prevention: int) -> str:
    if exclusion and prevention:
        return "both"
    return "exclusion (E)" if exclusion else "prevention (P)" if prevention else "no places"


def _site_layers(alt: Any, points: pd.DataFrame) -> list[Any]:
    at = {"longitude": "easting:Q", "latitude": "northing:Q"}
    domain = list(SITE_STYLES)
    marks = (
        alt.Chart(points)
        .mark_point(filled=True, opacity=0.9, stroke="white", strokeWidth=1.2)
        .encode(
            **at,
            size=alt.Size("places:Q", scale=alt.Scale(range=[120, 700], zero=True), legend=None),
            shape=alt.Shape(
                "type:N",
                scale=alt.Scale(domain=domain, range=[shape for shape, _ in SITE_STYLES.values()]),
                legend=None,
            ),
            color=alt.Color(
                "type:N",
                scale=alt.Scale(domain=domain, range=[ink for _, ink in SITE_STYLES.values()]),
                legend=None,
            ),
        )
    )
    numbers = (
        alt.Chart(points)
        .mark_text(fontSize=12, fontWeight="bold", color="white")
        .encode(**at, text="number:N")
    )
    return [marks, numbers]
