"""The command that looks for the smallest changes that would place a pupil."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.commands.suggesting.wording import changes_told, move_told
from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Quiet
from planner.units import format_day, format_pounds

if TYPE_CHECKING:
    from planner.results.placing.suggestion import Fix, Fixes

Pupil = Annotated[
    str | None,
    typer.Argument(metavar="[PUPIL]", help="One pupil; every pupil in need without it."),
]
Size = Annotated[
    int, typer.Option("--size", min=1, max=3, help="Most changes that a fix may join.")
]
OnTime = Annotated[
    bool,
    typer.Option("--on-time", help="Look for a start on time, for late pupils too."),
]


@command(
    "fixes",
    Example(
        f"planner fixes {WORKED_CASE}",
        "For each pupil without a place, every single change that would give one.",
    ),
    Example(
        f"planner fixes {WORKED_CASE} WORCS-0006 --size 2",
        "For one pupil, two changes together as well; slower.",
    ),
)
def fixes(
    case: CasePath,
    pupil: Pupil = None,
    size: Size = 1,
    on_time: OnTime = False,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Look for the smallest changes with which the best answer would place a pupil.

    A change is one more place, a year group or need accepted, overflow taken, a
    longer journey, an end brought forward, or notice waived. Registration, approval
    and keeping apart are never relaxed. Each fix is solved whole and priced.
    """
    from planner.jobs.suggesting import SUGGEST_STEPS, find_fixes

    with progress(steps=SUGGEST_STEPS, quiet=quiet) as tell:
        found = find_fixes(
            case,
            pupil_id=pupil,
            most_relaxations=size,
            on_time=on_time,
            as_at=as_at,
            tell=tell,
        )
    if as_json:
        from planner.results.plain import plain

        print_json({"status": "suggested", "pupils": plain(found)})
    else:
        typer.echo("\n".join(line for each in found for line in _lines(each)))
        typer.echo("These are suggestions; people decide.")


def _lines(found: Fixes) -> Iterator[str]:
    yield f"{found.pupil_id}, to start by {format_day(found.latest_start)}"
    if not found.fixes:
        yield (
            f"   No set of up to {found.most_relaxations} change(s) of the stated kinds would do; "
            f"{found.tried} were solved."
        )
    for fix in found.fixes:
        yield from _fix(fix)
    yield ""


def _fix(fix: Fix) -> Iterator[str]:
    yield "   " + "; and ".join(relaxation.sentence for relaxation in fix.relaxations)
    rate = "" if fix.place_rate_known else " (place funding not in the tables, left out)"
    yield (
        f"      starts at {fix.commission_id} on {format_day(fix.start_date)}; "
        f"{format_pounds(fix.this_year_pence)} this financial year, "
        f"{format_pounds(fix.next_year_pence)} next{rate}; {fix.minutes:+d} minutes in all"
    )
    yield f"      for everybody: {changes_told(fix.effect.change, exact=fix.effect.exact)}"
    yield from (f"         {move_told(move)}" for move in fix.effect.moves)
