"""Charts of a comparison: fans over the years, and what each change did as a waterfall."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any

import pandas as pd

from planner.reports.charts.style import INK, SHORT, SPARE, SUGGESTED, Key, Picture, altair, drawn
from planner.reports.whatif.views import split
from planner.reports.whatif.words import heading, middle_of, said
from planner.results.whatif.comparison import Attribution, Causes, Comparison, FutureRow
from planner.results.whatif.futures import Futures
from planner.results.whatif.measures import Measure, Unit

FAN_KEYS = (
    Key(SUGGESTED, "the scenario: low to high, and the middle"),
    Key(INK, "the base: the middle", "M-1.15,-.2H-.3V.2H-1.15ZM.3,-.2H1.15V.2H.3Z"),
)
_WIDTH = 210
_TICKS: Mapping[str, str] = {
    Unit.PENCE: "datum.value >= 1e6 ? '£' + format(datum.value / 1e6, '~r') + 'm' : "
    "datum.value >= 1e3 ? '£' + format(datum.value / 1e3, '~r') + 'k' : '£' + datum.value"
}


def fans(comparison: Comparison, measure: Measure) -> tuple[Picture, ...]:
    """Draw one figure over the years, a chart for each scenario beside the base's middle."""
    base = _years(comparison, comparison.base.scenario_id, measure)
    most = max(
        (
            row.spread.p90 or 0
            for o in comparison.outlooks
            for row in _years(comparison, o.scenario_id, measure)
        ),
        default=0,
    )
    if len(base) < 2:
        return ()
    return tuple(
        _fan(_years(comparison, outlook.scenario_id, measure), base, outlook.title, number, most)
        for number, outlook in enumerate(comparison.outlooks)
    )


def risks(comparison: Comparison) -> tuple[Picture, ...]:
    """Draw the pupils late by half-term, a chart for each scenario beside the base's middle."""
    base = comparison.base.lived
    if base is None or not base.half_terms:
        return ()
    lived = [(o.title, o.lived) for o in comparison.outlooks if o.lived is not None]
    most = max(float(each.half_term_late_at(0.9).max()) for _, each in lived)
    return tuple(
        _risk(title, each, base, number, most) for number, (title, each) in enumerate(lived)
    )


def _risk(title: str, lived: Futures, base: Futures, number: int, most: float) -> Picture:
    alt = altair()
    frame = pd.DataFrame(
        {
            "order": range(len(lived.half_terms)),
            "low": lived.half_term_late_at(0.1),
            "middle": lived.half_term_late_at(0.5),
            "high": lived.half_term_late_at(0.9),
            "base": base.half_term_late_at(0.5),
        }
    )
    starts = [n for n, name in enumerate(lived.half_terms) if "autumn 1" in name] or [0]
    labels = " : ".join(f"datum.value == {n} ? '{lived.half_terms[n][:7]}'" for n in starts)
    x = alt.X(
        "order:Q",
        title=None,
        axis=alt.Axis(values=starts, labelExpr=f"{labels} : ''", grid=False),
        scale=alt.Scale(nice=False),
    )
    worst = int(lived.half_term_late_at(0.9).argmax())
    return drawn(
        _banded(frame, x, most),
        name=f"risk-{number}",
        heading=title,
        description=(
            f"Pupils late by the half-term of their referral, low to high. The highest is "
            f"{lived.half_terms[worst]}: up to {lived.half_term_late_at(0.9)[worst]:,.0f} pupils "
            f"in nine futures of ten."
        ),
    )


def _banded(frame: pd.DataFrame, x: Any, most: float, **labels: str) -> Any:
    """Draw low to high as a band with the middle, and the base's middle dashed."""
    alt = altair()
    limits = alt.Scale(domain=[0, max(most, 1)])
    y = alt.Y("low:Q", title=None, scale=limits, axis=alt.Axis(tickCount=4, **labels))
    chart = alt.Chart(frame).encode(x=x)
    band = chart.mark_area(color=SUGGESTED, opacity=0.25).encode(y=y, y2="high:Q")
    line = chart.mark_line(color=SUGGESTED, strokeWidth=2.5).encode(y=alt.Y("middle:Q"))
    was = chart.mark_line(color=INK, strokeWidth=1.5, strokeDash=[4, 3]).encode(y=alt.Y("base:Q"))
    return (band + line + was).properties(width=_WIDTH, height=150)


