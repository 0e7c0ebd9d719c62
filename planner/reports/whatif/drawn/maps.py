"""Maps of the base and of scenarios: sites with places, and unmet need by district, no homes."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING, Any

import pandas as pd

from planner.reports.charts.map import NEED_COLOURS, SITE_STYLES, need_class
from planner.reports.charts.style import MUTED, Key, Picture, altair, drawn
from planner.reports.html import View
from planner.reports.tables.columns import Column, Kind
from planner.reports.tables.suppression import WITHHELD, suppressed
from planner.results.whatif.dossier import Dossier, Side
from planner.results.whatif.outlook import Outlook

if TYPE_CHECKING:
    import geopandas

_WIDTH = 300
_HIGHEST = 400
_DETAIL = 400
_SMALLEST, _LARGEST = 5.0, 12.0


def unmet(outlook: Outlook, threshold: int) -> dict[str, int | str]:
    """Return those who wait and have no place or a late one, by district, small counts withheld."""
    if outlook.waiting is None:
        return {}
    counts: Counter[str] = Counter()
    for pupil in outlook.waiting.pupils:
        district = dict(pupil.groups)["district"]
        counts[district] += int(not pupil.placed or pupil.school_days_late > 0)
    shown = suppressed(dict(sorted(counts.items())), threshold=threshold)
    return {name: WITHHELD if count is None else count for name, count in shown.items()}


def maps(dossier: Dossier, outlines: geopandas.GeoDataFrame) -> tuple[Picture, ...]:
    """Draw the base, and each scenario in which sites, places or unmet need are others."""
    if outlines.empty:
        return ()
    shapes = outlines[["district", "geometry"]].sort_values("district").reset_index(drop=True)
    west, _, east, _ = outlines.total_bounds
    shapes["geometry"] = shapes.geometry.simplify_coverage((east - west) / _DETAIL)
    threshold = dossier.comparison.base.suppression_threshold
    seen: list[object] = []
    pictures = []
    for number, (outlook, side) in enumerate(
        zip(dossier.comparison.outlooks, dossier.sides, strict=True)
    ):
        need = unmet(outlook, threshold)
        if number and (side.sites, need) == seen[0]:
            continue
        seen.append((side.sites, need))
        pictures.append(_picture(shapes, side, need, outlook.title, number))
    return tuple(pictures)


def _picture(
    shapes: geopandas.GeoDataFrame,
    side: Side,
    need: dict[str, int | str],
    title: str,
    number: int,
) -> Picture:
    alt = altair()
    west, south, east, north = shapes.total_bounds
    height = min(_HIGHEST, round(_WIDTH * (north - south) / (east - west)))
    coloured = shapes.assign(need=[need_class(need.get(name, 0)) for name in shapes["district"]])
    fill = alt.Fill(
        "need:N",
        scale=alt.Scale(domain=list(NEED_COLOURS), range=list(NEED_COLOURS.values())),
        legend=None,
    )
    ground = alt.Chart(coloured).mark_geoshape(stroke=MUTED, strokeWidth=0.8).encode(fill=fill)
    layers = [ground, *_sites(alt, side)]
    chart = (
        alt.layer(*layers)
        .project(type="identity", reflectY=True)
        .properties(width=_WIDTH, height=height)
    )
    listed = ", ".join(f"{name} {count}" for name, count in need.items() if count != 0)
    places = sum(site.places for site in side.sites)
    return drawn(
        chart,
        name=f"map-{number}",
        heading=title,
        description=(
            f"{len(side.sites)} sites with {places:,} places. Pupils waiting without a place or "
            f"with a late one, by district: {listed or 'none'}. Homes are not shown."
        ),
        note=f"{places:,} places at {len(side.sites)} sites",
    )


def _sites(alt: Any, side: Side) -> list[Any]:
    if not side.sites:
        return []
    most = max(site.places for site in side.sites) or 1
    frame = pd.DataFrame(
        {
            "sector": [site.sector.value for site in side.sites],
            "size": [
                4 * (_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(site.places / most)) ** 2
                for site in side.sites
            ],
            "easting": [site.point.easting for site in side.sites],
            "northing": [site.point.northing for site in side.sites],
        }
    )
    domain = [sector.value for sector in SITE_STYLES]
    marks = (
        alt.Chart(frame)
        .mark_point(filled=True, opacity=0.9, stroke="white", strokeWidth=1)
        .encode(
            longitude="easting:Q",
            latitude="northing:Q",
            size=alt.Size("size:Q", scale=None, legend=None),
            shape=alt.Shape(
                "sector:N",
                scale=alt.Scale(domain=domain, range=[key.path for key in SITE_STYLES.values()]),
                legend=None,
            ),
            color=alt.Color(
                "sector:N",
                scale=alt.Scale(domain=domain, range=[key.colour for key in SITE_STYLES.values()]),
                legend=None,
            ),
        )
    )
    return [marks]


def keys(dossier: Dossier) -> tuple[Key, ...]:
    """Return the legend: classes of unmet need, and kinds of provider."""
    threshold = dossier.comparison.base.suppression_threshold
    need = {
        need_class(count)
        for outlook in dossier.comparison.outlooks
        for count in unmet(outlook, threshold).values()
    }
    sectors = {site.sector for side in dossier.sides for site in side.sites}
    return (
        *(Key(colour, says) for says, colour in NEED_COLOURS.items() if says in need),
        *(key for sector, key in SITE_STYLES.items() if sector in sectors),
    )


def sites_table(dossier: Dossier) -> View:
    """Return the places of each site in each scenario: the table of the maps."""
    comparison = dossier.comparison
    named = {site.site_id: site.name for side in dossier.sides for site in side.sites}
    held = [{site.site_id: site.places for site in side.sites} for side in dossier.sides]
    rows = tuple(
        (name, *(f"{places[site_id]:,}" if site_id in places else "none" for places in held))
        for site_id, name in sorted(named.items(), key=lambda item: item[1])
    )
    columns = (
        Column("Site", Kind.LONG_TEXT),
        *(Column(outlook.title, Kind.NUMBER) for outlook in comparison.outlooks),
    )
    return View(f"Places at each site on {dossier.sites_day_says}", columns, rows)


def need_table(dossier: Dossier) -> View:
    """Return unmet need by district in each scenario: the other table of the maps."""
    comparison = dossier.comparison
    threshold = comparison.base.suppression_threshold
    by_outlook = [unmet(outlook, threshold) for outlook in comparison.outlooks]
    names = sorted({name for need in by_outlook for name in need})
    rows = tuple((name, *(str(need.get(name, "–")) for need in by_outlook)) for name in names)
    columns = (
        Column("District", Kind.LONG_TEXT),
        *(Column(outlook.title, Kind.NUMBER) for outlook in comparison.outlooks),
    )
    return View("Those who wait now without a place, or with a late one", columns, rows)
