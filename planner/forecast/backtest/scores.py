"""Scores of forecasts: error, the continuous ranked probability score, coverage."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def crps(samples: Floats, truth: Floats) -> Floats:
    """
    Return the continuous ranked probability score of each forecast; 0 is perfect.

    It is the mean distance between forecast and truth, less half the mean distance
    within the forecast, so a range is paid for and a miss too.

    Parameters
    ----------
    samples
        Futures, (draws, ...).
    truth
        What came, (...).

    Notes
    -----
    Source: Gneiting and Raftery (2007), "Strictly Proper Scoring Rules".

    Examples
    --------
    >>> crps(np.array([[1.0], [3.0]]), np.array([2.0])).tolist()
    [0.5]
    """
    ordered = np.sort(samples, axis=0)
    draws = len(ordered)
    rank = np.arange(1, draws + 1).reshape((-1,) + (1,) * (ordered.ndim - 1))
    within = ((2 * rank - draws - 1) * ordered).sum(axis=0) / draws**2
    score: Floats = np.abs(ordered - truth).mean(axis=0) - within
    return score


def place_in_forecast(samples: Floats, truth: Floats, generator: np.random.Generator) -> Floats:
    """
    Return where the truth falls in each forecast, from 0 to 1, ties broken at random.

    For whole numbers this randomised probability integral transform is even if the
    forecast is right; plain coverage of a range of small counts is not.

    Notes
    -----
    Source: Czado, Gneiting and Held (2009), "Predictive Model Assessment for Count Data".
    """
    below = (samples < truth).mean(axis=0)
    at: Floats = (samples == truth).mean(axis=0)
    place: Floats = below + generator.random(truth.shape) * at
    return place


def coverage(places: Floats, share: float) -> float:
    """Return the share of places inside the central range that should hold ``share``."""
    edge = (1 - share) / 2
    return float(((places > edge) & (places < 1 - edge)).mean()) if places.size else 0.0
