"""What the maps show, gathered once for the pictures, the page and the GeoPackage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType, Sector
from planner.geography.access.gaps import gap_table
from planner.geography.access.isochrones import catchments, isochrones
from planner.geography.access.reach import Kind, Reach, kinds_of, limits_of, nearest_of
from planner.geography.atlas import BRITISH_GRID, Atlas
from planner.geography.engines.network import Network
from planner.geography.engines.straight import StraightLine
from planner.geography.outlines import district_outlines
from planner.geography.travel import bell, site_points
from planner.units import KeyStage, Minutes

ISOCHRONE_MINUTES = (15, 30, 45)

WITHHELD = "withheld"
"""Stands for a small count of pupils, or a ratio that would betray one."""

SECTOR_SAYS: Mapping[Sector, str] = {
    Sector.MAINTAINED_PRU: "Maintained pupil referral unit",
    Sector.AP_ACADEMY: "AP academy",
    Sector.AP_FREE_SCHOOL: "AP free school",
    Sector.INDEPENDENT_SCHOOL: "Independent school",
    Sector.FURTHER_EDUCATION: "Further education",
    Sector.UNREGISTERED: "Not registered as a school",
    Sector.MAINSTREAM_OR_SPECIAL: "Mainstream or special school",
}

PLACE_TYPE_SAYS: Mapping[PlaceType, str] = {
    PlaceType.EXCLUSION: "exclusion places (E)",
    PlaceType.PREVENTION: "prevention places (P)",
}


@dataclass(frozen=True)
class MapLayers:
    """Everything that one set of maps shows; every layer is on the National Grid."""

    title: str
    engine: str
    """What measured the journeys, and its error where known."""
    attributions: tuple[str, ...]
    districts: gpd.GeoDataFrame
    """Columns district, geometry."""
    areas: gpd.GeoDataFrame
    """Columns area, name, district, geometry, and one of minutes for each kind."""
    kinds: Mapping[str, str]
    """Column of minutes in ``areas``, and what it says."""
    sites: gpd.GeoDataFrame
    """Columns site_id, name, provider, sector, district, places, commissions, geometry."""
    isochrones: gpd.GeoDataFrame
    """Columns id (of the site), minutes, quality, geometry."""
    reached: gpd.GeoDataFrame
    """The isochrones of all sites together, inside the districts: columns minutes, geometry."""
    catchments: gpd.GeoDataFrame
    roads: gpd.GeoDataFrame
    """Main roads of the user's own file; empty without one."""
    gaps: pd.DataFrame
    """The gap table with small counts withheld."""


def map_layers(
    reach: Reach,
    atlas: Atlas,
    policy: Policy,
    *,
    title: str,
    limit_minutes: Minutes | None = None,
    minutes: tuple[Minutes, ...] = ISOCHRONE_MINUTES,
) -> MapLayers:
    """Gather the layers of a case."""
    sites = _sites(reach)
    around = gpd.GeoDataFrame({"id": [], "minutes": []}, geometry=[], crs=BRITISH_GRID)
    if isinstance(reach.engine, (Network, StraightLine)):
        points = site_points(reach.dataset)
        around = isochrones(points, reach.engine, minutes, arrive=bell(reach.dataset))
    districts = district_outlines(atlas, reach.areas["district"].unique())
    areas, kinds = _areas(reach)
    return MapLayers(
        title=title,
        engine=engine_says(reach),
        attributions=(
            *atlas.attributions("districts", "areas"),
            *reach.engine.attributions,
        ),
        districts=districts,
        areas=areas,
        kinds=kinds,
        sites=sites,
        isochrones=around,
        reached=_together(around, districts),
        catchments=catchments(reach),
        roads=_main_roads(reach),
        gaps=for_publication(
            gap_table(reach, limits_of(policy, limit_minutes)),
            threshold=policy.suppression_threshold,
        ),
    )


def for_publication(gaps: pd.DataFrame, *, threshold: int) -> pd.DataFrame:
    """
    Withhold small counts of referrals, and what would betray them.

    Within one key stage and place type, counts from 1 to below the threshold are withheld,
    and the next smallest with them until at least two are, which together reach the
    threshold: fewer could be found by subtraction. The ratio of places to referrals is
    withheld with its count; where too few counts remain to hide behind, for all districts.
    """
    shown = gaps.astype({"referrals_a_year": object, "places_for_each_referral": object})
    for _, group in gaps.groupby(["key_stage", "place_type"]):
        counts = group["referrals_a_year"]
        hidden = _hidden(counts, threshold)
        shown.loc[hidden, ["referrals_a_year", "places_for_each_referral"]] = WITHHELD
        if hidden and counts[hidden].sum() < threshold:
            shown.loc[group.index, "places_for_each_referral"] = WITHHELD
    return shown


