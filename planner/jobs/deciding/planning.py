"""A plan with its record, and a plan made anew from an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.allocation.allocate import allocate
from planner.allocation.replan.changes import changes_since
from planner.allocation.replan.earlier import Earlier
from planner.domain.case import Case
from planner.errors import RecordRefused
from planner.jobs.deciding.record import (
    read_run,
    record_of_allocation,
    refuse_other_case,
    write_run,
)
from planner.jobs.opening import Tell, case_of, check_case, silently
from planner.results.placing.allocation import Allocation
from planner.results.recorded.changes import OfferChange
from planner.results.recorded.record import Kind, RunRecord
from planner.units import format_day


@dataclass(frozen=True)
class Plan:
    """Who is suggested for which place, and what that changes in an earlier plan."""

    case: Case
    allocation: Allocation
    previous: RunRecord | None = None
    changes: tuple[OfferChange, ...] = ()


def plan(
    path: Path,
    *,
    as_at: date | None = None,
    previous: Path | None = None,
    folder: Path | None = None,
    tell: Tell = silently,
) -> Plan:
    """
    Open a scenario, place its waiting pupils, and keep the record where a folder is given.

    With the record of an earlier plan its offers are kept where they can be: each
    change to one counts as a goal of its own.

    Takes and raises what `allocate_case` does; and `RecordRefused` where the
    earlier plan cannot be read or is none.
    """
    record = None if previous is None else earlier_plan(previous)
    sound = check_case(path, as_at=as_at, tell=tell)
    made = planned(case_of(sound, tell=tell), record, tell=tell)
    if folder is not None:
        write_run(record_of_allocation(sound, made.case, made.allocation, folder), folder)
    if folder is not None and record is not None:
        from planner.reports.replanning import write_changes

        write_changes(made.changes, folder)
    return made


def planned(case: Case, record: RunRecord | None, *, tell: Tell = silently) -> Plan:
    """Place a case's waiting pupils, anew where there is the record of an earlier plan."""
    case = with_offers(case, record)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    allocation = allocate(case)
    if record is None:
        return Plan(case, allocation)
    return Plan(case, allocation, record, changes_since(Earlier(record, case), allocation))


def with_offers(case: Case, record: RunRecord | None) -> Case:
    """
    Return a case with the offers of an earlier plan that still stand.

    Raises
    ------
    RecordRefused
        If the plan is not earlier than the case, or of another case.
    """
    if record is not None and record.run.as_at > case.as_at:
        raise RecordRefused(
            f"Run {record.run_id} was asked as at {format_day(record.run.as_at)}, after "
            f"{format_day(case.as_at)}. Name an earlier plan."
        )
    if record is not None:
        refuse_other_case(record, case.dataset)
    return case if record is None else replace(case, offers=Earlier(record, case).offers)


def earlier_plan(path: Path) -> RunRecord:
    """
    Read the record of an earlier plan.

    Raises
    ------
    RecordRefused
        If there is none, or it is of another kind of run.
    """
    record = read_run(path)
    if record.asked.kind is not Kind.ALLOCATE:
        raise RecordRefused(
            f"Run {record.run_id} ranked choices and is no plan. Name a run of `planner allocate`."
        )
    return record
