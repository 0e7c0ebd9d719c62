"""
The model as an analyst writes it with PuLP: row by row, anew for each goal, gap 0.

Runs in a process of its own (see ``own_process``), because highspy and ortools cannot live in
one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

import pulp

from allocation_rivals.facts import Facts, LimitFacts
from allocation_rivals.measured import Measured
from allocation_rivals.own_process import answer

Variables = list[pulp.LpVariable]


def solve_goals(facts: Facts, solver: str) -> Iterator[Measured]:
    """Write and solve one model for each goal, the goals before held at their values."""
    measured = Measured(f"PuLP + {solver}", finished=False)
    for stage, (_, constant, adds) in enumerate(facts.goals):
        with measured.build.counted():
            problem, x = write(facts, stage, measured.goals)
        try:
            with measured.solve.counted():
                problem.solve(_SOLVERS[solver]())
        except pulp.PulpSolverError:
            # CBC, a program of its own, has been stopped at the limit.
            return
        if problem.sol_status != pulp.LpSolutionOptimal:
            raise ValueError(f"goal {stage} is not solved: {pulp.LpStatus[problem.status]}")
        chosen = [j for j, variable in enumerate(x) if round(variable.value() or 0) == 1]
        measured.goals.append(constant + sum(adds[j] for j in chosen))
        measured.chosen = chosen
        measured.finished = len(measured.goals) == len(facts.goals)
        yield measured


def write(facts: Facts, stage: int, reached: list[int]) -> tuple[pulp.LpProblem, Variables]:
    """Write the model for one goal."""
    problem = pulp.LpProblem("allocation", pulp.LpMinimize)
    x = [pulp.LpVariable(f"x{j}", cat="Binary") for j in range(len(facts.pupil))]
    problem += pulp.lpSum(a * x[j] for j, a in enumerate(facts.goals[stage][2]) if a)
    of_pupil = defaultdict(list)
    for j, pupil in enumerate(facts.pupil):
        of_pupil[pupil].append(j)
    for members in of_pupil.values():
        problem += pulp.lpSum(x[j] for j in members) <= 1
    for limit in facts.limits:
        write_limit(problem, x, facts, limit)
    for pair in facts.pairs:
        one, other = pulp.lpSum(x[j] for j in pair.one), pulp.lpSum(x[j] for j in pair.other)
        problem += one - other == 0 if pair.together else one + other <= 1
    if facts.budget_pence is not None:
        spent = pulp.lpSum(p * x[j] for j, p in enumerate(facts.price_pence))
        problem += spent <= facts.budget_pence
    for (_, constant, adds), value in zip(facts.goals, reached, strict=False):
        if any(adds):
            problem += pulp.lpSum(a * x[j] for j, a in enumerate(adds) if a) <= value - constant
    return problem, x


def write_limit(problem: pulp.LpProblem, x: Variables, facts: Facts, limit: LimitFacts) -> None:
    """Write one row for each week."""
    for week, left in enumerate(limit.left):
        there = [
            takes * x[j]
            for j, takes in limit.takes.items()
            if facts.first_week[j] <= week <= facts.last_week[j]
        ]
        if there:
            problem += pulp.lpSum(there) <= left


_SOLVERS = {
    "HiGHS": partial(pulp.HiGHS, msg=False, gapRel=0.0, gapAbs=0.0, threads=1),
    "CBC": partial(pulp.PULP_CBC_CMD, msg=False, gapRel=0.0, gapAbs=0.0, threads=1),
}

if __name__ == "__main__":
    answer(solve_goals)
