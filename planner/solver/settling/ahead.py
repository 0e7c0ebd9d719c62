"""
Goals taken as reached at their bounds, so that the next goals choose among the answers.

Very many answers may reach the bound of one goal, and the relaxation then names a
fractional one of them. With that bound held the next goals' relaxations move to one
corner of what is left, and where that corner is whole, or a whole answer stands near it,
it reaches every bound taken for granted on the way: all those goals are proven at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.solver.linear.relaxation import Relaxed, relax
from planner.solver.program import Integers
from planner.solver.rows import Mask
from planner.solver.search import search
from planner.solver.settling.board import Board
from planner.solver.settling.nearby import columns_near, nearly_whole

_SEARCHING_EFFORT = 0.1
"""Limit of one search near an answer that is nearly whole. [CP-SAT deterministic seconds]"""
_HALF = 0.5
_MOST_ROUNDED = 1
"""Bounds that had to be rounded up: of each nobody knows whether an answer has it."""


def look_ahead(board: Board, relaxed: Relaxed, goals: Sequence[Integers]) -> list[int]:
    """
    Settle the first goal and some that follow, if one whole answer reaches all their bounds.

    Parameters
    ----------
    board
        Shrunk to the answers that reach those bounds; left as it is if none is found.
    relaxed
        The relaxation of the first goal.
    goals
        What each column of the program adds to each goal still to be settled.

    Returns
    -------
    list[int]
        The values, which are proven; empty if no such answer is found.
    """
    trial = replace(board, chosen=np.zeros_like(board.chosen))
    values = _follow(trial, relaxed, goals)
    board.effort_left = trial.effort_left
    return values if values and _reaches(board, trial, goals, values) else []


def _follow(trial: Board, relaxed: Relaxed, goals: Sequence[Integers]) -> list[int]:
    """Hold one bound after the other until a whole answer has them all; then return them."""
    values: list[int] = []
    rounded = 0
    for goal in goals:
        cost = goal[trial.open_columns]
        if not cost.any():
            values.append(0)
            continue
        if values:
            trial.rows = trial.rows.without_idle()
            relaxed = relax(cost, trial.rows)
            trial.count_relaxing(trial.rows)
        value = relaxed.bound.rounded_up(int(np.gcd.reduce(cost)))
        rounded += relaxed.bound.room(value) > 0
        if rounded > _MOST_ROUNDED:
            return []
        values.append(value)
        whole = _whole(trial, cost, relaxed, value)
        if whole is not None:
            trial.chosen = whole
        trial.shrink(cost, relaxed.bound, value)
        if whole is not None:
            return values
    return []


def _whole(trial: Board, cost: Integers, relaxed: Relaxed, value: int) -> Mask | None:
    """Return a whole answer at or near the fractional one, if that is nearly whole."""
    if relaxed.integral:
        return np.asarray(relaxed.levels > _HALF)
    if not nearly_whole(relaxed):
        return None
    for columns in columns_near(trial, relaxed, ceiling=value):
        rows = trial.rows.over(columns).tight(relaxed.bound.rows_used_up(value))
        found = search(
            cost[columns],
            rows,
            hint=relaxed.levels[columns],
            effort=_SEARCHING_EFFORT,
            floor=value,
            ceiling=value,
        )
        trial.effort_left -= found.spent
        if found.chosen is not None:
            whole = np.zeros(len(cost), dtype=bool)
            whole[columns[found.chosen]] = True
            return whole
    return None


def _reaches(board: Board, trial: Board, goals: Sequence[Integers], values: list[int]) -> bool:
    """Take the answer if it keeps every row and has the values."""
    columns = trial.open_columns[trial.chosen]
    chosen = np.isin(board.open_columns, columns)
    has = all(int(goal[columns].sum()) == value for goal, value in zip(goals, values, strict=False))
    if not has or not board.rows.allow(chosen) or not trial.rows.allow(trial.chosen):
        return False
    board.rows, board.groups = trial.rows, trial.groups
    board.open_columns, board.chosen = trial.open_columns, trial.chosen
    return True
