"""Prices from the simplex, checked in whole numbers: a bound on all goals in their order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from planner.solver.program import Integers
from planner.solver.warm.simplex import Simplex

_LARGEST_DENOMINATOR = 3_000
_LARGEST_SCALE = 1 << 20
_LARGEST_WHOLE = 1e18
"""Far enough from 64 bits."""
_NEAR = 1e-3
_SURELY_WHOLE = 1e-5

Vector = tuple[int, ...]
Bound = tuple[Fraction, ...]


def proven_bound(costs: Integers, state: Simplex) -> Bound | None:
    """
    Return a bound that no choice allowed in a state beats, goal by goal in order.

    Parameters
    ----------
    costs
        Goals by columns, in whole numbers.
    state
        A basis with best prices; its rows are whole numbers.

    Returns
    -------
    Bound | None
        As many of the first goals as are proven; None where not even one is.

    Notes
    -----
    For any prices P the goals of an answer x are ``(costs + P A) x + P (upper - A x) - P upper``.
    Where the first two are not below zero in the goals' order, ``-P upper`` is a bound.
    """
    columns = state.matrix.shape[1]
    rows = np.flatnonzero(state.basis < columns)
    scale = _scale(state.inverse[rows])
    if scale is None:
        return None
    parts = np.rint(state.inverse[rows] * scale)
    limits = state.limits
    largest = float(np.abs(costs).max(initial=1)) * np.abs(parts).sum(axis=0).max(initial=1.0)
    if largest * (1 + _heaviest_column(state)) > _LARGEST_WHOLE:
        return None
    whole = -costs[:, state.basis[rows]] @ parts.astype(np.int64)
    reduced = scale * costs + (state.matrix.astype(np.int64).T @ whole.T).T
    if (np.abs(whole).astype(float) @ np.abs(limits)).max(initial=0.0) > _LARGEST_WHOLE:
        return None
    proven = _never_below_zero(np.hstack([reduced, whole])[:, ~state.barred])
    if not proven:
        return None
    return tuple(Fraction(-each, scale) for each in (whole[:proven] @ limits).tolist())


def may_beat(bound: Bound, best: Vector) -> bool:
    """
    Say whether answers within a bound may come before a whole answer in the goals' order.

    Examples
    --------
    >>> may_beat((Fraction(3), Fraction(5, 2)), (3, 3)), may_beat((Fraction(7, 2),), (3,))
    (True, False)
    """
    for least, value in zip(bound, best, strict=False):
        if least > value:
            return False
        if least < value:
            return True
    return len(bound) < len(best)


def _heaviest_column(state: Simplex) -> float:
    weights = np.bincount(state.matrix.indices, np.abs(state.matrix.data), minlength=1)
    return float(weights.max())


def _never_below_zero(every: Integers) -> int:
    """Return for how many of the first goals no column lies below zero in their order."""
    still_zero = np.ones(every.shape[1], dtype=bool)
    for goal, row in enumerate(every):
        if (row[still_zero] < 0).any():
            return goal
        still_zero &= row == 0
    return len(every)


def _scale(inverse: NDArray[np.float64]) -> int | None:
    """Return a common denominator of a basis's inverse, whose entries are small fractions."""
    parts = np.unique(np.round(np.abs(inverse) % 1.0, 8))
    scale = 1
    for part in parts.tolist():
        if abs(part * scale - round(part * scale)) < _SURELY_WHOLE:
            continue
        scale = lcm(scale, Fraction(part).limit_denominator(_LARGEST_DENOMINATOR).denominator)
        if scale > _LARGEST_SCALE:
            return None
    scaled = inverse * scale
    return scale if (np.abs(scaled - np.rint(scaled)) < _NEAR).all() else None


def vector_of(costs: Integers, columns: Sequence[int] | Integers) -> Vector:
    """Return every goal's sum over some columns."""
    return tuple(int(value) for value in costs[:, columns].sum(axis=1))
