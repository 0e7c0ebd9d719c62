"""The command that answers everything about a case and writes the report."""

from __future__ import annotations

from pathlib import Path

import typer

from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet
from planner.cli.output import whole_folder


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
    output: Output = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Answer everything about a case and write the report.

    DIR (by default out/ and the scenario's name) then holds report.html to read,
    results.xlsx to work with, each table as CSV, and run.json with what is needed to
    make the same answer again.
    """
    from planner.jobs import RUN_STEPS, run_scenario
    from planner.reports.headline import headline
    from planner.reports.record import run_record

    target = output or Path("out", case.stem)
    with whole_folder(target) as folder, progress(steps=RUN_STEPS, quiet=quiet) as tell:
        answer = run_scenario(case, folder=folder, as_at=as_at, tell=tell)
    if as_json:
        print_json(run_record(answer))
        return
    found = headline(answer)
    typer.echo(found.sentence)
    for because in found.because:
        typer.echo(f"  {because}")
    typer.echo(f"{found.proof}\n\nThe report: {target / 'report.html'}")
