"""
Answering a case: each job hands one engine's answer to the next.

An engine is imported by the job that needs it, so that a check starts quickly.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.jobs.opening import (
    OPENING_STEPS,
    SoundCase,
    Tell,
    case_of,
    check_case,
    not_supposed,
    open_case,
    silently,
)
from planner.results.answer import Answer
from planner.results.coming.futures import CapacityPlan, DemandForecast
from planner.results.placing.allocation import Allocation
from planner.results.whatif.comparison import Comparison
from planner.units import FinancialYear

ALLOCATION_STEPS = OPENING_STEPS + 1
"""Steps that are told while a case is opened and its pupils are placed."""

RUN_STEPS = ALLOCATION_STEPS + 4
"""Steps that are told while everything about a case is answered."""


COMPARED = "compared"
"""Folder of an answer that holds a what-if's comparison with its base."""


def allocate_case(
    path: Path, *, as_at: date | None = None, tell: Tell = silently
) -> tuple[Case, Allocation]:
    """
    Open a scenario and place its waiting pupils.

    Takes and raises what `open_case` does; and raises `DecisionsClash` where
    decisions already taken contradict a rule or each other.
    """
    case = open_case(path, as_at=as_at, tell=tell)
    return case, _allocated(case, tell)


def _allocated(case: Case, tell: Tell) -> Allocation:
    from planner.allocation.allocate import allocate

    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    return allocate(case)


def run_scenario(
    path: Path,
    *,
    folder: Path,
    as_at: date | None = None,
    previous: Path | None = None,
    tell: Tell = silently,
) -> Answer:
    """
    Answer everything about a scenario and write the report, the workbook and the tables.

    A scenario with a base is also compared with it in the same futures; the comparison's
    own report and tables go to the folder ``compared``. Takes and raises what
    `allocate_case` does.

    Parameters
    ----------
    folder
        An empty folder to write into.
    previous
        Record of an earlier plan whose offers are to be kept where they can be.
    """
    from planner.allocation.allocate import warnings_of
    from planner.comparison.equity import equity_audit
    from planner.costing.statement import year_statement
    from planner.jobs.deciding.planning import earlier_plan, planned
    from planner.scenario.assumed import register_of

    record = None if previous is None else earlier_plan(previous)
    sound = check_case(path, as_at=as_at, tell=tell)
    made = planned(case_of(sound, tell=tell), record, tell=tell)
    case, allocation = made.case, made.allocation
    tell("Forecasting demand and the places it needs")
    forecast, plan = _expected(case)
    tell("Adding up the year's cost")
    statement = year_statement(case.dataset, FinancialYear.of(case.as_at))
    warnings, register = warnings_of(case, allocation), register_of(sound.scenario, sound.changes)
    answer = Answer(
        case,
        allocation,
        warnings,
        forecast,
        plan,
        statement,
        register,
        equity=equity_audit(
            sound.dataset, allocation, horizon_ends=case.horizon_ends, seed=case.seed
        ),
        comparison=_compared(path, sound, as_at=as_at, tell=tell),
        previous=record,
        changes=made.changes,
    )
    tell("Writing the report")
    _write(answer, sound, folder)
    if answer.comparison is not None:
        _write_compared(answer.comparison, path, folder / COMPARED, as_at=as_at)
    return answer


def _expected(case: Case) -> tuple[DemandForecast, CapacityPlan]:
    """Return the referrals to expect and the places for them, by the history alone."""
    from planner.forecast.demand import forecast_demand
    from planner.sizing.need import places_needed

    forecast = forecast_demand(
        case.dataset, draws=case.draws, seed=case.seed, place_types=case.policy.place_types
    )
    plan = places_needed(forecast, case.dataset)
    alone = not_supposed(case)
    return (
        replace(forecast, leaves_out=(*alone, *forecast.leaves_out)),
        replace(plan, leaves_out=(*alone, *plan.leaves_out)),
    )


def _compared(path: Path, sound: SoundCase, *, as_at: date | None, tell: Tell) -> Comparison | None:
    """Compare a scenario with its base, or return None for one without."""
    from planner.jobs.whatif.compare import compare_cases

    if sound.scenario.base is None:
        return None
    tell("Living through the same futures with the base and with the scenario")
    return compare_cases([path], as_at=as_at)


def _write_compared(
    comparison: Comparison, path: Path, folder: Path, *, as_at: date | None
) -> None:
    from planner.jobs.whatif.compare import write_comparison
    from planner.jobs.whatif.dossier import write_dossier

    folder.mkdir()
    write_comparison(comparison, folder)
    write_dossier(comparison, [path], folder, as_at=as_at)


def _write(answer: Answer, sound: SoundCase, folder: Path) -> None:
    from planner.geography.outlines import district_outlines
    from planner.jobs.deciding.record import record_of_allocation
    from planner.reports.csvs import write_csvs
    from planner.reports.html import write_html
    from planner.reports.record import write_record
    from planner.reports.replanning import write_changes
    from planner.reports.workbook import write_workbook

    dataset = answer.case.dataset
    named = [*(site.district for site in dataset.sites), *(r.district for r in dataset.referrals)]
    outlines = district_outlines(sound.atlas, [name for name in named if name])
    write_html(answer, folder / "report.html", outlines)
    write_workbook(answer, folder / "results.xlsx")
    write_csvs(answer, folder)
    if answer.previous is not None:
        write_changes(answer.changes, folder)
    made = record_of_allocation(sound, answer.case, answer.allocation, folder)
    write_record(answer, folder / "run.json", record=made)
