"""Better answers looked for near the fractional answer, and near the best answer so far."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from planner.solver.counts import alike_columns
from planner.solver.linear.relaxation import Relaxed, relax
from planner.solver.program import Integers
from planner.solver.rows import Kind, Mask
from planner.solver.settling.board import Board

_FINDING_SHARE = 1 / 40
"""Part of the effort left that one search near the fractional answer may take."""
_SPLIT_SHARE = 1 / 8
"""The same while the best answer is far from the bound."""
_SPLIT_COLUMNS = (2_500, 5_000)
_IMPROVING_SHARE = 1 / 3
"""Part of the effort left that all changes of one goal's answer may take."""
_MOST_COLUMNS = 6_000
"""More than this, and a short search finds nothing."""
_LEAST_IMPROVING = 3.0
"""Effort for them where all is spent: an answer that is not proven must still be a fair one."""
_LATER_IMPROVING = 0.5
"""The same for each goal after an open one, so that the run ends near its limit of effort."""
_CHANGING_EFFORT = 0.6
_GROUPS_FREED = 60
_MOST_IN_VAIN = 10
_FEW_SPLIT = 24
_SPLIT = 1e-6
_HALF = 0.5


def search_near(board: Board, cost: Integers, relaxed: Relaxed, *, ceiling: int) -> None:
    """Search the fractional groups, then those too that share rows with them."""
    least = relaxed.bound.rounded_up(1)
    for columns in columns_near(board, relaxed, ceiling=ceiling):
        board.search(cost, columns, relaxed=relaxed, effort=board.share(_FINDING_SHARE))
        if board.value(cost) <= least:
            return


def columns_near(board: Board, relaxed: Relaxed, *, ceiling: int) -> Iterator[Integers]:
    """Yield the columns of the fractional groups, then of those too that share rows with them."""
    split = np.isin(board.groups, board.groups[relaxed.split])
    for number in range(2):
        near = _beside(board, relaxed, split) if number else split
        columns = np.flatnonzero(
            (near & relaxed.bound.columns_within(ceiling))
            | (relaxed.levels > _SPLIT)
            | board.chosen
        )
        if len(columns) > _MOST_COLUMNS:
            return
        yield columns


def nearly_whole(relaxed: Relaxed) -> bool:
    """Say whether so little is fractional that a search near it ends sooner than a relaxation."""
    return int(relaxed.split.sum()) <= _FEW_SPLIT


def search_split(board: Board, cost: Integers, relaxed: Relaxed) -> None:
    """Search the fractional groups for longer, over the columns that add least to the bound."""
    split = np.flatnonzero(np.isin(board.groups, board.groups[relaxed.split]))
    order = np.lexsort((split, relaxed.bound.reduced[split]))
    value = board.value(cost)
    for most in _SPLIT_COLUMNS:
        searched = (relaxed.levels > _SPLIT) | board.chosen
        searched[split[order[:most]]] = True
        effort = board.share(_SPLIT_SHARE)
        board.search(cost, np.flatnonzero(searched), relaxed=relaxed, effort=effort)
        if board.value(cost) < value:
            return


def _beside(board: Board, relaxed: Relaxed, split: Mask) -> Mask:
    """Return the columns of groups that share rows with some others in the fractional answer."""
    matrix = board.rows.kept(board.rows.of_kind(Kind.SHARED, Kind.UNEVEN)).matrix
    used = relaxed.levels > _SPLIT
    touched = np.asarray(abs(matrix) @ (split & used).astype(np.int64)).ravel() > 0
    beside = np.asarray(abs(matrix[touched]).sum(axis=0)).ravel() > 0
    return np.asarray(np.isin(board.groups, board.groups[beside & used]))


