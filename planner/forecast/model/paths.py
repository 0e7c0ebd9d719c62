"""Futures drawn from a fit: drawn for cohorts and added up, so totals agree with their parts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.forecast.model.fit import Fit
from planner.forecast.model.level import DRIFT_WITHIN, FADES_PER_YEAR, Floats

_PACE_FREEDOM = 5.0
_FASTEST_PACE = 2.0
_FARTHEST_LOG = 1.6
"""Farthest that a level wanders in these horizons, five times up or down; approached, not cut."""
_SHARE_DRIFT = 0.3
"""Yearly drift of one cohort's share, standard deviation of the logarithm. Rolling forecasts of
English authorities' exclusions by phase are best covered with it."""
_CELLS_AT_ONCE = 4_000_000


def sample_paths(
    model: Fit, seasons_ahead: NDArray[np.int64], *, draws: int, generator: np.random.Generator
) -> NDArray[np.int32]:
    """
    Draw futures of every cohort, period by period.

    Returns
    -------
    NDArray[np.int32]
        Counts with the axes (draws, periods, cohorts).
    """
    periods, cohorts = len(seasons_ahead), len(model.shares)
    at_once = max(1, _CELLS_AT_ONCE // max(1, periods * cohorts))
    paths = np.empty((draws, periods, cohorts), dtype=np.int32)
    for first in range(0, draws, at_once):
        part = paths[first : first + at_once]
        rates = _sample_levels(model, periods, draws=len(part), generator=generator)
        rates *= model.profile[seasons_ahead]
        rates *= _gamma_around_one(model.shock_variance, rates.shape, generator)
        means = _sample_shares(model, rates.shape, generator)
        means *= _gamma_around_one(model.leaf_dispersion, means.shape, generator)
        # What moves one cohort alone is taken from the others: it was measured within totals.
        means *= (rates / means.sum(axis=2))[:, :, None]
        part[:] = generator.poisson(means)
    return paths


def _sample_levels(
    model: Fit, periods: int, *, draws: int, generator: np.random.Generator
) -> Floats:
    """Draw the authority's yearly level along each future, (draws, periods)."""
    per_period = np.sqrt(1 / model.per_year)
    steps = generator.normal(0.0, model.drift * per_period, (draws, periods))
    steps[:, 0] *= np.sqrt(1 - DRIFT_WITHIN)
    before = generator.normal(0.0, model.drift * np.sqrt(model.level.staleness), (draws, 1))
    # How fast an authority drifts differs from one to the next: each future has its own pace.
    freedom = generator.chisquare(_PACE_FREEDOM, (draws, 1))
    pace = np.minimum(np.sqrt((_PACE_FREEDOM - 2) / freedom), _FASTEST_PACE)
    walk = pace * (before + np.cumsum(steps, axis=1))
    if model.turn > 0:
        walk += _sample_common_way(model, periods, draws=draws, generator=generator)
    walk = _FARTHEST_LOG * np.tanh(walk / _FARTHEST_LOG)
    count = model.level.effective_count
    levels: Floats = generator.gamma(count, 1 / count, (draws, 1)) * np.exp(walk)
    return levels * model.expected_levels(periods)


def _sample_common_way(
    model: Fit, periods: int, *, draws: int, generator: np.random.Generator
) -> Floats:
    """Draw how far all authorities together leave the way expected, (draws, periods)."""
    kept = FADES_PER_YEAR ** (1 / model.per_year)
    spread = model.turn * np.sqrt((1 - kept**2) / (1 - FADES_PER_YEAR**2))
    change, gone = np.zeros(draws), np.zeros((draws, periods))
    for period in range(periods):
        change = kept * change + generator.normal(0.0, spread, draws)
        gone[:, period] = change / model.per_year
    way: Floats = np.cumsum(gone, axis=1)
    return way


def _sample_shares(model: Fit, shape: tuple[int, ...], generator: np.random.Generator) -> Floats:
    """Draw each cohort's share along each future, (draws, periods, cohorts)."""
    spread = _SHARE_DRIFT * np.sqrt(1 / model.per_year)
    shares = np.cumsum(generator.normal(0.0, spread, (*shape, len(model.shares))), axis=1)
    np.exp(shares, out=shares)
    shares *= model.shares
    shares /= shares.sum(axis=2, keepdims=True)
    drawn: Floats = shares
    return drawn


def _gamma_around_one(
    variance: float, shape: tuple[int, ...], generator: np.random.Generator
) -> Floats:
    return generator.gamma(1 / variance, variance, shape)
