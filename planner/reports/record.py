"""The record of a run: everything that is needed to make the same answer again."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from planner.results.answer import Answer
from planner.results.plain import plain, write_json
from planner.results.recorded.record import RECORD_VERSION, RunRecord


def run_record(answer: Answer) -> dict[str, object]:
    """
    Return the record of a run as plain values, in a fixed order.

    Only ``run.solve_seconds`` differs between two runs of the same input.
    """
    case, allocation = answer.case, answer.allocation
    return {
        "record_version": RECORD_VERSION,
        "run": _plain(allocation.run),
        "scenario": {
            "scenario_id": case.scenario_id,
            "title": case.title,
            "question": case.question,
            "changes": list(case.changes),
            "as_at": case.as_at.isoformat(),
            "seed": case.seed,
            "draws": case.draws,
        },
        "policy": _plain(case.policy),
        "travel": {
            "engine": case.travel.engine,
            "error_minutes": case.travel.error_minutes,
        },
        "goals": _plain(allocation.goals),
        "counts": {
            "waiting": len(case.dataset.referrals),
            "placed": len(allocation.placed),
            "unplaced": len(allocation.unplaced),
            "commissions": len(case.dataset.commissions),
        },
        "cost_pence": answer.statement.total_pence,
        "methods": {"demand": answer.forecast.method, "places": answer.plan.method},
        "notes": list(case.notes),
    }


def write_record(answer: Answer, path: Path, *, record: RunRecord | None = None) -> None:
    """Write the record as JSON, with what makes the plan again where it is given."""
    written = run_record(answer)
    if record is not None:
        written["record"] = plain(record)
    write_json(path, written)


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, Set):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
