"""What is told of an answer of which some goals are not proven."""

import numpy as np
import scipy.sparse as sp

from planner.solver.program import Objective, Program
from planner.solver.warm.forcing import Forcing


def _split_evenly(*, hard: str, size: int = 150) -> Forcing:
    """Return half of some items under eight limits, which only the goal of points finds hard."""
    draw = np.random.default_rng(7)
    weights = draw.integers(100_000, 1_000_000, size=(8, size))
    held = np.zeros(size, dtype=bool)
    held[: size // 2] = True
    rows = sp.csr_matrix(np.vstack([np.ones((1, size), dtype=np.int64), weights]))
    upper = np.concatenate([[size // 2], weights.sum(axis=1) // 2])
    even = Objective("taken", "items", -np.ones(size, dtype=np.int64))
    points = Objective("points", "points", -draw.integers(1, 1 << 28, size=size))
    goals = (even, points) if hard == "last" else (points, even)
    groups = np.arange(size)
    equal = np.zeros(9, dtype=bool)
    return Forcing(Program(rows, upper, equal, groups, goals), groups, np.zeros(size, bool), 0.0)


def test_an_open_last_draw_leaves_the_goals_before_it_exact() -> None:
    found = _split_evenly(hard="last").best()
    assert found.open_goals == 1
    assert not found.exact
    assert found.exact_but_last


def test_an_open_goal_before_the_last_leaves_nothing_exact() -> None:
    found = _split_evenly(hard="first").best()
    assert found.open_goals == 2
    assert not found.exact_but_last


def test_a_proven_answer_has_no_open_goals() -> None:
    found = _split_evenly(hard="last", size=6).best()
    assert found.open_goals == 0
    assert found.exact
