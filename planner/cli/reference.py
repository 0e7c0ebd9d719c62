"""Commands that print what the planner itself knows: its version, its formats, its rules."""

from __future__ import annotations

import typer

from planner import __version__
from planner.cli.frame import Example, command


@command("version", Example("planner version", "Print the version, for a report of a fault."))
def version() -> None:
    """Print the planner's version."""
    typer.echo(__version__)
