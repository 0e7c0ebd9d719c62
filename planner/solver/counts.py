"""
Columns that use the same of every shared row are counted together.

Pupils who attend as many sessions in the same weeks at the same place are alike
for its limits. With their number as a variable of its own a limit has a few
terms and not hundreds, and a search can reason on numbers instead of on who.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from planner.solver.program import Integers
from planner.solver.rows import Kind, Rows


@dataclass(frozen=True)
class Counted:
    """Rows over the columns and, behind them, over the counts of alike columns."""

    matrix: sp.csr_matrix
    most: Integers
    """The most that each count can be."""
    links: sp.csr_matrix
    """Rows that must be 0: the alike columns, less their count."""


def counted(rows: Rows) -> Counted:
    """Write rows over several groups with counts; the rows of one group keep their columns."""
    alike = alike_columns(rows)
    members = np.bincount(alike)
    several = np.flatnonzero(members > 1)
    position = np.full(len(members), -1, dtype=np.int64)
    position[several] = np.arange(len(several))
    of = position[alike]
    inside = np.flatnonzero(of >= 0)
    ones = np.ones(len(inside), dtype=np.int64)
    belongs = sp.csr_matrix((ones, (inside, of[inside])), shape=(len(of), len(several)))
    example = np.zeros(len(several), dtype=np.int64)
    example[of[inside][::-1]] = inside[::-1]
    spread = sp.diags_array((~rows.of_kind(Kind.GROUP)).astype(np.int64), dtype=np.int64)
    together = (spread @ rows.matrix[:, example]).tocsr()
    apart = (rows.matrix - together @ belongs.T).tocsr()
    apart.eliminate_zeros()
    together.eliminate_zeros()
    links = sp.hstack([belongs.T, -sp.identity(len(several), dtype=np.int64)], format="csr")
    matrix = sp.hstack([apart, together], format="csr")
    return Counted(matrix.astype(np.int64), members[several], links.astype(np.int64))


def alike_columns(rows: Rows) -> Integers:
    """Return for each column the number of its kind: what it uses of every shared row."""
    shared = rows.matrix[rows.of_kind(Kind.SHARED, Kind.UNEVEN)].tocsc()
    shared.sort_indices()
    numbers: dict[tuple[bytes, bytes], int] = {}
    alike = np.zeros(shared.shape[1], dtype=np.int64)
    for column in range(shared.shape[1]):
        part = slice(shared.indptr[column], shared.indptr[column + 1])
        uses = (shared.indices[part].tobytes(), shared.data[part].tobytes())
        alike[column] = numbers.setdefault(uses, len(numbers))
    return alike
