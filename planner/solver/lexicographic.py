"""
Goals one after the other, each to proof, on a program that shrinks as it goes.

At each goal the relaxation gives an exact bound and what each column would add
to it. Columns that would pass the best value are dropped: they stand in no
answer that is as good. Where the bound is reached, rows with a price become
equalities and the goal needs no row of its own, which keeps the relaxation
close to whole numbers. What the relaxation leaves open CP-SAT closes: first on
few columns to find, then on every column that could still improve, to prove.

Source: reduced-cost fixing as in Nemhauser, G. L. and Wolsey, L. A. (1988),
Integer and Combinatorial Optimization, II.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.knapsack import separate
from planner.solver.program import Integers, Objective, ObjectiveValue, Program, Solution
from planner.solver.relaxation import Bound, Relaxed, relax
from planner.solver.search import search

DEFAULT_EFFORT = 120.0
"""Limit of all searches together. [CP-SAT deterministic seconds]"""
_PROVING_SHARE = 1 / 3
"""Part of the effort left that the proof of one goal may take, so that later goals have some."""
_FINDING_SHARE = 1 / 40
_LEAST_EFFORT = 0.5
"""Effort that every search gets, however little is left."""
_CUT_ROUNDS = 8
_COLUMNS_PER_GROUP = 4


@dataclass
class _Board:
    """The rows and the columns still open while the goals are worked through."""

    matrix: sp.csr_matrix
    upper: Integers
    equal: NDArray[np.bool_]
    groups: Integers
    open_columns: Integers
    """Positions, in the program, of the columns that are still open."""
    chosen: NDArray[np.bool_]
    """Best answer so far, over the open columns."""
    knapsacks: Integers
    """Rows of the program whose weights differ, for cuts."""
    effort_left: float

    def share(self, part: float) -> float:
        """Return a part of the effort left, for one search."""
        return max(_LEAST_EFFORT, part * self.effort_left)

    def keep(self, kept: NDArray[np.bool_]) -> None:
        self.matrix = self.matrix[:, kept]
        self.groups = self.groups[kept]
        self.open_columns = self.open_columns[kept]
        self.chosen = self.chosen[kept]

    def add_rows(self, rows: sp.csr_matrix, upper: Integers) -> None:
        self.matrix = sp.vstack([self.matrix, rows], format="csr")
        self.upper = np.append(self.upper, upper)
        self.equal = np.append(self.equal, np.zeros(len(upper), dtype=bool))

    def allows(self, chosen: NDArray[np.bool_]) -> bool:
        total = self.matrix @ chosen.astype(np.int64)
        return bool((total <= self.upper).all() and (total == self.upper)[self.equal].all())

    def drop_idle_rows(self) -> None:
        """Leave out rows that no choice of the open columns can fill."""
        positive = self.matrix.copy()
        positive.data = np.maximum(positive.data, 0)
        needed = self.equal | (np.asarray(positive.sum(axis=1)).ravel() >= self.upper)
        moved = np.cumsum(needed) - 1
        self.knapsacks = moved[self.knapsacks[needed[self.knapsacks]]]
        self.matrix, self.upper = self.matrix[needed], self.upper[needed]
        self.equal = self.equal[needed]


def solve(program: Program, *, effort: float = DEFAULT_EFFORT) -> Solution:
    """
    Make the goals small in their order, each with value, bound and proof.

    Parameters
    ----------
    program
        What is to be solved; see :class:`~planner.solver.program.Program`.
    effort
        Limit of all searches together; no goal may take more than a third of
        what is left. Where a proof needs more the goal's bound stays below its
        value, and the later goals go on from the value found.
        [CP-SAT deterministic seconds]

    Returns
    -------
    Solution
        The same on every machine: one worker, fixed seed, no clock.
    """
    columns = program.matrix.shape[1]
    board = _Board(
        matrix=program.matrix.astype(np.int64).tocsr(),
        upper=program.upper.astype(np.int64),
        equal=program.equal.copy(),
        groups=program.groups,
        open_columns=np.arange(columns),
        chosen=np.zeros(columns, dtype=bool),
        knapsacks=_knapsacks(program),
        effort_left=effort,
    )
    values = tuple(_settle(board, objective) for objective in program.objectives)
    _seal(board, program)
    chosen = np.zeros(columns, dtype=bool)
    chosen[board.open_columns[board.chosen]] = True
    return Solution(chosen, values)


def _knapsacks(program: Program) -> Integers:
    """Return the rows of positive weights that are not all the same."""
    matrix = program.matrix.tocsr()
    rows = [
        row
        for row in range(matrix.shape[0])
        if (weights := matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]).size
        and weights.min() > 0
        and weights.min() < weights.max()
        and not program.equal[row]
    ]
    return np.array(rows, dtype=np.int64)


def _settle(board: _Board, objective: Objective) -> ObjectiveValue:
    """Find and prove one goal's value, then shrink the board to the answers that reach it."""
    cost = objective.coefficients[board.open_columns].astype(np.int64)
    name, unit, constant = objective.name, objective.unit, objective.constant
    if not cost.any():
        return ObjectiveValue(name, unit, constant, constant)
    board.drop_idle_rows()
    step = int(np.gcd.reduce(cost))
    relaxed = _best_relaxation(board, cost, step)
    least = relaxed.bound.rounded_up(step)
    value = int(cost[board.chosen].sum())
    if value > least:
        value, least = _prove(board, cost, relaxed, step=step)
    _shrink(board, cost, relaxed.bound, value)
    return ObjectiveValue(name, unit, value + constant, min(least, value) + constant)


