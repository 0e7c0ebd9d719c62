"""The command that writes the paper for the panel's meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.console import progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, CasePath, Quiet
from planner.cli.output import whole_folder

Folder = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="A new or an empty folder.")
]


@command(
    "panel",
    Example(
        f"planner panel {WORKED_CASE} -o out/panel",
        "A page a pupil to decide with, as panel.html and panel.pdf.",
    ),
)
def panel(case: CasePath, output: Folder, as_at: AsAt = None, quiet: Quiet = False) -> None:
    """
    Write one page a pupil: ranked choices, reasons, fixes, and space for the decision.

    Pupils with a statutory day come first, by that day. Pupils are named by their ids
    only. The PDF is tagged for screen readers. The record beside them, run.json, is
    what planner decide ties the panel's decisions to.
    """
    from planner.jobs.suggesting import PANEL_STEPS, write_panel

    with (
        whole_folder(output, may_replace=False) as folder,
        progress(steps=PANEL_STEPS, quiet=quiet) as tell,
    ):
        pages = write_panel(case, folder=folder, as_at=as_at, tell=tell)
    typer.echo(f"Wrote {pages} pages to {output}: panel.html and panel.pdf, with the record.")
