"""
One authority's demand as a pooled model.

All cohorts share one school-year profile and one level that moves; each has its
own share of it. What is left is noise: of whole periods, of cohorts within, and
a drift of the level that no history foretells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.forecast.history.counts import History
from planner.forecast.model.classical import classical_log_levels
from planner.forecast.model.level import (
    DRIFT_WITHIN,
    PRIOR_DRIFT,
    Floats,
    Level,
    Settings,
    ages_of,
    faded,
    level_of,
    local_levels,
    profile_of,
)
from planner.forecast.model.nation import Nation, nation_of
from planner.forecast.model.shares import shares_of

_PRIOR_DRIFT_YEARS = 3.0
_PRIOR_SHOCK_VARIANCE = 0.004
_PRIOR_LEAF_DISPERSION = 0.08
_PRIOR_PERIODS = 12.0


@dataclass(frozen=True)
class Fit:
    """An authority's level, profile, shares and noise, as far as its history tells them."""

    profile: Floats
    """Share of a year's referrals in each part of the school year; adds up to 1."""
    level: Level
    classical: Floats | None
    """Logarithm of the yearly level that classical forecasters expect, by period ahead."""
    classical_weight: float
    drift: float
    """Standard deviation of the logarithm of the level after one year."""
    turn: float
    """Standard deviation of what a year adds to the yearly change that all authorities have in
    common; 0 where nothing is known of others."""
    shares: Floats
    """Share of each cohort, (cohorts)."""
    shock_variance: float
    """Squared variation of a period's total beyond chance."""
    leaf_dispersion: float
    """Squared variation of a cohort's count in a period beyond chance and shock."""
    per_year: int

    def expected_levels(self, periods: int) -> Floats:
        """Return the expected yearly level in each period ahead, in referrals a year."""
        years = np.arange(1, periods + 1) / self.per_year
        ways = np.log(self.level.now) + self.level.log_change(years)
        if self.classical is not None:
            ways += self.classical_weight * (self.classical[:periods] - ways)
        levels: Floats = np.exp(ways)
        return levels


def fit(history: History, settings: Settings, *, ahead: int) -> Fit:
    """
    Fit the pooled model to a history.

    Parameters
    ----------
    history
        Counts by period and cohort.
    settings
        Memory, trend, drift and the weight of the classical forecasters.
    ahead
        Periods that will be asked for. [periods]

    Raises
    ------
    ValueError
        If no usable period has a referral: there is nothing to fit.
    """
    if history.total == 0:
        raise ValueError("a history without referrals cannot be fitted")
    nation = nation_of(history)
    profile = profile_of(history, None if nation is None else nation.profile)
    usable = history.usable.astype(np.float64)
    totals, expected = history.totals * usable, profile[history.seasons] * usable
    shares = shares_of(history)
    means = local_levels(history, profile, settings.half_life_years) * expected
    common = None if nation is None else nation.common
    along = expected if common is None else expected * np.exp(common.way)
    classical = classical_log_levels(totals, along, history.per_year, ahead=ahead)
    if classical is not None and common is not None:
        classical += common.trend * faded(np.arange(1, ahead + 1) / history.per_year)
    return Fit(
        profile=profile,
        level=level_of(totals, expected, history.per_year, settings, common=common),
        classical=classical,
        classical_weight=settings.classical_weight,
        drift=settings.drift_factor * _drift(totals, along, history.per_year, nation),
        turn=0.0 if nation is None else nation.turn,
        shares=shares,
        shock_variance=_shock_variance(history, means),
        leaf_dispersion=_leaf_dispersion(history, shares),
        per_year=history.per_year,
    )


def _drift(totals: Floats, expected: Floats, per_year: int, nation: Nation | None) -> float:
    """Return the yearly drift: the prior, updated by changes between whole years beyond chance."""
    year = ages_of(len(totals), per_year).astype(np.int64)
    counts = np.bincount(year, weights=totals)
    exposure = np.bincount(year, weights=expected)
    full = exposure > 0.75
    pairs = full[:-1] & full[1:]
    rates = np.log((counts + 0.5) / np.maximum(exposure, 1e-9))
    squares = np.diff(rates) ** 2 - 1 / (counts[:-1] + 0.5) - 1 / (counts[1:] + 0.5)
    own = squares[pairs] / (1 - DRIFT_WITHIN)
    usual = PRIOR_DRIFT if nation is None else nation.drift
    told = _PRIOR_DRIFT_YEARS * usual**2 + float(own.sum())
    variance = told / (_PRIOR_DRIFT_YEARS + len(own))
    return float(np.sqrt(max(variance, (0.4 * usual) ** 2)))


def _shock_variance(history: History, means: Floats) -> float:
    """
    Return the squared variation of whole periods beyond chance.

    Whole years cannot tell a shock from drift, so there the prior stands alone.
    """
    usable = history.usable & (means > 0)
    totals, expected = history.totals[usable], means[usable]
    told = len(totals) * (1 - 1 / history.per_year)
    prior = _PRIOR_SHOCK_VARIANCE * float(np.sqrt(history.per_year))
    excess = ((totals - expected) ** 2 - expected) / np.maximum(expected, 1.0) ** 2
    variance = _PRIOR_PERIODS * prior + told * float(excess.mean())
    return min(max(variance / (_PRIOR_PERIODS + told), 0.002), 0.25)


def _leaf_dispersion(history: History, shares: Floats) -> float:
    """Return the squared variation of cohorts beyond chance, given each period's total."""
    counts = history.counts[history.usable].astype(np.float64)
    leaf = counts.sum(axis=1, keepdims=True) * shares
    square = float((leaf**2).sum())
    weight = _PRIOR_PERIODS * square / max(len(counts), 1)
    over = float(((counts - leaf) ** 2 - leaf).sum())
    dispersion = (weight * _PRIOR_LEAF_DISPERSION + over) / (weight + square + 1e-9)
    return min(max(dispersion, 0.01), 1.0)
