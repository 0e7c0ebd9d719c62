"""Commands to begin with: an empty workbook for one's own tables, or a made-up authority."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.frame import Example, command
from planner.cli.output import whole_folder
from planner.errors import OutputRefused


@command(
    "new",
    Example("planner new my-authority", "Make up an authority with 60 waiting pupils."),
    Example(
        "planner new large --pupils 400 --seed 7",
        "Another of any size; the same seed makes the same authority.",
    ),
)
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or an empty folder.")],
    seed: Annotated[int, typer.Option(min=0, help="Start of the random draws.")] = 1,
    pupils: Annotated[int, typer.Option(min=1, max=5_000, help="Pupils who wait.")] = 60,
) -> None:
    """Make up an authority to try things on: its tables and a base scenario."""
    from planner.demo.write import new_case

    with whole_folder(folder, may_replace=False) as fresh:
        scenario = new_case(fresh, seed=seed, pupils=pupils).relative_to(fresh)
    typer.echo(f"Made {folder}. Try: planner run {folder / scenario} -o {folder / 'out'}")


@command(
    "template",
    Example("planner template my-tables.xlsx", "Write an empty workbook for your own tables."),
)
def template(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook that is not there yet.")],
) -> None:
    """Write an empty workbook with a sheet for each table and its columns explained."""
    from planner.tables.template import write_template

    if file.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{file} is not a workbook's name. Let it end in .xlsx.")
    if file.exists():
        raise OutputRefused(f"{file} is there already. Name a new file.")
    write_template(file)
    typer.echo(f"Wrote {file}. When it is filled in, name it as data in a scenario and check that.")
