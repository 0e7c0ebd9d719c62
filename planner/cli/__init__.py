"""The command line: parse, call a job, print, exit code. No room knows of it."""

from __future__ import annotations

import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line."""
    from planner.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A Windows console's own code page has no room for every sign in a report.
            stream.reconfigure(encoding="utf-8")
    app(prog_name="planner")
