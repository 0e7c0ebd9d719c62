"""Places at one commission or at one site that would be enough, all others as commissioned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from planner.results.coming.promise import CurvePoint, Promise


class By(StrEnum):
    """What the places that are enough are told by."""

    COHORT = "cohort"
    COMMISSION = "commission"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class OptionEnough:
    """The fewest places of one option that keep a promise with a chance in one year."""

    option: str
    """Commission or site."""
    name: str
    academic_year: str
    chance: float
    promise: Promise
    places: int | None
    """None where no number of places there is enough."""
    places_low: int | None
    """The same over the fifth of futures with the fewest referrals up to the year's end."""
    places_high: int | None
    """The same over the fifth with the most."""
    places_now: int
    split: str
    """The places of each commission, such as ``OAK-E 12 and OAK-P 20``; empty where none do."""
    kept: float
    """How far these places keep the promise; as many as anybody could fill, where none do."""
    kept_now: float


@dataclass(frozen=True, slots=True)
class OptionCurve:
    """Places of one option against chance in one year, and where more places stop to pay."""

    option: str
    academic_year: str
    points: tuple[CurvePoint, ...]
    knee_places: int
    """Fewest places from which on one more adds less than half a point of pupils on time."""
