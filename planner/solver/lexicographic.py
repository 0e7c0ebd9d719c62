"""
Goals one after the other, each to proof, on a program that shrinks as it goes.

At each goal the relaxation gives an exact bound and what each column would add
to it. Columns that would pass the best value are dropped: they stand in no
answer that is as good. Where the bound is reached, rows with a price become
equalities and the goal needs no row of its own, which keeps the relaxation
close to whole numbers. What the relaxation leaves open CP-SAT closes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from planner.solver.program import Objective, ObjectiveValue, Program, Solution
from planner.solver.rows import Kind, Rows
from planner.solver.search import search
from planner.solver.settling.board import Board
from planner.solver.settling.goal import settle

DEFAULT_EFFORT = 25.0
"""
Limit of all goals together, about a minute at 400 pupils. [CP-SAT deterministic seconds]

Relaxations count by the entries of their rows.
"""
_SEALING_EFFORT = 40.0


def solve(program: Program, *, effort: float = DEFAULT_EFFORT) -> Solution:
    """
    Make the goals small in their order, each with value, bound and proof.

    Parameters
    ----------
    program
        What is to be solved; see :class:`~planner.solver.program.Program`.
    effort
        Limit of all goals together; after it each goal gets only a moment. Where
        a proof needs more the goal's bound stays below its value, and the later
        goals go on from the value found. [CP-SAT deterministic seconds]

    Returns
    -------
    Solution
        The same on every machine: one worker, fixed seed, no clock.
    """
    board = Board.of(program, effort)
    values: list[ObjectiveValue] = []
    while len(values) < len(program.objectives):
        values += _settled(board, program.objectives[len(values) :])
    _seal(board, program)
    chosen = np.zeros(program.matrix.shape[1], dtype=bool)
    chosen[board.open_columns[board.chosen]] = True
    # An earlier goal that is not proven may have been bettered while a later one was settled.
    reached = tuple(
        replace(value, value=objective.constant + int(objective.coefficients[chosen].sum()))
        for value, objective in zip(values, program.objectives, strict=True)
    )
    return Solution(chosen, reached)


def _settled(board: Board, objectives: Sequence[Objective]) -> list[ObjectiveValue]:
    """Settle the first goal, and as many of those that follow as are proven with it."""
    reached = settle(board, [o.coefficients.astype(np.int64) for o in objectives])
    return [
        ObjectiveValue(o.name, o.unit, value + o.constant, least + o.constant)
        for o, (value, least) in zip(objectives, reached, strict=False)
    ]


def _seal(board: Board, program: Program) -> None:
    """
    Let CP-SAT choose once more under every row, with each goal held at its value.

    Raises
    ------
    ValueError
        If CP-SAT and the relaxation disagree, which would be a fault in the solver.
    """
    if not board.open_columns.size:
        return
    held = np.vstack([o.coefficients[board.open_columns] for o in program.objectives])
    rows = Rows.of(program).over(board.open_columns)
    rows = rows.more(sp.csr_matrix(held), held @ board.chosen.astype(np.int64), Kind.GOAL)
    found = search(
        np.zeros(len(board.open_columns), dtype=np.int64),
        rows.tight(rows.of_kind(Kind.GOAL)),
        hint=board.chosen.astype(float),
        effort=_SEALING_EFFORT,
    )
    if found.chosen is not None:
        board.chosen = found.chosen
    elif found.complete:
        raise ValueError("CP-SAT finds no answer with the values that were proven")
