"""Places within reach of each small area, by key stage, need and place type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PlaceType
from planner.domain.dataset import Dataset
from planner.domain.provision import Commission
from planner.geography.atlas import BRITISH_GRID, Atlas
from planner.geography.engines.contract import Engine, Mode, Request
from planner.geography.travel import bell, site_points
from planner.units import KeyStage, Minutes

REACH_COLUMNS = (
    "area",
    "name",
    "district",
    "key_stage",
    "need",
    "place_type",
    "limit_minutes",
    "places",
    "providers",
    "nearest_site",
    "nearest_minutes",
)

ANY_NEED = "any"
"""In tables: whatever the need, or none recorded."""


class Kind(NamedTuple):
    """One kind of place that is looked for."""

    key_stage: KeyStage
    need: Need | None
    place_type: PlaceType

    @property
    def need_says(self) -> str:
        """The need as tables write it."""
        return ANY_NEED if self.need is None else str(self.need)


@dataclass(frozen=True)
class Reach:
    """
    Minutes by car from areas to sites, and what the sites offer.

    Areas stand for the homes in them; pupils' own homes play no part.
    """

    dataset: Dataset
    areas: gpd.GeoDataFrame
    """Columns area, name, district and geometry (outlines), on the National Grid."""
    minutes: NDArray[np.float32]
    """Axes (areas, sites), in the dataset's order of sites; NaN without a route."""
    engine: Engine

    def commissions_of(self, kind: Kind) -> tuple[Commission, ...]:
        """Return the commissions with places today that take pupils of a kind."""
        return tuple(
            commission
            for commission in self.dataset.commissions
            if commission.place_type is kind.place_type
            and not commission.year_groups.isdisjoint(kind.key_stage.year_groups)
            and (kind.need is None or not commission.needs or kind.need in commission.needs)
            and commission.places_on(self.dataset.as_at) > 0
        )

    def columns_of(self, commissions: tuple[Commission, ...]) -> NDArray[np.int64]:
        """Return the site's column for each commission."""
        column = {site.site_id: place for place, site in enumerate(self.dataset.sites)}
        return np.array([column[one.site_id] for one in commissions], dtype=np.int64)

    def within(self, kind: Kind, limit_minutes: Minutes) -> NDArray[np.bool_]:
        """Say which commissions of a kind each area reaches (areas, commissions)."""
        columns = self.columns_of(self.commissions_of(kind))
        reached: NDArray[np.bool_] = self.minutes[:, columns] <= limit_minutes
        return reached


def measure_reach(dataset: Dataset, atlas: Atlas, engine: Engine) -> Reach:
    """Measure the journeys from the areas of the authority to every site."""
    areas = areas_of(dataset, atlas)
    starts = gpd.GeoDataFrame(
        {"id": areas["area"], "district": areas["district"]},
        geometry=_middles(areas),
        crs=BRITISH_GRID,
    )
    request = Request(Mode.DRIVE, arrive=bell(dataset))
    found = engine.journeys(starts, site_points(dataset), request)
    return Reach(dataset, areas, found.minutes, engine)


def areas_of(dataset: Dataset, atlas: Atlas) -> gpd.GeoDataFrame:
    """
    Return the small areas of the authorities that the case has to do with.

    Without small areas in the atlas its districts serve instead, and without those the
    answer is empty.
    """
    table = atlas.areas
    if table is None and atlas.districts is not None:
        table = atlas.districts.assign(area=atlas.districts["district"])
    if table is None:
        return gpd.GeoDataFrame({"area": [], "name": [], "district": []}, geometry=[], crs=27700)
    named = {district.casefold() for district in _districts_in_case(dataset)}
    inside = table["district"].str.casefold().isin(named)
    if "authority" in table.columns:
        inside = table["authority"].isin(table.loc[inside, "authority"])
    chosen = table[inside].sort_values("area", ignore_index=True)
    return chosen.assign(name=chosen.get("name", chosen["area"]))


