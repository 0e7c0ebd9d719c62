"""
Cuts for rows of uneven weights that tell the groups apart.

A set of groups that together pass a row's limit cannot all take a column in
it: of such a cover one must stay out. The cover that an answer breaks most is
found exactly by recursion over the load, and every other group is then given
the largest price that keeps the cut valid, one after the other, so a cut can
be weak but never false.

Source: Balas, E. (1975), "Facets of the knapsack polytope", Mathematical Programming 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.program import Integers
from planner.solver.rows import Cut, Cuts, is_split, stacked

_VIOLATION = 1e-4
_TINY = 1e-9


@dataclass(frozen=True)
class _Item:
    """One group in one row: what it takes at least, and how much of it the answer chooses."""

    group: int
    weight: int
    level: float


def separate_covers(
    matrix: sp.csr_matrix,
    upper: Integers,
    rows: Integers,
    groups: Integers,
    levels: NDArray[np.float64],
) -> Cuts | None:
    """
    Return covers that a fractional answer breaks, as rows and limits; None if there is none.

    Parameters
    ----------
    matrix, upper
        The program's rows; ``rows`` says which of them are knapsacks of positive weights.
    groups
        The group of each column; at most one column of a group is chosen.
    levels
        The fractional answer, one level for each column. [0 to 1]
    """
    found: dict[tuple[bytes, bytes], Cut] = {}
    for row in rows:
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        columns = matrix.indices[part].astype(np.int64)
        if not is_split(levels[columns]):
            continue
        cut = _cut(columns, matrix.data[part], groups, levels, int(upper[row]))
        if cut is not None:
            found[cut[0].tobytes(), cut[1].tobytes()] = cut
    return stacked([*found.values()], matrix.shape[1]) if found else None


def _cut(
    columns: Integers, weights: Integers, groups: Integers, levels: NDArray[np.float64], limit: int
) -> Cut | None:
    items = _items(columns, weights, groups, levels)
    cover = _broken_cover([i for i in items if i.level > _TINY], limit)
    if cover is None:
        return None
    prices = _lifted(cover, [i for i in items if i not in cover], limit)
    paid = np.array([prices[int(group)] for group in groups[columns]], dtype=np.int64)
    kept = paid > 0
    return columns[kept], paid[kept], len(cover) - 1


def _items(
    columns: Integers, weights: Integers, groups: Integers, levels: NDArray[np.float64]
) -> list[_Item]:
    of, where = np.unique(groups[columns], return_inverse=True)
    least = np.full(len(of), np.iinfo(np.int64).max)
    np.minimum.at(least, where, weights.astype(np.int64))
    total = np.zeros(len(of))
    np.add.at(total, where, levels[columns])
    return [
        _Item(int(g), int(w), min(1.0, float(level)))
        for g, w, level in zip(of, least, total, strict=True)
    ]


def _broken_cover(items: list[_Item], limit: int) -> list[_Item] | None:
    """Return the cover whose members together fall short of whole by least, if under one."""
    need = limit + 1
    nobody: tuple[int, ...] = ()
    short = [(0.0, nobody)] + [(2.0, nobody)] * need
    for position, item in enumerate(items):
        for load in range(need, 0, -1):
            before, members = short[max(0, load - item.weight)]
            missing = before + 1 - item.level
            if missing < short[load][0] - _TINY:
                short[load] = missing, (*members, position)
    if short[need][0] > 1 - _VIOLATION:
        return None
    cover = [items[position] for position in short[need][1]]
    for item in sorted(cover, key=lambda i: (i.level, i.group)):  # leave out who is not needed
        if sum(i.weight for i in cover) - item.weight > limit:
            cover.remove(item)
    return cover


def _lifted(cover: list[_Item], others: list[_Item], limit: int) -> dict[int, int]:
    """Return a price for each group, those with more of a level first."""
    most = len(cover) - 1
    dearest = np.zeros(limit + 1, dtype=np.int64)
    prices = {}
    for item in cover:
        prices[item.group] = 1
        _take(dearest, item.weight, 1)
    for item in sorted(others, key=lambda i: (-i.level, -i.weight, i.group)):
        fits = item.weight <= limit
        price = most - int(dearest[limit - item.weight]) if fits else most + 1
        prices[item.group] = price
        if price > 0 and fits:
            _take(dearest, item.weight, price)
    return prices


def _take(dearest: Integers, weight: int, price: int) -> None:
    """Let one more item into the table of the dearest load within each limit."""
    if weight < len(dearest):
        with_it = dearest[: len(dearest) - weight] + price
        dearest[weight:] = np.maximum(dearest[weight:], with_it)