def _labels(unit: str) -> dict[str, str]:
    return {"labelExpr": _TICKS[unit]} if unit in _TICKS else {}


def _years(comparison: Comparison, scenario_id: str, measure: Measure) -> list[FutureRow]:
    rows = (comparison.row(scenario_id, measure.value, year) for year in comparison.base.years)
    return [row for row in rows if row is not None]


def _fan(
    rows: list[FutureRow], base: list[FutureRow], title: str, number: int, most: float
) -> Picture:
    alt = altair()
    subject = rows[0].subject
    scale = 100 if subject.unit is Unit.PENCE else 1
    frame = pd.DataFrame(
        [
            {
                "year": row.subject.when,
                "low": (row.spread.p10 or 0) / scale,
                "middle": (middle_of(row) or 0) / scale,
                "high": (row.spread.p90 or 0) / scale,
                "base": (middle_of(was) or 0) / scale,
            }
            for row, was in zip(rows, base, strict=True)
        ]
    )
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0))
    last = rows[-1]
    return drawn(
        _banded(frame, x, most / scale, **_labels(subject.unit)),
        name=f"fan-{subject.name.replace('_', '-')}-{number}",
        heading=title,
        description=(
            f"{heading(last.subject)}: middle {said(last.subject, middle_of(last))}, from "
            f"{said(last.subject, last.spread.p10)} to {said(last.subject, last.spread.p90)}; the "
            f"base's middle is {said(last.subject, middle_of(base[-1]))}."
        ),
    )


def waterfalls(causes: Causes, title: str, number: int) -> Iterator[Picture]:
    """Draw what each change of one scenario did to pupils late and to money."""
    wanted = (Measure.LATE_PUPILS.value, Measure.UNMET.value, Measure.TOTAL_PENCE.value)
    for each in split(causes):
        if each.subject.name in wanted:
            yield _waterfall(each, title, number)


def _waterfall(each: Attribution, title: str, number: int) -> Picture:
    alt = altair()
    subject = each.subject
    scale = 100 if subject.unit is Unit.PENCE else 1
    steps: list[dict[str, Any]] = []
    level = 0.0
    for part in each.parts:
        share = float(part.share) / scale
        name = shorten(_without_id(part.change), 40, placeholder="…")
        steps.append(_step(f"{len(steps) + 1}. {name}", level, level + share))
        level += share
    steps.append({**_step("All changes", 0.0, level), "state": "all"})
    frame = pd.DataFrame(steps)
    y = alt.Y(
        "name:N", sort=None, title=None, axis=alt.Axis(labelLimit=280, ticks=False, domain=False)
    )
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=["less", "more", "all"], range=[SUGGESTED, SHORT, SPARE]),
        legend=None,
    )
    x = alt.X("from:Q", title=None, axis=alt.Axis(tickCount=4, **_labels(subject.unit)))
    bars = alt.Chart(frame).mark_bar(height=16).encode(y=y, x=x, x2="to:Q", color=colour)
    nought = alt.Chart(pd.DataFrame({"at": [0]})).mark_rule(color=INK).encode(x="at:Q")
    return _named(bars + nought, each, title, number)


def _without_id(change: str) -> str:
    """Return a change's sentence without its reason, and without an id before a name."""
    says = change.partition(" (because ")[0]
    _, colon, rest = says.partition(": ")
    return rest if colon and "->" not in rest else says


def _step(name: str, start: float, end: float) -> dict[str, Any]:
    return {"name": name, "from": start, "to": end, "state": "more" if end > start else "less"}


def _named(chart: Any, each: Attribution, title: str, number: int) -> Picture:
    subject = each.subject
    parts = "; ".join(
        f"{part.change.partition(' (because ')[0]}: {said(subject, part.share, change=True)}"
        for part in each.parts
    )
    total = said(subject, each.difference, change=True)
    return drawn(
        chart.properties(width=240, height={"step": 24}),
        name=f"waterfall-{subject.name.replace('_', '-')}-{number}",
        heading=f"{title}: {heading(subject)}",
        description=f"Difference from the base {total}. {parts}.",
        note=f"All changes together: {total}",
    )
