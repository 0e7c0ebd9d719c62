"""A plan with its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.jobs.deciding.record import record_of_allocation, write_run
from planner.jobs.opening import Tell, case_of, check_case, silently
from planner.results.allocation import Allocation


@dataclass(frozen=True)
class Plan:
    """Who is suggested for which place."""

    case: Case
    allocation: Allocation


def plan(
    path: Path,
    *,
    as_at: date | None = None,
    folder: Path | None = None,
    tell: Tell = silently,
) -> Plan:
    """
    Open a scenario, place its waiting pupils, and keep the record where a folder is given.

    Takes and raises what `allocate_case` does.
    """
    from planner.allocation.allocate import allocate

    sound = check_case(path, as_at=as_at, tell=tell)
    case = case_of(sound, tell=tell)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    allocation = allocate(case)
    if folder is not None:
        write_run(record_of_allocation(sound, case, allocation, folder), folder)
    return Plan(case, allocation)
