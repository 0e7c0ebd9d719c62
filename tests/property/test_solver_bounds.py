"""Bounds, counts and rounding against every choice of columns: nothing rests on good prices."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp

from planner.solver.counts import counted
from planner.solver.linear.bound import exact_bound
from planner.solver.linear.relaxation import relax
from planner.solver.program import Integers, Objective, Program
from planner.solver.rows import Kind, Mask, Rows


def random_program(seed: int) -> Program:
    """Make a program of part-time pupils on two limits, one of which must be filled exactly."""
    draw = np.random.default_rng(seed)
    groups = np.repeat(np.arange(5), draw.integers(1, 4, size=5))
    sizes = draw.choice((4, 5, 6, 10), size=5)[groups]
    inner, outer = (draw.random(len(groups)) < share for share in (0.6, 0.9))
    single = (groups == np.arange(5)[:, np.newaxis]).astype(np.int64)
    pair = np.where(groups == 0, 1, np.where(groups == 1, -1, 0)) * (draw.random(len(groups)) < 0.7)
    rows = np.vstack([single, sizes * inner, sizes * (inner | outer), pair])
    upper = np.array([1] * 5 + [int(draw.integers(9, 16)), int(draw.integers(12, 24)), 0])
    cost = draw.integers(-9, 4, size=len(groups))
    return Program(
        sp.csr_matrix(rows),
        upper,
        np.array([False] * 7 + [True]),
        groups,
        (Objective("cost", "points", cost),),
    )


def allowed(program: Program, rows: Rows) -> Iterator[Mask]:
    by_group = [[None, *np.flatnonzero(program.groups == g)] for g in np.unique(program.groups)]
    for picked in product(*by_group):
        chosen = np.zeros(len(program.groups), dtype=bool)
        chosen[[column for column in picked if column is not None]] = True
        if rows.allow(chosen):
            yield chosen


def first_cost(program: Program) -> Integers:
    return program.objectives[0].coefficients.astype(np.int64)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("guess", ["best", "rough", "wild"])
def test_no_choice_costs_less_than_the_bound_and_what_its_columns_and_unused_rows_add(
    seed: int, guess: str
) -> None:
    program = random_program(seed)
    rows, cost = Rows.of(program), first_cost(program)
    draw = np.random.default_rng(seed)
    best = relax(cost, rows).bound
    duals = best.prices / best.scale
    if guess == "rough":
        duals = duals + draw.normal(scale=0.1, size=len(duals))
    if guess == "wild":
        duals = draw.normal(scale=5, size=len(duals))
    bound = exact_bound(cost, rows, duals)
    for chosen in allowed(program, rows):
        unused = (rows.upper - rows.used(chosen))[~rows.equal]
        adds = int(np.maximum(bound.reduced[chosen], 0).sum())
        adds += int(unused @ bound.prices[~rows.equal])
        assert bound.scale * int(cost[chosen].sum()) >= bound.scaled_bound + adds


@pytest.mark.parametrize("seed", range(40))
def test_columns_and_rows_left_out_at_a_value_are_in_no_choice_of_that_value(seed: int) -> None:
    program = random_program(seed)
    rows, cost = Rows.of(program), first_cost(program)
    bound = relax(cost, rows).bound
    for chosen in allowed(program, rows):
        value = int(cost[chosen].sum())
        assert bound.columns_within(value)[chosen].all()
        assert (rows.used(chosen) == rows.upper)[bound.rows_used_up(value)].all()
        assert bound.rounded_up(1) <= value


@pytest.mark.parametrize("seed", range(20))
def test_with_counts_of_alike_columns_every_choice_uses_the_same_of_every_row(seed: int) -> None:
    program = random_program(seed)
    draw = np.random.default_rng(seed)
    odd = np.array([[int(w) for w in draw.integers(-2, 3, size=len(program.groups))]])
    rows = Rows.of(program).more(sp.csr_matrix(odd), np.array([3]), Kind.CUT)
    with_counts = counted(rows)
    for _ in range(20):
        chosen = draw.random(len(program.groups)) < 0.5
        columns = len(chosen)
        belongs = with_counts.links[:, :columns]
        counts = belongs @ chosen.astype(np.int64)
        every = np.append(chosen.astype(np.int64), counts)
        assert (with_counts.matrix @ every == rows.used(chosen)).all()
        assert not (with_counts.links @ every).any()
        assert (counts <= with_counts.most).all()


def test_alike_columns_are_counted_and_others_are_not() -> None:
    program = random_program(3)
    with_counts = counted(Rows.of(program))
    shared = program.matrix.toarray()[len(np.unique(program.groups)) :]
    kinds, members = np.unique(shared, axis=1, return_counts=True)
    assert sorted(with_counts.most.tolist()) == sorted(members[members > 1].tolist())
    assert with_counts.links.shape[0] == int((members > 1).sum()) <= kinds.shape[1]
