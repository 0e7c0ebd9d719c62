"""The whole model in CP-SAT, goal after goal: one worker, linearization 2, hints."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from allocation_rivals.facts import Facts, LimitFacts
from allocation_rivals.measured import Measured
from allocation_rivals.own_process import answer

Variables = list[cp_model.IntVar]


def solve_goals(facts: Facts, _solver_name: str) -> Iterator[Measured]:
    """Write the model once, then minimise each goal with those before held at their values."""
    measured = Measured("plain CP-SAT", finished=False)
    with measured.build.counted():
        model, x = write(facts)
    for _, constant, adds in facts.goals:
        with measured.solve.counted():
            total = cp_model.LinearExpr.weighted_sum(x, adds)
            model.minimize(total)
            solver = _solver()
            if solver.solve(model) != cp_model.OPTIMAL:
                raise ValueError(f"a goal is not solved: {solver.status_name()}")
            levels = [solver.boolean_value(variable) for variable in x]
            value = sum(a for a, level in zip(adds, levels, strict=True) if level)
            model.add(total <= value)
            model.clear_hints()
            for variable, level in zip(x, levels, strict=True):
                model.add_hint(variable, level)
        measured.goals.append(constant + value)
        measured.chosen = [j for j, level in enumerate(levels) if level]
        measured.finished = len(measured.goals) == len(facts.goals)
        yield measured


def write(facts: Facts) -> tuple[cp_model.CpModel, Variables]:
    """Write the rules."""
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in facts.pupil]
    of_pupil: dict[int, Variables] = {}
    for j, pupil in enumerate(facts.pupil):
        of_pupil.setdefault(pupil, []).append(x[j])
    for members in of_pupil.values():
        model.add_at_most_one(members)
    for limit in facts.limits:
        write_limit(model, x, facts, limit)
    for pair in facts.pairs:
        one, other = sum(x[j] for j in pair.one), sum(x[j] for j in pair.other)
        if pair.together:
            model.add(one == other)
        else:
            model.add(one + other <= 1)
    if facts.budget_pence is not None:
        spent = cp_model.LinearExpr.weighted_sum(x, facts.price_pence)
        model.add(spent <= facts.budget_pence)
    return model, x


def write_limit(model: cp_model.CpModel, x: Variables, facts: Facts, limit: LimitFacts) -> None:
    """Write one row for each week."""
    for week, left in enumerate(limit.left):
        there = [j for j in limit.takes if facts.first_week[j] <= week <= facts.last_week[j]]
        if there:
            weights = [limit.takes[j] for j in there]
            model.add(cp_model.LinearExpr.weighted_sum([x[j] for j in there], weights) <= left)


def _solver() -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    return solver


if __name__ == "__main__":
    answer(solve_goals)
