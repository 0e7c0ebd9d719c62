"""
Bounds in exact whole numbers from guessed row prices.

The floating-point duals of a relaxation are only a guess. They are rounded to
whole multiples of 1/``scale``, and the bound and every reduced cost are worked
out again in integers, so that what is called proven does not rest on a tolerance.

Source: Neumaier, A. and Shcherbina, O. (2004), "Safe bounds in linear and
mixed-integer linear programming", Mathematical Programming 99.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.solver.program import Integers
from planner.solver.rows import Kind, Mask, Rows

_SCALES = (1, 2, 3, 4, 5, 6, 8, 9, 10, 12, 20, 24, 30, 60, 120, 360, 2520)
"""Denominators tried for the duals: bases of small determinant have such duals exactly."""
_MOST_BITS = 56


@dataclass(frozen=True)
class Bound:
    """
    A proven lower bound, and what each column and each unused unit of a row adds to it.

    Every answer costs at least ``scaled_bound`` plus ``reduced`` of each chosen
    column whose ``reduced`` is positive plus ``prices`` times what is left of each row,
    all in units of 1/``scale``.
    """

    scale: int
    scaled_bound: int
    reduced: Integers
    prices: Integers

    @property
    def level(self) -> float:
        """The bound as a fraction."""
        return self.scaled_bound / self.scale

    def rounded_up(self, step: int) -> int:
        """Return the bound as the next whole multiple of ``step``."""
        return -((-self.scaled_bound) // (self.scale * step)) * step

    def room(self, value: int) -> int:
        """Return how far ``value`` lies above the bound, in units of 1/``scale``."""
        return self.scale * value - self.scaled_bound

    def columns_within(self, value: int) -> Mask:
        """Say which columns may stand in an answer of at most ``value``."""
        return np.asarray(self.reduced <= self.room(value))

    def rows_used_up(self, value: int) -> Mask:
        """Say which rows have nothing left in any answer of at most ``value``."""
        return np.asarray(self.prices > max(0, self.room(value)))


def exact_bound(cost: Integers, rows: Rows, duals: NDArray[np.float64]) -> Bound:
    """
    Turn guessed row prices into a bound that holds exactly.

    For any prices y (not negative on rows that are not equalities) every
    answer costs at least ``-y @ upper + sum(min(0, cost + matrix.T @ y))``.
    The first scale at which the prices are whole is taken, or else the finest
    at which no sum passes 64 bits; then each group's own price is set anew, so
    that none of its columns lies below zero for want of precision.
    """
    sums = abs(rows.matrix).T @ np.abs(duals)
    largest = int(max(np.abs(cost).max(initial=1), sums.max(initial=1.0))) + 1
    for scale in _SCALES:
        small = (largest * scale).bit_length() <= _MOST_BITS
        if small and np.abs(duals * scale - np.rint(duals * scale)).max(initial=0.0) < 1e-6:
            return _bound(cost, rows, duals, scale)
    return _bound(cost, rows, duals, 1 << max(0, min(30, _MOST_BITS - largest.bit_length())))


def _bound(cost: Integers, rows: Rows, duals: NDArray[np.float64], scale: int) -> Bound:
    prices = np.rint(duals * scale).astype(np.int64)
    prices[~rows.equal & (prices < 0)] = 0
    _price_groups(cost, rows, prices, scale)
    reduced = scale * cost + rows.matrix.T @ prices
    # Python's own integers: the sum over all rows may pass 64 bits.
    paid = sum(int(p) * int(u) for p, u in zip(prices, rows.upper, strict=True) if p and u)
    return Bound(scale, int(np.minimum(reduced, 0).sum()) - paid, reduced, prices)


def _price_groups(cost: Integers, rows: Rows, prices: Integers, scale: int) -> None:
    """Price each group's row at what its cheapest column comes to without it."""
    groups = np.flatnonzero(rows.of_kind(Kind.GROUP) & (np.diff(rows.matrix.indptr) > 0))
    if not groups.size:
        return
    prices[groups] = 0
    without = scale * cost + rows.matrix.T @ prices
    matrix = rows.matrix[groups]
    cheapest = np.minimum.reduceat(without[matrix.indices], matrix.indptr[:-1])
    prices[groups] = np.where(rows.equal[groups], -cheapest, np.maximum(0, -cheapest))
