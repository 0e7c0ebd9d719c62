"""What a program's goals become when one group must take one of some columns: exactly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.lexicographic import DEFAULT_EFFORT, solve
from planner.solver.program import Integers, Objective, Program, Solution
from planner.solver.warm.assignment import Assignment, as_assignment
from planner.solver.warm.branch import Tree, Unproven
from planner.solver.warm.pool import Pool
from planner.solver.warm.proof import Vector, vector_of
from planner.solver.warm.simplex import Simplex, TooManyPivots

_ROOT_CUT_ROUNDS = 150
_CUT_ROUNDS = 60
_LARGEST_WEIGHT = 1_000
"""Rows with larger weights (money) make a basis too uneven for floating point: they are left
out of it, and an answer that breaks one is looked for anew without the warm start."""


@dataclass(frozen=True)
class Forced:
    """The best answer with one choice forced."""

    chosen: NDArray[np.bool_]
    values: Vector
    """Every goal's value, in order, with its constant."""
    open_goals: int
    """Goals from the first on whose value is only reached, not proven; 0 if all are proven."""

    @property
    def exact(self) -> bool:
        """Whether nothing better exists."""
        return not self.open_goals

    @property
    def exact_but_last(self) -> bool:
        """Whether no goal can be better, besides the last, which draws between equals."""
        return self.open_goals <= 1


