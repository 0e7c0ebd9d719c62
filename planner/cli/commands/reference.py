"""Commands that print what the planner itself knows: its version, its formats, its rules."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from planner import __version__
from planner.cli.console import print_json
from planner.cli.frame import Example, command

What = Annotated[
    Literal["tables", "scenario"],
    typer.Argument(metavar="tables|scenario", help="Which files to describe."),
]


@command(
    "schema",
    Example(
        "planner schema scenario > scenario.schema.json",
        "An editor that is pointed to this file completes and explains a scenario's keys.",
    ),
    Example("planner schema tables", "What each table and column may hold, for other programs."),
)
def schema(what: What) -> None:
    """Print the JSON Schema of the files that the planner reads."""
    from planner.scenario.schema import json_schema as scenario_schema
    from planner.tables.template import json_schema as tables_schema

    print_json(scenario_schema() if what == "scenario" else tables_schema())


@command(
    "data-dictionary",
    Example("planner data-dictionary > tables.md", "Every table and column, as a page to read."),
)
def data_dictionary() -> None:
    """Print what every table and column means, as Markdown."""
    from planner.tables.template import data_dictionary as dictionary

    typer.echo(dictionary(), nl=False)


@command(
    "rules", Example("planner rules > rules.md", "Every rule and goal with its source, as a page.")
)
def rules() -> None:
    """Print every rule and goal by which places are suggested, as Markdown."""
    from planner.cli.pages.rules_page import rules_page

    typer.echo(rules_page(), nl=False)


@command(
    "changes",
    Example("planner changes > changes.md", "Every change and key of a scenario, as a page."),
)
def changes() -> None:
    """Print every change and key that a scenario may have, as Markdown."""
    from planner.scenario.writing.page import changes_page

    typer.echo(changes_page(), nl=False)


@command("version", Example("planner version", "Print the version, for a report of a fault."))
def version() -> None:
    """Print the planner's version."""
    typer.echo(__version__)
