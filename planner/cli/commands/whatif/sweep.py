"""The command that runs a scenario for many values of the numbers that it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.commands.whatif.running import (
    ExecutorName,
    ShareRows,
    Workers,
    Years,
    default_folder,
    executor_of,
)
from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import AsAt, AsJson, CasePath, Output, Quiet
from planner.cli.output import claim_folder, whole_folder

if TYPE_CHECKING:
    from planner.results.searches.sweep import Sweep

_SWEPT_CASE = "scenarios/worcestershire/how-many-places-at-the-forge.yaml"
_MOST_FAILURES = 5

MeasureName = Annotated[
    str, typer.Option("--measure", metavar="NAME", help="The figure whose tornado is printed.")
]


@command(
    "sweep",
    Example(f"planner sweep {_SWEPT_CASE}", "Every run of it, into out/."),
    Example(
        f"planner sweep {_SWEPT_CASE} -o out/forge --workers 2",
        "On two processes. Stopped at any moment, the same line goes on where it was.",
    ),
)
def sweep(
    case: CasePath,
    output: Output = None,
    workers: Workers = 0,
    executor: ExecutorName = None,
    share_rows: ShareRows = False,
    years: Years = 3,
    measure: MeasureName = "late_days",
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Run a scenario for many values of the numbers that it leaves open.

    A list, a range or an interval in place of a number in its changes says what is
    tried. DIR (by default out/ and the scenario's name) then holds sweep.csv and
    sweep.parquet with a row for each run, figure and year, and tornado.csv, which
    says which number moves each figure most. Runs made before are not made again.
    """
    from planner.jobs.whatif.sweeping.sweep import sweep_case
    from planner.reports.searches.sweep import sweep_record, write_sweep

    place = executor_of(workers, executor, share_rows=share_rows)
    target = output or default_folder(case, "sweep")
    claim_folder(target)
    with progress(steps=None, quiet=quiet) as tell:
        found = sweep_case(
            case,
            folder=target,
            executor=place,
            as_at=as_at,
            years=years,
            share_rows=share_rows,
            tell=tell,
        )
    with whole_folder(target) as folder:
        write_sweep(found, folder)
    if as_json:
        print_json(sweep_record(found))
        return
    _print(found, measure)
    typer.echo(f"\nThe table: {target / 'sweep.csv'}")


def _print(found: Sweep, measure: str) -> None:
    typer.echo(f"{found.title}: {len(found.runs) - len(found.failures)} runs. {found.method}")
    for run in found.failures[:_MOST_FAILURES]:
        values = ", ".join(f"{name} {value:g}" for name, value in run.values.items())
        typer.echo(f"Run {run.number} ({values}) failed. {run.failed}")
    for sentence in found.unanswered:
        typer.echo(sentence)
    bars = [bar for bar in found.bars if bar.name == measure]
    bars = [bar for bar in bars if bar.topic == bars[0].topic]
    if not bars:
        names = ", ".join(dict.fromkeys(bar.name for bar in found.bars))
        typer.echo(f"\nNo figure is called {measure}. There are: {names}.")
    for when in list(dict.fromkeys(bar.when for bar in bars))[-1:]:
        typer.echo(f"\nWhat moves {measure}, {when}:" if when else f"\nWhat moves {measure}:")
        heading = ("number", "low", "high", "at low", "at centre", "at high")
        rows = [
            (
                bar.axis,
                f"{bar.low:g}",
                f"{bar.high:g}",
                *_ends(bar.at_low, bar.at_central, bar.at_high),
            )
            for bar in bars
            if bar.when == when
        ]
        print_table(heading, rows)


def _ends(*values: float) -> tuple[str, ...]:
    return tuple(f"{value:,.2f}".removesuffix(".00") for value in values)
