"""
Cuts for rows whose columns weigh different amounts (part-time pupils on whole places).

A row ``sum(weight * x) <= limit`` with few distinct weights is a knapsack in
the counts of columns of each weight. A cut ``sum(price[weight] * x) <= most``
with whole prices is valid when ``most`` is the dearest load that fits, which
dynamic programming finds exactly; so a wrong guess of the prices can only make
a cut weak, never false.

Source: Kaparis, K. and Letchford, A. N. (2010), "Separation algorithms for 0-1
knapsack polytopes", Mathematical Programming 124.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.optimize import linprog

from planner.solver.program import Integers
from planner.solver.rows import Cut, Cuts, is_split, stacked

_MOST_LOADS = 20_000
_LARGEST_DENOMINATOR = 60
_LARGEST_PRICE = 5_000
_LARGEST_LIMIT = 5_000
"""Recursion takes a step for each unit of the limit: a budget in pence would take hours."""
_VIOLATION = 1e-4


def separate(
    matrix: sp.csr_matrix, upper: Integers, rows: Integers, levels: NDArray[np.float64]
) -> Cuts | None:
    """
    Return cuts that the fractional answer breaks, as rows and limits; None if none is found.

    Parameters
    ----------
    matrix, upper
        The program's rows; ``rows`` says which of them are knapsacks of positive weights.
    levels
        The fractional answer, one level for each column. [0 to 1]
    """
    found: list[Cut] = []
    for row in rows:
        if upper[row] > _LARGEST_LIMIT:
            continue
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        columns, weights = matrix.indices[start:end], matrix.data[start:end]
        used = levels[columns]
        if not is_split(used):
            continue
        cut = _cut_for(weights, used, int(upper[row]))
        if cut is not None:
            prices = np.array([cut[0].get(int(w), 0) for w in weights], dtype=np.int64)
            kept = prices > 0
            found.append((columns[kept].astype(np.int64), prices[kept], cut[1]))
    return stacked(found, matrix.shape[1]) if found else None


def _cut_for(
    weights: Integers, used: NDArray[np.float64], limit: int
) -> tuple[dict[int, int], int] | None:
    sizes = [int(w) for w in np.unique(weights) if w <= limit]
    counts = {size: float(used[weights == size].sum()) for size in sizes}
    support = tuple(size for size in sizes if counts[size] > 1e-9)
    if not support:
        return None
    priced = _prices(support, limit, tuple(round(counts[size], 6) for size in support))
    if priced is None:
        return None
    prices, most = dict(zip(support, priced[0], strict=True)), priced[1]
    for size in sizes:
        if size not in prices:
            prices[size] = _lifted(prices, most, size, limit)
    return prices, most


@lru_cache(maxsize=4096)
def _prices(
    sizes: tuple[int, ...], limit: int, counts: tuple[float, ...]
) -> tuple[tuple[int, ...], int] | None:
    loads = _full_loads(sizes, limit)
    if loads is None:
        return None
    result = linprog(
        -np.array(counts), A_ub=loads, b_ub=np.ones(len(loads)), bounds=(0, 1), method="highs"
    )
    if result.x is None or np.dot(counts, result.x) <= 1 + _VIOLATION:
        return None
    parts = [Fraction(float(p)).limit_denominator(_LARGEST_DENOMINATOR) for p in result.x]
    scale = lcm(*(part.denominator for part in parts))
    if scale > _LARGEST_PRICE:
        return None
    prices = tuple(int(part * scale) for part in parts)
    most = dearest_load(prices, sizes, limit)
    if sum(p * n for p, n in zip(prices, counts, strict=True)) <= most + _VIOLATION:
        return None
    common = gcd(most, *prices)
    return tuple(price // common for price in prices), most // common


@lru_cache(maxsize=1024)
def _full_loads(sizes: tuple[int, ...], limit: int) -> NDArray[np.int64] | None:
    """Return every way to fill the row to which nothing can be added: (loads, sizes)."""
    loads: list[tuple[int, ...]] = [()]
    for size in sizes[:-1]:
        loads = [
            (*load, count)
            for load in loads
            for count in range((limit - _weight(load, sizes)) // size + 1)
        ]
        if len(loads) > _MOST_LOADS:
            return None
    whole = [(*load, (limit - _weight(load, sizes)) // sizes[-1]) for load in loads]
    full = [load for load in whole if limit - _weight(load, sizes) < min(sizes)]
    return np.array(full, dtype=np.int64)


def _weight(load: tuple[int, ...], sizes: tuple[int, ...]) -> int:
    return sum(count * size for count, size in zip(load, sizes, strict=False))


def dearest_load(prices: tuple[int, ...], sizes: tuple[int, ...], limit: int) -> int:
    """
    Return the dearest load of a knapsack, any number of each size, by exact recursion.

    Examples
    --------
    >>> dearest_load((2, 1), (10, 4), 15)
    3
    """
    best = [0] * (limit + 1)
    for load in range(1, limit + 1):
        best[load] = best[load - 1]
        for price, size in zip(prices, sizes, strict=True):
            if size <= load:
                best[load] = max(best[load], best[load - size] + price)
    return best[limit]


def _lifted(prices: dict[int, int], most: int, size: int, limit: int) -> int:
    """Return the largest price for a further size that keeps the cut valid."""
    spare = (
        (most - dearest_load(tuple(prices.values()), tuple(prices), limit - size * count)) // count
        for count in range(1, limit // size + 1)
    )
    return max(0, min(spare))
