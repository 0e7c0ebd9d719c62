"""A map of districts, sites and unmet need; never a pupil's home."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from planner.domain.codes import Sector
from planner.reports.charts.placing import Disc, apart, name_spots
from planner.reports.charts.style import INK, MUTED, Key, Picture, altair, drawn
from planner.reports.tables import districts, sites
from planner.reports.tables.suppression import WITHHELD
from planner.reports.tables.words import SECTOR_SAYS
from planner.results.answer import Answer

if TYPE_CHECKING:
    import geopandas

NEED_COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "nobody": "#ffffff",
        WITHHELD: "#e4e8eb",
        "fewer than 10": "#cfe3f2",
        "10 to 19": "#9dc6e4",
        "20 or more": "#5fa2d2",
    }
)
"""Fill of a district by how many pupils there have unmet need, least first."""

_CIRCLE = "M-1,0A1,1,0,1,1,1,0A1,1,0,1,1,-1,0Z"
_SQUARE = "M-.88,-.88H.88V.88H-.88Z"
_DIAMOND = "M0,-1.15L1.15,0L0,1.15L-1.15,0Z"
_TRIANGLE = "M0,-1.1L1.15,.9H-1.15Z"
_POINT_DOWN = "M0,1.1L1.15,-.9H-1.15Z"
_OCTAGON = "M-.42,-1H.42L1,-.42V.42L.42,1H-.42L-1,.42V-.42Z"
_HOUSE = "M-.9,1V-.25L0,-1.1L.9,-.25V1Z"

SITE_STYLES: Mapping[Sector, Key] = MappingProxyType(
    {
        Sector.MAINTAINED_PRU: Key("#0b3c5d", SECTOR_SAYS[Sector.MAINTAINED_PRU], _CIRCLE),
        Sector.AP_ACADEMY: Key("#a03a08", SECTOR_SAYS[Sector.AP_ACADEMY], _SQUARE),
        Sector.AP_FREE_SCHOOL: Key("#5b2a86", SECTOR_SAYS[Sector.AP_FREE_SCHOOL], _DIAMOND),
        Sector.INDEPENDENT_SCHOOL: Key(
            "#1d6b43", SECTOR_SAYS[Sector.INDEPENDENT_SCHOOL], _TRIANGLE
        ),
        Sector.FURTHER_EDUCATION: Key(
            "#7a5a00", SECTOR_SAYS[Sector.FURTHER_EDUCATION], _POINT_DOWN
        ),
        Sector.UNREGISTERED: Key("#3f4a54", SECTOR_SAYS[Sector.UNREGISTERED], _OCTAGON),
        Sector.MAINSTREAM_OR_SPECIAL: Key(
            "#8a1c4a", SECTOR_SAYS[Sector.MAINSTREAM_OR_SPECIAL], _HOUSE
        ),
    }
)
"""Shape and colour of a site by the kind of its provider."""

_WIDTH = 460
_HIGHEST = 560
_SMALLEST, _LARGEST = 7.5, 15.0
"""Radius of the mark of a site without places and of the largest one. [pixels]"""
_DETAIL = 500
"""Outlines keep about one corner in this share of the map's width."""
_AT = MappingProxyType({"longitude": "easting:Q", "latitude": "northing:Q"})


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


def site_keys(answer: Answer) -> tuple[Key, ...]:
    """Return the legend of the kinds of provider that have a site."""
    dataset = answer.case.dataset
    found = {dataset.provider[site.provider_id].sector for site in dataset.sites}
    return tuple(key for sector, key in SITE_STYLES.items() if sector in found)


def map_picture(answer: Answer, outlines: geopandas.GeoDataFrame | None) -> Picture | None:
    """Draw the map; None where there is neither an outline nor a site."""
    shapes = None if outlines is None or outlines.empty else _simple(outlines)
    frame = _frame(answer, shapes)
    if frame is None:
        return None
    west, south, east, north = frame
    height = min(_HIGHEST, round(_WIDTH * (north - south) / (east - west)))
    metres = max((east - west) / _WIDTH, (north - south) / height)
    points = _site_points(answer, metres)
    alt = altair()
    layers = [] if shapes is None else _district_layers(alt, answer, shapes, points, metres)
    if not points.empty:
        layers += _site_layers(alt, points)
    # eastings and northings are a plane already: no projection, only north upwards
    chart = (
        alt.layer(*layers)
        .project(type="identity", reflectY=True)
        .properties(width=_WIDTH, height=height)
    )
    heading = "Districts, sites and unmet need"
    return drawn(chart, name="map", heading=heading, description=_words(answer))


