"""The command that finds every problem in a case before anything is calculated."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, ErrorsFile, Quiet
from planner.errors import InputProblems
from planner.units import format_day

if TYPE_CHECKING:
    from planner.jobs import SoundCase


@command(
    "check",
    Example(f"planner check {WORKED_CASE}", "Look for problems; nothing is written."),
    Example(
        "planner check my-case.yaml --errors problems.csv",
        "Write every problem as a table, to work through in a spreadsheet.",
    ),
)
def check(
    case: CasePath,
    as_at: AsAt = None,
    errors: ErrorsFile = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Name every problem in a scenario and its tables at once.

    Each is told with its file, line and column, what was found and what to do.
    """
    from planner.jobs import CHECK_STEPS, check_case
    from planner.tables.problems import write_errors_table

    problems: InputProblems | None = None
    try:
        with progress(steps=CHECK_STEPS, quiet=quiet) as tell:
            sound = check_case(case, as_at=as_at, tell=tell)
    except InputProblems as found:
        problems = found
    if errors is not None:
        write_errors_table(problems.problems if problems else (), errors)
    if as_json:
        print_json({"problems": [asdict(each) for each in problems.problems] if problems else []})
    if problems:
        raise problems
    if not as_json:
        _print_sound(sound)


def _print_sound(sound: SoundCase) -> None:
    from planner.scenario.writing.describe import describe

    tables = sound.dataset
    typer.echo(f"No problems found. {sound.scenario.title}, as at {format_day(tables.as_at)}.\n")
    counts = (
        ("pupils waiting", len(tables.referrals)),
        ("pupils in a place now", len(tables.placements)),
        ("providers", len(tables.providers)),
        ("sites", len(tables.sites)),
        ("commissions", len(tables.commissions)),
        ("assumptions", len(tables.assumptions)),
    )
    print_table(("what the tables hold", "rows"), counts)
    for sentence in (*sound.changes, *sound.notes):
        typer.echo(f"\n{sentence}")
    if sound.scenario.base is not None and not describe(sound.scenario.base, sound.scenario):
        typer.echo("\nThis scenario changes nothing yet: it asks what its base asks.")
