"""Commands that answer a case: who goes where, and everything together as a report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from planner.cli.commands.deciding.replanning import Previous, changes_object, changes_told
from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet
from planner.cli.output import perhaps_folder, whole_folder
from planner.cli.pages.allocation_json import allocation_object
from planner.domain.choices.policy import Goal
from planner.results.plain import write_json
from planner.units import format_day, format_pounds

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.results.placing.allocation import Allocation, GoalValue, Placed, Unplaced


@command(
    "allocate",
    Example(f"planner allocate {WORKED_CASE}", "Say who can go where and from when, or why not."),
    Example(
        f"planner allocate {WORKED_CASE} --json > allocation.json",
        "The same as one JSON object, for another program.",
    ),
    Example(f"planner allocate {WORKED_CASE} --as-at 2021-11-15", "Ask as at another day."),
    Example(
        f"planner allocate {WORKED_CASE} -o out/panel-8-november",
        "Keep the answer with its record, to decide on it and to make it again.",
    ),
    Example(
        f"planner allocate {WORKED_CASE} --as-at 2021-11-15 --previous out/panel-8-november",
        "Plan anew after news, and change as few offers of the earlier plan as can be.",
    ),
)
def allocate(
    case: CasePath,
    previous: Previous = None,
    output: Output = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Suggest a place and a start day for every waiting pupil, or say why there is none.

    The goals are met in the order that the scenario states, each shown with the best
    value that any answer could have. With -o the JSON object goes to
    DIR/allocation.json, and the record of the run to DIR/run.json.

    With --previous the offers of an earlier plan are kept where they can be. Each
    change is listed with its causes, in the object under changes and in
    DIR/changes.csv too.
    """
    from planner.jobs import ALLOCATION_STEPS
    from planner.jobs.deciding.planning import plan

    with perhaps_folder(output) as folder, progress(steps=ALLOCATION_STEPS, quiet=quiet) as tell:
        made = plan(case, as_at=as_at, previous=previous, folder=folder, tell=tell)
        answer = allocation_object(made.allocation)
        if made.previous is not None:
            answer |= changes_object(made.previous, made.changes)
        if folder is not None:
            write_json(folder / "allocation.json", answer)
    if as_json:
        print_json(answer)
        return
    _print_allocation(made.case, made.allocation)
    if made.previous is not None:
        typer.echo("\n".join(changes_told(made.previous, made.changes)))
    if made.allocation.placed:
        typer.echo("\nThese are suggestions; a person decides.")


def _print_allocation(case: Case, allocation: Allocation) -> None:
    everyone: tuple[Placed | Unplaced, ...] = (*allocation.placed, *allocation.unplaced)
    typer.echo(f"{case.title}, as at {format_day(case.as_at)}.")
    if not everyone:
        typer.echo("Nobody is waiting: there is nothing to place.")
        return
    late = sum(each.school_days_late > 0 for each in everyone)
    typer.echo(
        f"{len(allocation.placed):,} of {len(everyone):,} waiting pupils can be placed within "
        f"{case.policy.horizon_weeks} weeks; {late:,} late past their statutory day.\n"
    )
    _print_goals(allocation.goals)
    if allocation.placed:
        _print_placed(allocation.placed)
    if allocation.unplaced:
        _print_unplaced(allocation.unplaced)


def _print_goals(goals: tuple[GoalValue, ...]) -> None:
    heading = ("goals, in their order", "value", "best possible", "proven")
    rows = [
        (Goal(g.goal).says, _amount(g, g.value), _amount(g, g.bound), "yes" if g.proven else "no")
        for g in goals
        if g.goal != Goal.TIE_BREAK
    ]
    print_table(heading, rows)


def _amount(goal: GoalValue, value: int) -> int | str:
    return format_pounds(value) if goal.unit == Goal.COST.unit else value


def _print_placed(placed: tuple[Placed, ...]) -> None:
    heading = ("pupil", "commission", "from", "until", "minutes", "days late", "a year")
    rows = [
        (
            *(each.pupil_id, each.commission_id, each.start_date, each.end_date),
            *(each.travel_minutes, each.school_days_late, format_pounds(each.annual_pence)),
        )
        for each in placed
    ]
    typer.echo()
    print_table(heading, rows)


def _print_unplaced(unplaced: tuple[Unplaced, ...]) -> None:
    typer.echo("\nWithout a place:")
    for each in unplaced:
        typer.echo(f"  {each.pupil_id}: {each.kind.says}.")
        for reason in each.reasons:
            typer.echo(f"      {reason.sentence}")


@command(
    "run",
    Example(
        f"planner run {WORKED_CASE} -o out/worcestershire",
        "Write the report, the workbook and the tables.",
    ),
    Example(
        f"planner run {WORKED_CASE} --json --quiet",
        "Write them to out/base, and print the record of the run.",
    ),
)
def run(
    case: CasePath,
    previous: Previous = None,
    output: Output = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Answer everything about a case and write the report.

    DIR (by default out/ and the scenario's name) then holds report.html to read,
    results.xlsx to work with, each table as CSV, and run.json with what is needed to
    make the same plan again. A scenario with a base is also compared with it, as
    planner compare does, in DIR/compared. With --previous the plan keeps the offers of
    an earlier one where it can, and the report lists what changes and why.
    """
    from planner.jobs import RUN_STEPS, run_scenario
    from planner.reports.headline import headline
    from planner.reports.record import run_record

    target = output or Path("out", case.stem)
    with whole_folder(target) as folder, progress(steps=RUN_STEPS, quiet=quiet) as tell:
        answer = run_scenario(case, folder=folder, as_at=as_at, previous=previous, tell=tell)
    if as_json:
        print_json(run_record(answer))
        return
    found = headline(answer)
    typer.echo(found.sentence)
    for because in found.because:
        typer.echo(f"  {because}")
    typer.echo(found.proof)
    if answer.comparison is not None:
        typer.echo(f"\nAgainst {answer.comparison.base.title}:")
        for sentence in (*answer.comparison.answer, *answer.comparison.unanswered):
            typer.echo(f"  {sentence}")
    typer.echo(f"\nThe report: {target / 'report.html'}")
