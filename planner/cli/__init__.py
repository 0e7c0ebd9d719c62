"""The command line: parse, call a job, print, exit code. No room knows of it."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper


def main() -> None:
    """Run the command line."""
    # Small matrices are worked on: threads would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from planner.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A Windows console's own code page has no room for every sign in a report.
            stream.reconfigure(encoding="utf-8")
    app(prog_name="planner")
