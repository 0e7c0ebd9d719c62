"""The identity of one run: what is needed to make a result again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Run:
    """Where a result came from: everything that is needed to make it again."""

    scenario_id: str
    scenario_changes: tuple[str, ...]
    as_at: date
    data_fingerprint: str
    seed: int
    planner_version: str
    solver_version: str
    solve_seconds: float
