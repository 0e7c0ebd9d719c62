"""Closed formulas of queueing theory: quick previews, and the measure of the simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr

Floats = NDArray[np.float64]


def erlang_c_on_time(
    arrivals_per_day: float, mean_stay_days: float, places: int, *, within_days: float
) -> float:
    """
    Return the chance that a pupil starts within some days, at a steady rate.

    Arrivals are random, stays exponential, places served in order of arrival (M/M/c).

    Parameters
    ----------
    arrivals_per_day
        Referrals. [pupils a school day]
    mean_stay_days
        Mean stay. [school days]
    places
        Places. [places]
    within_days
        Wait that keeps the promise. [school days]

    Returns
    -------
    float
        0 where the places cannot keep up with the referrals. [0 to 1]

    Notes
    -----
    Source: Erlang (1917), as in Cooper (1981), "Introduction to Queueing Theory", chapter 3.

    Examples
    --------
    >>> round(erlang_c_on_time(0.8, 75.0, 68, within_days=5.0), 3)
    0.866
    """
    load = arrivals_per_day * mean_stay_days
    if load >= places:
        return 0.0
    blocked = 1.0
    for servers in range(1, places + 1):
        blocked = load * blocked / (servers + load * blocked)
    waits = blocked / (1 - load / places * (1 - blocked))
    return 1 - waits * math.exp(-(places - load) * within_days / mean_stay_days)


def places_by_offered_load(
    arrivals: Sequence[float], survival: Sequence[float], *, chance: float, slack: int = 1
) -> int:
    """
    Return the places that are enough for those who arrive, from the load they would offer.

    If nobody ever waited, the number in place each week would be Poisson with the
    arrivals of past weeks times the chance of still being there (M_t/G/infinity). The
    chance of a free place is averaged over arrivals, and a slack of a week is
    taken off the load, for a pupil may wait that long and still be on time.

    Parameters
    ----------
    arrivals
        Mean arrivals in each week, the first weeks a warm-up. [pupils a week]
    survival
        Chance of still being there after so many weeks.
    chance
        Share of arrivals to find a place in time. [0 to 1]
    slack
        Weeks that a pupil may wait. [weeks]

    Notes
    -----
    Assumes that the rate is known: where it is a forecast it provides too little.

    Source: Eick, Massey and Whitt (1993), "The Physics of the M_t/G/infinity Queue".
    """
    rate, left = np.asarray(arrivals, dtype=np.float64), np.asarray(survival, dtype=np.float64)
    load = np.convolve(rate, left)[: len(rate)]
    later = np.convolve(rate, np.concatenate((np.zeros(slack), left[slack:])))[: len(rate)]
    from_week = len(left)
    if len(rate) > from_week + slack:
        load, later, rate = load[from_week:], later[from_week:], rate[from_week:]
    weights = rate / max(float(rate.sum()), 1e-12)
    places = 0
    while float((weights * _below(places, np.minimum(load, later))).sum()) < chance:
        places += 1
    return places


def _below(places: int, mean: Floats) -> Floats:
    """Return the chance that fewer than so many are there, Poisson."""
    chance: Floats = pdtr(places - 1, mean) if places else np.zeros_like(mean)
    return chance