def rearrange(board: Board, cost: Integers) -> None:
    """
    Take the best answer with as many of each kind of alike columns as now.

    Who is counted where is nearly always a matter for the relaxation alone.
    """
    if not board.chosen.any():
        return
    alike = alike_columns(board.rows)
    kinds, place = np.unique(alike[board.chosen], return_inverse=True)
    columns = np.flatnonzero(np.isin(alike, kinds))
    belongs = sp.csr_matrix(
        (
            np.ones(len(columns), dtype=np.int64),
            (np.searchsorted(kinds, alike[columns]), np.arange(len(columns))),
        ),
        shape=(len(kinds), len(columns)),
    )
    rows = board.rows.over(columns).more(belongs, np.bincount(place), Kind.SHARED)
    relaxed = relax(cost[columns], rows.tight(np.arange(len(rows)) >= len(board.rows)))
    if relaxed.integral:
        chosen = np.zeros_like(board.chosen)
        chosen[columns[relaxed.levels > _HALF]] = True
        board.adopt(cost, chosen)


def fill(board: Board, cost: Integers, relaxed: Relaxed) -> None:
    """Add what lowers the cost and fits, so that no room stays free that somebody could take."""
    rows = board.rows
    columns = rows.matrix.tocsc()
    unused = rows.upper - rows.matrix @ board.chosen.astype(np.int64)
    # A row that must be used up is, and has nothing left for anybody.
    fits = (cost < 0) & ~np.isin(board.groups, board.groups[board.chosen])
    candidates = np.flatnonzero(fits)
    order = np.lexsort((candidates, cost[candidates], -relaxed.levels[candidates]))
    chosen, taken = board.chosen.copy(), set[int]()
    for column in candidates[order]:
        part = slice(columns.indptr[column], columns.indptr[column + 1])
        touched, weight = columns.indices[part], columns.data[part]
        group = int(board.groups[column])
        if group not in taken and (weight <= unused[touched]).all():
            unused[touched] -= weight
            chosen[column] = True
            taken.add(group)
    board.adopt(cost, chosen)


def improve(board: Board, cost: Integers, relaxed: Relaxed, *, least: int, step: int) -> None:
    """
    Change the best answer in one part after another, while that makes it better.

    A part is some shared rows with the groups that stand in them; the groups of
    all other rows stay where they are. Parts grow where nothing better is found
    quickly, and shrink where the search of one does not end.
    """
    rearrange(board, cost)
    fill(board, cost, relaxed)
    matrix = abs(board.rows.matrix[board.rows.of_kind(Kind.SHARED, Kind.UNEVEN)]).tocsr()
    draw = np.random.default_rng(1)
    enough = _LEAST_IMPROVING if board.proven else _LATER_IMPROVING
    left = board.effort_left - max(enough, board.share(_IMPROVING_SHARE))
    size, in_vain = _GROUPS_FREED, 0
    while board.value(cost) > least and in_vain < _MOST_IN_VAIN and board.effort_left > left:
        value = board.value(cost)
        freed = _part(board, relaxed, matrix, draw.permutation(matrix.shape[0]), size)
        found = board.search(
            cost,
            np.flatnonzero((freed & relaxed.bound.columns_within(value - step)) | board.chosen),
            relaxed=relaxed,
            effort=_CHANGING_EFFORT,
            from_best=True,
        )
        if board.value(cost) < value:
            rearrange(board, cost)
            in_vain = 0
            continue
        in_vain += 1
        size = size * 3 // 2 if found.complete else size * 3 // 4


def _part(board: Board, relaxed: Relaxed, matrix: sp.csr_matrix, rows: Integers, size: int) -> Mask:
    """Return the columns of about so many groups that stand in the first of some rows."""
    freed = np.zeros(len(board.groups), dtype=bool)
    for row in rows:
        members = matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]]
        standing = members[board.chosen[members] | (relaxed.levels[members] > _SPLIT)]
        freed |= np.isin(board.groups, board.groups[standing])
        if len(np.unique(board.groups[freed])) >= size:
            break
    return freed
