"""What the other authorities of the same table tell of one: the common way, and how far it goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.forecast.history.counts import History
from planner.forecast.model.level import (
    DRIFT_WITHIN,
    FADES_PER_YEAR,
    PRIOR_DRIFT,
    Common,
    Floats,
    ages_of,
)

LEAST_AUTHORITIES = 20
"""Fewer than these tell too little of what all have in common."""

_PRIOR_TURN = 0.16
_PRIOR_TURN_YEARS = 8.0
_PRIOR_PAIRS = 50.0
_LEAST_PART = 0.3
_BETWEEN = 0.1
"""Variance of a yearly change that chance does not explain, for weighing authorities by size."""


@dataclass(frozen=True)
class Nation:
    """What authorities have in common, as far as it was known when the last period ended."""

    profile: Floats
    """Share of a year's referrals in each part of the school year; adds up to 1."""
    common: Common
    turn: float
    """Standard deviation of what a year adds to the common yearly change."""
    drift: float
    """Yearly drift of one authority's level beside the common one."""


def nation_of(history: History) -> Nation | None:
    """
    Return what the other authorities tell, or None where there are too few of them.

    Only authorities whose every usable period is known are taken, and of every period
    no more than the history itself has seen.
    """
    if history.others is None or not history.usable.any():
        return None
    counts = history.others[:, ~np.isnan(history.others[history.usable]).any(axis=0)]
    if counts.shape[1] < LEAST_AUTHORITIES:
        return None
    counts = np.where(history.usable[:, None], np.nan_to_num(counts), 0.0)
    totals: Floats = counts.sum(axis=1)
    profile = _profile(history, totals)
    expected = profile[history.seasons] * history.usable
    changes = _yearly_changes(totals, expected, history.per_year)
    newest = float(changes[-1]) if len(changes) else np.nan
    trend = 0.0 if np.isnan(newest) else FADES_PER_YEAR * newest
    return Nation(
        profile=profile,
        common=Common(_way(totals, expected), trend),
        turn=_turn(changes),
        drift=_drift(counts, expected, changes, history.per_year),
    )


def _profile(history: History, totals: Floats) -> Floats:
    count = np.bincount(history.seasons, weights=totals, minlength=history.per_year)
    times = np.bincount(history.seasons, weights=history.usable, minlength=history.per_year)
    usual = float(count.sum() / times.sum())
    rate = np.where(times > 0, count / np.maximum(times, 1), usual)
    profile: Floats = rate / max(float(rate.sum()), 1e-12)
    return profile


def _way(totals: Floats, expected: Floats) -> Floats:
    known = expected > 0
    way = np.zeros(len(totals))
    way[known] = np.log((totals[known] + 0.5) / expected[known])
    way[known] -= way[known][-1]
    return way


def _yearly_changes(counts: Floats, expected: Floats, per_year: int) -> Floats:
    """Return the changes of the logarithm from year to year, not a number where unknown."""
    part = _by_year(expected, per_year)
    part = part.reshape((-1,) + (1,) * (counts.ndim - 1))
    rates = np.log((_by_year(counts, per_year) + 0.5) / np.maximum(part, 1e-9))
    changes: Floats = np.diff(np.where(part > _LEAST_PART, rates, np.nan), axis=0)
    return changes


def _by_year(rows: Floats, per_year: int) -> Floats:
    """Add periods up to years, the oldest first; the last ends with the last period."""
    year = ages_of(len(rows), per_year).astype(np.int64)
    sums = np.zeros((int(year[0]) + 1, *rows.shape[1:]))
    np.add.at(sums, year[0] - year, rows)
    return sums


def _turn(changes: Floats) -> float:
    missed = changes[1:] - FADES_PER_YEAR * changes[:-1]
    missed = missed[~np.isnan(missed)]
    square = _PRIOR_TURN_YEARS * _PRIOR_TURN**2 + float((missed**2).sum())
    return float(np.sqrt(square / (_PRIOR_TURN_YEARS + len(missed))))


def _drift(counts: Floats, expected: Floats, common: Floats, per_year: int) -> float:
    """Return the drift of authorities beside the common way, net of chance."""
    yearly = _by_year(counts, per_year) + 0.5
    chance = 1 / yearly[:-1] + 1 / yearly[1:]
    square = (_yearly_changes(counts, expected, per_year) - common[:, None]) ** 2 - chance
    known = ~np.isnan(square)
    weight = (1 / (chance + _BETWEEN))[known]
    weight *= known.sum() / max(float(weight.sum()), 1e-9)
    told = float((weight * square[known]).sum()) / (1 - DRIFT_WITHIN)
    told += _PRIOR_PAIRS * PRIOR_DRIFT**2
    variance = told / (_PRIOR_PAIRS + float(known.sum()))
    return float(np.sqrt(max(variance, (0.4 * PRIOR_DRIFT) ** 2)))
