"""
CP-SAT made repeatable: one worker, a fixed seed, deterministic limits, honest status.

A wall-clock limit would make the answer depend on the machine (or-tools #4195).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from planner.solver.program import Integers
from planner.solver.rows import Rows

SOLVER_VERSION = f"ortools {version('ortools')}"


@dataclass(frozen=True)
class Found:
    """What a search ended with: the best choice, if any, and whether the search is complete."""

    chosen: NDArray[np.bool_] | None
    complete: bool
    """True if ``chosen`` is optimal, or if there is no choice at all within the range."""
    spent: float
    """Effort that the search took. [CP-SAT deterministic seconds]"""


def search(
    cost: Integers,
    rows: Rows,
    *,
    hint: NDArray[np.float64],
    effort: float,
    floor: int | None = None,
    ceiling: int | None = None,
) -> Found:
    """
    Minimise ``cost`` over 0-1 columns and the rows with CP-SAT.

    Parameters
    ----------
    cost, rows
        For the columns searched.
    hint
        Levels to start from, one for each column. [0 to 1]
    effort
        Limit of the search. [CP-SAT deterministic seconds]
    floor
        A cost that no answer is known to beat; None for none.
    ceiling
        Only answers of at most this cost are of interest; None for all.
    """
    model = cp_model.CpModel()
    place = [model.new_bool_var("") for _ in range(rows.matrix.shape[1])]
    for row in range(len(rows)):
        _add_row(model, place, rows, row)
    total = cp_model.LinearExpr.weighted_sum(place, cost.tolist())
    if floor is not None:
        model.add(total >= floor)
    if ceiling is not None:
        model.add(total <= ceiling)
    if cost.any() and (ceiling is None or ceiling != floor):
        model.minimize(total)
    for variable, level in zip(place, hint, strict=True):
        model.add_hint(variable, bool(level > 0.5))
    solver = _solver(effort)
    status = solver.solve(model)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"the model is not valid: {model.validate()}")
    spent = float(solver.response_proto.deterministic_time)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        chosen = np.fromiter((solver.boolean_value(v) for v in place), bool, len(place))
        return Found(chosen, status == cp_model.OPTIMAL, spent)
    return Found(None, status == cp_model.INFEASIBLE, spent)


def _solver(effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    # The rows come reduced already; presolve only hides their structure from the cuts
    # (measured: proofs three to ten times faster without it).
    solver.parameters.cp_model_presolve = False
    solver.parameters.exploit_objective = False
    solver.parameters.max_deterministic_time = effort
    return solver


def _add_row(model: cp_model.CpModel, place: list[cp_model.IntVar], rows: Rows, row: int) -> None:
    start, end = rows.matrix.indptr[row], rows.matrix.indptr[row + 1]
    weights, limit = rows.matrix.data[start:end], int(rows.upper[row])
    tight = bool(rows.equal[row])
    if not tight and int(np.maximum(weights, 0).sum()) <= limit:
        return
    members = [place[column] for column in rows.matrix.indices[start:end]]
    if limit == 1 and (weights == 1).all():
        if tight:
            model.add_exactly_one(members)
        else:
            model.add_at_most_one(members)
        return
    total = cp_model.LinearExpr.weighted_sum(members, weights.tolist())
    if tight:
        model.add(total == limit)
    else:
        model.add(total <= limit)
