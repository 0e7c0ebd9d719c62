"""
The linear relaxation: a fractional answer, its basis, and a bound in exact whole numbers.

GLOP through MathOpt: its models are filled in bulk and it gives the basis, from
which cuts are made, and from which it goes on when cuts are added (measured: three to ten
times as fast as from nothing).
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

_BASIC = solution_pb2.BASIS_STATUS_BASIC
SPLIT = 1e-6
"""Levels this far from a whole number are fractional."""
_ALGORITHMS = (
    parameters_pb2.LP_ALGORITHM_PRIMAL_SIMPLEX,
    parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX,
)


@dataclass(frozen=True)
class Basis:
    """What is basic; all other columns are at 0, and all other rows are used up."""

    columns: Mask
    rows: Mask
    """Rows whose unused part is basic."""

    def with_rows(self, kept: Mask, more: int) -> Basis:
        """Return the basis with some rows left out and others below them, whose unused is basic."""
        return Basis(self.columns, np.append(self.rows[kept], np.ones(more, dtype=bool)))


@dataclass(frozen=True)
class Relaxed:
    """The fractional answer and its exact bound."""

    levels: NDArray[np.float64]
    bound: Bound
    basis: Basis

    @property
    def split(self) -> Mask:
        """Columns at neither 0 nor a whole number."""
        return np.asarray(np.abs(self.levels - np.rint(self.levels)) > SPLIT)

    @property
    def integral(self) -> bool:
        """Whether every column is at 0 or 1."""
        return not self.split.any()


def relax(cost: Integers, rows: Rows, start: Basis | None = None) -> Relaxed:
    """
    Solve the relaxation of ``min cost @ x`` over ``0 <= x`` and the rows.

    With a basis to start from, whose prices are best but for the rows that it breaks, only
    these are mended.

    Above 1 nothing can go: each column's group has a row. A bound here would take the
    price away from that row.

    Where floating point fails there is no fractional answer, and the bound is the weak one
    without prices: the searches then have all the work, and what they prove holds as well.
    """
    model = _model(cost, rows)
    starts = [] if start is None else [(_ALGORITHMS[-1], start)]
    for algorithm, basis in [*starts, *((algorithm, None) for algorithm in _ALGORITHMS)]:
        answer = _solved(model, algorithm, rows, basis)
        if answer is not None:
            return _relaxed(cost, rows, answer)
    columns = np.zeros(len(cost))
    none = np.zeros(len(rows))
    return Relaxed(columns, exact_bound(cost, rows, none), Basis(columns > 0, none > 0))


def _relaxed(cost: Integers, rows: Rows, answer: solution_pb2.SolutionProto) -> Relaxed:
    """Return the fractional answer that GLOP gave."""
    duals = -np.array(answer.dual_solution.dual_values.values)
    return Relaxed(
        np.array(answer.primal_solution.variable_values.values),
        exact_bound(cost, rows, duals),
        Basis(
            np.array(answer.basis.variable_status.values) == _BASIC,
            np.array(answer.basis.constraint_status.values) == _BASIC,
        ),
    )


def _solved(
    model: model_pb2.ModelProto, algorithm: int, rows: Rows, start: Basis | None
) -> solution_pb2.SolutionProto | None:
    parameters = parameters_pb2.SolveParametersProto(lp_algorithm=algorithm)
    asked = model_parameters_pb2.ModelSolveParametersProto()
    if start is not None:
        parameters.presolve = parameters_pb2.EMPHASIS_OFF
        asked.initial_basis.CopyFrom(_as_message(start, rows))
    result = math_opt.solve(
        model,
        parameters_pb2.SOLVER_TYPE_GLOP,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        asked,
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    complete = (s for s in result.solutions if s.HasField("dual_solution") and s.HasField("basis"))
    return next(complete, None)


def _as_message(start: Basis, rows: Rows) -> solution_pb2.BasisProto:
    message = solution_pb2.BasisProto()
    columns = np.where(start.columns, _BASIC, solution_pb2.BASIS_STATUS_AT_LOWER_BOUND)
    used_up = np.where(
        rows.equal,
        solution_pb2.BASIS_STATUS_FIXED_VALUE,
        solution_pb2.BASIS_STATUS_AT_UPPER_BOUND,
    )
    limits = np.where(start.rows, _BASIC, used_up)
    message.variable_status.ids.extend(range(len(columns)))
    message.variable_status.values.extend(columns.tolist())
    message.constraint_status.ids.extend(range(len(limits)))
    message.constraint_status.values.extend(limits.tolist())
    return message


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
