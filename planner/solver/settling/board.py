"""What is still open while the goals are worked through, and the best answer so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from planner.solver.linear.bound import Bound
from planner.solver.linear.relaxation import Relaxed
from planner.solver.program import Integers, Program
from planner.solver.rows import Kind, Mask, Rows
from planner.solver.search import Found, search

_LEAST_EFFORT = 0.1
"""Effort that every search gets, however little is left."""
_RELAXING_EFFORT = 1e-6
"""What one relaxation with its cuts counts for each entry of the rows. [effort]"""


@dataclass
class Board:
    """The rows and columns still open, the best answer over them, and the effort left."""

    rows: Rows
    groups: Integers
    open_columns: Integers
    """Positions, in the program, of the columns that are still open."""
    chosen: Mask
    """Best answer so far, over the open columns."""
    effort_left: float
    proven: bool = True
    """Whether every goal so far is."""

    @classmethod
    def of(cls, program: Program, effort: float) -> Board:
        """Return everything open and nothing chosen, which every program allows."""
        columns = program.matrix.shape[1]
        return cls(
            Rows.of(program),
            program.groups,
            np.arange(columns),
            np.zeros(columns, dtype=bool),
            effort,
        )

    def share(self, part: float) -> float:
        """Return a part of the effort left, for one search."""
        return max(_LEAST_EFFORT, part * self.effort_left)

    def count_relaxing(self, rows: Rows) -> None:
        """Take what one relaxation counts from the effort left."""
        self.effort_left -= _RELAXING_EFFORT * rows.matrix.nnz

    def value(self, cost: Integers) -> int:
        """Return the cost of the best answer so far."""
        return int(cost[self.chosen].sum())

    def adopt(self, cost: Integers, chosen: Mask) -> None:
        """Take an answer if it is better and keeps every row."""
        if cost[chosen].sum() < cost[self.chosen].sum() and self.rows.allow(chosen):
            self.chosen = chosen

    def search(
        self,
        cost: Integers,
        columns: Integers,
        *,
        relaxed: Relaxed,
        effort: float,
        floor: int | None = None,
        ceiling: int | None = None,
        from_best: bool = False,
    ) -> Found:
        """
        Search some columns for answers within a range of cost, and keep what is better.

        Starts from the fractional answer, or else from the best answer so far.
        """
        rows = self.rows.over(columns)
        if ceiling is not None:
            rows = rows.tight(relaxed.bound.rows_used_up(ceiling))
        found = search(
            cost[columns],
            rows,
            hint=(self.chosen.astype(float) if from_best else relaxed.levels)[columns],
            effort=effort,
            floor=floor,
            ceiling=ceiling,
        )
        self.effort_left -= found.spent
        if found.chosen is not None:
            chosen = np.zeros_like(self.chosen)
            chosen[columns[found.chosen]] = True
            self.adopt(cost, chosen)
        return found

    def shrink(self, cost: Integers, bound: Bound, value: int) -> None:
        """Leave only columns and rows of answers that reach the value."""
        kept = self.chosen | bound.columns_within(value)
        rows = self.rows.tight(bound.rows_used_up(value))
        if bound.room(value) or (bound.reduced < 0).any():
            goal = sp.csr_matrix(cost[np.newaxis, :])
            rows = rows.more(goal, np.array([value], dtype=np.int64), Kind.GOAL)
        # At no room every answer within the rows costs the same, and the goal needs no row.
        self.rows = rows.over(kept)
        self.groups = self.groups[kept]
        self.open_columns = self.open_columns[kept]
        self.chosen = self.chosen[kept]
