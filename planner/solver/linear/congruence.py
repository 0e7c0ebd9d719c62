"""
Combinations of full rows that a fractional answer breaks by as much as rounding can.

Rows that the answer uses to the limit, each taken less than ``k`` times so that the
weights of every fractional column add up to a multiple of ``k`` but the limits do not:
divided by ``k`` and rounded down, their sum is broken by that answer. They are found by
elimination modulo ``k``, a prime.

Source: Caprara, A., Fischetti, M. and Letchford, A. N. (2000), "On the separation of
maximally violated mod-k cuts", Mathematical Programming 87.
"""

from __future__ import annotations

import numpy as np

from planner.solver.linear.relaxation import SPLIT, Relaxed
from planner.solver.program import Integers
from planner.solver.rows import Mask, Rows

PRIMES = (2, 5)
"""Places are of 10 sessions: what is lost in them is lost by halves and fifths."""
_FULL = 1e-7
_MANY = 1_000_000


def congruent(rows: Rows, relaxed: Relaxed, prime: int) -> Integers:
    """Return how often each row is taken, one column for each combination."""
    full = np.flatnonzero(np.abs(rows.upper - rows.matrix @ relaxed.levels) < _FULL)
    whole = relaxed.levels > 1 - SPLIT
    matrix = rows.matrix[full]
    weights = matrix[:, relaxed.split].toarray() % prime
    # A column at 1 counts as the rest up to 1, which is at 0.
    limits = (rows.upper[full] - matrix @ whole.astype(np.int64)) % prime
    taken, open_rows = _eliminated(weights, limits, np.diff(matrix.indptr), prime)
    found = np.flatnonzero(open_rows & (limits != 0))
    result = np.zeros((len(rows), len(found)), dtype=np.int64)
    for position, row in enumerate(found):
        times = (prime - 1) * pow(int(limits[row]), -1, prime)
        result[full, position] = (taken[row] * times) % prime
    return result


def _eliminated(
    weights: Integers, limits: Integers, lengths: Integers, prime: int
) -> tuple[Integers, Mask]:
    """
    Make the weights zero in all rows but one a column, each by the row that adds least.

    Works on ``weights`` and ``limits`` in place.

    Returns
    -------
    tuple[Integers, Mask]
        What each row consists of now, and which rows have no weights left.
    """
    taken = np.eye(len(limits), dtype=np.int64)
    open_rows = np.ones(len(limits), dtype=bool)
    for column in np.argsort(np.count_nonzero(weights, axis=0), kind="stable"):
        members = np.flatnonzero(open_rows & (weights[:, column] != 0))
        if not members.size:
            continue
        terms = np.count_nonzero(weights[members], axis=1) * _MANY + taken[members] @ lengths
        pivot = members[np.argmin(terms)]
        open_rows[pivot] = False
        others = members[members != pivot]
        times = -weights[others, column] * pow(int(weights[pivot, column]), -1, prime) % prime
        for changed in (weights, taken):
            changed[others] = (changed[others] + np.outer(times, changed[pivot])) % prime
        limits[others] = (limits[others] + times * limits[pivot]) % prime
    return taken, open_rows
