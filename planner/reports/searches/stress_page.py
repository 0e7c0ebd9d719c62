"""A stress test as one page: the losses ranked, and the ways back of the worst."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.reports.charts.bars import Drawn, ranked
from planner.reports.charts.style import Picture
from planner.reports.html import View
from planner.reports.pages import plural, rendered
from planner.reports.searches.stress import over_words, shock_words, stress_words
from planner.reports.tables.columns import NOTHING, Column, Kind
from planner.reports.tables.suppression import WITHHELD
from planner.results.searches.stress import Stress, Stressed
from planner.units import format_pounds

_MOST_BARS = 12
_MOST_TOLD = 3


def write_stress_page(found: Stress, path: Path) -> None:
    """
    Write the page; it makes no request and can be printed.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    first = next(iter(stress_words(found)))
    worst = (shock_words(row, over_words(found)) for row in found.shocks[:_MOST_TOLD])
    text = rendered(
        "whatif/search.html",
        title=f"{found.title}: losses tried",
        question="Which loss breaks sufficiency first, and what would be the cheapest way back?",
        byline=(
            f"{plural(len(found.shocks), 'shock')} from the as-at day on; the promise is that "
            f"{found.promise:.0%} start within five school days."
        ),
        answers=(first.removeprefix(f"{found.title}. "), *worst),
        blocks=tuple(_blocks(found)),
        notes=tuple(f"Assumed: {sentence}" for sentence in found.assumed),
        files="Every loss stands in stress.csv, every way back in rescues.csv.",
    )
    path.write_text(text, encoding="utf-8", newline="\n")


def _blocks(found: Stress) -> Iterator[dict[str, object]]:
    tried = [row for row in found.shocks if not row.failed]
    if tried:
        says = (
            f"How many pupils more are late {over_words(found)} than without the loss, mean over "
            "the same futures. Losses that break the promise in a year that keeps it stand first."
        )
        yield _block("The losses, the worst first", says, [_bars(tried)], _losses(found))
    if any(row.rescues for row in found.shocks):
        says = "Ways to have no more pupils late than without the loss, the cheapest first."
        yield _block("Ways back", says, [], _ways(found))


def _block(title: str, says: str, pictures: list[Picture], view: View) -> dict[str, object]:
    return {"heading": title, "says": says, "pictures": pictures, "views": [view]}


def _bars(rows: list[Stressed]) -> Picture:
    shown = [
        Drawn(row.says, 0.0, row.late_more, f"{row.late_more:+,.1f}") for row in rows[:_MOST_BARS]
    ]
    listed = "; ".join(f"{bar.label} {bar.says}" for bar in shown)
    cut = f", the first {_MOST_BARS}" if len(rows) > _MOST_BARS else ""
    return ranked(
        shown,
        centre=0.0,
        name="losses",
        heading="Pupils more late",
        description=f"Pupils more late than without the loss{cut}: {listed}.",
        note=f"The table has all {len(rows)}" if cut else "",
    )


def _losses(found: Stress) -> View:
    rows = tuple(
        (
            row.says,
            f"{row.places_lost:,}" if row.places_lost else NOTHING,
            _told(row.put_out),
            *(
                ("not tried", NOTHING, NOTHING, NOTHING)
                if row.failed
                else (
                    f"{row.late_more:+,.1f}",
                    f"{row.late_days_more:+,.0f}",
                    f"{row.on_time_share:.0%}",
                    row.broken_year or NOTHING,
                )
            ),
        )
        for row in found.shocks
    )
    columns = (
        Column("Loss", Kind.LONG_TEXT),
        Column("Places lost", Kind.NUMBER),
        Column("Pupils put out", Kind.NUMBER),
        Column("Pupils more late", Kind.NUMBER),
        Column("Days more without a place", Kind.NUMBER),
        Column("On time in the worst year", Kind.NUMBER),
        Column("Breaks the promise in", Kind.TEXT),
    )
    return View("The losses, the worst first", columns, rows)


def _told(pupils: int | None) -> str:
    if pupils is None:
        return WITHHELD
    return f"{pupils:,}" if pupils else NOTHING


def _ways(found: Stress) -> View:
    rows = tuple(
        (
            row.says,
            rescue.says,
            "yes" if rescue.enough else "no",
            NOTHING if rescue.yearly_pence is None else _pounds(rescue.yearly_pence),
        )
        for row in found.shocks
        for rescue in row.rescues
    )
    columns = (
        Column("Loss", Kind.LONG_TEXT),
        Column("Way back", Kind.LONG_TEXT),
        Column("Enough", Kind.TEXT),
        Column("A year", Kind.NUMBER),
    )
    return View("Ways back, the cheapest first", columns, rows)


def _pounds(pence: int) -> str:
    return format_pounds(round(pence / 100) * 100)
