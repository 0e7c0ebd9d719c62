"""The command that ranks every choice for a pupil, or every pupil for a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.commands.deciding.replanning import Previous
from planner.cli.commands.suggesting.wording import changes_told, move_told
from planner.cli.console import print_json, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet
from planner.cli.output import perhaps_folder
from planner.results.plain import write_json
from planner.units import format_day, format_pounds

if TYPE_CHECKING:
    from planner.domain.case import Case
    from planner.results.placing.suggestion import NotPossible, Suggestion, Suggestions

Pupil = Annotated[
    str | None, typer.Argument(metavar="[PUPIL]", help="The id of a pupil who waits.")
]
Commission = Annotated[
    str | None,
    typer.Option("--commission", metavar="ID", help="Rank the waiting pupils for this place."),
]
Everybody = Annotated[
    bool, typer.Option("--all", help="Price every choice of every waiting pupil.")
]


@command(
    "suggest",
    Example(
        f"planner suggest {WORKED_CASE} WORCS-0001",
        "Rank every commission for one pupil, with what each choice costs everybody.",
    ),
    Example(
        f"planner suggest {WORKED_CASE} --commission FORGE-E",
        "Rank the waiting pupils who could take a place there.",
    ),
    Example(f"planner suggest {WORKED_CASE} --all --json > choices.json", "Every choice, as data."),
    Example(
        f"planner suggest {WORKED_CASE} WORCS-0001 -o out/WORCS-0001",
        "Keep the choices with their record, to decide on them and to make them again.",
    ),
)
def suggest(
    case: CasePath,
    pupil: Pupil = None,
    commission: Commission = None,
    everybody: Everybody = False,
    previous: Previous = None,
    output: Output = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Rank every choice by what it changes for everybody, and say why others are not possible.

    Each choice is forced and everybody else is placed anew around it; the change is
    that of the goals, in the scenario's order, against the best answer. With
    --previous, changes to the offers of an earlier plan are one of the goals. With -o
    the JSON object goes to DIR/suggestions.json, and the record of the run to
    DIR/run.json.
    """
    from planner.cli.pages.suggestion_json import suggestions_object
    from planner.jobs.suggesting import SUGGEST_STEPS
    from planner.jobs.suggesting import suggest as suggest_job

    if sum((pupil is not None, commission is not None, everybody)) != 1:
        raise typer.BadParameter("Name a pupil, or --commission ID, or --all.")
    with perhaps_folder(output) as folder, progress(steps=SUGGEST_STEPS, quiet=quiet) as tell:
        opened, found = suggest_job(
            case,
            pupil_id=pupil,
            commission_id=commission,
            as_at=as_at,
            previous=previous,
            folder=folder,
            tell=tell,
        )
        if folder is not None:
            write_json(folder / "suggestions.json", suggestions_object(found))
    if as_json:
        print_json(suggestions_object(found))
    else:
        typer.echo("\n".join(_page(opened, found, by_pupil=commission is None)))


def _page(case: Case, found: Suggestions, *, by_pupil: bool) -> Iterator[str]:
    yield f"{case.title}, as at {format_day(case.as_at)}."
    yield f"Suggestions for {found.subject or 'everybody who waits'}; a person decides."
    for choice in found.choices:
        yield ""
        yield from _choice(choice, by_pupil=by_pupil, with_pupil=not found.subject)
    if found.not_possible:
        yield "\nNot possible:"
        for barred in found.not_possible:
            yield from _barred(barred, found.subject)
    yield "\nEqual choices are ordered by the fixed draw that also parts equal answers."


def _choice(choice: Suggestion, *, by_pupil: bool, with_pupil: bool) -> Iterator[str]:
    who = choice.commission_id if by_pupil else choice.pupil_id
    if with_pupil:
        who = f"{choice.pupil_id} at {choice.commission_id}"
    best = "  (part of the best answer for everybody)" if choice.is_best else ""
    late = f", {choice.school_days_late} school days late" if choice.school_days_late else ""
    yield f"{choice.rank}. {who}, from {format_day(choice.start_date)}{late}{best}"
    fit = {True: "made for the need", False: "not made for the need", None: "no need recorded"}
    tier = "" if choice.tier is None else f", tier {choice.tier}"
    walk = f"{choice.walking_verdict.replace('_', ' ')}, by {choice.walking_measured_by}"
    yield f"   {fit[choice.need_fit]}{tier}; {choice.travel_minutes} minutes; walking limit: {walk}"
    yield (
        f"   {format_pounds(choice.this_year_pence)} this financial year, "
        f"{format_pounds(choice.next_year_pence)} next, {format_pounds(choice.stay_pence)} "
        f"the full stay{_interim(choice)}"
    )
    yield f"   for everybody: {changes_told(choice.change, exact=choice.exact)}"
    if choice.costs_nobody:
        yield "   costs nobody anything"
    yield from (f"   {move_told(move)}" for move in choice.moves)


def _interim(choice: Suggestion) -> str:
    return f", interim {format_pounds(choice.interim_pence)}" if choice.interim_pence else ""


def _barred(barred: NotPossible, subject: str) -> Iterator[str]:
    who = barred.commission_id if barred.commission_id != subject else barred.pupil_id
    yield f"  {who}"
    yield from (f"      {reason.sentence}" for reason in barred.reasons)
