"""Combinations of full rows, by hand and against every allowed choice."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp

from planner.solver.linear.congruence import congruent
from planner.solver.linear.relaxation import relax
from planner.solver.linear.rounding import round_tableau
from planner.solver.program import Objective, Program
from planner.solver.rows import Rows


def rows_of(matrix: list[list[int]], upper: list[int]) -> Rows:
    columns = len(matrix[0])
    alone = np.eye(columns, dtype=np.int64).tolist()
    return Rows.of(
        Program(
            sp.csr_matrix(np.array([*matrix, *alone], dtype=np.int64)),
            np.array([*upper, *[1] * columns], dtype=np.int64),
            np.zeros(len(matrix) + columns, dtype=bool),
            np.arange(columns),
            (Objective("placed", "pupils", np.full(columns, -1)),),
        )
    )


def test_of_three_who_exclude_each_other_one_is_left_when_the_halves_are_added() -> None:
    rows = rows_of([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [1, 1, 1])
    relaxed = relax(np.array([-1, -1, -1]), rows)
    assert relaxed.levels == pytest.approx([0.5, 0.5, 0.5])
    assert congruent(rows, relaxed, 2)[:3].T.tolist() == [[1, 1, 1]]
    cuts = round_tableau(rows, relaxed)
    assert cuts is not None
    found = [
        (cut.tolist(), int(most)) for cut, most in zip(cuts[0].toarray(), cuts[1], strict=True)
    ]
    assert ([1, 1, 1], 1) in found


@pytest.mark.parametrize("prime", [2, 5])
@pytest.mark.parametrize("seed", range(20))
def test_a_combination_rounded_down_bars_no_choice_that_the_rows_allow(
    prime: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    matrix = draw.choice([0, 0, 4, 5, 6, 10], size=(5, 8))
    rows = rows_of(matrix.tolist(), draw.integers(5, 25, size=5).tolist())
    relaxed = relax(draw.integers(-9, 0, size=8), rows)
    every = np.array(list(product((0, 1), repeat=8)), dtype=np.int64)
    allowed = every[(every @ rows.matrix.toarray().T <= rows.upper).all(axis=1)]
    for times in congruent(rows, relaxed, prime).T:
        weights, limit = rows.matrix.T @ times, int(rows.upper @ times)
        assert (weights[relaxed.split] % prime == 0).all()
        assert (allowed @ (weights // prime) <= limit // prime).all()
