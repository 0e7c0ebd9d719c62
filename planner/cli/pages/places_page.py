"""The tables that ``planner places`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from planner.cli.console import print_table

if TYPE_CHECKING:
    from planner.results.coming.gaps import PlacesByDate
    from planner.results.coming.options import OptionEnough
    from planner.results.coming.places import Enough


def print_glance(glance: tuple[Sequence[str], Sequence[Sequence[object]]]) -> None:
    """Print today's places against those needed: a heading and its lines."""
    heading, lines = glance
    if lines:
        print_table(heading, lines)
        typer.echo()


def print_enough(rows: Sequence[Enough]) -> None:
    """Print the places needed, a table for each promise and a column for each chance."""
    chances = sorted({row.chance for row in rows})
    for promise in dict.fromkeys(row.promise for row in rows):
        cells: dict[tuple[object, ...], list[str]] = {}
        for row in sorted((r for r in rows if r.promise is promise), key=lambda r: r.chance):
            line = (row.academic_year, row.key_stage, row.place_type.value, row.commissioned)
            said = f"{row.places} ({row.places_low} to {row.places_high})"
            cells.setdefault(line, []).append(said)
        typer.echo(f"Places needed for a {promise.says}; in brackets low and high futures:\n")
        heading = ("school year", "key stage", "places", "commissioned")
        asked = (f"{chance:.0%}" for chance in chances)
        print_table((*heading, *asked), [(*line, *found) for line, found in cells.items()])
        typer.echo()


def print_options(rows: Sequence[OptionEnough]) -> None:
    """Print the places that each option needs, a table for each promise."""
    for promise in dict.fromkeys(row.promise for row in rows):
        typer.echo(
            f"Places needed there for a {promise.says}, all else as commissioned; in brackets low "
            "and high futures:\n"
        )
        heading = ("school year", "option", "now", "kept now", "chance", "needed", "split")
        print_table(heading, [_option(row) for row in rows if row.promise is promise])
        typer.echo()


def _option(row: OptionEnough) -> tuple[object, ...]:
    needed = "no number is enough"
    if row.places is not None:
        needed = f"{row.places} ({_or_none(row.places_low)} to {_or_none(row.places_high)})"
    return (
        *(row.academic_year, row.option, row.places_now, f"{row.kept_now:.0%}"),
        *(f"{row.chance:.0%}", needed, row.split),
    )


def _or_none(places: int | None) -> str:
    return "none" if places is None else str(places)


def print_by_date(rows: Sequence[PlacesByDate]) -> None:
    """Print places against need by half-term, all key stages together."""
    if rows:
        told = [row for row in rows if row.key_stage == "all"]
        typer.echo("Places that the half-term's busiest week would fill if nobody waited:\n")
        heading = ("half-term", "key stage", "places", "commissioned", "needed", "low", "high")
        print_table(heading, [_on_date(row) for row in told])
        for note in dict.fromkeys(
            f"{row.place_type.value}: {row.note}." for row in told if row.note
        ):
            typer.echo(f"\n{note}")


def _on_date(row: PlacesByDate) -> tuple[object, ...]:
    asked = (row.needed_p50, row.needed_p10, row.needed_p90)
    needed = ("not known" if places is None else places for places in asked)
    return (row.half_term, row.key_stage, row.place_type.value, row.commissioned, *needed)
