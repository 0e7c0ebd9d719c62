"""
Cuts by rounding: any whole multiple of the rows, halved or so, may be rounded down.

For prices ``u`` of at least zero every allowed whole choice keeps
``floor(u A) x <= floor(u upper)``. The fractional parts of a row of the basis's
inverse are such prices, and the cut that they give is broken by the answer of
that basis. Prices are taken as whole multiples of 1/``parts`` and everything
is worked out in whole numbers, so a cut can be weak but never false.

Source: Gomory, R. (1958), "Outline of an algorithm for integer solutions to linear programs";
Zanette, A., Fischetti, M. and Balas, E. (2011), "Lexicography and degeneracy: can a pure
cutting plane algorithm work?", Mathematical Programming 130.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.program import Integers
from planner.solver.warm.simplex import Simplex

_MOST_PARTS = 1 << 20
_LARGEST_DENOMINATOR = 3_000
_NEAR = 1e-5
_MOST_CUTS = 20
_VIOLATION = 1e-4
_SPLIT = 1e-6
_MOST_COEFFICIENT = 1_000


def separate_by_rounding(state: Simplex) -> tuple[sp.csr_matrix, Integers] | None:
    """Return the shortest cuts that a state's answer breaks, as rows and limits; None if none."""
    matrix = state.matrix.T.astype(np.int64).tocsr()
    upper = state.limits
    levels = state.chosen
    found: dict[bytes, tuple[float, Integers, int]] = {}
    split = np.abs(state.levels[:, 0] - np.rint(state.levels[:, 0])) > _SPLIT
    for prices, level in zip(state.inverse[split], state.levels[split, 0], strict=True):
        parts = _parts(prices)
        if parts is None:
            continue
        whole, parts = _fewer_parts(np.rint(prices * parts).astype(np.int64), parts, level)
        cut, most = (matrix @ whole) // parts, int(whole @ upper) // parts
        broken = float(cut @ levels) - most
        if broken > _VIOLATION and np.abs(cut).max() <= _MOST_COEFFICIENT:
            found.setdefault(cut.tobytes(), (np.count_nonzero(cut) / broken, cut, most))
    if not found:
        return None
    best = sorted(found.values(), key=lambda each: each[0])[:_MOST_CUTS]
    cuts = sp.csr_matrix(np.array([cut for _, cut, _ in best]))
    return cuts, np.array([most for _, _, most in best], dtype=np.int64)


def _parts(prices: NDArray[np.float64]) -> int | None:
    """Return a number of parts of which all prices are whole multiples."""
    parts = 1
    for fraction in np.unique(np.round(prices % 1.0, 8)).tolist():
        near = fraction * parts
        if abs(near - round(near)) > _NEAR:
            parts = lcm(
                parts, Fraction(fraction).limit_denominator(_LARGEST_DENOMINATOR).denominator
            )
            if parts > _MOST_PARTS:
                return None
    return parts


def _fewer_parts(whole: Integers, parts: int, level: float) -> tuple[Integers, int]:
    """Multiply prices so that only those parts remain of which the split level consists."""
    of_level = Fraction(level % 1.0).limit_denominator(_LARGEST_DENOMINATOR).denominator
    times = parts
    while (common := gcd(times, of_level)) > 1:
        times //= common
    left = parts // times
    return whole % left, left
