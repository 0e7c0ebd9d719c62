"""Colours, bands and sizes, the same in every map."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt
from typing import NamedTuple

from planner.domain.codes import Sector


class Band(NamedTuple):
    """One class of minutes to the nearest place."""

    below: float
    colour: str
    says: str


BANDS = (
    Band(15, "#ffffe5", "under 15 minutes"),
    Band(30, "#fee391", "15 to 29 minutes"),
    Band(45, "#fe9929", "30 to 44 minutes"),
    Band(75, "#cc4c02", "45 to 74 minutes"),
    Band(float("inf"), "#662506", "75 minutes or more"),
)
NO_PLACE = Band(float("nan"), "#8a8a8a", "no such place, or no road")

SECTOR_COLOUR: Mapping[Sector, str] = {
    Sector.MAINTAINED_PRU: "#00457c",
    Sector.AP_ACADEMY: "#7a1fa2",
    Sector.AP_FREE_SCHOOL: "#00695c",
    Sector.INDEPENDENT_SCHOOL: "#ad1457",
    Sector.FURTHER_EDUCATION: "#4e5d00",
    Sector.UNREGISTERED: "#b71c1c",
    Sector.MAINSTREAM_OR_SPECIAL: "#37474f",
}

ISOCHRONE_COLOUR = "#1b7f79"
ROAD_COLOUR = "#8d99a6"
OUTLINE_COLOUR = "#3b3b3b"


def band_of(minutes: float) -> Band:
    """Return the class of some minutes; missing minutes are their own."""
    return next((band for band in BANDS if minutes < band.below), NO_PLACE)


def radius_of(places: int) -> float:
    """Return a site's radius, so that its area grows with its places. [pixels]."""
    return round(4.0 + 1.6 * sqrt(max(places, 0)), 1)
