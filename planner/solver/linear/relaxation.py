"""
The linear relaxation: a fractional answer, its basis, and a bound in exact whole numbers.

GLOP through MathOpt: its models are filled in bulk and it gives the basis, from
which cuts are made.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    solution_pb2,
)
from ortools.math_opt.core.python import solver as math_opt

from planner.solver.linear.bound import Bound, exact_bound
from planner.solver.program import Integers
from planner.solver.rows import Mask, Rows

SPLIT = 1e-6
"""Levels this far from a whole number are fractional."""
_ALGORITHMS = (
    parameters_pb2.LP_ALGORITHM_PRIMAL_SIMPLEX,
    parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX,
)


@dataclass(frozen=True)
class Relaxed:
    """The fractional answer and its exact bound."""

    levels: NDArray[np.float64]
    bound: Bound
    basic_columns: Mask
    basic_rows: Mask
    """Rows whose unused part is basic."""

    @property
    def split(self) -> Mask:
        """Columns at neither 0 nor a whole number."""
        return np.asarray(np.abs(self.levels - np.rint(self.levels)) > SPLIT)

    @property
    def integral(self) -> bool:
        """Whether every column is at 0 or 1."""
        return not self.split.any()


def relax(cost: Integers, rows: Rows) -> Relaxed:
    """
    Solve the relaxation of ``min cost @ x`` over ``0 <= x`` and the rows.

    Above 1 nothing can go: each column's group has a row. A bound here would take the
    price away from that row.

    Where floating point fails there is no fractional answer, and the bound is the weak one
    without prices: the searches then have all the work, and what they prove holds as well.
    """
    model = _model(cost, rows)
    for algorithm in _ALGORITHMS:
        answer = _solved(model, algorithm)
        if answer is not None:
            return _relaxed(cost, rows, answer)
    columns = np.zeros(len(cost))
    none = np.zeros(len(rows))
    return Relaxed(columns, exact_bound(cost, rows, none), columns > 0, none > 0)


def _relaxed(cost: Integers, rows: Rows, answer: solution_pb2.SolutionProto) -> Relaxed:
    """Return the fractional answer that GLOP gave."""
    duals = -np.array(answer.dual_solution.dual_values.values)
    basic = solution_pb2.BASIS_STATUS_BASIC
    return Relaxed(
        np.array(answer.primal_solution.variable_values.values),
        exact_bound(cost, rows, duals),
        np.array(answer.basis.variable_status.values) == basic,
        np.array(answer.basis.constraint_status.values) == basic,
    )


def _solved(model: model_pb2.ModelProto, algorithm: int) -> solution_pb2.SolutionProto | None:
    parameters = parameters_pb2.SolveParametersProto(lp_algorithm=algorithm)
    result = math_opt.solve(
        model,
        parameters_pb2.SOLVER_TYPE_GLOP,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    complete = (s for s in result.solutions if s.HasField("dual_solution") and s.HasField("basis"))
    return next(complete, None)


def _model(cost: Integers, rows: Rows) -> model_pb2.ModelProto:
    model = model_pb2.ModelProto()
    columns = len(cost)
    variables = model.variables
    variables.ids.extend(range(columns))
    variables.lower_bounds.extend(np.zeros(columns).tolist())
    variables.upper_bounds.extend(np.full(columns, np.inf).tolist())
    variables.integers.extend(np.zeros(columns, dtype=bool).tolist())
    priced = np.flatnonzero(cost)
    model.objective.linear_coefficients.ids.extend(priced.tolist())
    model.objective.linear_coefficients.values.extend(cost[priced].astype(float).tolist())
    limits = model.linear_constraints
    limits.ids.extend(range(len(rows)))
    limits.lower_bounds.extend(np.where(rows.equal, rows.upper, -np.inf).tolist())
    limits.upper_bounds.extend(rows.upper.astype(float).tolist())
    matrix = rows.matrix
    matrix.sort_indices()
    row_of = np.repeat(np.arange(len(rows)), np.diff(matrix.indptr))
    model.linear_constraint_matrix.row_ids.extend(row_of.tolist())
    model.linear_constraint_matrix.column_ids.extend(matrix.indices.tolist())
    model.linear_constraint_matrix.coefficients.extend(matrix.data.astype(float).tolist())
    return model
