"""The one JSON object that ``planner allocate --json`` prints; other programs rely on it."""

from __future__ import annotations

from typing import Any

from planner.results.placing.allocation import Allocation, GoalValue, Placed, Reason, Unplaced
from planner.results.run import Run


def allocation_object(allocation: Allocation) -> dict[str, Any]:
    """Return an allocation as plain values: dates in ISO form, money in whole pence."""
    return {
        "placed": [_placed(each) for each in allocation.placed],
        "unplaced": [_unplaced(each) for each in allocation.unplaced],
        "goals": [_goal(each) for each in allocation.goals],
        "run": _run(allocation.run),
    }


def _placed(placed: Placed) -> dict[str, Any]:
    return {
        "pupil_id": placed.pupil_id,
        "commission_id": placed.commission_id,
        "site_id": placed.site_id,
        "start_date": placed.start_date.isoformat(),
        "end_date": placed.end_date.isoformat(),
        "travel_minutes": placed.travel_minutes,
        "annual_pence": placed.annual_pence,
        "school_days_late": placed.school_days_late,
        "uncovered_school_days": placed.uncovered_school_days,
        "interim_pence": placed.interim_pence,
        "interim_sen_decides": placed.interim_sen_decides,
        "reasons": _sentences(placed.reasons),
        "warnings": _sentences(placed.warnings),
    }


def _unplaced(unplaced: Unplaced) -> dict[str, Any]:
    return {
        "pupil_id": unplaced.pupil_id,
        "kind": unplaced.kind.value,
        "school_days_late": unplaced.school_days_late,
        "reasons": _sentences(unplaced.reasons),
    }


def _sentences(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.sentence for reason in reasons]


def _goal(goal: GoalValue) -> dict[str, Any]:
    return {
        "goal": goal.goal,
        "value": goal.value,
        "bound": goal.bound,
        "unit": goal.unit,
        "proven": goal.proven,
    }


def _run(run: Run) -> dict[str, Any]:
    return {
        "scenario_id": run.scenario_id,
        "as_at": run.as_at.isoformat(),
        "data_fingerprint": run.data_fingerprint,
        "seed": run.seed,
        "planner_version": run.planner_version,
        "solver_version": run.solver_version,
        "solve_seconds": run.solve_seconds,
    }
