"""Arguments and options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

WORKED_CASE = "scenarios/worcestershire/base.yaml"
"""The case that examples in the help use; it stands in the repository."""


def parse_day(text: str) -> date:
    """
    Read a day, year first or day first.

    Examples
    --------
    >>> parse_day("2026-09-01") == parse_day("1/9/2026")
    True
    """
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise typer.BadParameter(f"{text!r} is not a day. Write it as 2026-09-01 or 1/9/2026.")


CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The scenario, a YAML file.")]

AsAt = Annotated[
    date | None,
    typer.Option(
        "--as-at",
        metavar="DATE",
        parser=parse_day,
        help="Ask the question as at this day instead of the scenario's own.",
    ),
]

AsJson = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on standard output, nothing else.")
]

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]

Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="DIR",
        help="Folder for the files. In an earlier output, files of the same name are replaced.",
    ),
]

ErrorsFile = Annotated[
    Path | None,
    typer.Option("--errors", metavar="FILE", help="Also write the problems as a table (CSV)."),
]

FirstYear = Annotated[
    int | None,
    typer.Option(
        "--year",
        min=2000,
        max=2100,
        metavar="YEAR",
        help="Year in which the (first) financial year starts; left out, the as-at date's.",
    ),
]

Years = Annotated[
    int, typer.Option("--years", min=1, max=5, help="School years ahead, from 1 to 5.")
]
