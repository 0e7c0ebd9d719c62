"""Prices from the simplex, checked in whole numbers: a bound on all goals in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from planner.solver.program import Integers
from planner.solver.warm.simplex import Simplex

_LARGEST_DENOMINATOR = 3_000
_LARGEST_SCALE = 1 << 20
_NEAR = 1e-3

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
    priced = _priced(costs, state)
    return None if priced is None else priced.bound


def columns_within(costs: Integers, state: Simplex, best: Vector) -> NDArray[np.bool_] | None:
    """
    Return which columns may stand in an answer that comes before a known one; None if unproven.

    A column adds at least its reduced cost to the bound, goal by goal in order.
    """
    priced = _priced(costs, state)
    if priced is None:
        return None
    kept = np.zeros(costs.shape[1], dtype=bool)
    level = np.ones(costs.shape[1], dtype=bool)
    for least, goal, value in zip(priced.bound, priced.reduced, best, strict=False):
        room = int((value - least) * priced.scale)
        kept |= level & (goal < room)
        level &= goal == room
    return (kept | level) & ~state.barred[: costs.shape[1]]


@dataclass(frozen=True)
class _Priced:
    scale: int
    bound: Bound
    reduced: Integers
    """Goals by columns, times the scale; as many goals as the bound has."""


def _priced(costs: Integers, state: Simplex) -> _Priced | None:
    columns = state.matrix.shape[1]
    rows = np.flatnonzero(state.basis < columns)
    scale = _scale(state.inverse[rows])
    if scale is None:
        return None
    whole = -costs[:, state.basis[rows]] @ np.rint(state.inverse[rows] * scale).astype(np.int64)
    reduced = scale * costs + (state.matrix.astype(np.int64).T @ whole.T).T
    proven = _never_below_zero(np.hstack([reduced, whole])[:, ~state.barred])
    if not proven:
        return None
    upper = np.rint(state.upper).astype(np.int64).tolist()
    paid = [
        sum(p * u for p, u in zip(goal, upper, strict=True) if p)
        for goal in whole[:proven].tolist()
    ]
    bound = tuple(Fraction(-each, scale) for each in paid)
    return _Priced(scale, bound, reduced[:proven])


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
    for part in parts:
        scale = lcm(
            scale, Fraction(float(part)).limit_denominator(_LARGEST_DENOMINATOR).denominator
        )
        if scale > _LARGEST_SCALE:
            return None
    scaled = inverse * scale
    return scale if (np.abs(scaled - np.rint(scaled)) < _NEAR).all() else None


def vector_of(costs: Integers, columns: Sequence[int] | Integers) -> Vector:
    """Return every goal's sum over some columns."""
    return tuple(int(value) for value in costs[:, columns].sum(axis=1))
