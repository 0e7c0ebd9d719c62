"""
CP-SAT made repeatable: one worker, a fixed seed, deterministic limits, honest status.

A wall-clock limit would make the answer depend on the machine (or-tools #4195).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from planner.solver.program import Integers

SOLVER_VERSION = f"ortools {version('ortools')}"


@dataclass(frozen=True)
class Found:
    """What a search ended with: the best choice, if any, and whether the search is complete."""

    chosen: NDArray[np.bool_] | None
    complete: bool
    """True if ``chosen`` is optimal, or if there is no choice at all within the ceiling."""
    spent: float
    """Effort that the search took. [CP-SAT deterministic seconds]"""


def search(
    cost: Integers,
    matrix: sp.csr_matrix,
    upper: Integers,
    equal: NDArray[np.bool_],
    *,
    hint: NDArray[np.float64],
    ceiling: int | None,
    effort: float,
) -> Found:
    """
    Minimise ``cost`` over 0-1 columns and the rows with CP-SAT.

    Parameters
    ----------
    cost, matrix, upper, equal
        As in :class:`~planner.solver.program.Program`, for the columns searched.
    hint
        Levels to start from, one for each column. [0 to 1]
    ceiling
        Only answers of at most this cost are of interest; None for all.
    effort
        Limit of the search. [CP-SAT deterministic seconds]
    """
    model = cp_model.CpModel()
    place = [model.new_bool_var("") for _ in range(matrix.shape[1])]
    for row in range(matrix.shape[0]):
        _add_row(model, place, matrix, row, int(upper[row]), tight=bool(equal[row]))
    total = cp_model.LinearExpr.weighted_sum(place, cost.tolist())
    if ceiling is not None:
        model.add(total <= ceiling)
    if cost.any():
        model.minimize(total)
    for variable, level in zip(place, hint, strict=True):
        model.add_hint(variable, bool(level > 0.5))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.linearization_level = 2
    # The rows come reduced already; presolve only hides their structure from the cuts
    # (measured: proofs three to ten times faster without it).
    solver.parameters.cp_model_presolve = False
    solver.parameters.exploit_objective = False
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status == cp_model.MODEL_INVALID:
        raise ValueError(f"the model is not valid: {model.validate()}")
    spent = float(solver.response_proto.deterministic_time)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        chosen = np.fromiter((solver.boolean_value(v) for v in place), bool, len(place))
        return Found(chosen, status == cp_model.OPTIMAL, spent)
    return Found(None, status == cp_model.INFEASIBLE, spent)


def _add_row(
    model: cp_model.CpModel,
    place: list[cp_model.IntVar],
    matrix: sp.csr_matrix,
    row: int,
    limit: int,
    *,
    tight: bool,
) -> None:
    start, end = matrix.indptr[row], matrix.indptr[row + 1]
    weights = matrix.data[start:end].tolist()
    if not tight and sum(w for w in weights if w > 0) <= limit:
        return
    members = [place[column] for column in matrix.indices[start:end]]
    total = cp_model.LinearExpr.weighted_sum(members, weights)
    if tight:
        model.add(total == limit)
    else:
        model.add(total <= limit)
