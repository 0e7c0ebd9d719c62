"""What the simulation of coming years says: places that are enough, risks, drivers, ways out."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.codes import Destination, PlaceType
from planner.results.coming.gaps import Gap, PlacesByDate, SiteOption
from planner.results.coming.options import OptionCurve, OptionEnough
from planner.results.coming.panels import PanelDifference
from planner.results.coming.promise import CurvePoint, Promise
from planner.units import KeyStage, Pence


@dataclass(frozen=True, slots=True)
class Enough:
    """The fewest places that keep a promise with a chance, for one cohort in one year."""

    academic_year: str
    key_stage: KeyStage
    place_type: PlaceType
    chance: float
    promise: Promise
    places: int
    places_low: int
    """The same over the futures with the fewest referrals, the lowest fifth."""
    places_high: int
    """The same over the futures with the most referrals, the highest fifth."""
    commissioned: int
    kept: float
    """How far these places keep the promise; places are whole, so rather more than asked."""
    kept_with_one_fewer: float | None
    """How far one place fewer would; None where none is needed."""

    @property
    def gap(self) -> int:
        """Places short (above zero) or spare (below zero)."""
        return self.places - self.commissioned


@dataclass(frozen=True, slots=True)
class Curve:
    """Places against chance for one cohort in one year, and where more places stop to pay."""

    academic_year: str
    key_stage: KeyStage
    place_type: PlaceType
    points: tuple[CurvePoint, ...]
    knee_places: int
    """Fewest places from which on one more adds less than half a point of pupils on time."""
    pupils_per_place: float
    """Pupils starting in the year for each place at the knee."""


@dataclass(frozen=True, slots=True)
class HalfTermRisk:
    """How likely it is, with the places commissioned, that somebody starts late."""

    half_term: str
    """Such as ``2022/23 autumn 1``."""
    key_stage: KeyStage
    place_type: PlaceType
    pupils_mean: float
    late_mean: float
    """Pupils who start after five school days, mean over futures."""
    chance_any_late: float


@dataclass(frozen=True, slots=True)
class YearLived:
    """One year as simulated with the places commissioned, over all futures."""

    academic_year: str
    referrals_p10: int
    referrals_p50: int
    referrals_p90: int
    on_time_share: float
    waiting_days_mean: float
    """Mean wait of those who start. [school days]"""
    unmet_mean: float
    """Pupils who never start before the simulation's end, mean over futures."""
    pupils_per_place: float
    """Pupils starting for each place commissioned."""
    bridging_pence_p50: Pence
    """Interim tuition from the due day to the start, where the policy offers it."""


@dataclass(frozen=True, slots=True)
class YearOutlay:
    """What one year as simulated would cost, with the days that pupils go without a place."""

    academic_year: str
    days_without_p10: int
    """Pupils' school days past the due day without a place, for those referred in the year."""
    days_without_p50: int
    days_without_p90: int
    spot_starts_mean: float
    """Pupils who start in places bought singly, mean over futures."""
    place_pence: Pence
    """Place funding of the blocks."""
    attendance_pence_p50: Pence
    """Top-up and transport of pupils in the blocks."""
    spot_pence_p50: Pence
    """Price and transport of places bought singly."""
    interim_pence_p50: Pence
    total_pence_p10: Pence
    total_pence_p50: Pence
    total_pence_p90: Pence
    journey_minutes_mean: float | None
    """One-way journey of those who start; None where no journey is known. [minutes]"""


@dataclass(frozen=True, slots=True)
class WayOn:
    """Share of recorded stays that have ended one way by so many school weeks."""

    destination: Destination
    weeks: int
    share: float


@dataclass(frozen=True, slots=True)
class Driver:
    """What a change of one cause would do to the places needed."""

    sentence: str
    places_change: int
    place_pence_change: Pence


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would have to change for today's places to be enough."""

    academic_year: str
    key_stage: KeyStage
    place_type: PlaceType
    lever: str
    """``stay``, ``referrals`` or ``turnover``, the pupils a place takes in a year."""
    factor: float | None
    """The lever's value as a share of what is expected; None where no value is enough."""
    sentence: str


@dataclass(frozen=True)
class Sufficiency:
    """The sufficiency statement: everything that the simulation says, with its method."""

    method: str
    leaves_out: tuple[str, ...]
    enough: tuple[Enough, ...] = ()
    curves: tuple[Curve, ...] = ()
    risks: tuple[HalfTermRisk, ...] = ()
    years: tuple[YearLived, ...] = ()
    drivers: tuple[Driver, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    unanswered: tuple[str, ...] = ()
    outlays: tuple[YearOutlay, ...] = ()
    ways_on: tuple[WayOn, ...] = ()
    queue_started_mean: float | None = None
    """Pupils waiting now who start within the horizon if nobody else comes, by the simulation's
    simpler rule; mean over futures. None where nobody waits."""
    against_allocation: str = ""
    """The same held against the allocation that planner allocate makes, in a sentence."""
    panels: tuple[PanelDifference, ...] = ()
    """Panel days of one future under both rules, where they were asked for."""
    gaps: tuple[Gap, ...] = ()
    by_date: tuple[PlacesByDate, ...] = ()
    site_options: tuple[SiteOption, ...] = ()
    options: tuple[OptionEnough, ...] = ()
    """Places by commission or by site, where they were asked for."""
    option_curves: tuple[OptionCurve, ...] = ()
    suppression_threshold: int = 5
    """Needs from 1 to below this are not published by area and need."""
    doubts: tuple[str, ...] = ()
    """Where the tables do not agree with each other, one sentence each."""
    effects: tuple[str, ...] = ()
    """Effects of places on demand that are switched on, and what they did."""
