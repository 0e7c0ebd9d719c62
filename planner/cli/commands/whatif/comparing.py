"""The command that puts scenarios side by side against their common base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.commands.whatif.running import say_folder
from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, Output, Quiet, Years
from planner.cli.output import check_folder, whole_folder
from planner.units import format_pounds

if TYPE_CHECKING:
    from fractions import Fraction

    from planner.results.whatif.comparison import (
        Attribution,
        Causes,
        Comparison,
        FutureRow,
        PlainRow,
    )
    from planner.results.whatif.measures import Subject

_FORGE = "scenarios/worcestershire/eight-more-places-at-the-forge.yaml"
_EVESHAM = "scenarios/worcestershire/spoke-in-evesham.yaml"
_LATE = "late_pupils"
_FILES = {
    "comparison.html": "the answer and everything behind it, to read and print",
    "board.pdf": "two pages in plain language",
    "comparison.xlsx": "every table",
    "*.csv": "every table by itself",
    "comparison.json": "all of it as one record",
}
_TOLD = frozenset({"placed", _LATE, "late_days", "travel_minutes", "total_pence", "total"})
"""Figures whose causes are told on the screen; the tables have those of all."""

ScenarioPaths = Annotated[
    list[Path],
    typer.Argument(
        metavar="CASE...",
        help="Scenarios with the same base; a folder stands for every scenario in it.",
    ),
]

Draws = Annotated[
    int | None,
    typer.Option("--draws", min=1, max=100_000, help="Futures, instead of the base's number."),
]

Split = Annotated[
    bool,
    typer.Option(
        "--attribution/--no-attribution",
        help="Whether to split every difference over the scenario's changes.",
    ),
]

PlacesChance = Annotated[
    int | None,
    typer.Option(
        "--places",
        min=50,
        max=99,
        metavar="PERCENT",
        help="Also search for the places with which so many per cent of pupils start in time.",
    ),
]


@command(
    "compare",
    Example(f"planner compare {_FORGE} {_EVESHAM}", "Two scenarios against what stands today."),
    Example(
        f"planner compare {_FORGE} {_EVESHAM} -o out/compared --no-attribution",
        "Write every table, without splitting differences over the changes.",
    ),
    Example(
        "planner compare scenarios/bristol -o out/bristol",
        "Every scenario of a folder against their base, with the report.",
    ),
    Example(f"planner compare {WORKED_CASE} {_FORGE} --years 1", "One school year ahead only."),
)
def compare(
    cases: ScenarioPaths,
    output: Output = None,
    years: Years = 3,
    draws: Draws = None,
    attribution: Split = True,
    places_chance: PlacesChance = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Put scenarios side by side against their base, in the same futures, with reasons.

    Told of each: pupils late and without a place, journeys and money, with ranges and with
    the chance that one is better than another; those who wait now; what each change did.
    With -o DIR holds comparison.html to read, comparison.xlsx, board.pdf with two pages in
    plain language, every figure as CSV tables, and comparison.json.
    """
    from planner.jobs.whatif.compare import compare_cases, compare_steps, write_comparison
    from planner.jobs.whatif.dossier import write_dossier
    from planner.reports.whatif.frames import comparison_record

    check_folder(output)
    cases = [*dict.fromkeys(one for each in cases for one in scenarios_in(each))]
    with progress(steps=compare_steps(len(cases), attribution=attribution), quiet=quiet) as tell:
        found = compare_cases(
            cases,
            as_at=as_at,
            years=years,
            draws=draws,
            attribution=attribution,
            places_chance=None if places_chance is None else places_chance / 100,
            tell=tell,
        )
    if output is not None:
        with whole_folder(output) as folder:
            write_comparison(found, folder)
            write_dossier(found, cases, folder, as_at=as_at)
    if as_json:
        print_json(comparison_record(found))
        return
    _print_comparison(found)
    if output is not None:
        say_folder(output, _FILES)


def scenarios_in(path: Path) -> list[Path]:
    """
    Return the scenarios that a path stands for: itself, or every one in a folder by its name.

    Raises
    ------
    typer.BadParameter
        If a folder holds no scenario.
    """
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix in (".yaml", ".yml"))
    if not found:
        raise typer.BadParameter(f"{path} holds no scenario: no file in it ends in .yaml.")
    return found


def _print_comparison(found: Comparison) -> None:
    base = found.base
    names = ", ".join(each.title for each in found.scenarios)
    typer.echo(f"{names}: compared with {base.title}.\n")
    for sentence in found.answer:
        typer.echo(sentence)
    last = base.years[-1] if base.years else ""
    for outlook in found.scenarios:
        typer.echo(f"\n{outlook.title}")
        own = (each for each in outlook.notes if each not in base.notes)
        for sentence in (*outlook.changes[len(base.changes) :], *own):
            typer.echo(f"  {sentence}")
        _print_years([r for r in found.rows if r.scenario_id == outlook.scenario_id], last)
        _print_plain([r for r in found.plain if r.scenario_id == outlook.scenario_id])
    for causes in found.causes:
        _print_causes(causes, last)
    if len(found.scenarios) > 1:
        _print_beating(found, last)
        _print_regret(found, last)
    for sentence in (found.method, *found.unanswered):
        if sentence:
            typer.echo(f"\n{sentence}")


