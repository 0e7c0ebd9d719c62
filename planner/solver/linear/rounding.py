"""
Rounding cuts from the rows of the simplex tableau, worked out in whole numbers.

A tableau row is a combination of the program's rows. Its floating-point
multipliers are only a guess: they are rounded to whole multiples of 1/D, the
combination is made again in integers, and mixed-integer rounding of

    sum(a[j] * z[j]) = b,   all z whole and not negative

by D gives a limit that every whole answer keeps, whatever the multipliers are.

Source: Nemhauser, G. L. and Wolsey, L. A. (1990), "A recursive procedure to
generate all cuts for 0-1 mixed integer programs", Mathematical Programming 46.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import splu

from planner.solver.linear.congruence import PRIMES, congruent
from planner.solver.linear.relaxation import Relaxed
from planner.solver.program import Integers
from planner.solver.rows import Cuts, Rows, stacked

_DENOMINATORS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 30, 60, 120, 360, 2520, 10_000)
_MOST_CUTS = 60
_MOST_TABLEAU_ROWS = 100
_LARGEST_SUM = float(1 << 60)
_LARGEST_WEIGHT = 20_000
_SPLIT = 1e-4
_VIOLATION = 1e-4
_LEAST_DEPTH = 1e-3
_MOST_ALIKE = 0.9

Floats = NDArray[np.float64]


def round_tableau(rows: Rows, relaxed: Relaxed) -> Cuts | None:
    """Return cuts that the fractional answer breaks, as rows and limits; None if none is found."""
    combined = _multipliers(rows, relaxed)
    found: list[tuple[float, Integers, Integers, int]] = []
    if combined is not None:
        multipliers, denominators = combined
        for sign in (1, -1):
            found += _rounded(rows, sign * multipliers, denominators, relaxed.levels)
    for prime in PRIMES:
        multipliers = congruent(rows, relaxed, prime)
        denominators = np.full(multipliers.shape[1], prime, dtype=np.int64)
        found += _rounded(rows, multipliers, denominators, relaxed.levels)
    found.sort(key=lambda cut: (-cut[0], int(cut[1][0])))
    kept = _unlike(found, rows.matrix.shape[1])
    return stacked([each[1:] for each in kept], rows.matrix.shape[1]) if kept else None


def _multipliers(rows: Rows, relaxed: Relaxed) -> tuple[Integers, Integers] | None:
    """Return whole multipliers of the rows, one column for each tableau row, and their divisors."""
    basic = np.flatnonzero(relaxed.basis.columns)
    levels = relaxed.levels[basic]
    split = np.flatnonzero(np.abs(levels - np.rint(levels)) > _SPLIT)
    basis = sp.hstack(
        [
            rows.matrix.tocsc()[:, relaxed.basis.columns],
            sp.identity(len(rows), format="csc")[:, relaxed.basis.rows],
        ]
    ).tocsc()
    if not split.size or basis.shape[0] != basis.shape[1]:
        return None
    middle = np.abs(levels[split] - np.floor(levels[split]) - 0.5)
    split = split[np.argsort(middle, kind="stable")][:_MOST_TABLEAU_ROWS]
    units = np.zeros((len(rows), len(split)))
    units[split, np.arange(len(split))] = 1
    try:
        factored: Any = splu(basis.astype(float))  # scipy-stubs before 1.18 do not know trans
        solved = factored.solve(units, trans="T")
    except RuntimeError:  # a basis that is singular in floating point
        return None
    exact: Floats = np.asarray(solved, dtype=float)
    denominators = _denominators(exact)
    usable = np.isfinite(exact).all(axis=0)
    usable &= _sums(np.where(usable, exact, 0.0) * denominators, denominators, rows) < _LARGEST_SUM
    multipliers = np.rint(exact[:, usable] * denominators[usable]).astype(np.int64)
    return multipliers, denominators[usable]


def _denominators(exact: Floats) -> Integers:
    chosen = np.full(exact.shape[1], _DENOMINATORS[-1], dtype=np.int64)
    todo = np.ones(exact.shape[1], dtype=bool)
    for denominator in _DENOMINATORS:
        scaled = exact * denominator
        near = np.abs(np.rint(scaled) - scaled).max(axis=0, initial=0.0) < 1e-6 * denominator
        chosen[todo & near] = denominator
        todo &= ~near
    return chosen


def _sums(multipliers: Floats, denominators: Integers, rows: Rows) -> Floats:
    """Return what no sum in the rounding passes, so that 64 bits suffice."""
    size = np.abs(multipliers)
    total = size.sum(axis=0) + 2.0 * denominators * (1 + np.count_nonzero(size > 0.1, axis=0))
    largest = max(np.abs(rows.matrix.data).max(initial=1), np.abs(rows.upper).max(initial=1))
    return np.asarray(4.0 * total * float(largest))


def _rounded(
    rows: Rows, multipliers: Integers, denominators: Integers, levels: Floats
) -> list[tuple[float, Integers, Integers, int]]:
    """Round combinations of the rows; return depth, columns, weights and limit of each cut."""
    weights = rows.matrix.T @ multipliers
    limits = rows.upper @ multipliers
    rest = limits % denominators
    unused = _round(multipliers, denominators, rest)
    unused[rows.equal] = 0
    cuts = _round(weights, denominators, rest) - rows.matrix.T @ unused
    upper = (limits // denominators) * (denominators - rest) - rows.upper @ unused
    broken = (rest > 0) & (levels @ cuts - upper > _VIOLATION)
    found = []
    for each in np.flatnonzero(broken):
        columns = np.flatnonzero(cuts[:, each])
        if not columns.size:
            continue
        common = int(np.gcd.reduce(np.append(np.abs(cuts[columns, each]), abs(int(upper[each])))))
        whole, limit = cuts[columns, each] // common, int(upper[each]) // common
        if np.abs(whole).max() > _LARGEST_WEIGHT:
            continue
        depth = float((levels[columns] @ whole - limit) / np.linalg.norm(whole.astype(float)))
        found.append((depth, columns, whole, limit))
    return found


def _round(weights: Integers, denominators: Integers, rest: Integers) -> Integers:
    above = np.maximum(0, weights % denominators - rest)
    return np.asarray((weights // denominators) * (denominators - rest) + above)


def _unlike(
    found: list[tuple[float, Integers, Integers, int]], columns: int
) -> list[tuple[float, Integers, Integers, int]]:
    """Keep the deepest cuts, without those that say almost the same."""
    kept: list[tuple[float, Integers, Integers, int]] = []
    directions = np.zeros((_MOST_CUTS, columns))
    for cut in found:
        depth, members, weights, _ = cut
        if depth < _LEAST_DEPTH or len(kept) == _MOST_CUTS:
            break
        direction = weights / np.linalg.norm(weights.astype(float))
        alike = np.abs(directions[: len(kept), members] @ direction)
        if alike.max(initial=0.0) <= _MOST_ALIKE:
            directions[len(kept), members] = direction
            kept.append(cut)
    return kept