def _best_relaxation(board: _Board, cost: Integers, step: int) -> Relaxed:
    """Solve the relaxation, adding cuts until it is whole, reached, or no longer moved by them."""
    relaxed = relax(cost, board.matrix, board.upper, board.equal)
    _adopt(board, cost, relaxed)
    for _ in range(_CUT_ROUNDS):
        least = relaxed.bound.rounded_up(step)
        if int(cost[board.chosen].sum()) <= least or _improved_nearby(board, cost, relaxed, least):
            break
        cuts = separate(board.matrix, board.upper, board.knapsacks, relaxed.levels)
        if cuts is None:
            break
        board.add_rows(*cuts)
        before = relaxed.bound.scaled_bound / relaxed.bound.scale
        relaxed = relax(cost, board.matrix, board.upper, board.equal)
        _adopt(board, cost, relaxed)
        if relaxed.bound.scaled_bound / relaxed.bound.scale - before < 1e-3 * step:
            break
    return relaxed


def _adopt(board: _Board, cost: Integers, relaxed: Relaxed) -> None:
    """Take the relaxation's answer if it is whole, allowed and better."""
    if relaxed.integral:
        whole = relaxed.levels > 0.5
        if board.allows(whole) and cost[whole].sum() < cost[board.chosen].sum():
            board.chosen = whole


def _improved_nearby(board: _Board, cost: Integers, relaxed: Relaxed, least: int) -> bool:
    """Search the columns near the fractional answer; say whether the bound is reached."""
    split = (relaxed.levels > 1e-6) & (relaxed.levels < 1 - 1e-6)
    reduced = relaxed.bound.reduced
    few = min(len(reduced) - 1, _COLUMNS_PER_GROUP * len(np.unique(board.groups)))
    cheap = reduced <= np.partition(reduced, few)[few]
    near = np.isin(board.groups, np.unique(board.groups[split])) & cheap
    columns = np.flatnonzero(near | (relaxed.levels > 1e-6) | board.chosen)
    _search_columns(board, cost, columns, ceiling=None, effort=board.share(_FINDING_SHARE))
    return int(cost[board.chosen].sum()) <= least


def _prove(board: _Board, cost: Integers, relaxed: Relaxed, *, step: int) -> tuple[int, int]:
    """
    Improve the answer until every column that could improve it has been searched.

    Returns
    -------
    tuple[int, int]
        The value, and the least value that is not ruled out.
    """
    bound = relaxed.bound
    while True:
        value = int(cost[board.chosen].sum())
        least = bound.rounded_up(step)
        if value <= least:
            return value, least
        # A better answer costs at most ``value - step``; no column in it can add more than this.
        columns = np.flatnonzero(bound.reduced <= bound.room(value - step))
        complete = _search_columns(
            board,
            cost,
            columns,
            ceiling=value - step,
            effort=board.share(_PROVING_SHARE),
            hint=relaxed.levels,
        )
        improved = int(cost[board.chosen].sum())
        if complete:
            return improved, improved
        if improved == value:
            return value, least


def _search_columns(
    board: _Board,
    cost: Integers,
    columns: Integers,
    *,
    ceiling: int | None,
    effort: float,
    hint: NDArray[np.float64] | None = None,
) -> bool:
    """Search some columns for a better answer, keep it, and say whether the search is complete."""
    levels = board.chosen.astype(float) if hint is None else hint
    found = search(
        cost[columns],
        board.matrix[:, columns].tocsr(),
        board.upper,
        board.equal,
        hint=levels[columns],
        ceiling=ceiling,
        effort=effort,
    )
    board.effort_left -= found.spent
    if found.chosen is not None:
        chosen = np.zeros_like(board.chosen)
        chosen[columns[found.chosen]] = True
        if cost[chosen].sum() < cost[board.chosen].sum():
            board.chosen = chosen
    return found.complete


def _shrink(board: _Board, cost: Integers, bound: Bound, value: int) -> None:
    """Leave only columns and rows of answers that reach the value."""
    room = bound.room(value)
    if room == 0 and not (bound.reduced < 0).any():
        # Complementary slackness: a priced row with room left would lift the cost above the bound.
        board.equal = board.equal | bound.binding
    else:
        board.add_rows(sp.csr_matrix(cost[np.newaxis, :]), np.array([value], dtype=np.int64))
    board.keep(board.chosen | (bound.reduced <= room))


def _seal(board: _Board, program: Program) -> None:
    """
    Let CP-SAT choose once more under every row, with each goal held at its value.

    Raises
    ------
    ValueError
        If CP-SAT and the relaxation disagree, which would be a fault in this module.
    """
    if not board.open_columns.size:
        return
    held = np.vstack([o.coefficients[board.open_columns] for o in program.objectives])
    original = program.matrix.tocsr()[:, board.open_columns]
    found = search(
        np.zeros(len(board.open_columns), dtype=np.int64),
        sp.vstack([original, sp.csr_matrix(held)], format="csr").astype(np.int64),
        np.append(program.upper, held @ board.chosen.astype(np.int64)),
        np.append(program.equal, np.ones(len(held), dtype=bool)),
        hint=board.chosen.astype(float),
        ceiling=None,
        effort=board.share(_PROVING_SHARE),
    )
    if found.chosen is not None:
        board.chosen = found.chosen
    elif found.complete:
        raise ValueError("CP-SAT finds no answer with the values that were proven")
