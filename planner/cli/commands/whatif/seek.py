"""The command that looks for the least of something that is enough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from planner.cli.commands.whatif.running import kept_in, say_folder
from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet, Years, parse_day
from planner.cli.output import whole_folder

_FILES = {
    "seek.csv": "every value tried, with its figure",
    "seek.json": "the answer and the same as one record",
    "runs": "every run by itself; a further question here takes what is made",
}

Goal = Annotated[
    str,
    typer.Option(
        "--target",
        metavar="GOAL",
        help='What is to be reached, such as "day6_chance >= 0.95"; a year may follow the figure, '
        "such as late_days@2026/27. Without one a share holds in every whole year ahead.",
    ),
]

Lever = Annotated[
    str,
    typer.Option(
        "--vary",
        metavar="NAME",
        help="A number of the scenario's changes, such as places@FORGE-E; or places@COMMISSION, "
        "stays, stays@E, referrals or referrals@DISTRICT to add such a change; or a path such as "
        "policy.travel_cap_minutes.",
    ),
]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a search begins and ends."""

    low: Decimal
    high: Decimal


def parse_between(text: str) -> Ends:
    """
    Read two ends.

    Examples
    --------
    >>> parse_between("-20..5")
    Ends(low=Decimal('-20'), high=Decimal('5'))
    """
    found = re.fullmatch(r"\s*(-?[0-9]+(?:\.[0-9]+)?)\.\.(-?[0-9]+(?:\.[0-9]+)?)\s*", text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not two numbers. Write them like 0..40.")
    return Ends(Decimal(found[1]), Decimal(found[2]))


Between = Annotated[
    Ends | None,
    typer.Option(
        "--between",
        metavar="LOW..HIGH",
        parser=parse_between,
        help="Where to look; by default the scenario's own interval.",
    ),
]

FromDay = Annotated[
    date | None,
    typer.Option(
        "--from",
        metavar="DATE",
        parser=parse_day,
        help="First day of a change that --vary adds; by default the as-at day.",
    ),
]


@command(
    "seek",
    Example(
        f'planner seek {WORKED_CASE} --target "day6_chance >= 0.95" --vary places@FORGE-E',
        "How many more places are enough there, if any number is.",
    ),
    Example(
        f'planner seek {WORKED_CASE} --target "late_pupils <= 10" --vary stays@E',
        "How much shorter stays would have to be.",
    ),
)
def seek(
    case: CasePath,
    target: Goal,
    vary: Lever,
    between: Between = None,
    from_day: FromDay = None,
    output: Output = None,
    years: Years = 3,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Look for the least of something with which a figure reaches a goal.

    Every value meets the same futures. If none is enough, the best is told; the
    values tried are told with their figures.
    """
    from planner.jobs.whatif.seeking.seek import seek_case
    from planner.reports.searches.seek import said, seek_record, seek_words, write_seek

    with kept_in(output) as store, progress(steps=None, quiet=quiet) as tell:
        found = seek_case(
            case,
            target=target,
            vary=vary,
            between=(between.low, between.high) if between else None,
            from_day=from_day,
            as_at=as_at,
            years=years,
            store=store,
            tell=tell,
        )
    if output is not None:
        with whole_folder(output) as folder:
            write_seek(found, folder)
    if as_json:
        print_json(seek_record(found))
        return
    for sentence in seek_words(found):
        typer.echo(sentence)
    typer.echo()
    rows = [
        (f"{t.value:g}", said(found, t.figure), "yes" if t.reaches else "no") for t in found.tried
    ]
    print_table((found.vary, "figure", "reached"), rows)
    if output is not None:
        say_folder(output, _FILES)
