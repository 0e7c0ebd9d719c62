"""The answer on places in a sentence and in one small table."""

from __future__ import annotations

from collections.abc import Sequence

from planner.domain.codes import PlaceType
from planner.reports.futures.words import PLACES_FOR
from planner.results.coming.places import Enough, Sufficiency
from planner.results.coming.promise import Promise

SUMMARY_SAYS = (
    "How to read it: to let so many of the pupils start within five school days (by day 6), so "
    "many places are needed; in brackets, how many if few and if many pupils come. The pupils of "
    "all futures count together and most who would start late are those of futures with many "
    "pupils, so the number is above what the middle future would fill. Each key stage and place "
    "type is kept apart, and the last rows add them up. They have no range: few or many pupils "
    "seldom come for every key stage in the same year, so ranges do not add up."
)
_ALL = "all"


def headline(answer: Sufficiency) -> tuple[str, ...]:
    """Return the first sentence: places needed this year and in the last, against today's."""
    if answer.unanswered:
        return answer.unanswered
    chance = max((row.chance for row in _of_pupils(answer)), default=0.0)
    rows = [row for row in _of_pupils(answer) if row.chance == chance]
    years = _first_and_last(rows)
    if not years:
        return ()
    needed = " and ".join(
        f"{_sum(rows, year):,}{' places are needed' if year == years[0] else ''} in {year} "
        f"({_by_type(rows, year)})"
        for year in years
    )
    low, _, high = _range(rows, years[-1])
    last = [row for row in rows if row.academic_year == years[-1]]
    return (
        f"To let {chance:.0%} of pupils start by day 6, about {needed}; "
        f"{_commissioned(rows, years)} In {years[-1]} {low:,} places would do if few pupils come "
        f"for each key stage and type at once; it takes {high:,} if many do for each. "
        f"{_short(last)}",
    )


def by_year(answer: Sufficiency) -> tuple[str, ...]:
    """Return a sentence for each year: places needed, commissioned and short."""
    chance = max((row.chance for row in _of_pupils(answer)), default=0.0)
    rows = [row for row in _of_pupils(answer) if row.chance == chance]
    return tuple(
        f"{year}: {_sum(rows, year)} places would let {chance:.0%} of pupils start by day 6; "
        f"{_held(rows, year)}"
        for year in sorted({row.academic_year for row in rows})
    )


def at_a_glance(answer: Sufficiency) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """
    Return today's places and those needed, by key stage and place type: heading and lines.

    Columns are today's places, and each chance in the first year and in the last.
    """
    rows = _of_pupils(answer)
    years = _first_and_last(rows)
    chances = sorted({row.chance for row in rows})
    asked = [(year, chance) for year in years for chance in chances]
    cohorts = [
        *sorted({(row.key_stage.value, row.place_type) for row in rows}),
        *((_ALL, kind) for kind in sorted({row.place_type for row in rows})),
    ]
    lines: list[tuple[object, ...]] = []
    for stage, kind in cohorts:
        mine = [r for r in rows if r.place_type is kind and stage in (_ALL, r.key_stage.value)]
        today = [r for r in mine if r.chance == chances[0] and r.academic_year == years[0]]
        say = _total if stage == _ALL else _said
        needed = (say([r for r in mine if r.chance == c], year) for year, c in asked)
        lines.append((stage, PLACES_FOR[kind.value], sum(r.commissioned for r in today), *needed))
    columns = (f"{year}: {chance:.0%}" for year, chance in asked)
    return ("Key stage", "Places for", "Today", *columns), lines


def _said(rows: Sequence[Enough], year: str) -> str:
    low, middle, high = _range(rows, year)
    return f"{middle} ({low} to {high})"


def _total(rows: Sequence[Enough], year: str) -> str:
    return str(_sum(rows, year))


def _of_pupils(answer: Sufficiency) -> list[Enough]:
    return [row for row in answer.enough if row.promise is Promise.PUPILS]


def _first_and_last(rows: Sequence[Enough]) -> list[str]:
    years = sorted({row.academic_year for row in rows})
    return years if len(years) < 2 else [years[0], years[-1]]


def _range(rows: Sequence[Enough], year: str) -> tuple[int, int, int]:
    mine = [row for row in rows if row.academic_year == year]
    return (
        sum(row.places_low for row in mine),
        sum(row.places for row in mine),
        sum(row.places_high for row in mine),
    )


def _sum(rows: Sequence[Enough], year: str) -> int:
    return _range(rows, year)[1]


def _by_type(rows: Sequence[Enough], year: str) -> str:
    return ", ".join(
        f"{_sum([row for row in rows if row.place_type is kind], year)} {kind.value}"
        for kind in PlaceType
    )


def _commissioned(rows: Sequence[Enough], years: Sequence[str]) -> str:
    """Say what is commissioned and lacking, this year and in the last."""
    said = _held(rows, years[0], when=f" in {years[0]}")
    known = any(row.commissioned for row in rows)
    return f"{said} In {years[-1]} {_held(rows, years[-1])}" if known and len(years) > 1 else said


def _held(rows: Sequence[Enough], year: str, *, when: str = "") -> str:
    mine = [row for row in rows if row.academic_year == year]
    held = sum(row.commissioned for row in mine)
    if not held:
        return "the tables give no number of commissioned places to hold against it."
    short = sum(max(0, row.gap) for row in mine)
    lack = (
        f"and key stages and types that lack places lack {short} together{when}."
        if short
        else f"and no key stage or type lacks places{when}."
    )
    return f"{held} are commissioned, {lack}"


def _short(rows: Sequence[Enough]) -> str:
    """Name the group that is shortest of places, and those that have more than enough."""
    worst = max(rows, key=lambda row: (row.gap, row.key_stage, row.place_type))
    spare = [f"{r.key_stage} {r.place_type.value}" for r in rows if r.commissioned and r.gap < 0]
    said = (
        f"In {worst.academic_year} most are missing for {worst.key_stage} "
        f"{worst.place_type.value}: {worst.gap}."
        if worst.commissioned and worst.gap > 0
        else ""
    )
    return " ".join(
        filter(None, (said, f"More than enough then: {', '.join(spare)}." if spare else ""))
    )
