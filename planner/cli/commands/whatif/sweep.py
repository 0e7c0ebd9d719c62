"""The command that runs a scenario for many values of the numbers that it leaves open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.commands.whatif.running import (
    ExecutorName,
    ShareRows,
    Workers,
    default_folder,
    executor_of,
    kept_in,
    say_folder,
)
from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import AsAt, AsJson, CasePath, Output, Quiet, Years
from planner.cli.output import whole_folder
from planner.errors import MissingExtra
from planner.units import format_pounds

if TYPE_CHECKING:
    from planner.cli.commands.whatif.running import Kept
    from planner.jobs.whatif.tasks.figures import NamedFigure
    from planner.results.searches.sweep import Sweep

_SWEPT_CASE = "scenarios/worcestershire/how-many-places-at-the-forge.yaml"
_MOST_FAILURES = 5
_FILES = {
    "sweep.html": "what moves each figure, to read and print",
    "sweep.csv": "a row for each run, figure and year",
    "sweep.parquet": "the same for programs",
    "tornado.csv": "what each open number does to each figure",
    "sweep.json": "the values of every run, and the tornado",
}

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
    from planner.jobs.whatif.tasks.figures import figure_named
    from planner.reports.searches.standing import (
        content_of,
        note_tables,
        tables_stand,
        was_finished,
    )
    from planner.reports.searches.sweep import sweep_record, write_sweep

    figure = figure_named(measure, option="--measure")
    target = output or default_folder(case, "sweep")
    begin = not was_finished(target)
    place = executor_of(workers, executor, share_rows=share_rows, begin=begin)
    with kept_in(target) as store, progress(steps=None, quiet=quiet) as tell:
        assert store is not None
        found = sweep_case(
            case,
            store=store,
            executor=place,
            as_at=as_at,
            years=years,
            share_rows=share_rows,
            tell=tell,
        )
        content = content_of(found)
        if not tables_stand(target, content):
            with whole_folder(target) as folder:
                write_sweep(found, folder)
                _write_page(found, folder)
                note_tables(folder, content)
    if as_json:
        print_json(sweep_record(found))
        return
    _print(found, figure)
    say_folder(target, _FILES | {"runs": _runs_said(store)})


def _write_page(found: Sweep, folder: Path) -> None:
    """Write the page, unless what draws it is not installed: the tables are worth having."""
    from planner.reports.searches.sweep_page import write_sweep_page

    try:
        write_sweep_page(found, folder / "sweep.html")
    except MissingExtra as missing:
        typer.echo(f"There is no sweep.html. {missing}", err=True)


def _runs_said(store: Kept) -> str:
    made = f"{store.added:,} made now, {store.taken:,} there before"
    return f"every run by itself ({made}); the same line makes only what is missing"


def _print(found: Sweep, figure: NamedFigure) -> None:
    from planner.results.searches.sweep import value_said

    made = len(found.runs) - len(found.failures)
    typer.echo(f"{found.title}: {made:,} run{'' if made == 1 else 's'}. {found.method}")
    for run in found.failures[:_MOST_FAILURES]:
        values = ", ".join(f"{name} {value_said(value)}" for name, value in run.values.items())
        typer.echo(f"Run {run.number} ({values}) failed. {run.failed}")
    for sentence in found.unanswered:
        typer.echo(sentence)
    if len(found.failures) > _MOST_FAILURES:
        more = len(found.failures) - _MOST_FAILURES
        typer.echo(f"{more} more failed: the column failed of sweep.csv says why.")
    bars = [bar for bar in found.bars if (bar.topic, bar.name) == (figure.topic, figure.name)]
    if not bars:
        typer.echo(f"\nNothing is known of the {figure.says} here.")
    for when in list(dict.fromkeys(bar.when for bar in bars))[-1:]:
        typer.echo(f"\nWhat moves the {figure.says}{f', {when}' if when else ''}:")
        heading = ("number", "low", "high", "at low", "at centre", "at high")
        rows = [
            (
                bar.axis,
                value_said(bar.low),
                value_said(bar.high),
                *(_said(figure, each) for each in (bar.at_low, bar.at_central, bar.at_high)),
            )
            for bar in bars
            if bar.when == when
        ]
        print_table(heading, rows)


def _said(figure: NamedFigure, value: float) -> str:
    from planner.results.whatif.measures import Unit

    if figure.unit is Unit.PENCE:
        return format_pounds(round(value / 100) * 100)
    return f"{value:,.2f}".removesuffix(".00")
