"""
One goal settled: cuts lift the bound, then it is raised step by step until an answer has it.

At each step only columns stay whose reduced cost fits under the step, and rows
with a higher price than that must be used up; so CP-SAT is asked about few
columns at a time, and each "there is none" lifts the bound. What is proven rests
on whole numbers and on complete searches alone.

Source: reduced-cost fixing as in Nemhauser, G. L. and Wolsey, L. A. (1988),
Integer and Combinatorial Optimization, II.5.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from planner.solver.covers import separate_covers
from planner.solver.knapsack import separate
from planner.solver.linear.bound import Bound
from planner.solver.linear.relaxation import Basis, Relaxed, relax
from planner.solver.linear.rounding import round_tableau
from planner.solver.program import Integers
from planner.solver.rows import Kind
from planner.solver.settling.ahead import look_ahead
from planner.solver.settling.board import Board
from planner.solver.settling.nearby import improve, rearrange, search_near, search_split

_PROVING_SHARE = 1 / 4
"""Part of the effort left that one search may take, so that later goals have some."""
_CUT_ROUNDS = 16
_PATIENCE = 3
"""Rounds of cuts that may together lift the bound by less than the least progress."""
_LEAST_PROGRESS = 0.02
"""Part of the distance to the best answer, or of the distance from the first bound if shorter."""
_SLOW_PROGRESS = 0.1
"""The same of one round, while few columns are left."""
_FEW = 1_000
"""Columns that CP-SAT searches at once without being led."""
_MANY = 10_000
"""So many that a proof is far off, and a better answer is looked for first."""
_FEW_AHEAD = 2_000
"""Columns of which the goal alone is proven sooner than several goals together."""
_VERY_FEW = 300
"""Columns of which CP-SAT needs no more cuts."""
_SPLIT = 1e-6
_HALF = 0.5


def settle(board: Board, goals: Sequence[Integers]) -> list[tuple[int, int]]:
    """
    Find and prove a goal's value, and shrink the board to the answers that reach it.

    Parameters
    ----------
    board
        What is still open.
    goals
        What each column of the program adds to this goal and to those that follow.

    Returns
    -------
    list[tuple[int, int]]
        The value, and the least value that is not ruled out; of the goals that follow
        as well, as far as they were proven with it.
    """
    cost = goals[0][board.open_columns]
    if not cost.any():
        return [(0, 0)]
    board.rows = board.rows.without_idle()
    step = int(np.gcd.reduce(cost))
    relaxed = _relaxed(board, cost)
    several = board.proven and len(cost) > _FEW_AHEAD
    if several and board.value(cost) > relaxed.bound.rounded_up(step):
        together = look_ahead(board, relaxed, goals)
        if together:
            return [(value, value) for value in together]
    if not relaxed.integral:
        _look(board, cost, relaxed, relaxed.bound.rounded_up(step))
    relaxed = _cut(board, cost, relaxed, step=step)
    if _is_far(board, cost, relaxed, step=step):
        # What lies far from the bound is bettered sooner by changing it than by proofs; and
        # with a better answer it can be told which cuts still count for something.
        search_split(board, cost, relaxed)
        improve(board, cost, relaxed, least=relaxed.bound.rounded_up(step), step=step)
        relaxed = _cut(board, cost, relaxed, step=step)
    least = _raise(board, cost, relaxed, step=step)
    value = board.value(cost)
    board.shrink(cost, relaxed.bound, value)
    board.proven &= value <= least
    return [(value, min(least, value))]


def _relaxed(board: Board, cost: Integers, basis: Basis | None = None) -> Relaxed:
    """Solve the relaxation, and keep its answer if that is whole."""
    relaxed = relax(cost, board.rows, basis)
    board.count_relaxing(board.rows)
    if relaxed.integral:
        board.adopt(cost, relaxed.levels > _HALF)
    return relaxed


def _is_far(board: Board, cost: Integers, relaxed: Relaxed, *, step: int) -> bool:
    """Say whether many columns stand between the bound and the best answer."""
    ceiling = board.value(cost) - step
    open_still = ceiling >= relaxed.bound.rounded_up(step) and board.proven
    return open_still and int(relaxed.bound.columns_within(ceiling).sum()) > _MANY


def _cut(board: Board, cost: Integers, relaxed: Relaxed, *, step: int) -> Relaxed:
    """Add cuts to the relaxation until the bound is reached or they move it no more."""
    bounds = [relaxed.bound.level]
    while True:
        value = board.value(cost)
        if value <= relaxed.bound.rounded_up(step) or _spent(board) or _stalled(bounds, value):
            return relaxed
        if _within_reach(relaxed, bounds, value - step):
            return relaxed
        basis = _add_cuts(board, relaxed)
        if basis is None:
            return relaxed
        relaxed = _relaxed(board, cost, basis)
        bounds.append(relaxed.bound.level)


def _look(board: Board, cost: Integers, relaxed: Relaxed, least: int) -> None:
    """Look for better answers before any cut."""
    if not board.proven:
        rearrange(board, cost)
    if board.value(cost) > least:
        search_near(board, cost, relaxed, ceiling=least)


def _within_reach(relaxed: Relaxed, bounds: list[float], ceiling: int) -> bool:
    """Say whether so few columns are left that a search ends sooner than more cuts."""
    few = int(relaxed.bound.columns_within(ceiling).sum())
    slow = len(bounds) > 1 and bounds[-1] - bounds[-2] < _SLOW_PROGRESS * (ceiling - bounds[-1])
    return few <= _VERY_FEW or (slow and few <= _FEW)


def _spent(board: Board) -> bool:
    """Say whether cuts are past: the effort is spent, or a goal before is open."""
    return board.effort_left <= 0 or not board.proven


def _stalled(bounds: list[float], value: int) -> bool:
    if len(bounds) <= _PATIENCE:
        return False
    progress = bounds[-1] - bounds[-1 - _PATIENCE]
    # Where the best answer is poor, the way made so far says more than the way to go.
    way = min(value - bounds[-1], bounds[-1] - bounds[0])
    return len(bounds) > _CUT_ROUNDS or progress <= _LEAST_PROGRESS * way


def _add_cuts(board: Board, relaxed: Relaxed) -> Basis | None:
    """
    Add what the fractional answer breaks; leave out cuts that it does not touch.

    Returns
    -------
    Basis | None
        Where the next relaxation starts; None if nothing is broken.
    """
    rows = board.rows
    uneven = np.flatnonzero(rows.of_kind(Kind.UNEVEN))
    kinds = (
        separate_covers(rows.matrix, rows.upper, uneven, board.groups, relaxed.levels),
        separate(rows.matrix, rows.upper, uneven, relaxed.levels),
        round_tableau(rows, relaxed),
    )
    if all(cuts is None for cuts in kinds):
        return None
    unused = rows.upper - rows.matrix @ relaxed.levels
    kept = ~rows.of_kind(Kind.CUT) | rows.equal | (unused < _SPLIT)
    rows = rows.kept(kept)
    for cuts in kinds:
        if cuts is not None:
            rows = rows.more(*cuts, Kind.CUT)
    board.rows = rows
    return relaxed.basis.with_rows(kept, len(rows) - int(kept.sum()))


def _raise(board: Board, cost: Integers, relaxed: Relaxed, *, step: int) -> int:
    """
    Raise the bound until the best answer has it, or the effort is spent.

    Returns
    -------
    int
        The least value that is not ruled out.
    """
    bound = relaxed.bound
    least, width = bound.rounded_up(step), 0
    if not board.proven:
        # With a goal open before it there are too many answers to rule out.
        improve(board, cost, relaxed, least=least, step=step)
        return min(least, board.value(cost))
    while (value := board.value(cost)) > least:
        # Past ``value - step`` there is nothing to find.
        ceiling = min(max(least + width * step, _reach(bound, _FEW)), value - step)
        columns = np.flatnonzero(bound.columns_within(ceiling))
        if len(columns) > _FEW:
            search_near(board, cost, relaxed, ceiling=ceiling)
        if board.value(cost) <= ceiling:
            width += 1
            continue
        effort = board.share(_PROVING_SHARE)
        found = board.search(
            cost, columns, relaxed=relaxed, floor=least, ceiling=ceiling, effort=effort
        )
        if found.complete:
            least = ceiling + step if found.chosen is None else board.value(cost)
        else:
            least = -(-(found.least or least) // step) * step
            improve(board, cost, relaxed, least=least, step=step)
            break
        width = 2 * width + 1
    return min(least, board.value(cost))


def _reach(bound: Bound, columns: int) -> int:
    """Return the value up to which only so many columns need to be searched."""
    if len(bound.reduced) <= columns:
        return int(np.iinfo(np.int64).max)
    within = int(np.partition(bound.reduced, columns)[columns])
    return (bound.scaled_bound + within - 1) // bound.scale
