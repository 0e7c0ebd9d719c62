"""A classical forecaster on the authority's level: the Theta method."""

from __future__ import annotations

import numpy as np

from planner.forecast.model.level import Floats

LEAST_PERIODS = 6
_SMOOTHING = np.linspace(0.05, 1.0, 20)
_LEAST_PART_OF_YEAR = 0.02


def classical_log_levels(
    totals: Floats, expected: Floats, per_year: int, *, ahead: int
) -> Floats | None:
    r"""
    Return the logarithm of the yearly level that the Theta method expects.

    The deseasonalised logarithm is smoothed exponentially, with the smoothing that
    would have foretold the next period best, and half the slope of a straight line
    through it is added for each period ahead.

    Parameters
    ----------
    totals, expected
        Referrals and share of a year's referrals by period; 0 where not usable.
    per_year
        Periods in a school year.
    ahead
        Periods to look ahead. [periods]

    Returns
    -------
    Floats | None
        None for whole years, and where too few periods are known: then the method has
        nothing to learn from.

    Notes
    -----
    Source: Assimakopoulos and Nikolopoulos (2000), "The theta model"; Hyndman and
    Billah (2003), "Unmasking the Theta method", for the form used here.
    """
    known = expected > _LEAST_PART_OF_YEAR
    if per_year == 1 or known.sum() < LEAST_PERIODS:
        return None
    rows: Floats = np.log((totals[known] + 0.5) / expected[known])
    position = np.flatnonzero(known).astype(np.float64)
    slope = float(np.polyfit(position, rows, 1)[0])
    level = _smoothed(rows)
    return level + slope / 2 * np.arange(1, ahead + 1, dtype=np.float64)


def _smoothed(rows: Floats) -> float:
    """Return the last level of the exponential smoothing that foretells best."""
    levels = np.full(len(_SMOOTHING), rows[0])
    errors = np.zeros(len(_SMOOTHING))
    for value in rows[1:]:
        errors += (value - levels) ** 2
        levels += _SMOOTHING * (value - levels)
    return float(levels[int(np.argmin(errors))])