def _simple(outlines: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    west, _, east, _ = outlines.total_bounds
    shapes = outlines[["district", "geometry"]].sort_values("district").reset_index(drop=True)
    shapes["geometry"] = shapes.geometry.simplify_coverage((east - west) / _DETAIL)
    return shapes


def _frame(
    answer: Answer, shapes: geopandas.GeoDataFrame | None
) -> tuple[float, float, float, float] | None:
    """Return the west, south, east and north of all that is drawn, in metres."""
    drawn_shapes = [] if shapes is None else list(shapes.geometry)
    points = [
        shapely.Point(site.point.easting, site.point.northing) for site in answer.case.dataset.sites
    ]
    if not drawn_shapes and not points:
        return None
    around = shapely.GeometryCollection([*drawn_shapes, *points])
    west, south, east, north = around.bounds
    # a single site, or a row of them, still needs a sheet with two sides
    middle, side = (south + north) / 2, max(east - west, north - south, 1_000.0)
    south, north = min(south, middle - side / 4), max(north, middle + side / 4)
    return west, south, max(east, west + side / 2), north


def _words(answer: Answer) -> str:
    frame = districts(answer)
    unmet = [
        f"{district} {count}"
        for district, count in zip(frame["district"], frame["unmet_pupils"], strict=True)
        if count != 0
    ]
    listed = ", ".join(unmet) if unmet else "none"
    return (
        f"{len(answer.case.dataset.sites)} sites. Pupils with unmet need by district: {listed}. "
        "Homes are not shown."
    )


def _district_layers(
    alt: Any,
    answer: Answer,
    shapes: geopandas.GeoDataFrame,
    points: pd.DataFrame,
    metres: float,
) -> list[Any]:
    frame = districts(answer)
    unmet = dict(zip(frame["district"], frame["unmet_pupils"], strict=True))
    counts = [unmet.get(name, 0) for name in shapes["district"]]
    shapes = shapes.assign(need=[need_class(count) for count in counts])
    names = _names(shapes, counts, points, metres)
    fill = alt.Fill(
        "need:N",
        scale=alt.Scale(domain=list(NEED_COLOURS), range=list(NEED_COLOURS.values())),
        legend=None,
    )
    outline = alt.Chart(shapes).mark_geoshape(stroke=MUTED, strokeWidth=0.8).encode(fill=fill)
    text = alt.Chart(names).encode(**_AT, text="name:N")
    shape = {"fontSize": 13, "fontWeight": "bold"}
    halo = text.mark_text(**shape, stroke="white", strokeWidth=3, strokeJoin="round", opacity=0.85)
    return [outline, halo, text.mark_text(**shape, color=INK)]


def _names(
    shapes: geopandas.GeoDataFrame, counts: list[int | str], points: pd.DataFrame, metres: float
) -> pd.DataFrame:
    names = [
        name if isinstance(count, str) else f"{name}: {count}"
        for name, count in zip(shapes["district"], counts, strict=True)
    ]
    paper = [
        shapely.transform(shape, lambda corners: corners / metres) for shape in shapes.geometry
    ]
    discs = [
        Disc(east / metres, north / metres, radius)
        for east, north, radius in zip(
            points["easting"], points["northing"], points["radius"], strict=True
        )
    ]
    spots = name_spots(paper, [(7.2 * len(name), 14.0) for name in names], discs)
    return pd.DataFrame(
        {
            "name": names,
            "easting": [round(x * metres) for x, _ in spots],
            "northing": [round(y * metres) for _, y in spots],
        }
    )


def _site_points(answer: Answer, metres: float) -> pd.DataFrame:
    """Return one mark for each site, moved slightly where marks would hide each other."""
    dataset = answer.case.dataset
    frame = sites(answer)
    places = [
        sum(pair)
        for pair in zip(frame["exclusion_places"], frame["prevention_places"], strict=True)
    ]
    most = max(places, default=0) or 1
    radii = [_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(count / most) for count in places]
    discs = apart(
        [
            Disc(site.point.easting / metres, site.point.northing / metres, radius)
            for site, radius in zip(dataset.sites, radii, strict=True)
        ]
    )
    sectors = [dataset.provider[site.provider_id].sector for site in dataset.sites]
    return pd.DataFrame(
        {
            "number": [str(number) for number in frame["number"]],
            "sector": [sector.value for sector in sectors],
            "radius": radii,
            # a drawn path from -1 to 1 is half the root of its size wide
            "size": [4 * radius**2 for radius in radii],
            "easting": [disc.x * metres for disc in discs],
            "northing": [disc.y * metres for disc in discs],
        }
    )


def _site_layers(alt: Any, points: pd.DataFrame) -> list[Any]:
    domain = [sector.value for sector in SITE_STYLES]
    shapes = alt.Scale(domain=domain, range=[key.path for key in SITE_STYLES.values()])
    colours = alt.Scale(domain=domain, range=[key.colour for key in SITE_STYLES.values()])
    base = alt.Chart(points).encode(**_AT)
    marks = base.mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1.2).encode(
        size=alt.Size("size:Q", scale=None, legend=None),
        shape=alt.Shape("sector:N", scale=shapes, legend=None),
        color=alt.Color("sector:N", scale=colours, legend=None),
    )
    numbers = base.mark_text(fontSize=11, fontWeight="bold", color="white").encode(text="number:N")
    return [marks, numbers]
