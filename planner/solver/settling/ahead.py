"""
Goals taken as reached at their bounds, so that the next goals choose among the answers.

Very many answers may reach the bound of one goal, and the relaxation then names a
fractional one of them. With that bound held the next goals' relaxations move to one
corner of what is left, and where that corner is whole it reaches every bound taken
for granted on the way: all those goals are proven at once, without any search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from planner.solver.linear.relaxation import Relaxed, relax
from planner.solver.program import Integers
from planner.solver.settling.board import Board


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
    values: list[int] = []
    for goal in goals:
        cost = goal[trial.open_columns]
        if not cost.any():
            values.append(0)
            continue
        if values:
            trial.rows = trial.rows.without_idle()
            relaxed = relax(cost, trial.rows)
            board.count_relaxing(trial.rows)
        value = relaxed.bound.rounded_up(int(np.gcd.reduce(cost)))
        if relaxed.bound.room(value):
            # Of a bound that had to be rounded up nobody knows whether an answer has it.
            return []
        values.append(value)
        if relaxed.integral:
            trial.chosen = relaxed.levels > 0.5
        trial.shrink(cost, relaxed.bound, value)
        if relaxed.integral:
            return values if _reaches(board, trial, goals, values) else []
    return []


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
