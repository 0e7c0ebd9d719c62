"""What goes where: results to standard output, progress to standard error."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer

from planner.results.plain import json_text

_AMOUNT = re.compile(r"-?£?[\d,]+(\.\d+)?")

Tell = Callable[[str], None]
"""Takes the sentence of the step that begins."""


@contextmanager
def progress(*, steps: int | None, quiet: bool) -> Iterator[Tell]:
    """
    Show on standard error which step runs: a bar on a terminal, otherwise plain lines.

    Rich obeys ``NO_COLOR``.

    Parameters
    ----------
    steps
        How many steps there will be; None where nobody knows.
    quiet
        Whether to show nothing.
    """
    if quiet:
        yield lambda _step: None
    elif sys.stderr.isatty():
        with _bar(steps) as tell:
            yield tell
    else:
        yield lambda step: typer.echo(f"{step} ...", err=True)


@contextmanager
def _bar(steps: int | None) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=steps)
        begun = iter(range((steps or 0) + 1))
        yield lambda step: bar.update(task, description=step, completed=next(begun, steps or 0))


def print_json(answer: Any) -> None:
    """Print one JSON object and nothing else."""
    typer.echo(json_text(answer))


def print_table(heading: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows in aligned columns, numbers to the right; nothing is cut off."""
    cells = [[str(cell) for cell in row] for row in (heading, *rows)]
    columns = range(len(heading))
    widths = [max(len(row[column]) for row in cells) for column in columns]
    numeric = [all(_AMOUNT.fullmatch(row[column]) for row in cells[1:]) for column in columns]
    for row in cells:
        aligned = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        ]
        typer.echo("  " + "  ".join(aligned).rstrip())
