"""Commands about what people decide on a run, and about making a run again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import AsJson, Quiet
from planner.units import format_day

RunPath = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="A folder that -o wrote, or the run.json in it."),
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="PATH", help="Where the tables are, if they have moved."),
]
Geo = Annotated[
    Path | None,
    typer.Option("--geo", metavar="DIR", help="Where the geographic tables are, if moved."),
]


@command(
    "replay",
    Example("planner replay out/WORCS-0001", "Make a kept suggestion again, bit for bit."),
    Example(
        "planner replay out/panel-8-november --data archive/tables",
        "The same from tables that have moved.",
    ),
)
def replay(
    run: RunPath,
    data: Data = None,
    geo: Geo = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Make a past run again from its record, bit for bit, or name what no longer matches.

    The scenario stands in the record itself. Of the tables the record keeps a
    fingerprint each; decisions that were added since the run are left out.
    """
    from planner.jobs.deciding.replay import REPLAY_STEPS
    from planner.jobs.deciding.replay import replay as replay_job
    from planner.results.allocation import Allocation

    with progress(steps=REPLAY_STEPS, quiet=quiet) as tell:
        again = replay_job(run, data=data, geo=geo, tell=tell)
    if as_json:
        from planner.cli.allocation_json import allocation_object
        from planner.cli.suggestion_json import suggestions_object

        answer = again.answer
        made = (
            allocation_object(answer)
            if isinstance(answer, Allocation)
            else suggestions_object(answer)
        )
        print_json(made)
        return
    record = again.record
    typer.echo(
        f"Run {record.run_id}, {again.case.title}, as at {format_day(record.run.as_at)}: "
        f"the same answer, bit for bit.\n"
        f"{len(record.shown):,} choices shown then for {len(record.waiting):,} waiting pupils; "
        f"planner {record.run.planner_version}, {record.run.solver_version}, "
        f"seed {record.run.seed}."
    )
