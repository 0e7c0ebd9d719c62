"""Rows of whole numbers over the open columns, and what kind each row is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.program import Integers, Program, sparse_rows

Mask = NDArray[np.bool_]

Cut = tuple[Integers, Integers, int]
"""Columns, a whole weight for each, and the limit that every answer keeps."""

Cuts = tuple[sp.csr_matrix, Integers]
"""Rows and their limits."""

_WHOLE = 1e-6


class Kind(IntEnum):
    """What a row is."""

    GROUP = 0
    """At most one column of one group; each column stands in at most one such row."""
    SHARED = 1
    """A row of the program over several groups, or with other weights."""
    UNEVEN = 2
    """The same, with positive weights that differ."""
    GOAL = 3
    """A goal held at its value."""
    CUT = 4
    """A row that follows from the others, and may be left out again."""


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
    kind: Integers
    """A :class:`Kind` for each row."""

    @classmethod
    def of(cls, program: Program) -> Rows:
        """Return the rows of a program."""
        matrix = program.matrix.astype(np.int64).tocsr()
        matrix.sort_indices()
        upper = program.upper.astype(np.int64)
        return cls(matrix, upper, program.equal.copy(), _kinds(matrix, program))

    def __len__(self) -> int:
        return len(self.upper)

    def of_kind(self, *kinds: Kind) -> Mask:
        """Say which rows are of some kinds."""
        return np.isin(self.kind, kinds)

    def over(self, columns: Integers | Mask) -> Rows:
        """Return the same rows over some of the columns; all others stay unchosen."""
        return Rows(self.matrix[:, columns].tocsr(), self.upper, self.equal, self.kind)

    def kept(self, kept: Mask) -> Rows:
        """Return some of the rows."""
        return Rows(self.matrix[kept], self.upper[kept], self.equal[kept], self.kind[kept])

    def tight(self, tight: Mask) -> Rows:
        """Return the rows with further rows that must be used to the limit."""
        return Rows(self.matrix, self.upper, self.equal | tight, self.kind)

    def more(self, matrix: sp.csr_matrix, upper: Integers, kind: Kind) -> Rows:
        """Return the rows with further limits below them."""
        return Rows(
            sp.vstack([self.matrix, matrix], format="csr"),
            np.append(self.upper, upper),
            np.append(self.equal, np.zeros(len(upper), dtype=bool)),
            np.append(self.kind, np.full(len(upper), kind, dtype=np.int64)),
        )

    def used(self, chosen: Mask) -> Integers:
        """Return what a choice uses of each row."""
        return np.asarray(self.matrix @ chosen.astype(np.int64))

    def allow(self, chosen: Mask) -> bool:
        """Say whether a choice keeps every row."""
        used = self.used(chosen)
        return bool((used <= self.upper).all() and (used == self.upper)[self.equal].all())

    @property
    def most(self) -> Integers:
        """What all columns together could use of each row."""
        positive = self.matrix.copy()
        positive.data = np.maximum(positive.data, 0)
        return np.asarray(positive.sum(axis=1)).ravel()

    def without_idle(self) -> Rows:
        """Return the rows that some choice of the open columns can fill."""
        return self.kept(self.equal | (self.most >= self.upper))


def _kinds(matrix: sp.csr_matrix, program: Program) -> Integers:
    kinds = np.full(matrix.shape[0], Kind.SHARED, dtype=np.int64)
    held = np.zeros(matrix.shape[1], dtype=bool)
    for row in range(matrix.shape[0]):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        members, weights = matrix.indices[part], matrix.data[part]
        if not members.size or weights.min() <= 0:
            continue
        groups = program.groups[members]
        if program.upper[row] == 1 and weights.max() == 1 and (groups == groups[0]).all():
            if not held[members].any():
                kinds[row] = Kind.GROUP
                held[members] = True
        elif weights.min() < weights.max() and not program.equal[row]:
            kinds[row] = Kind.UNEVEN
    return kinds


def stacked(found: Sequence[Cut], columns: int) -> Cuts:
    """Return cuts as rows one under the other, with their limits."""
    limits = np.array([limit for _, _, limit in found], dtype=np.int64)
    return sparse_rows([(members, weights) for members, weights, _ in found], columns), limits


def is_split(levels: NDArray[np.float64]) -> bool:
    """Say whether any column is chosen in part."""
    return bool(((levels > _WHOLE) & (levels < 1 - _WHOLE)).any())
