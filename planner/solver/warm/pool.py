"""Cuts found once and kept for the next question: to look one up is cheaper than to find it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.program import Integers

_VIOLATION = 1e-4
_MOST_AT_ONCE = 20

Cuts = tuple[sp.csr_matrix, Integers]
"""Rows and their limits."""


@dataclass
class Pool:
    """Cuts that hold for every whole choice that a program allows, whatever is forced in it."""

    _cuts: list[Cuts] = field(default_factory=list)

    def keep(self, cuts: Cuts) -> None:
        """Add cuts."""
        self._cuts.append(cuts)

    def broken(self, levels: NDArray[np.float64]) -> Cuts | None:
        """Return the kept cuts that a fractional answer breaks most; None if it breaks none."""
        if not self._cuts:
            return None
        if len(self._cuts) > 1:
            rows, limits = zip(*self._cuts, strict=True)
            self._cuts[:] = [(sp.vstack(rows, format="csr"), np.concatenate(limits))]
        ((rows_kept, limits_kept),) = self._cuts
        by = rows_kept @ levels - limits_kept
        broken = np.argsort(-by, kind="stable")[:_MOST_AT_ONCE]
        broken = broken[by[broken] > _VIOLATION]
        return (rows_kept[broken], limits_kept[broken]) if broken.size else None
