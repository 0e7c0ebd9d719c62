"""The command that puts a case to every loss and looks for the cheapest rescue."""

from __future__ import annotations

from typing import Annotated

import typer

from planner.cli.commands.whatif.running import (
    ExecutorName,
    ShareRows,
    Workers,
    executor_of,
    kept_in,
    say_folder,
)
from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet, Years
from planner.cli.output import whole_folder

_FILES = {
    "stress.html": "the losses ranked and the ways back, to read and print",
    "stress.csv": "a row for each shock, the worst first",
    "rescues.csv": "a row for each way back that was looked for",
    "stress.json": "the answer in words and the same as one record",
    "runs": "every run by itself; the same line makes only what is missing",
}

Promise = Annotated[
    float,
    typer.Option(
        "--promise",
        min=0.01,
        max=1.0,
        help="Share of pupils who are to start within five school days.",
    ),
]

ShortageWeeks = Annotated[
    int,
    typer.Option("--shortage-weeks", min=1, max=52, help="Weeks for which teachers are short."),
]

ShortagePerCent = Annotated[
    int,
    typer.Option(
        "--shortage-per-cent", min=1, max=100, help="Share of all places that goes unstaffed."
    ),
]

Rescues = Annotated[
    int,
    typer.Option(
        "--rescues", min=0, help="For how many shocks, the worst first, to seek a rescue."
    ),
]


@command(
    "stress",
    Example(f"planner stress {WORKED_CASE}", "Every loss in turn, and rescues for the worst."),
    Example(
        f"planner stress {WORKED_CASE} -o out/stress --rescues 0 --shortage-weeks 6",
        "The ranked tables without rescues, with a longer shortage of teachers.",
    ),
)
def stress(
    case: CasePath,
    output: Output = None,
    promise: Promise = 0.95,
    shortage_weeks: ShortageWeeks = 4,
    shortage_per_cent: ShortagePerCent = 25,
    rescues: Rescues = 3,
    workers: Workers = 1,
    executor: ExecutorName = None,
    share_rows: ShareRows = False,
    years: Years = 3,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Say which loss breaks sufficiency first, and what would be the cheapest rescue.

    Each site closes in turn, each provider is lost, each district's referrals double,
    teachers are short for some weeks: all from the as-at day, in the same futures.
    """
    from planner.jobs.whatif.stress.shocks import Shortage
    from planner.jobs.whatif.stress.stress import stress_case
    from planner.reports.searches.stress import stress_record, stress_words, write_stress
    from planner.reports.searches.stress_page import write_stress_page

    place = executor_of(workers, executor, share_rows=share_rows)
    with kept_in(output) as store, progress(steps=None, quiet=quiet) as tell:
        found = stress_case(
            case,
            executor=place,
            promise=promise,
            shortage=Shortage(shortage_weeks, shortage_per_cent),
            rescues=rescues,
            as_at=as_at,
            years=years,
            share_rows=share_rows,
            store=store,
            tell=tell,
        )
    if output is not None:
        with whole_folder(output) as folder:
            write_stress(found, folder)
            write_stress_page(found, folder / "stress.html")
    if as_json:
        print_json(stress_record(found))
        return
    for sentence in stress_words(found):
        typer.echo(f"{sentence}\n")
    if output is not None:
        say_folder(output, _FILES)