def kinds_of(dataset: Dataset, *, by_need: bool = True) -> tuple[Kind, ...]:
    """Return the kinds of place that the commissions of a case tell apart."""
    needs: set[Need] = set()
    for commission in dataset.commissions if by_need else ():
        needs |= commission.needs
    stages = [
        stage
        for stage in KeyStage
        if any(not c.year_groups.isdisjoint(stage.year_groups) for c in dataset.commissions)
    ]
    types = sorted({commission.place_type for commission in dataset.commissions})
    ordered = [None, *sorted(needs)]
    return tuple(Kind(s, need, one) for s in stages for need in ordered for one in types)


def limits_of(policy: Policy, minutes: Minutes | None = None) -> Mapping[KeyStage, Minutes]:
    """Return the limit for each key stage: the guide time, unless another is asked for."""
    return {
        stage: policy.guide_minutes(stage.year_groups[0]) if minutes is None else minutes
        for stage in KeyStage
    }


def reach_table(
    reach: Reach, limits: Mapping[KeyStage, Minutes], *, by_need: bool = True
) -> pd.DataFrame:
    """
    Return the places within reach of each area by kind, and the nearest site that takes it.

    A place that takes several key stages or needs is counted under each of them.

    Returns
    -------
    DataFrame
        The columns ``REACH_COLUMNS``; ``nearest_site`` is empty where no site takes the
        kind, or none has a route.
    """
    parts = [
        _reach_of_kind(reach, kind, limits[kind.key_stage])
        for kind in kinds_of(reach.dataset, by_need=by_need)
    ]
    empty = pd.DataFrame({column: [] for column in REACH_COLUMNS})
    return pd.concat(parts, ignore_index=True) if parts else empty


def _reach_of_kind(reach: Reach, kind: Kind, limit: Minutes) -> pd.DataFrame:
    commissions = reach.commissions_of(kind)
    columns = reach.columns_of(commissions)
    within = reach.within(kind, limit)
    places = np.array([one.places_on(reach.dataset.as_at) for one in commissions], dtype=np.int64)
    nearest, minutes = nearest_of(reach.minutes[:, columns])
    sites = np.array([*(one.site_id for one in commissions), ""], dtype=object)
    return pd.DataFrame(
        {
            "area": reach.areas["area"],
            "name": reach.areas["name"],
            "district": reach.areas["district"],
            "key_stage": str(kind.key_stage),
            "need": kind.need_says,
            "place_type": str(kind.place_type),
            "limit_minutes": limit,
            "places": within @ places if len(places) else 0,
            "providers": providers_within(reach, commissions, within),
            "nearest_site": sites[nearest],
            "nearest_minutes": np.round(minutes.astype(np.float64), 1),
        },
        columns=REACH_COLUMNS,
    )


def nearest_of(
    minutes: NDArray[np.float32],
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the nearest column of each row and its minutes; -1 and NaN where there is none."""
    if minutes.shape[1] == 0:
        none = np.full(len(minutes), np.nan, dtype=np.float32)
        return np.full(len(minutes), -1), none
    reached = np.where(np.isnan(minutes), np.float32(np.inf), minutes)
    nearest = reached.argmin(axis=1)
    least = reached[np.arange(len(reached)), nearest]
    missing = np.isinf(least)
    return np.where(missing, -1, nearest), np.where(missing, np.float32(np.nan), least)


def providers_within(
    reach: Reach, commissions: tuple[Commission, ...], within: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Count the providers whose places each area reaches."""
    providers = [reach.dataset.site[one.site_id].provider_id for one in commissions]
    names = sorted(set(providers))
    counts = np.zeros(len(within), dtype=np.int64)
    for name in names:
        of_provider = [place for place, provider in enumerate(providers) if provider == name]
        counts += within[:, of_provider].any(axis=1)
    return counts


def _districts_in_case(dataset: Dataset) -> set[str]:
    named = {site.district for site in dataset.sites}
    named |= {r.district for r in dataset.referrals if r.district}
    return named | {row.district for row in dataset.history}


def _middles(areas: gpd.GeoDataFrame) -> gpd.GeoSeries:
    if {"easting", "northing"} <= set(areas.columns):
        return gpd.GeoSeries(gpd.points_from_xy(areas["easting"], areas["northing"]), crs=27700)
    return areas.geometry.representative_point()
