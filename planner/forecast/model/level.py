"""An authority's level and its expected way on: a discounted ratio, a trend, a longer average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.forecast.history.counts import MONTHS, History

Floats = NDArray[np.float64]

PRIOR_DRIFT = 0.41
"""Yearly drift of an authority's level, standard deviation of the logarithm.
Source: English authorities' permanent exclusions 2006/07 to 2016/17, net of chance: whole years
differ by 0.34, 0.54 and 0.65 after one, two and three years, and averages over a year of a level
that drifts all the while by 0.41 would differ by 0.33, 0.53 and 0.67."""

DRIFT_WITHIN = 1 / 3
"""Part of a step's drift that is lost between two averages over neighbouring periods, for a level
that drifts all the while: the averages differ by the square root of 1 - 1/3 of a step's drift."""

FADES_PER_YEAR = 0.6
"""Share of a year's change that goes on in the next year, where a trend is believed."""

_LONG_HALF_LIFE_YEARS = 4.0
_LARGEST_YEARLY_TREND = 0.3
_PROFILE_PRIOR_YEARS = 1.0
_PROFILE_PRIOR_YEARS_OF_OTHERS = 3.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a backtest may choose: how long to remember and how far to believe a trend."""

    half_life_years: float = 0.5
    """Age at which a period counts half as much as the newest. [years]"""
    trend_weight: float = 0.25
    """Share of the last year's change that is expected to go on, and fade. [0 to 1]"""
    reversion: float = 0.1
    """Share of the way back to the longer average that is gone in a year. [0 to 1]"""
    classical_weight: float = 0.5
    """Weight of the classical forecasters in the level, where they can be fitted. [0 to 1]"""
    drift_factor: float = 1.0
    """How many times wider the level drifts than its past alone tells."""


@dataclass(frozen=True)
class Level:
    """Where an authority's level stands, and where it is expected to go."""

    now: float
    """Referrals in a year at the newest level. [referrals a year]"""
    effective_count: float
    """Referrals that the level rests on after discounting."""
    staleness: float
    """Variance of a drifting level's newest value around what it rests on, per yearly unit."""
    yearly_trend: float
    """Expected change of the logarithm in the coming year, before damping."""
    pull: float
    """Logarithm of the longer average over the newest level."""
    reversion: float

    def log_change(self, years: Floats) -> Floats:
        """Return the expected change of the logarithm by some years from now."""
        back = self.pull * (1 - (1 - self.reversion) ** years)
        change: Floats = self.yearly_trend * faded(years) + back
        return change


@dataclass(frozen=True)
class Common:
    """The level that all authorities of a table have in common."""

    way: Floats
    """Its logarithm in each period, less that of the newest."""
    trend: float
    """Change of the logarithm that is expected in the coming year."""

    def until(self, periods: int) -> Common:
        """Return the way as it stood after so many periods, without a trend."""
        return Common(self.way[:periods] - self.way[periods - 1], 0.0)


def faded(years: Floats) -> Floats:
    """Return how far a trend of one a year has gone by some years from now, as it fades."""
    gone: Floats = (1 - FADES_PER_YEAR**years) / (1 - FADES_PER_YEAR)
    return gone


def profile_of(history: History, towards: Floats | None = None) -> Floats:
    """Return each season's share of a year, drawn a little towards an even spread or another."""
    per_year, usable = history.per_year, history.usable.astype(np.float64)
    count = np.bincount(history.seasons, weights=history.totals * usable, minlength=per_year)
    times = np.bincount(history.seasons, weights=usable, minlength=per_year)
    even = np.full(per_year, float(count.sum() / max(times.sum(), 1.0)))
    if per_year == MONTHS:
        even[-1] = 0.0  # Schools are closed in August.
    years = _PROFILE_PRIOR_YEARS
    if towards is not None:
        even, years = even * towards * per_year, _PROFILE_PRIOR_YEARS_OF_OTHERS
    rate = (count + years * even) / (times + years)
    profile: Floats = rate / max(float(rate.sum()), 1e-12)
    return profile


def ages_of(periods: int, per_year: int) -> Floats:
    """Return the age of each period, the newest 0, in years."""
    return np.arange(periods - 1, -1, -1, dtype=np.float64) / per_year


def level_of(
    totals: Floats,
    expected: Floats,
    per_year: int,
    settings: Settings,
    *,
    common: Common | None = None,
) -> Level:
    """
    Return the level at the end of a row of totals.

    The level is a ratio, discounted referrals over discounted profile, so that
    holidays, missing months and windows left out need no filling in.

    Parameters
    ----------
    totals
        Referrals in each period; 0 where it is not usable.
    expected
        Share of a year's referrals in each period; 0 where it is not usable.
    per_year
        Periods in a school year.
    settings
        Memory, trend and reversion.
    common
        The way of all authorities together, where it is known; the level is then told beside
        it, and the trend is theirs.
    """
    ages = ages_of(len(totals), per_year)
    newest = float(ages[expected > 0].min()) if (expected > 0).any() else 0.0
    weights = 0.5 ** (np.maximum(ages - newest, 0.0) / settings.half_life_years)
    along = expected if common is None else expected * np.exp(common.way)
    count = max(float((weights * totals).sum()), 0.25)
    now = count / max(float((weights * along).sum()), 1e-9)
    slow = 0.5 ** (ages / _LONG_HALF_LIFE_YEARS)
    longer = (float((slow * totals).sum()) + 0.25) / max(float((slow * expected).sum()), 1e-9)
    own = settings.trend_weight * _yearly_change(totals, expected, ages)
    return Level(
        now=now,
        effective_count=count,
        staleness=_staleness(weights * expected, ages),
        yearly_trend=own if common is None else common.trend,
        pull=float(np.log(longer / now)),
        reversion=settings.reversion,
    )


def local_levels(history: History, profile: Floats, half_life_years: float) -> Floats:
    """Return the yearly level around each period, looking both ways, in referrals a year."""
    expected = profile[history.seasons]
    ages = ages_of(len(history.starts), history.per_year)
    distance = np.abs(ages[:, None] - ages[None, :])
    weights = history.usable * 0.5 ** (distance / max(half_life_years, 0.5))
    level: Floats = (weights @ history.totals) / np.maximum(weights @ expected, 1e-9)
    return level


def _staleness(weights: Floats, ages: Floats) -> float:
    part = weights / max(float(weights.sum()), 1e-12)
    return float(part @ np.minimum(ages[:, None], ages[None, :]) @ part)


def _yearly_change(totals: Floats, expected: Floats, ages: Floats) -> float:
    """Return the change of the logarithm between the last two years, kept in bounds."""
    recent, before = ages < 1, (ages >= 1) & (ages < 2)
    if not expected[before].sum() > 0.5:
        return 0.0
    earlier, later = (
        (float(totals[part].sum()) + 1) / (float(expected[part].sum()) + 1e-9)
        for part in (before, recent)
    )
    change = float(np.log(later / earlier))
    return min(max(change, -_LARGEST_YEARLY_TREND), _LARGEST_YEARLY_TREND)
