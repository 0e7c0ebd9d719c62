"""A linear program over 0-1 columns with goals in a strict order: what is to be solved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Objective:
    """One goal: the sum of ``coefficients`` over the chosen columns plus ``constant``."""

    name: str
    unit: str
    coefficients: Integers
    constant: int = 0

    def value(self, chosen: NDArray[np.bool_]) -> int:
        """Return the goal's value for a choice of columns."""
        return int(self.coefficients[chosen].sum()) + self.constant


@dataclass(frozen=True)
class Program:
    """
    Choose 0-1 columns within integer rows, smallest goals first.

    ``matrix`` has the axes (rows, columns); each row's sum over the chosen
    columns must not pass ``upper``, and must equal it where ``equal`` is true.
    Choosing nothing must be allowed, so every ``upper`` is at least zero and
    zero where ``equal`` is true.

    ``groups`` names for each column the group of which at most one column may
    be chosen (a pupil). Each group must have its row in the matrix too.
    """

    matrix: sp.csr_matrix
    upper: Integers
    equal: NDArray[np.bool_]
    groups: Integers
    objectives: tuple[Objective, ...]

    def __post_init__(self) -> None:
        if (self.upper < 0).any() or (self.upper[self.equal] != 0).any():
            raise ValueError("choosing nothing must be allowed by every row")


@dataclass(frozen=True, slots=True)
class ObjectiveValue:
    """What was reached for one goal, and the bound that no choice can beat."""

    name: str
    unit: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.value == self.bound


@dataclass(frozen=True)
class Solution:
    """The chosen columns and each goal's value, in the order of the goals."""

    chosen: NDArray[np.bool_]
    values: tuple[ObjectiveValue, ...]


def sparse_rows(parts: Sequence[tuple[Integers, Integers]], columns: int) -> sp.csr_matrix:
    """Return rows of whole numbers one under the other, each from its columns and weights."""
    nothing = [np.zeros(0, dtype=np.int64)]
    pointers = np.cumsum([0] + [len(members) for members, _ in parts])
    weights = np.concatenate([each for _, each in parts] or nothing)
    members = np.concatenate([each for each, _ in parts] or nothing)
    return sp.csr_matrix((weights, members, pointers), shape=(len(parts), columns), dtype=np.int64)
