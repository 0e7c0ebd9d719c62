"""
Minutes and metres from every waiting pupil's home to every site.

The council's own journeys stand before any engine's.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import NO_ROUTE, TravelTable
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.errors import Problem, ScenarioProblems
from planner.geography.atlas import Atlas
from planner.geography.engines.curves import ENGLAND, ROAD_FACTOR, Curve, read_curves
from planner.geography.outlines import rows_inside


def travel_table(dataset: Dataset, atlas: Atlas, *, curve: str | None = None) -> TravelTable:
    """
    Return one-way journeys from homes to sites by straight line and fitted curve.

    Each home takes the curve of its authority; without one, that of the rural-urban class
    of its area; without one, that of English towns. The council's own journeys
    replace the engine's.

    Parameters
    ----------
    dataset
        With homes located; a pupil without a home has only the council's own journeys.
    atlas
        Where curves, districts and areas are looked up.
    curve
        Name of one curve to use for every home instead.

    Raises
    ------
    ScenarioProblems
        If there is no curve of the name given.
    """
    curves = read_curves(atlas)
    if curve is not None and curve not in curves:
        raise ScenarioProblems([_unknown_curve(curve, curves)])
    metres = _straight_metres(dataset)
    minutes = np.full(metres.shape, np.nan)
    chosen = _curves_of(dataset.referrals, atlas, curves, curve)
    for one in dict.fromkeys(chosen):
        rows = [row for row, of_home in enumerate(chosen) if of_home == one]
        minutes[rows] = one.minutes(metres[rows] / 1000)
    road_metres = _whole(metres * ROAD_FACTOR)
    whole_minutes = np.where(np.isnan(minutes), NO_ROUTE, np.maximum(_whole(minutes), 1))
    own = _own_journeys(dataset, whole_minutes, road_metres)
    return TravelTable(
        pupil_ids=tuple(referral.pupil_id for referral in dataset.referrals),
        site_ids=tuple(site.site_id for site in dataset.sites),
        minutes=whole_minutes.astype(np.int32),
        metres=road_metres,
        engine=_says(chosen, own=own, journeys=whole_minutes.size),
        error_minutes=_mean_error(chosen) if own < whole_minutes.size else None,
    )


def _straight_metres(dataset: Dataset) -> NDArray[np.float64]:
    nowhere = (np.nan, np.nan)
    homes = [
        (r.home.easting, r.home.northing) if r.home is not None else nowhere
        for r in dataset.referrals
    ]
    sites = [(site.point.easting, site.point.northing) for site in dataset.sites]
    from_points = np.array(homes, dtype=np.float64).reshape(-1, 1, 2)
    to_points = np.array(sites, dtype=np.float64).reshape(1, -1, 2)
    offsets = from_points - to_points
    metres: NDArray[np.float64] = np.hypot(offsets[..., 0], offsets[..., 1])
    return metres


def _whole(values: NDArray[np.float64]) -> NDArray[np.int32]:
    rounded = np.floor(values + 0.5)
    return np.where(np.isnan(rounded), NO_ROUTE, rounded).astype(np.int32)


def _curves_of(
    referrals: tuple[Referral, ...],
    atlas: Atlas,
    curves: Mapping[str, Curve],
    chosen: str | None,
) -> list[Curve]:
    if chosen is not None:
        return [curves[chosen]] * len(referrals)
    authority = _authority_of_district(atlas)
    found = [curves.get(authority.get((r.district or "").casefold(), "")) for r in referrals]
    unknown = [row for row, curve in enumerate(found) if curve is None]
    classes = _classes_of([referrals[row] for row in unknown], atlas)
    for row, area_class in zip(unknown, classes, strict=True):
        found[row] = curves.get(area_class, ENGLAND)
    return [curve or ENGLAND for curve in found]


def _authority_of_district(atlas: Atlas) -> Mapping[str, str]:
    table = atlas.districts
    if table is None or "authority" not in table.columns:
        return {}
    return dict(zip(table["district"].str.casefold(), table["authority"], strict=True))


def _classes_of(referrals: list[Referral], atlas: Atlas) -> list[str]:
    """Return the rural-urban class of the area that holds each home, or an empty text."""
    if not referrals or atlas.areas is None or "area_class" not in atlas.areas.columns:
        return [""] * len(referrals)
    rows = rows_inside([r.home for r in referrals], atlas.areas)
    classes = atlas.areas["area_class"].to_numpy()
    return ["" if row is None else str(classes[row]) for row in rows]


def _own_journeys(dataset: Dataset, minutes: NDArray[np.int_], metres: NDArray[np.int32]) -> int:
    """Write the council's own journeys over the engine's; return how many there were."""
    row_of = {referral.pupil_id: row for row, referral in enumerate(dataset.referrals)}
    column_of = {site.site_id: column for column, site in enumerate(dataset.sites)}
    own = 0
    for journey in dataset.journeys:
        cell = row_of.get(journey.pupil_id), column_of.get(journey.site_id)
        if None not in cell:
            minutes[cell] = journey.minutes
            metres[cell] = metres[cell] if journey.metres is None else journey.metres
            own += 1
    return own


def _says(chosen: list[Curve], *, own: int, journeys: int) -> str:
    names = " and ".join(sorted({curve.name for curve in chosen}))
    fitted = f"straight line with fitted curve ({names})"
    if own == 0:
        return fitted
    table = "the council's own travel table"
    return table if own == journeys else f"{table} for {own} of {journeys} journeys, else {fitted}"


def _mean_error(chosen: list[Curve]) -> float | None:
    if not chosen:
        return None
    return round(sum(c.mean_absolute_error_minutes for c in chosen) / len(chosen), 1)


def _unknown_curve(name: str, curves: Mapping[str, Curve]) -> Problem:
    known = ", ".join(sorted(curves)) or "none, because no `geo` folder has any"
    what = "There is no travel curve of this name."
    return Problem("scenario", 0, "curve", name, what, f"The curves known are: {known}.")