def _hidden(counts: pd.Series[int], threshold: int) -> list[int]:
    hidden = list(counts[(counts > 0) & (counts < threshold)].index)
    others = list(counts[counts >= threshold].sort_values(kind="stable").index)
    while hidden and others and (len(hidden) < 2 or counts[hidden].sum() < threshold):
        hidden.append(others.pop(0))
    return hidden


def kind_says(kind: Kind) -> str:
    """Write one kind of place in words."""
    return f"{kind.key_stage} {PLACE_TYPE_SAYS[kind.place_type]}"


def _together(around: gpd.GeoDataFrame, districts: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    whole = around[["minutes", "geometry"]].dissolve("minutes", as_index=False)
    if len(districts):
        whole["geometry"] = whole.intersection(districts.union_all())
    shown: gpd.GeoDataFrame = whole[~whole.is_empty].sort_values("minutes", ascending=False)
    return shown.reset_index(drop=True)


def engine_says(reach: Reach) -> str:
    """Say what measured the journeys, with the error of every curve that was used."""
    engine = reach.engine
    if not isinstance(engine, StraightLine):
        return f"Minutes by car: {engine.says}."
    points = np.column_stack([shapely.get_x(c := reach.areas.centroid.values), shapely.get_y(c)])
    curves = set(engine.curves_of(points, list(reach.areas["district"])))
    each = ", ".join(
        sorted(f"{c.name} ±{c.mean_absolute_error_minutes:g} minutes on average" for c in curves)
    )
    return f"Minutes by car: {engine.says} ({each}), an estimate."


def _sites(reach: Reach) -> gpd.GeoDataFrame:
    dataset = reach.dataset
    of_site: dict[str, list[str]] = {site.site_id: [] for site in dataset.sites}
    places = dict.fromkeys(of_site, 0)
    for commission in dataset.commissions:
        held = commission.places_on(dataset.as_at)
        places[commission.site_id] += held
        if held:
            of_site[commission.site_id].append(
                f"{held} {commission.place_type} {_stages(commission.year_groups)}"
            )
    table = site_points(dataset).rename(columns={"id": "site_id"})
    providers = [dataset.provider[site.provider_id] for site in dataset.sites]
    table["provider"] = [provider.name for provider in providers]
    table["sector"] = [str(provider.sector) for provider in providers]
    table["sector_says"] = [SECTOR_SAYS[provider.sector] for provider in providers]
    table["places"] = [places[site.site_id] for site in dataset.sites]
    table["commissions"] = ["; ".join(of_site[site.site_id]) for site in dataset.sites]
    return table


def _stages(year_groups: frozenset[int]) -> str:
    stages = [str(s) for s in KeyStage if not year_groups.isdisjoint(s.year_groups)]
    return stages[0] if len(stages) == 1 else f"{stages[0]} to {stages[-1]}" if stages else ""


def _areas(reach: Reach) -> tuple[gpd.GeoDataFrame, Mapping[str, str]]:
    areas = reach.areas[["area", "name", "district", "geometry"]].copy()
    kinds = {}
    for kind in kinds_of(reach.dataset, by_need=False):
        commissions = reach.commissions_of(kind)
        _, minutes = nearest_of(reach.minutes[:, reach.columns_of(commissions)])
        column = f"minutes_{kind.key_stage}_{kind.place_type}".lower()
        areas[column] = np.round(minutes)
        kinds[column] = kind_says(kind)
    return areas, kinds


def _main_roads(reach: Reach) -> gpd.GeoDataFrame:
    if not isinstance(reach.engine, Network):
        return gpd.GeoDataFrame({"kind": []}, geometry=[], crs=BRITISH_GRID)
    roads = reach.engine.roads
    lines = roads.lines(np.flatnonzero(roads.is_main))
    merged = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(list(lines))))
    simple = shapely.simplify(merged, 15.0)
    return gpd.GeoDataFrame(
        {"kind": ["main road"] * len(simple)}, geometry=list(simple), crs=BRITISH_GRID
    )