def _print_years(rows: list[FutureRow], year: str) -> None:
    shown = [
        _year_cells(row)
        for row in rows
        if row.subject.when == year and (row.spread.p90 or row.spread.mean or _differs(row))
    ]
    if shown:
        typer.echo()
        heading = (year, "low", "middle", "high", "difference", "better", "same", "worse")
        print_table(heading, shown)


def _differs(row: FutureRow) -> bool:
    return row.difference is not None and bool(row.difference.mean)


def _year_cells(row: FutureRow) -> tuple[str, ...]:
    spread, difference, chances = row.spread, row.difference, row.against_base
    middle = spread.mean if row.subject.unit == "chance" else spread.median
    changed = None
    if difference is not None:
        changed = difference.mean if row.subject.unit == "chance" else difference.median
    shares = (chances.better, chances.same, chances.worse) if chances else (None,) * 3
    return (
        row.subject.says,
        _said(row.subject, spread.p10),
        _said(row.subject, middle),
        _said(row.subject, spread.p90),
        _said(row.subject, changed),
        *("" if share is None else f"{share:.0%}" for share in shares),
    )


def _print_plain(rows: list[PlainRow]) -> None:
    shown = [
        (
            _about(row.subject),
            "withheld" if row.withheld else _said(row.subject, row.value),
            _said(row.subject, row.difference),
        )
        for row in rows
        if row.difference or row.withheld or (row.value and row.subject.topic != "places_enough")
    ]
    typer.echo()
    print_table(("those who wait now, and what is agreed", "value", "difference"), shown)


def _print_causes(causes: Causes, year: str) -> None:
    shown = [row for each in causes.attributions for row in _cause_cells(each, year)]
    if not shown or not any(len(each.parts) > 1 for each in causes.attributions):
        return
    typer.echo(f"\nWhat each change of {causes.scenario_id} did. {causes.method}")
    print_table(("figure", "change", "share", "alone"), shown)


def _cause_cells(attribution: Attribution, year: str) -> Iterator[tuple[str, ...]]:
    subject = attribution.subject
    if subject.name not in _TOLD or subject.when not in ("", year):
        return
    for part in attribution.parts:
        name = part.change.partition(" (because ")[0]
        yield (_about(subject), name, _said(subject, part.share), _said(subject, part.alone))
    if attribution.interaction:
        told = _said(subject, attribution.interaction)
        yield (_about(subject), "together, beyond each alone", "", told)


def _print_beating(found: Comparison, year: str) -> None:
    """Print how often each scenario has fewer pupils late than each other one."""
    chances = {
        (row.scenario_id, row.other_id): (row.chances.better, row.chances.worse)
        for row in found.pairs
        if (row.subject.name, row.subject.when) == (_LATE, year)
    }
    if not chances:
        return
    names = [outlook.scenario_id for outlook in found.outlooks]
    either_way = {(b, a): (worse, better) for (a, b), (better, worse) in chances.items()} | chances
    rows = [
        (name, *("" if other == name else f"{either_way[name, other][0]:.0%}" for other in names))
        for name in names
    ]
    typer.echo(f"\nShare of futures with fewer pupils late in {year}, each row than each column:")
    print_table(("", *names), rows)


def _print_regret(found: Comparison, year: str) -> None:
    """Print how far each scenario falls behind the best, in pupils late and in money."""
    rows = [
        (
            *(row.scenario_id, _about(row.subject)),
            *(_said(row.subject, each) for each in (row.mean, row.p90, row.greatest)),
        )
        for row in found.regret
        if row.subject.name in (_LATE, "total_pence") and row.subject.when == year
    ]
    if rows:
        typer.echo("\nRegret: how far each falls behind the best of them in the same future:")
        print_table(("scenario", "figure", "mean", "nine in ten below", "greatest"), rows)


def _about(subject: Subject) -> str:
    return f"{subject.says} {subject.when}".rstrip()


def _said(subject: Subject, value: float | Fraction | None) -> str:
    """Write a value in its unit; nothing where there is none."""
    if value is None:
        return ""
    if subject.unit == "pence":
        return format_pounds(round(float(value) / 100) * 100)
    if subject.unit in ("share", "chance"):
        return f"{float(value):.1%}"
    return f"{float(value):,.0f}" if value == round(value) else f"{float(value):,.1f}"
