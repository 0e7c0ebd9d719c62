"""Memory and trend, chosen by how well each would have done on the authority's own past."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from planner.forecast.history.counts import History
from planner.forecast.model.level import PRIOR_DRIFT, Common, Floats, Settings, level_of, profile_of
from planner.forecast.model.nation import nation_of

HALF_LIVES_YEARS = (0.125, 0.25, 0.5, 1.0, 2.0)
TREND_WEIGHTS = (0.0, 0.25, 0.5)
HORIZONS_YEARS = (1, 2, 3)

_PRIOR_YEARS = 6.0
_LEAST_YEARS_BEFORE = 2.0
_STEP_AWAY = 0.015
"""Relative error that one step away from the default must save to be worth taking."""
_CHANCE_SPREAD = 1.0
"""Variance of a count over its mean that balances best on yearly exclusions."""
_SHOCK_SPREAD = 0.002
_TERMS = 3
_REVERSION_BY_TERM = 0.5
_DRIFT_FACTOR_BY_TERM = 1.2
"""Three counts a year leave the newest level uncertain. Source: rolling forecasts of English
authorities' permanent exclusions by term; each half of the authorities gains with both."""


def choose_settings(history: History) -> Settings:
    """
    Return the memory and trend that would have served this authority best.

    From every origin in the past that leaves two years behind it, each candidate's
    level is held against the first, second and third year that followed. The
    default stands unless the authority's own years speak against it: they count
    against a prior worth six years.
    """
    usual = default_settings(history)
    totals = history.totals * history.usable
    nation = nation_of(history)
    profile = profile_of(history, None if nation is None else nation.profile)
    expected = profile[history.seasons] * history.usable
    common = None if nation is None else nation.common
    origins = _origins(history)
    if not origins:
        return usual
    trends = TREND_WEIGHTS if nation is None else (usual.trend_weight,)
    candidates = [
        replace(usual, half_life_years=half_life, trend_weight=weight)
        for half_life, weight in product(HALF_LIVES_YEARS, trends)
    ]
    years = len(origins) * _origin_step(history) / history.per_year

    def loss(tried: Settings) -> float:
        own = _past_error(totals, expected, common, origins, history.per_year, tried)
        return years * own + _PRIOR_YEARS * _STEP_AWAY * _steps_between(tried, usual)

    return min(candidates, key=loss)


def default_settings(history: History) -> Settings:
    """
    Return the memory that suits a level that drifts, for this many referrals.

    The fewer referrals, the longer one must look back to see the level through
    chance; the balance is where a memory's drift equals its chance error. Counts by
    term are drawn back to the longer average sooner, within a wider drift.
    """
    yearly = max(history.total / max(history.usable_years, 0.1), 1.0)
    chance = _CHANCE_SPREAD / yearly + _SHOCK_SPREAD
    balance = float(np.sqrt(chance)) / PRIOR_DRIFT
    nearest = min(HALF_LIVES_YEARS, key=lambda half_life: abs(np.log(half_life / balance)))
    if history.per_year == _TERMS:
        return Settings(
            half_life_years=nearest,
            reversion=_REVERSION_BY_TERM,
            drift_factor=_DRIFT_FACTOR_BY_TERM,
        )
    return Settings(half_life_years=nearest)


def _past_error(
    totals: Floats,
    expected: Floats,
    common: Common | None,
    origins: list[int],
    per_year: int,
    settings: Settings,
) -> float:
    """Return the mean absolute error of past forecasts of whole years, as a share of the years."""
    missed = told = 0.0
    for origin in origins:
        then = None if common is None else common.until(origin)
        level = level_of(totals[:origin], expected[:origin], per_year, settings, common=then)
        for years in HORIZONS_YEARS:
            ahead = slice(origin + (years - 1) * per_year, origin + years * per_year)
            part = float(expected[ahead].sum())
            if len(totals[ahead]) < per_year or part < 0.7:
                continue
            change = float(level.log_change(np.array([years - 0.5]))[0])
            actual = float(totals[ahead].sum())
            missed += abs(level.now * np.exp(change) * part - actual) / years
            told += actual / years
    return missed / max(told, 1.0)


def _origin_step(history: History) -> int:
    return max(1, history.per_year // 4)


def _origins(history: History) -> list[int]:
    known = np.cumsum(history.usable) / history.per_year
    return [
        origin
        for origin in range(len(history.starts) - history.per_year, 0, -_origin_step(history))
        if known[origin - 1] >= _LEAST_YEARS_BEFORE and history.usable[origin - 1]
    ]


def _steps_between(tried: Settings, usual: Settings) -> float:
    memory = abs(float(np.log2(tried.half_life_years / usual.half_life_years)))
    return memory + abs(tried.trend_weight - usual.trend_weight) / 0.25
