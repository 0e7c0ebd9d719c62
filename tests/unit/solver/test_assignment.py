"""Pure assignments: every forced choice at once, held against solving afresh."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.sparse as sp

from planner.solver.lexicographic import solve
from planner.solver.program import Objective, Program
from planner.solver.warm.forcing import Forcing


def drawn_program(seed: int, *, pupils: int = 8, places: int = 4) -> Program:
    draw = np.random.default_rng(seed)
    groups, nodes = np.nonzero(draw.random((pupils, places)) < 0.7)
    columns = np.arange(len(groups))
    weight = int(draw.choice((1, 10)))
    rows = [sp.csr_matrix((groups == g).astype(np.int64)) for g in np.unique(groups)]
    rows += [sp.csr_matrix((nodes == n).astype(np.int64) * weight) for n in range(places - 1)]
    room = draw.integers(0, 4, size=places - 1) * weight + draw.integers(0, weight)
    goals = (
        Objective("unplaced", "pupils", -np.ones(len(columns), dtype=np.int64), pupils),
        Objective("minutes", "minutes", draw.integers(0, 5, size=len(columns))),
        Objective("pence", "pence", draw.integers(-3, 900_000, size=len(columns))),
        Objective("draw", "points", draw.integers(1, 1 << 28, size=len(columns))),
    )
    upper = np.concatenate([np.ones(len(np.unique(groups)), dtype=np.int64), room])
    return Program(
        sp.vstack(rows, format="csr"), upper, np.zeros(len(upper), dtype=bool), groups, goals
    )


@pytest.mark.parametrize("seed", range(6))
def test_pushing_along_cheapest_paths_gives_what_solving_afresh_gives(seed):
    program = drawn_program(seed)
    chosen = solve(program).chosen
    forcing = Forcing(program, np.arange(len(program.groups)), chosen)
    assert forcing.assignment is not None
    for column in range(len(program.groups)):
        group = int(program.groups[column])
        pushed = forcing.force(np.array([column]))
        fresh = forcing._afresh(np.array([column]), group)
        assert (pushed is None) == (fresh is None)
        if pushed is not None and fresh is not None:
            assert pushed.values == fresh.values
            assert (pushed.chosen == fresh.chosen).all()
            assert (program.matrix @ pushed.chosen.astype(int) <= program.upper).all()