@dataclass(frozen=True)
class Forcing:
    """
    One program and its best answer, ready to be asked what each choice would cost.

    ``families`` parts the columns of one group, as commissions part a pupil's starts.
    """

    program: Program
    families: Integers
    chosen: NDArray[np.bool_]
    effort: float = DEFAULT_EFFORT

    def force(self, columns: Integers) -> Forced | None:
        """
        Return the best answer in which one of some columns of one group is chosen.

        None where there is no such answer.
        """
        group = int(self.program.groups[columns[0]])
        if self._stands_already(columns):
            return Forced(self.chosen, self.values_of(self.chosen), open_goals=0)
        if self.assignment is not None:
            return self._pushed(columns)
        tree = self._tree()
        tree.best, tree.chosen = self._beside(columns, group)
        try:
            tree.explore(self._forced_state(columns, group), cut_rounds=_CUT_ROUNDS)
        except Unproven:
            return self._afresh(columns, group)
        if tree.chosen is None:
            return None
        return Forced(tree.chosen, self.values_of(tree.chosen), open_goals=0)

    def best(self) -> Forced:
        """Return the best answer with nothing forced, from the known one on, which is allowed."""
        if not self.chosen.size:
            return Forced(self.chosen, self.values_of(self.chosen), open_goals=0)
        tree = self._tree()
        tree.best, tree.chosen = vector_of(self.costs, np.flatnonzero(self.chosen)), self.chosen
        try:
            if self._root is None:
                raise Unproven
            tree.explore(self._root.copy(), cut_rounds=0)
        except Unproven:
            solution = solve(self.program, effort=self.effort)
            values = self.values_of(solution.chosen)
            return Forced(solution.chosen, values, open_goals=_open_goals(solution))
        return Forced(tree.chosen, self.values_of(tree.chosen), open_goals=0)

    def values_of(self, chosen: NDArray[np.bool_]) -> Vector:
        """Return every goal's value for a choice of columns."""
        return tuple(objective.value(chosen) for objective in self.program.objectives)

    @cached_property
    def costs(self) -> Integers:
        """Goals by columns, without constants."""
        return np.vstack([o.coefficients for o in self.program.objectives]).astype(np.int64)

    @cached_property
    def assignment(self) -> Assignment | None:
        """The residual graph, where the program is a pure assignment; all pairs at once."""
        return as_assignment(self.program, self.chosen)

    def _pushed(self, columns: Integers) -> Forced | None:
        assert self.assignment is not None
        columns = self.assignment.possible(columns)
        if not columns.size:
            return None
        changes = self.assignment.changes()[:, columns]
        column = int(columns[np.lexsort(changes[::-1])[0]])
        chosen = self.assignment.answer(column)
        return Forced(chosen, self.values_of(chosen), open_goals=0)

    def _stands_already(self, columns: Integers) -> bool:
        return bool(self.chosen[columns].any())

    def _beside(
        self, columns: Integers, group: int
    ) -> tuple[Vector | None, NDArray[np.bool_] | None]:
        """Return the best answer in which only the group itself moves, if it is allowed."""
        program = self.program
        others = self.chosen & (program.groups != group)
        used = program.matrix @ others.astype(np.int64)
        best: tuple[Vector | None, NDArray[np.bool_] | None] = (None, None)
        for column in columns.tolist():
            total = used + self._column(column)
            if (total > program.upper).any() or (total != program.upper)[program.equal].any():
                continue
            whole = others.copy()
            whole[column] = True
            value = vector_of(self.costs, np.flatnonzero(whole))
            if best[0] is None or value < best[0]:
                best = value, whole
        return best

    def _column(self, column: int) -> Integers:
        pointers = self._by_column.indptr
        part = slice(pointers[column], pointers[column + 1])
        result = np.zeros(len(self.program.upper), dtype=np.int64)
        result[self._by_column.indices[part]] = self._by_column.data[part]
        return result

    @cached_property
    def _by_column(self) -> sp.csc_matrix:
        return self.program.matrix.tocsc()

    def _forced_state(self, columns: Integers, group: int) -> Simplex:
        if self._root is None:
            raise Unproven
        state = self._root.copy()
        state.barred[np.setdiff1d(np.flatnonzero(self.program.groups == group), columns)] = True
        state.barred[self.program.matrix.shape[1] + self._group_rows[group]] = True
        return state

    @cached_property
    def _root(self) -> Simplex | None:
        """The best prices for the whole program, with cuts; None if they cannot be had."""
        program = self.program
        matrix, heavy = _without_heavy_rows(program.matrix.tocsr())
        if (heavy & program.equal).any():
            return None
        rows, columns = matrix.shape
        if set(np.unique(program.groups).tolist()) - set(self._group_rows):
            return None
        barred = np.zeros(columns + rows, dtype=bool)
        barred[columns:] = program.equal
        try:
            state = Simplex.at_nothing(matrix, program.upper, self.costs, barred)
            known = np.flatnonzero(self.chosen)
            rows_of = [self._group_rows[int(group)] for group in program.groups[known]]
            state.take(known, np.array(rows_of, dtype=np.int64))
            state.descend()
            root = self._tree().with_cuts(state, _ROOT_CUT_ROUNDS)
            if root is not None:
                root.refresh()
            return root
        except TooManyPivots:
            return None

    def _tree(self) -> Tree:
        program = self.program
        return Tree(
            self.costs,
            program.groups,
            self.families,
            self._knapsacks,
            self._group_rows,
            program,
            self._pool,
        )

    @cached_property
    def _pool(self) -> Pool:
        return Pool()

    @cached_property
    def _knapsacks(self) -> Integers:
        """Rows of positive weights that are not all the same."""
        matrix, equal = self.program.matrix.tocsr(), self.program.equal
        rows = []
        for row in range(matrix.shape[0]):
            weights = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
            uneven = weights.size and 0 < weights.min() < weights.max() <= _LARGEST_WEIGHT
            if uneven and not equal[row]:
                rows.append(row)
        return np.array(rows, dtype=np.int64)

    @cached_property
    def _group_rows(self) -> dict[int, int]:
        """The row that holds each group to one column."""
        program, matrix = self.program, self.program.matrix.tocsr()
        sizes = {
            int(g): int(n)
            for g, n in zip(*np.unique(program.groups, return_counts=True), strict=True)
        }
        found: dict[int, int] = {}
        for row in range(matrix.shape[0]):
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            members = matrix.indices[part]
            if program.equal[row] or program.upper[row] != 1 or not members.size:
                continue
            group = int(program.groups[members[0]])
            whole = len(members) == sizes[group] and (program.groups[members] == group).all()
            if whole and (matrix.data[part] == 1).all():
                found.setdefault(group, row)
        return found

    def _afresh(self, columns: Integers, group: int) -> Forced | None:
        """Solve the program with the choice forced, without the warm start."""
        program = self.program
        open_columns = np.flatnonzero(
            (program.groups != group) | np.isin(np.arange(len(program.groups)), columns)
        )
        forced = np.zeros(len(program.groups), dtype=np.int64)
        forced[columns] = -1
        goals = (Objective("forced", "groups", forced, 1), *program.objectives)
        solution = solve(
            Program(
                program.matrix.tocsr()[:, open_columns],
                program.upper,
                program.equal,
                program.groups[open_columns],
                tuple(
                    Objective(g.name, g.unit, g.coefficients[open_columns], g.constant)
                    for g in goals
                ),
            ),
            effort=self.effort,
        )
        if solution.values[0].value:
            return None
        chosen = np.zeros(len(program.groups), dtype=bool)
        chosen[open_columns[solution.chosen]] = True
        return Forced(chosen, self.values_of(chosen), open_goals=_open_goals(solution))


def _open_goals(solution: Solution) -> int:
    """Count the goals from the first on that is not proven."""
    proven = [value.proven for value in solution.values]
    return 0 if all(proven) else len(proven) - proven.index(False)


def _without_heavy_rows(matrix: sp.csr_matrix) -> tuple[sp.csr_matrix, NDArray[np.bool_]]:
    """Return rows with those of large weights emptied, and which these are."""
    light = matrix.copy()
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    heavy = np.zeros(matrix.shape[0], dtype=bool)
    heavy[row_of[np.abs(matrix.data) > _LARGEST_WEIGHT]] = True
    light.data[heavy[row_of]] = 0
    light.eliminate_zeros()
    return light, heavy
