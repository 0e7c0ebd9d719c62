"""What may come: demand by school year and cohort, and the places that would be enough."""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.codes import PlaceType
from planner.units import KeyStage, Pence


@dataclass(frozen=True, slots=True)
class CohortDemand:
    """Referrals of one key stage and place type in one academic year, with a range."""

    academic_year: str
    key_stage: KeyStage
    place_type: PlaceType
    referrals_p10: int
    referrals_p50: int
    referrals_p90: int


@dataclass(frozen=True, slots=True)
class DemandForecast:
    """Demand for some years to come: the method, what it leaves out, and the figures."""

    method: str
    leaves_out: tuple[str, ...]
    cohorts: tuple[CohortDemand, ...]
    last_month_known: str
    """Last month of history used, ``YYYY-MM``."""
    unanswered: tuple[str, ...] = ()
    """Why there are no figures, one sentence each; empty where there are."""


@dataclass(frozen=True, slots=True)
class PlacesNeeded:
    """Places that are enough with a chosen chance, for one cohort in one year."""

    academic_year: str
    key_stage: KeyStage
    place_type: PlaceType
    chance: float
    """Chance that occupancy does not pass the places. [0 to 1]"""
    places_needed: int
    places_commissioned: int
    mean_occupancy: float
    place_pence: Pence
    """Place funding for ``places_needed`` for a year."""

    @property
    def gap(self) -> int:
        """Places short (above zero) or spare (below zero)."""
        return self.places_needed - self.places_commissioned


@dataclass(frozen=True, slots=True)
class CapacityPlan:
    """Places needed by cohort and year, with how they were worked out."""

    method: str
    leaves_out: tuple[str, ...]
    needs: tuple[PlacesNeeded, ...]
    unanswered: tuple[str, ...] = ()
    """Why there are no figures, one sentence each; empty where there are."""
