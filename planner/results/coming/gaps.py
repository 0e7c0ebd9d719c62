"""Places held against need: by area, key stage and need, by half-term, and at one commission."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.codes import PlaceType
from planner.units import KeyStage

EVERY = "all"
"""Stands for every area, every need or every key stage."""
NOT_RECORDED = "not recorded"
NOT_KNOWN = "not known: no referral of this kind was ever recorded"
"""Told in place of figures for a key stage and place type of whom nothing is known."""
SITE_FUTURES = 300
"""Most futures in which the places at one commission are searched."""


@dataclass(frozen=True, slots=True)
class Gap:
    """
    Places for one area, key stage, need and place type in one year, held against need.

    Need is what would be filled in the year's busiest week if nobody waited.
    """

    academic_year: str
    area: str
    """District, or ``all``."""
    key_stage: KeyStage
    need: str
    """Need in the DfE's code, ``not recorded``, or ``all``."""
    place_type: PlaceType
    needed_p10: int | None
    """None, with the two others and the share, where nothing is known of these pupils."""
    needed_p50: int | None
    needed_p90: int | None
    accepting: int
    """Places of all commissions of the type that accept these pupils, wherever they are."""
    in_area: int
    """Those of them at sites in the area."""
    share: int | None
    """What is left of them for these pupils if all whom they accept share alike, by need."""
    commissions: int
    """Commissions that accept these pupils."""
    commissions_enough: int | None
    """Fewest of them whose shares meet the high need; None where all together do not."""
    note: str = ""
    """Why there are no figures; empty where there are."""

    @property
    def gap(self) -> int | None:
        """Places short (above zero) or spare (below zero) in the middle future, if known."""
        if self.needed_p50 is None or self.share is None:
            return None
        return self.needed_p50 - self.share

    @property
    def finding(self) -> str:
        """``gap`` where the middle need is not met, ``duplication`` where fewer would do."""
        if self.gap is None or self.needed_p90 is None:
            return ""
        if self.gap > 0:
            return "gap"
        fewer = self.commissions_enough is not None and self.commissions_enough < self.commissions
        return "duplication" if fewer and self.needed_p90 > 0 else ""


@dataclass(frozen=True, slots=True)
class PlacesByDate:
    """Places commissioned on the first day of a half-term, and places needed in it."""

    half_term: str
    """Such as ``2022/23 autumn 1``."""
    key_stage: str
    """Key stage, or ``all``."""
    place_type: PlaceType
    commissioned: int
    needed_p10: int | None
    """Places filled in the half-term's busiest week if nobody waited; None, with the two
    others, where nothing is known of these pupils."""
    needed_p50: int | None
    needed_p90: int | None
    note: str = ""
    """Why there are no figures, or whom they leave out; empty where they are whole."""


@dataclass(frozen=True, slots=True)
class SiteOption:
    """How many places at one commission would keep the promise, all others as commissioned."""

    commission_id: str
    academic_year: str
    chance: float
    """Share of the pupils who may come to it that is to start within five school days."""
    places_now: int
    places: int | None
    """Fewest places from the year's first day; None where no number is enough."""
    on_time_now: float
    """Share with the places that there are."""
    on_time_most: float
    """Share with as many places as anybody could fill."""
    sentence: str
