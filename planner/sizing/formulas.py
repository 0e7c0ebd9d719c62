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


def offered_load(
    arrivals: Sequence[float],
    survival: Sequence[float],
    *,
    slack: int = 0,
    gone_by: Sequence[int] | None = None,
) -> Floats:
    """
    Return the mean number in place in each period if nobody ever waits (M_t/G/infinity).

    It is what came in every earlier period times the chance of still being there.

    Parameters
    ----------
    arrivals
        Mean arrivals in each period, such as a school day. [pupils]
    survival
        Chance of still being there after so many periods, from none on.
    slack
        Periods after which those who have come by then are counted. [periods]
    gone_by
        For each period, that by which those who come in it are gone in any case.

    Notes
    -----
    Source: Eick, Massey and Whitt (1993), "The Physics of the M_t/G/infinity Queue".

    Examples
    --------
    >>> offered_load([2.0, 2.0, 2.0], [1.0, 0.5, 0.0]).tolist()
    [2.0, 3.0, 3.0]
    """
    periods = len(arrivals)
    left = np.zeros(periods + slack)
    left[: len(survival)] = np.asarray(survival, dtype=np.float64)[: len(left)]
    load = np.zeros(periods)
    for came, rate in enumerate(arrivals):
        until = periods if gone_by is None else max(came, min(periods, gone_by[came] - slack))
        load[came:until] += rate * left[slack : slack + until - came]
    return load


def places_by_offered_load(
    arrivals: Sequence[float],
    survival: Sequence[float],
    *,
    chance: float,
    slack: int = 0,
    counted_from: int = 0,
    gone_by: Sequence[int] | None = None,
) -> int:
    """
    Return the places that are enough for those who arrive, from the load they would offer.

    If nobody ever waited, the number in place would be Poisson with the offered load as
    its mean. The chance of a free place is averaged over arrivals. The slack is taken off
    the load, for a pupil may wait so long and still be on time.

    Parameters
    ----------
    arrivals, survival, slack, gone_by
        As for ``offered_load``; the slack is what a pupil may wait. [periods]
    chance
        Share of arrivals to find a place in time. [0 to 1]
    counted_from
        Period from which arrivals count; those before it are a warm-up.

    Notes
    -----
    Assumes that rate and stays are known: where they are estimates it provides too little.
    """
    load = offered_load(arrivals, survival, slack=slack, gone_by=gone_by)[counted_from:]
    rate = np.asarray(arrivals, dtype=np.float64)[counted_from:]
    weights = rate / max(float(rate.sum()), 1e-12)
    places = 0
    while float((weights * _below(places, load)).sum()) < chance:
        places += 1
    return places


def _below(places: int, mean: Floats) -> Floats:
    """Return the chance that fewer than so many are there, Poisson."""
    chance: Floats = pdtr(places - 1, mean) if places else np.zeros_like(mean)
    return chance
