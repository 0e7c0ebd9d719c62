"""Commands to begin with: a made-up authority to try things on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from planner.cli.frame import Example, command
from planner.cli.output import whole_folder


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
    pupils: Annotated[int, typer.Option(min=0, max=5_000, help="Pupils who wait.")] = 60,
) -> None:
    """Make up an authority to try things on: its tables and a base scenario."""
    from planner.demo.write import new_case

    with whole_folder(folder, may_replace=False) as fresh:
        scenario = new_case(fresh, seed=seed, pupils=pupils).relative_to(fresh)
    typer.echo(f"Made {folder}. Try: planner run {folder / scenario} -o {folder / 'out'}")
