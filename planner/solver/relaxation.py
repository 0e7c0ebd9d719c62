"""
The linear relaxation: a fractional answer, and a bound in exact whole numbers.

The floating-point duals are only a guess. They are rounded to whole multiples
of 1/``scale`` and the bound and every reduced cost are worked out again in
integers, so that what is called proven does not rest on a tolerance.

Source: Neumaier, A. and Shcherbina, O. (2004), "Safe bounds in linear and
mixed-integer linear programming", Mathematical Programming 99.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linprog

from planner.solver.program import Integers

_SCALES = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 60, 2520)
"""Denominators tried for the duals: bases of small determinant have such duals exactly."""
_MOST_BITS = 44
INTEGRAL = 1e-6


@dataclass(frozen=True)
class Bound:
    """
    A proven lower bound and what each column adds to it.

    Choosing column j costs at least ``scaled_bound + reduced[j]``, all times
    ``scale``.
    """

    scale: int
    scaled_bound: int
    reduced: Integers
    binding: NDArray[np.bool_]
    """Rows that are tight in every answer which reaches the bound exactly."""

    def rounded_up(self, step: int) -> int:
        """Return the bound as the next whole multiple of ``step``."""
        return -((-self.scaled_bound) // (self.scale * step)) * step

    def room(self, value: int) -> int:
        """Return how far ``value`` lies above the bound, in units of 1/``scale``."""
        return self.scale * value - self.scaled_bound


@dataclass(frozen=True)
class Relaxed:
    """The fractional answer and its exact bound."""

    levels: NDArray[np.float64]
    bound: Bound

    @property
    def integral(self) -> bool:
        """Whether every column is at 0 or 1."""
        return bool(np.abs(self.levels - np.rint(self.levels)).max(initial=0.0) < INTEGRAL)


def relax(
    cost: Integers, matrix: sp.csr_matrix, upper: Integers, equal: NDArray[np.bool_]
) -> Relaxed:
    """
    Solve the relaxation of ``min cost @ x`` over ``0 <= x <= 1`` and the rows.

    Raises
    ------
    ValueError
        If the rows allow nothing at all; the caller keeps that from happening.
    """
    rows, tight = matrix[~equal], matrix[equal]
    # scipy's stubs do not know that sparse rows are taken.
    result = linprog(  # type: ignore[call-overload]
        cost,
        A_ub=rows if rows.shape[0] else None,
        b_ub=upper[~equal] if rows.shape[0] else None,
        A_eq=tight if tight.shape[0] else None,
        b_eq=upper[equal] if tight.shape[0] else None,
        # Above 1 nothing can go: each column's group has a row. A bound here would take the
        # price away from that row.
        bounds=(0, None),
        method="highs-ds",
    )
    if result.x is None:
        raise ValueError(f"the relaxation has no answer: {result.message}")
    duals = np.zeros(matrix.shape[0])
    if rows.shape[0]:
        duals[~equal] = -result.ineqlin.marginals
    if tight.shape[0]:
        duals[equal] = -result.eqlin.marginals
    return Relaxed(result.x, exact_bound(cost, matrix, upper, equal, duals))


def exact_bound(
    cost: Integers,
    matrix: sp.csr_matrix,
    upper: Integers,
    equal: NDArray[np.bool_],
    duals: NDArray[np.float64],
) -> Bound:
    """
    Turn guessed row prices into a bound that holds exactly.

    For any prices y (not negative on rows that are not equalities) every
    answer costs at least ``-y @ upper + sum(min(0, cost + matrix.T @ y))``.
    The best of several roundings of ``duals`` is kept.
    """
    best: Bound | None = None
    largest = int(max(np.abs(cost).max(initial=1), np.abs(duals).max(initial=1.0))) + 1
    finest = 1 << max(0, min(20, _MOST_BITS - largest.bit_length()))
    transposed = matrix.T.tocsr()
    for scale in (*_SCALES, finest):
        prices = np.rint(duals * scale).astype(np.int64)
        prices[~equal & (prices < 0)] = 0
        reduced = scale * cost + transposed @ prices
        # Python's own integers: the sum over all rows may pass 64 bits.
        paid = sum(int(p) * int(u) for p, u in zip(prices, upper, strict=True) if p and u)
        bound = Bound(scale, int(np.minimum(reduced, 0).sum()) - paid, reduced, prices > 0)
        if best is None or bound.scaled_bound * best.scale > best.scaled_bound * bound.scale:
            best = bound
        exact = np.abs(duals * scale - prices).max(initial=0.0) < 1e-6
        if exact and best is bound:
            break
    assert best is not None
    return best
