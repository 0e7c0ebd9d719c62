"""
Time and distance together in one exact number.

So a single search gives the quickest route and, among equally quick ones, the shortest,
with its length; and sums are the same on every machine.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.geography.roads.network import DECIMETRES

_DISTANCE_SPAN = float(1 << 24)
"""Costs are milliseconds times this plus decimetres: whole numbers below 2**53, added exactly."""

COST_OF_A_MINUTE = 60_000 * _DISTANCE_SPAN


def pack(ms: NDArray[np.float64], dm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Join whole milliseconds and whole decimetres to one cost."""
    return ms * _DISTANCE_SPAN + dm


def minutes_and_metres(
    cost: NDArray[np.float64],
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Take a cost apart; what cannot be reached is missing (NaN) in both."""
    reached = np.where(np.isfinite(cost), cost, np.nan)
    ms = np.floor(reached / _DISTANCE_SPAN)
    metres = (reached - ms * _DISTANCE_SPAN) / DECIMETRES
    return (ms / 60_000).astype(np.float32), metres.astype(np.float32)


def part_of(cost: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cost of a share of an edge, in whole milliseconds and decimetres."""
    finite = np.isfinite(cost)
    whole = np.where(finite, cost, 0.0)
    ms = np.floor(whole / _DISTANCE_SPAN)
    dm = whole - ms * _DISTANCE_SPAN
    part = pack(np.floor(ms * share + 0.5), np.floor(dm * share + 0.5))
    return np.where(finite, part, np.inf)
