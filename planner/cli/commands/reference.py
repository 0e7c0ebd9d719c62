"""Commands that print what the planner itself knows: its version, its formats, its rules."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from planner import __version__
from planner.cli.console import print_json
from planner.cli.frame import Example, command

What = Annotated[
    Literal["scenario"], typer.Argument(metavar="scenario", help="Which files to describe.")
]


@command(
    "schema",
    Example(
        "planner schema scenario > scenario.schema.json",
        "An editor that is pointed to this file completes and explains a scenario's keys.",
    ),
)
def schema(what: What) -> None:
    """Print the JSON Schema of the files that the planner reads."""
    from planner.scenario.schema import json_schema

    print_json(json_schema())


@command("version", Example("planner version", "Print the version, for a report of a fault."))
def version() -> None:
    """Print the planner's version."""
    typer.echo(__version__)
