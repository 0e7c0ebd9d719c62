"""Commands about scenarios themselves: a new one to fill in, and what one really changes."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsJson, Quiet, parse_day
from planner.errors import OutputRefused

if TYPE_CHECKING:
    from planner.results.whatif.difference import Difference

_FORGE = "scenarios/worcestershire/eight-more-places-at-the-forge.yaml"
_QUESTIONS = (
    "places",
    "site",
    "close",
    "terms",
    "referrals",
    "prevention",
    "stay",
    "rates",
    "policy",
    "calendar",
    "anything",
)
"""Kinds of question, written out so that the help need not read the scenario room."""
_MOST_TOLD = 40
"""Sentences that are printed; the rest is counted and stands in the JSON."""


@command(
    "diff",
    Example(f"planner diff {WORKED_CASE} {_FORGE}", "What eight more places really change."),
    Example(f"planner diff {WORKED_CASE} {_FORGE} --json", "Every value that differs."),
)
def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="The scenario held against.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The scenario asked about.")],
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Say in sentences what scenario B really changes against scenario A.

    First what is written differently; then what differs once every change is made: rules,
    places, money, suppositions of demand. Of pupils only numbers of rows are told.
    """
    from planner.jobs.whatif.difference import DIFFERENCE_STEPS, difference_of

    with progress(steps=DIFFERENCE_STEPS, quiet=quiet) as tell:
        found = difference_of(before, after, tell=tell)
    if as_json:
        print_json({**asdict(found), "in_force": found.in_force, "same_tables": found.same_tables})
    else:
        _print_difference(found)


@command(
    "scenario",
    Example(
        f"planner scenario new more-places.yaml --question places --base {WORKED_CASE}",
        "A what-if to fill in, with the ids of the base's tables.",
    ),
    Example(
        "planner scenario new my-case.yaml --data my-tables.xlsx --as-at 2026-09-07",
        "A first scenario for your own tables, with every change that there is.",
    ),
)
def scenario(
    what: Annotated[Literal["new"], typer.Argument(metavar="new", help="Write a new scenario.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML file that is not there.")],
    question: Annotated[
        str,
        typer.Option("--question", metavar="|".join(_QUESTIONS), help="What is to be asked."),
    ] = "anything",
    base: Annotated[
        Path | None, typer.Option("--base", metavar="CASE", help="The scenario to start from.")
    ] = None,
    tables: Annotated[
        Path | None,
        typer.Option("--data", metavar="TABLES", help="Without a base: the council's tables."),
    ] = None,
    as_at: Annotated[
        date | None,
        typer.Option("--as-at", metavar="DATE", parser=parse_day, help="Without a base: the day."),
    ] = None,
) -> None:
    """
    Write a commented scenario to fill in, with the changes that answer one question.

    Every key is explained where it stands. It can be read as it is; taking the # from a
    change makes it count.
    """
    from planner.jobs.whatif.starting import new_scenario

    if question not in _QUESTIONS:
        raise typer.BadParameter(f"{question} is not one of {', '.join(_QUESTIONS)}.")
    if (base is None) == (tables is None or as_at is None):
        raise typer.BadParameter("Give --base, or both --data and --as-at.")
    if file.suffix not in {".yaml", ".yml"}:
        raise typer.BadParameter(f"{file} is not a scenario's name. Let it end in .yaml.")
    if file.exists():
        raise OutputRefused(f"{file} is there already. Name a new file.")
    text = new_scenario(file, question=question, base=base, tables=tables, as_at=as_at)
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as exc:
        raise OutputRefused(f"{file} cannot be written. Name another file.") from exc
    typer.echo(f"Wrote {file}. When it says what changes: planner check {file}")


def _print_difference(found: Difference) -> None:
    typer.echo(f"{found.after}, against {found.before}:")
    _print_part("Written differently", found.written)
    _print_part("Different once every change is made", found.in_force)
    if not found.written and not found.in_force:
        typer.echo("\nBoth ask the same.")
    which = "hold the same rows" if found.same_tables else "do not hold the same rows"
    typer.echo(f"\nThe tables of the two {which} before any change.")


def _print_part(heading: str, sentences: tuple[str, ...]) -> None:
    if sentences:
        typer.echo(f"\n{heading}")
        for sentence in sentences[:_MOST_TOLD]:
            typer.echo(f"  {sentence}")
        if len(sentences) > _MOST_TOLD:
            typer.echo(f"  and {len(sentences) - _MOST_TOLD:,} more; --json has them all.")
