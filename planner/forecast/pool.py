"""
One authority's demand as sample paths that add up at every level.

All cohorts share one school-year profile and one level that moves; each has its
own share of it, drawn towards what its district, key stage, need and route
would lead one to expect. Paths are drawn for cohorts and added up, so every
total agrees with its parts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from planner.forecast.history import History

Floats = NDArray[np.float64]

PRIOR_DRIFT = 0.35
"""Yearly drift of an authority's level, standard deviation of the logarithm.
Source: English authorities' permanent exclusions 2006/07 to 2016/17, net of chance: 0.34."""

_PRIOR_DRIFT_YEARS = 8.0
_PRIOR_SHOCK_VARIANCE = 0.012
_PRIOR_LEAF_DISPERSION = 0.08
_PRIOR_PERIODS = 12.0
_SHARE_HALF_LIFE_YEARS = 3.0
_PROFILE_PRIOR_YEARS = 1.0
_DAMPING_PER_YEAR = 0.6
_LARGEST_YEARLY_TREND = 0.3


@dataclass(frozen=True, slots=True)
class Settings:
    """What a backtest may choose: how long to remember and how far to believe a trend."""

    half_life_years: float = 0.75
    """Age at which a period counts half as much as the newest. [years]"""
    trend_weight: float = 0.25
    """Share of the last year's change that is expected to go on, and fade. [0 to 1]"""
    prior_drift: float = PRIOR_DRIFT


@dataclass(frozen=True)
class Fit:
    """An authority's level, profile, shares and noise, as far as its history tells them."""

    profile: Floats
    """Share of a year's referrals in each part of the school year; adds up to 1."""
    level: float
    """Referrals in a year at the newest level. [referrals a year]"""
    effective_count: float
    """Referrals that the level rests on after discounting."""
    yearly_trend: float
    """Expected change of the logarithm in the coming year, before damping."""
    drift: float
    """Standard deviation of the logarithm of the level after one year."""
    shares: Floats
    """Share of each cohort, (cohorts)."""
    shock_variance: float
    """Squared variation of a period's total beyond chance."""
    leaf_dispersion: float
    """Squared variation of a cohort's count in a period beyond chance and shock."""
    per_year: int


def fit(history: History, settings: Settings) -> Fit:
    """
    Fit the pooled model to a history.

    The level is a ratio: discounted referrals over discounted profile, so that
    holidays, missing months and windows left out need no filling in.

    Raises
    ------
    ValueError
        If no usable period has a referral: there is nothing to fit.
    """
    if history.total == 0:
        raise ValueError("a history without referrals cannot be fitted")
    totals = history.counts.sum(axis=1).astype(np.float64)
    usable = history.usable.astype(np.float64)
    ages = _ages(history)
    profile = _profile(totals, history, usable)
    expected = profile[history.seasons]
    weights = usable * 0.5 ** (ages / settings.half_life_years)
    count = float((weights * totals).sum())
    level = max(count, 0.25) / max(float((weights * expected).sum()), 1e-9)
    smooth = _local_levels(totals, expected, usable, ages, settings.half_life_years)
    shares = _shares(history, usable * 0.5 ** (ages / _SHARE_HALF_LIFE_YEARS))
    shock, leaf = _noise(history, smooth * expected, shares)
    return Fit(
        profile=profile,
        level=level,
        effective_count=max(count, 0.25),
        yearly_trend=settings.trend_weight * _yearly_change(totals, expected, usable, ages),
        drift=_drift(totals, expected, usable, ages, settings.prior_drift),
        shares=shares,
        shock_variance=shock,
        leaf_dispersion=leaf,
        per_year=history.per_year,
    )


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
    periods = len(seasons_ahead)
    rates = sample_levels(model, periods, draws=draws, generator=generator)
    rates *= model.profile[seasons_ahead]
    rates *= _gamma_around_one(model.shock_variance, rates.shape, generator)
    means = rates[:, :, None] * model.shares
    means *= _gamma_around_one(model.leaf_dispersion, means.shape, generator)
    return generator.poisson(means).astype(np.int32)


def sample_levels(
    model: Fit, periods: int, *, draws: int, generator: np.random.Generator
) -> Floats:
    """Draw the authority's yearly level along each future, (draws, periods)."""
    years = np.arange(1, periods + 1) / model.per_year
    damped = (1 - _DAMPING_PER_YEAR**years) / (1 - _DAMPING_PER_YEAR)
    steps = generator.normal(0.0, model.drift * np.sqrt(1 / model.per_year), (draws, periods))
    walk = np.cumsum(steps, axis=1)
    origin = generator.gamma(model.effective_count, 1 / model.effective_count, (draws, 1))
    return model.level * origin * np.exp(walk + model.yearly_trend * damped)


def _ages(history: History) -> Floats:
    periods = len(history.starts)
    return np.arange(periods - 1, -1, -1, dtype=np.float64) / history.per_year


