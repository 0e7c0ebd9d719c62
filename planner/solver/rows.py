"""Rows of whole numbers over the open columns, and what kind each row is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.program import Integers, Program

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Rows:
    """
    Sums over the chosen columns that must not pass ``upper``, or must equal it.

    Every weight and limit is a whole number, so what a row leaves unused is whole too.
    """

    matrix: sp.csr_matrix
    upper: Integers
    equal: Mask
    """Rows that must be used to the limit."""
    cut: Mask
    """Rows that follow from the others, and may be left out again."""
    knapsack: Mask
    """Rows of the program whose weights are positive and differ."""

    @classmethod
    def of(cls, program: Program) -> Rows:
        """Return the rows of a program."""
        matrix = program.matrix.astype(np.int64).tocsr()
        matrix.sort_indices()
        return cls(
            matrix,
            program.upper.astype(np.int64),
            program.equal.copy(),
            np.zeros(len(program.upper), dtype=bool),
            _knapsacks(matrix) & ~program.equal,
        )

    def __len__(self) -> int:
        return len(self.upper)

    def over(self, columns: Integers | Mask) -> Rows:
        """Return the same rows over some of the columns; all others stay unchosen."""
        matrix = self.matrix[:, columns].tocsr()
        return Rows(matrix, self.upper, self.equal, self.cut, self.knapsack)

    def kept(self, kept: Mask) -> Rows:
        """Return some of the rows."""
        return Rows(
            self.matrix[kept],
            self.upper[kept],
            self.equal[kept],
            self.cut[kept],
            self.knapsack[kept],
        )

    def tight(self, tight: Mask) -> Rows:
        """Return the rows with further rows that must be used to the limit."""
        return Rows(self.matrix, self.upper, self.equal | tight, self.cut, self.knapsack)

    def more(self, matrix: sp.csr_matrix, upper: Integers, *, cut: bool) -> Rows:
        """Return the rows with further limits below them."""
        none = np.zeros(len(upper), dtype=bool)
        return Rows(
            sp.vstack([self.matrix, matrix], format="csr"),
            np.append(self.upper, upper),
            np.append(self.equal, none),
            np.append(self.cut, ~none if cut else none),
            np.append(self.knapsack, none),
        )

    def used(self, chosen: Mask) -> Integers:
        """Return what a choice uses of each row."""
        return np.asarray(self.matrix @ chosen.astype(np.int64))

    def allow(self, chosen: Mask) -> bool:
        """Say whether a choice keeps every row."""
        used = self.used(chosen)
        return bool((used <= self.upper).all() and (used == self.upper)[self.equal].all())

    def without_idle(self) -> Rows:
        """Return the rows that some choice of the open columns can fill."""
        positive = self.matrix.copy()
        positive.data = np.maximum(positive.data, 0)
        most = np.asarray(positive.sum(axis=1)).ravel()
        return self.kept(self.equal | (most >= self.upper))


def _knapsacks(matrix: sp.csr_matrix) -> Mask:
    found = np.zeros(matrix.shape[0], dtype=bool)
    for row in range(matrix.shape[0]):
        weights = matrix.data[matrix.indptr[row] : matrix.indptr[row + 1]]
        found[row] = bool(weights.size and 0 < weights.min() < weights.max())
    return found
