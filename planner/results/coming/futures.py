"""What may come: demand by school year and cohort, and the places that would be enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import Need, PlaceType, Route
from planner.units import KeyStage, Pence


@dataclass(frozen=True, slots=True)
class Cohort:
    """Referrals that are alike: one district, key stage, need and route."""

    district: str
    key_stage: KeyStage | None
    """None where only the phase of education is known."""
    need: Need | None
    route: Route
    phase: str = ""
    """Phase of education as the DfE names it, where the key stage is not known."""


@dataclass(frozen=True)
class DemandPaths:
    """
    Futures of demand week by week; every total agrees with its parts in every future.

    ``counts`` has the axes (draws, weeks, cohorts).
    """

    weeks: tuple[date, ...]
    """Monday of each week."""
    cohorts: tuple[Cohort, ...]
    counts: NDArray[np.int16]


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
class YearTotal:
    """All referrals of one school year: the projection, and what simpler ways would say."""

    academic_year: str
    referrals_p10: int
    referrals_p50: int
    referrals_p90: int
    last_year_again: int
    """The last twelve months counted, taken as the year to come."""
    windows_kept_p50: int
    """The projection if nothing in the history were left out."""


@dataclass(frozen=True, slots=True)
class BacktestRow:
    """How wrong forecasts of this kind would have been, at one level and horizon."""

    level: str
    years_ahead: int
    forecasts: int
    """Forecasts held against what came."""
    error_share: float
    """Mean absolute error over the mean count."""
    last_year_error_share: float
    """The same for the same season of the last year, taken again."""
    last_value_error_share: float
    """The same for the newest period's count, taken to go on."""
    skill: float
    """Gain in accuracy of the whole range over last year again (CRPS skill); 0 is none."""
    cover_80: float
    """Share of outcomes inside the 80% range (randomised for whole numbers)."""
    cover_95: float
    bias_share: float
    """Mean error over the mean count; above zero where forecasts were too high."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """The record of the method on the authority's own past."""

    rows: tuple[BacktestRow, ...]
    sentences: tuple[str, ...]
    unanswered: tuple[str, ...] = ()


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
    totals: tuple[YearTotal, ...] = ()
    notes: tuple[str, ...] = ()
    """What was noticed in the history, one sentence each."""


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
