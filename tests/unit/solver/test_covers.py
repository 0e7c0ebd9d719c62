"""Cover cuts, held against every allowed choice of a small row."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp

from planner.solver.covers import separate_covers
from planner.solver.knapsack import separate


def a_row(seed: int):
    draw = random.Random(seed)
    sizes = [draw.randint(1, 3) for _ in range(draw.randint(2, 6))]
    groups = np.repeat(np.arange(len(sizes)), sizes)
    weights = np.repeat([draw.choice((4, 5, 6, 10)) for _ in sizes], sizes)
    limit = draw.randint(5, 25)
    levels = np.array([draw.choice((0.0, 0.0, 0.5, 1.0)) for _ in groups])
    levels /= np.maximum(1, np.bincount(groups, levels))[groups]
    return groups, weights, limit, levels


def allowed_choices(groups, weights, limit):
    for taken in product((False, True), repeat=len(groups)):
        chosen = np.array(taken)
        if weights[chosen].sum() <= limit and np.bincount(groups, chosen).max() <= 1:
            yield chosen


@pytest.mark.parametrize("seed", range(150))
def test_a_cut_bars_no_allowed_choice_and_bars_the_split_answer(seed):
    groups, weights, limit, levels = a_row(seed)
    row = sp.csr_matrix(weights[np.newaxis, :])
    found = separate_covers(row, np.array([limit]), np.array([0]), groups, levels)
    if found is None:
        return
    cuts, most = found
    assert (cuts @ levels > most).all()
    for chosen in allowed_choices(groups, weights, limit):
        assert (cuts @ chosen <= most).all()


def test_a_half_time_pupil_in_place_leaves_no_half_for_a_full_time_pupil():
    row = sp.csr_matrix(np.array([[5, 10, 5]]))
    cuts, most = separate_covers(
        row, np.array([10]), np.array([0]), np.array([0, 1, 2]), np.array([1.0, 0.5, 0.0])
    )
    assert cuts.toarray().tolist() == [[1, 1, 0]]
    assert most.tolist() == [1]


def test_most_rows_that_split_answers_break_are_found():
    found = [
        separate_covers(
            sp.csr_matrix(weights[np.newaxis, :]),
            np.array([limit]),
            np.array([0]),
            groups,
            levels,
        )
        for groups, weights, limit, levels in (a_row(seed) for seed in range(150))
    ]
    assert sum(each is not None for each in found) > 20


def test_a_budget_in_pence_is_no_row_for_cuts_by_recursion_over_the_load():
    row = sp.csr_matrix(np.array([[1_200_001, 900_000, 800_000]]))
    split = np.array([0.6, 0.7, 0.7])
    assert separate(row, np.array([1_949_196]), np.array([0]), split) is None