def _profile(totals: Floats, history: History, usable: Floats) -> Floats:
    """Return each season's share of a year, drawn a little towards an even spread."""
    per_year, seasons = history.per_year, history.seasons
    count = np.bincount(seasons, weights=totals * usable, minlength=per_year)
    times = np.bincount(seasons, weights=usable, minlength=per_year)
    mean = float(count.sum() / max(times.sum(), 1.0))
    prior = np.full(per_year, mean)
    if per_year == 12:
        prior[11] = 0.0
    rate = (count + _PROFILE_PRIOR_YEARS * prior) / (times + _PROFILE_PRIOR_YEARS)
    profile: Floats = rate / rate.sum()
    return profile


def _local_levels(
    totals: Floats, expected: Floats, usable: Floats, ages: Floats, half_life: float
) -> Floats:
    """Return the yearly level around each period, looking both ways, in referrals a year."""
    distance = np.abs(ages[:, None] - ages[None, :])
    weights = usable * 0.5 ** (distance / max(half_life, 0.5))
    level: Floats = (weights @ totals) / np.maximum(weights @ expected, 1e-9)
    return level


def _yearly_change(totals: Floats, expected: Floats, usable: Floats, ages: Floats) -> float:
    """Return the change of the logarithm between the last two years, kept in bounds."""
    recent, before = usable * (ages < 1), usable * ((ages >= 1) & (ages < 2))
    if not (before * expected).sum() > 0.5:
        return 0.0
    levels = [
        (float((w * totals).sum()) + 1) / (float((w * expected).sum()) + 1e-9)
        for w in (before, recent)
    ]
    change = float(np.log(levels[1] / levels[0]))
    return min(max(change, -_LARGEST_YEARLY_TREND), _LARGEST_YEARLY_TREND)


def _drift(
    totals: Floats, expected: Floats, usable: Floats, ages: Floats, prior_drift: float
) -> float:
    """Return the yearly drift: the prior, updated by changes between whole years beyond chance."""
    year = ages.astype(np.int64)
    counts = np.bincount(year, weights=totals * usable)
    exposure = np.bincount(year, weights=expected * usable)
    full = exposure > 0.75
    pairs = full[:-1] & full[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = np.log((counts + 0.5) / exposure)
        squares = np.diff(rates) ** 2 - 1 / (counts[:-1] + 0.5) - 1 / (counts[1:] + 0.5)
    own = squares[pairs]
    variance = _PRIOR_DRIFT_YEARS * prior_drift**2 + float(own.sum())
    variance /= _PRIOR_DRIFT_YEARS + len(own)
    return float(np.sqrt(max(variance, (0.4 * prior_drift) ** 2)))


def _shares(history: History, weights: Floats) -> Floats:
    """
    Return each cohort's share, drawn towards the product of its margins.

    How far is chosen by the likelihood of the counts (Dirichlet-multinomial).
    """
    counts: Floats = weights @ history.counts.astype(np.float64)
    prior = _product_of_margins(history, counts)
    strengths = (2.0, 8.0, 32.0, 128.0, 512.0)
    best = max(strengths, key=lambda strength: _log_likelihood(counts, strength * prior))
    share: Floats = (counts + best * prior) / (counts.sum() + best)
    return share


def _product_of_margins(history: History, counts: Floats) -> Floats:
    prior = np.ones(len(history.cohorts))
    keys = [(c.district, c.key_stage, c.need, c.route) for c in history.cohorts]
    for position in range(4):
        values = [key[position] for key in keys]
        codes = np.unique([str(value) for value in values], return_inverse=True)[1]
        margin = np.bincount(codes, weights=counts) + 0.5
        prior *= (margin / margin.sum())[codes]
    share: Floats = prior / prior.sum()
    return share


def _log_likelihood(counts: Floats, alpha: Floats) -> float:
    total = gammaln(alpha.sum()) - gammaln(alpha.sum() + counts.sum())
    return float(total + (gammaln(alpha + counts) - gammaln(alpha)).sum())


def _noise(history: History, means: Floats, shares: Floats) -> tuple[float, float]:
    """Return the squared variation beyond chance: of whole periods, and of cohorts within."""
    usable = history.usable
    counts = history.counts[usable].astype(np.float64)
    totals, expected = counts.sum(axis=1), means[usable]
    seen = float(usable.sum())
    excess = float((((totals - expected) ** 2 - expected) / np.maximum(expected, 1) ** 2).sum())
    shock = (_PRIOR_PERIODS * _PRIOR_SHOCK_VARIANCE + excess) / (_PRIOR_PERIODS + seen)
    leaf = totals[:, None] * shares
    weight = _PRIOR_PERIODS * float((leaf**2).sum()) / max(seen, 1.0)
    over = float(((counts - leaf) ** 2 - leaf).sum())
    dispersion = (weight * _PRIOR_LEAF_DISPERSION + over) / (weight + float((leaf**2).sum()) + 1e-9)
    return (min(max(shock, 0.002), 0.25), min(max(dispersion, 0.01), 1.0))


def _gamma_around_one(
    variance: float, shape: tuple[int, ...], generator: np.random.Generator
) -> Floats:
    return generator.gamma(1 / variance, variance, shape)
