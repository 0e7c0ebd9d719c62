"""Where places are short of the referrals around them, and where providers overlap."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from planner.domain.choices.policy import DEFAULT_PLACE_TYPES
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.geography.access.reach import Kind, Reach, kinds_of, providers_within
from planner.units import KeyStage, Minutes

GAP_COLUMNS = (
    "district",
    "key_stage",
    "place_type",
    "limit_minutes",
    "referrals_a_year",
    "areas",
    "areas_with_a_place_within_reach",
    "median_minutes_to_nearest",
    "places_within_reach",
    "providers_within_reach",
    "places_for_each_referral",
    "finding",
)

SHORT_SHARE = 0.5
"""A district with less than this share of the authority's places for each referral is short."""

AMPLE_SHARE = 1.25
"""With more than this share, and several providers within reach, they may overlap."""


class GapFinding(StrEnum):
    """What the table says of one district and kind of place."""

    NO_PLACE = "no place is commissioned"
    GAP = "gap: under half of the areas reach a place"
    SHORT = "short: under half of the places for each referral overall"
    OVERLAP = "overlap: several providers, and a quarter more places for each referral than overall"
    ENOUGH = "within reach"


def gap_table(reach: Reach, limits: Mapping[KeyStage, Minutes]) -> pd.DataFrame:
    """
    Compare places within reach with referrals, for each district, key stage and place type.

    The places for each referral are a two-step floating catchment: every site's places are
    shared among the referrals that reach it, and every area adds up its shares. A
    district's referrals of the last twelve months known are spread evenly over its areas,
    which were drawn to hold about as many people each.

    Returns
    -------
    DataFrame
        The columns ``GAP_COLUMNS``. Missing where it cannot be told: a ratio without
        referrals, minutes without a site.

    Notes
    -----
    Counts of referrals here are not withheld: hide small ones before publishing.
    """
    demand = yearly_demand(reach.dataset)
    rows = [
        row
        for kind in kinds_of(reach.dataset, by_need=False)
        for row in _rows_of_kind(reach, kind, limits[kind.key_stage], demand)
    ]
    return pd.DataFrame(rows, columns=GAP_COLUMNS)


def yearly_demand(dataset: Dataset) -> Mapping[tuple[str, KeyStage, PlaceType], int]:
    """
    Return referrals by district, key stage and place type in the last twelve months known.

    Without a history, the pupils who wait now are counted instead.
    """
    counts: dict[tuple[str, KeyStage, PlaceType], int] = {}
    months = sorted({row.month for row in dataset.history})[-12:]
    found = [
        (row.district, row.key_stage, row.route, row.count)
        for row in dataset.history
        if row.month in months
    ]
    if not found:
        found = [(r.district or "", r.key_stage, r.route, 1) for r in dataset.referrals]
    for district, stage, route, count in found:
        for place_type in DEFAULT_PLACE_TYPES[route]:
            key = (district.casefold(), stage, place_type)
            counts[key] = counts.get(key, 0) + count
    return counts


def places_for_each_referral(
    demand: NDArray[np.float64], places: NDArray[np.int64], within: NDArray[np.bool_]
) -> NDArray[np.float64]:
    r"""
    Return each area's accessibility by the two-step floating catchment method.

    .. math:: A_i = \sum_{j \text{ within } i} \frac{s_j}{\sum_{k \text{ within } j} d_k}

    Parameters
    ----------
    demand
        Referrals of each area (areas).
    places
        Places of each commission (commissions).
    within
        Which commissions each area reaches (areas, commissions).

    Returns
    -------
    NDArray
        Places for each referral (areas); a commission that no demand reaches adds nothing.

    Notes
    -----
    Source: Luo, W. and Wang, F. (2003), as in PySAL's ``access``, which a test holds this
    against. That package is not called because under pandas 3 it warns of calls that
    pandas 4 takes away.
    """
    reached = within.astype(np.float64)
    around: NDArray[np.float64] = demand @ reached
    shared = np.divide(places, around, out=np.zeros(len(places)), where=around > 0)
    answer: NDArray[np.float64] = reached @ shared
    return answer


def _rows_of_kind(
    reach: Reach,
    kind: Kind,
    limit: Minutes,
    demand: Mapping[tuple[str, KeyStage, PlaceType], int],
) -> list[tuple[object, ...]]:
    commissions = reach.commissions_of(kind)
    within = reach.within(kind, limit)
    places = np.array([one.places_on(reach.dataset.as_at) for one in commissions], dtype=np.int64)
    district = reach.areas["district"].to_numpy()
    names, owner, sizes = np.unique(district.astype(str), return_inverse=True, return_counts=True)
    of_district = np.array(
        [demand.get((name.casefold(), kind.key_stage, kind.place_type), 0) for name in names],
        dtype=np.float64,
    )
    of_area = (of_district / sizes)[owner] if len(owner) else np.zeros(0)
    ratio = places_for_each_referral(of_area, places, within)
    whole = float(places.sum() / of_district.sum()) if of_district.sum() > 0 else float("nan")
    providers = providers_within(reach, commissions, within)
    nearest = _nearest_minutes(reach.minutes[:, reach.columns_of(commissions)])
    return [
        _row(
            (name, str(kind.key_stage), str(kind.place_type), limit, int(of_district[place])),
            within=within[owner == place],
            places=places,
            ratio=float(ratio[owner == place].mean()) if of_district.sum() > 0 else float("nan"),
            whole=whole,
            providers=int(np.median(providers[owner == place])),
            minutes=nearest[owner == place],
        )
        for place, name in enumerate(names)
    ]


def _row(
    head: tuple[object, ...],
    *,
    within: NDArray[np.bool_],
    places: NDArray[np.int64],
    ratio: float,
    whole: float,
    providers: int,
    minutes: NDArray[np.float64],
) -> tuple[object, ...]:
    reached = int(within.any(axis=1).sum())
    share = reached / len(within)
    median = float(np.median(minutes)) if np.isfinite(minutes).all() else float("nan")
    finding = _finding(share=share, ratio=ratio, whole=whole, providers=providers, held=places)
    return (
        *head,
        len(within),
        reached,
        round(median, 1),
        int(np.median(within @ places)) if len(places) else 0,
        providers,
        round(ratio, 2),
        str(finding),
    )


def _finding(
    *, share: float, ratio: float, whole: float, providers: int, held: NDArray[np.int64]
) -> GapFinding:
    if len(held) == 0:
        return GapFinding.NO_PLACE
    if share < 0.5:
        return GapFinding.GAP
    if ratio < SHORT_SHARE * whole:
        return GapFinding.SHORT
    ample = providers > 1 and ratio > AMPLE_SHARE * whole
    return GapFinding.OVERLAP if ample else GapFinding.ENOUGH


def _nearest_minutes(minutes: NDArray[np.float32]) -> NDArray[np.float64]:
    reached = np.where(np.isnan(minutes), np.inf, minutes)
    least: NDArray[np.float64] = reached.min(axis=1, initial=np.inf).astype(np.float64)
    return least
