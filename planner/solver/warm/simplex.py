"""
A simplex method whose costs are vectors compared in order, kept warm between questions.

Solves all goals of a program at once: a basis that is best for the goals in
their order. From it, a program with some columns barred is a few dual pivots
away. Works in floating point; :mod:`planner.solver.warm.proof` then checks the
prices in whole numbers, so nothing that is called proven rests on a tolerance.

Source: Isermann, H. (1982), "Linear lexicographic optimization", OR Spektrum 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.linalg import splu

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

_ZERO = 1e-9
_FEASIBLE = 1e-7
_LEAST_PIVOT = 1e-6
_MOST_PIVOTS = 20_000
_MOST_REPAIRS = 2_000
_PIVOTS_BETWEEN_REFRESHES = 40


class TooManyPivots(Exception):
    """The method does not come to an end; the caller takes a slower one."""


@dataclass
class Simplex:
    """
    Rows ``matrix @ x + slack = upper`` with a basis; columns first, then slacks.

    ``reduced`` has the axes (goals, columns and slacks).
    """

    matrix: sp.csr_matrix
    """Rows by columns, as floats."""
    costs: Floats
    """Goals by columns."""
    upper: Floats
    """Limits, and a tiny spread that parts ties: (rows, 2)."""
    basis: NDArray[np.int64]
    inverse: Floats
    levels: Floats
    """Levels of the basic columns, for the limits and for their spread: (rows, 2)."""
    reduced: Floats
    tolerance: Floats
    """Below this a reduced cost counts as zero, one for each goal."""
    barred: Mask
    """Columns and slacks that must be at zero."""
    age: int = 0
    """Pivots since everything was last worked out from the basis."""

    @classmethod
    def at_nothing(
        cls, matrix: sp.csr_matrix, upper: NDArray[np.int64], costs: NDArray[np.int64], barred: Mask
    ) -> Simplex:
        """Return the start at which no column is chosen."""
        rows, columns = matrix.shape
        spread = 1 + np.random.default_rng(1).random(rows)
        spread[barred[columns:]] = 0
        tolerance = _ZERO * (1 + np.abs(costs).max(axis=1, initial=0)).astype(float)
        limits = np.column_stack([upper.astype(float), spread])
        return cls(
            matrix.astype(float).tocsr(),
            costs.astype(float),
            limits,
            np.arange(columns, columns + rows),
            np.eye(rows),
            limits.copy(),
            np.hstack([costs.astype(float), np.zeros((len(costs), rows))]),
            tolerance,
            barred.copy(),
        )

    def copy(self) -> Simplex:
        """Return a state that can be changed without changing this one."""
        return Simplex(
            self.matrix,
            self.costs,
            self.upper,
            self.basis.copy(),
            self.inverse.copy(),
            self.levels.copy(),
            self.reduced.copy(),
            self.tolerance,
            self.barred.copy(),
            self.age,
        )

    @property
    def chosen(self) -> Floats:
        """Levels of the columns."""
        columns = self.matrix.shape[1]
        result = np.zeros(columns + len(self.upper))
        result[self.basis] = self.levels[:, 0]
        return result[:columns]

    @property
    def limits(self) -> NDArray[np.int64]:
        """The rows' limits, which are whole numbers."""
        return np.rint(self.upper[:, 0]).astype(np.int64)

    def take(self, columns: NDArray[np.int64], rows: NDArray[np.int64]) -> None:
        """Start at a known answer instead of at nothing, each of its columns basic in its row."""
        spread = self.levels[:, 1].copy()
        for column, row in zip(columns.tolist(), rows.tolist(), strict=True):
            self._pivot(row, column)
        every = sp.hstack([self.matrix, sp.eye(len(spread))], format="csc")
        self.levels[:, 1] = spread
        self.upper[:, 1] = every[:, self.basis] @ spread

    def descend(self) -> None:
        """
        Improve from a basis that is allowed to one that is best for the goals in order.

        Raises
        ------
        TooManyPivots
            If no end is found.
        """
        open_columns = ~self.barred
        pivots = 0
        for goal, tolerance in enumerate(self.tolerance):
            while True:
                costs = np.where(open_columns, self.reduced[goal], 0.0)
                entering = int(np.argmin(costs))
                if costs[entering] >= -tolerance:
                    break
                self._pivot(self._leaving(entering), entering)
                pivots += 1
                if pivots > _MOST_PIVOTS:
                    raise TooManyPivots
            open_columns &= self.reduced[goal] <= tolerance

    def repair(self) -> bool:
        """
        Go from best prices whose levels are not allowed to the best that is allowed.

        Returns
        -------
        bool
            False if nothing is allowed.
        """
        for _ in range(_MOST_REPAIRS):
            if self.age >= _PIVOTS_BETWEEN_REFRESHES:
                self.refresh()
            row, rises = self._infeasible_row()
            if row is None:
                return True
            weights = self._row(row)
            entering = self._entering(weights, rises=rises)
            if entering is None:
                return False
            self._pivot(row, entering, weights)
        raise TooManyPivots

    def refresh(self) -> None:
        """Work everything out again from the basis, so that roundings do not add up."""
        rows = self.matrix.shape[0]
        every = sp.hstack([self.matrix, sp.eye(rows)], format="csc")
        # SuperLU, column by column: dense routines start threads that only wait for each other.
        try:
            factors = splu(every[:, self.basis])
        except RuntimeError:
            raise TooManyPivots from None
        self.inverse = np.column_stack([factors.solve(unit) for unit in np.eye(rows)])
        self.levels = np.einsum("rs,sk->rk", self.inverse, self.upper)
        costs = np.hstack([self.costs, np.zeros((len(self.costs), rows))])
        prices = np.einsum("gr,rs->gs", costs[:, self.basis], self.inverse)
        self.reduced = costs - np.hstack([(self.matrix.T @ prices.T).T, prices])
        self.reduced[:, self.basis] = 0
        self.age = 0

    def with_rows(self, rows: sp.csr_matrix, upper: NDArray[np.int64]) -> Simplex:
        """Return the state with further rows, whose slacks are basic and may be below zero."""
        more, columns = rows.shape
        old = len(self.upper)
        cut = sp.hstack([rows.astype(float), sp.csr_matrix((more, old))], format="csc")
        cut = cut[:, self.basis].tocsr()  # sparse, so that no threads are started
        inverse = np.zeros((old + more, old + more))
        inverse[:old, :old] = self.inverse
        inverse[old:, :old] = -(cut @ self.inverse)
        inverse[old:, old:] = np.eye(more)
        limits = np.column_stack([upper, np.ones(more)])
        levels = np.vstack([self.levels, limits - cut @ self.levels])
        return Simplex(
            sp.vstack([self.matrix, rows.astype(float)], format="csr"),
            self.costs,
            np.vstack([self.upper, limits]),
            np.append(self.basis, np.arange(columns + old, columns + old + more)),
            inverse,
            levels,
            np.hstack([self.reduced, np.zeros((len(self.reduced), more))]),
            self.tolerance,
            np.append(self.barred, np.zeros(more, dtype=bool)),
            self.age,
        )

    def without_idle_rows(self, kept: int) -> Simplex:
        """Return the state without those rows, after the first ones, that are not full."""
        rows, columns = self.matrix.shape
        at = np.full(columns + rows, -1)
        at[self.basis] = np.arange(rows)
        slacks = columns + np.arange(rows)
        idle = (at[slacks] >= 0) & (self.levels[at[slacks], 0] > _FEASIBLE)
        idle[:kept] = False
        if not idle.any():
            return self
        stays = np.setdiff1d(np.arange(rows), at[slacks[idle]])
        columns_left = np.concatenate([np.arange(columns), slacks[~idle]])
        moved = np.full(columns + rows, -1)
        moved[columns_left] = np.arange(len(columns_left))
        return Simplex(
            self.matrix[~idle],
            self.costs,
            self.upper[~idle],
            moved[self.basis[stays]],
            self.inverse[np.ix_(stays, ~idle)],
            self.levels[stays],
            self.reduced[:, columns_left],
            self.tolerance,
            self.barred[columns_left],
            self.age,
        )

    def _leaving(self, entering: int) -> int:
        column = self._column(entering)
        held = self.barred[self.basis] & (np.abs(column) > _FEASIBLE)
        if held.any():
            return int(np.flatnonzero(held)[0])  # it is at zero and must stay there
        rows = np.flatnonzero(column > _FEASIBLE)
        if not rows.size:
            raise TooManyPivots
        ratios = self.levels[rows] / column[rows, np.newaxis]
        tied = np.flatnonzero(ratios[:, 0] <= ratios[:, 0].min() + _ZERO)
        return int(rows[tied[np.argmin(ratios[tied, 1])]])

    def _infeasible_row(self) -> tuple[int | None, bool]:
        """Return the row that is furthest from allowed, and whether its level must rise."""
        level = self.levels[:, 0]
        wrong = np.where(self.barred[self.basis], np.abs(level), np.maximum(-level, 0))
        row = int(np.argmax(wrong)) if wrong.size else 0
        if not wrong.size or wrong[row] <= _FEASIBLE:
            return None, False
        return row, bool(level[row] < 0)

    def _entering(self, weights: Floats, *, rises: bool) -> int | None:
        """Return the column that takes over a row at the least price, in the goals' order."""
        usable = (weights < -_LEAST_PIVOT) if rises else (weights > _LEAST_PIVOT)
        usable &= ~self.barred
        usable[self.basis] = False
        candidates = np.flatnonzero(usable)
        size = np.abs(weights)
        for goal, tolerance in enumerate(self.tolerance):
            if candidates.size <= 1:
                break
            ratios = self.reduced[goal, candidates] / size[candidates]
            candidates = candidates[ratios <= ratios.min() + tolerance]
        return int(candidates[0]) if candidates.size else None

    def _row(self, row: int) -> Floats:
        prices = self.inverse[row]
        return np.concatenate([self._of_columns @ prices, prices])

    def _column(self, column: int) -> Floats:
        columns = self.matrix.shape[1]
        if column >= columns:
            return self.inverse[:, column - columns].copy()
        part = slice(self._by_column.indptr[column], self._by_column.indptr[column + 1])
        rows, weights = self._by_column.indices[part], self._by_column.data[part]
        return np.asarray((self.inverse[:, rows] * weights).sum(axis=1))

    @cached_property
    def _of_columns(self) -> sp.csr_matrix:
        return self._by_column.T  # once, for each transposing makes a matrix anew

    @cached_property
    def _by_column(self) -> sp.csc_matrix:
        return self.matrix.tocsc()

    def _pivot(self, row: int, entering: int, weights: Floats | None = None) -> None:
        weights = self._row(row) if weights is None else weights
        column = self._column(entering)
        if abs(column[row]) < _FEASIBLE:
            raise TooManyPivots  # roundings have added up too far
        self.reduced -= np.outer(self.reduced[:, entering] / column[row], weights)
        self.reduced[:, entering] = 0
        self.inverse[row] /= column[row]
        self.levels[row] /= column[row]
        others = np.flatnonzero(np.abs(column) > _ZERO)
        others = others[others != row]
        self.inverse[others] -= np.outer(column[others], self.inverse[row])
        self.levels[others] -= np.outer(column[others], self.levels[row])
        self.basis[row] = entering
        self.age += 1
