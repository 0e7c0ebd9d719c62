"""A sweep as one page: which number moves each figure most, the curve of one number, every run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from planner.reports.charts.bars import Drawn, Point, curve, ranked
from planner.reports.charts.style import Picture
from planner.reports.html import View
from planner.reports.pages import plural, rendered
from planner.reports.tables.columns import Column, Kind
from planner.reports.whatif.words import heading, rounded
from planner.results.searches.sweep import Bar, Figure, Sweep, SweptRun, value_said
from planner.results.whatif.measures import ALL_YEARS, Measure, Subject, Topic

_TOLD = (
    Measure.LATE_PUPILS,
    Measure.LATE_DAYS,
    Measure.UNMET,
    Measure.ON_TIME_SHARE,
    Measure.TOTAL_PENCE,
)
_MOST_RUNS = 200
"""Most runs on the page; sweep.csv has all."""


def write_sweep_page(sweep: Sweep, path: Path) -> None:
    """
    Write the page; it makes no request and can be printed.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    text = rendered(
        "whatif/search.html",
        title=sweep.title,
        question=sweep.question,
        byline=f"{plural(len(sweep.runs) - len(sweep.failures), 'run')}. {sweep.method}",
        answers=tuple(_answers(sweep)),
        blocks=tuple(_blocks(sweep)),
        notes=(*_notes(sweep), *sweep.unanswered),
        files="Every figure of every run stands in sweep.csv, the bars in tornado.csv.",
    )
    path.write_text(text, encoding="utf-8", newline="\n")


def _answers(sweep: Sweep) -> Iterator[str]:
    for _, bars in _tornados(sweep):
        first = bars[0]
        subject = subject_of(first)
        if not first.swing:
            yield f"{heading(subject)}: none of the numbers tried moves it."
            continue
        ends = rounded(subject, first.at_low), rounded(subject, first.at_high)
        most = "moves it most" if len(bars) > 1 else "moves it"
        low, high = value_said(first.low), value_said(first.high)
        yield (
            f"{heading(subject)}: {first.axis} {most}, from {ends[0]} at {low} to {ends[1]} at "
            f"{high} (mean over futures)."
        )


def _tornados(sweep: Sweep) -> Iterator[tuple[Measure, list[Bar]]]:
    """Yield the bars of each figure that is told, over all years where they add up."""
    for measure in _TOLD:
        bars = [b for b in sweep.bars if (b.topic, b.name) == (Topic.YEARS, measure)]
        whens = list(dict.fromkeys(bar.when for bar in bars))
        if whens:
            when = ALL_YEARS if ALL_YEARS in whens else whens[-1]
            yield measure, [bar for bar in bars if bar.when == when]


def subject_of(figure: Bar | Figure) -> Subject:
    """Return what a bar or a figure of the coming years is about."""
    measure = Measure(figure.name)
    return Subject(
        Topic.YEARS, measure, figure.when, measure.unit, measure.less_is_better, measure.says
    )


def _blocks(sweep: Sweep) -> Iterator[dict[str, object]]:
    tornados = list(_tornados(sweep))
    if tornados:
        says = (
            "Each bar runs from the figure at the number's low end to that at its high end, all "
            "other numbers at their centre. The line is the figure with every number at its "
            "centre; the darker part lies above it."
        )
        pictures = [_tornado(bars) for _, bars in tornados]
        yield _block("What moves each figure", says, pictures, [_bars_view(tornados)])
    curves = list(_curves(sweep, tornados))
    if curves:
        says = "The line is the middle future; the band holds eight futures of ten."
        yield _block(f"What each value of {sweep.axes[0].name} does", says, curves, [])
    yield _block("Every run", _runs_says(sweep), [], [_runs_view(sweep, tornados)])
    yield _block("What is varied, and why", "", [], [_axes_view(sweep)])


def _block(title: str, says: str, pictures: list[Picture], views: list[View]) -> dict[str, object]:
    return {"heading": title, "says": says, "pictures": pictures, "views": views}


def _tornado(bars: list[Bar]) -> Picture:
    subject = subject_of(bars[0])
    shown = [
        Drawn(
            bar.axis,
            bar.at_low,
            bar.at_high,
            f"{rounded(subject, bar.at_low)} to {rounded(subject, bar.at_high)}",
        )
        for bar in bars
    ]
    listed = "; ".join(f"{bar.label} {bar.says}" for bar in shown)
    return ranked(
        shown,
        centre=bars[0].at_central,
        name=f"tornado-{subject.name.replace('_', '-')}",
        heading=heading(subject),
        description=f"From the low to the high end of each number: {listed}.",
        note=f"{rounded(subject, bars[0].at_central)} with every number at its centre",
    )


def _curves(sweep: Sweep, tornados: list[tuple[Measure, list[Bar]]]) -> Iterator[Picture]:
    """Yield a curve for each figure where one number alone was tried at three values or more."""
    names = {name for run in sweep.runs for name in run.values}
    if len(names) != 1:
        return
    [axis] = names
    for measure, bars in tornados:
        subject = subject_of(bars[0])
        found = [(run.values[axis], _figure(run, subject)) for run in sweep.runs]
        points = [
            Point(at, each.p10, each.median, each.p90)
            for at, each in found
            if each is not None
            and not isinstance(at, str)
            and each.p10 is not None
            and each.median is not None
            and each.p90 is not None
        ]
        points.sort(key=lambda point: point.at)
        if len(points) > 2:
            yield curve(
                points,
                told=lambda value, subject=subject: rounded(subject, value),  # type: ignore[misc]
                name=f"curve-{measure.value.replace('_', '-')}",
                heading=heading(subject),
                description=(
                    f"From {rounded(subject, points[0].middle)} at {points[0].at:g} to "
                    f"{rounded(subject, points[-1].middle)} at {points[-1].at:g}, middle future."
                ),
                note=axis,
            )


def _figure(run: SweptRun, subject: Subject) -> Figure | None:
    return run.figure((subject.topic, subject.name, subject.when))


def _bars_view(tornados: list[tuple[Measure, list[Bar]]]) -> View:
    rows = tuple(
        (
            heading(subject_of(bar)),
            bar.axis,
            f"{value_said(bar.low)} to {value_said(bar.high)}",
            *(rounded(subject_of(bar), each) for each in (bar.at_low, bar.at_central, bar.at_high)),
        )
        for _, bars in tornados
        for bar in bars
    )
    columns = (
        Column("Figure", Kind.LONG_TEXT),
        Column("Number", Kind.LONG_TEXT),
        *(Column(name, Kind.NUMBER) for name in ("Tried", "At low", "At centre", "At high")),
    )
    return View("What moves each figure, mean over futures", columns, rows)


def _runs_says(sweep: Sweep) -> str:
    cut = f" The first {_MOST_RUNS} runs." if len(sweep.runs) > _MOST_RUNS else ""
    return f"The middle future, in brackets from low to high.{cut}"


def _runs_view(sweep: Sweep, tornados: list[tuple[Measure, list[Bar]]]) -> View:
    subjects = [subject_of(bars[0]) for _, bars in tornados]
    axes = list(sweep.runs[0].values) if sweep.runs else []
    rows = tuple(
        (
            str(run.number),
            *(value_said(run.values[axis]) for axis in axes),
            *(_run_said(run, subject) for subject in subjects),
        )
        for run in sweep.runs[:_MOST_RUNS]
    )
    columns = (
        *(Column(name, Kind.NUMBER) for name in ("Run", *axes)),
        *(Column(heading(subject), Kind.NUMBER) for subject in subjects),
    )
    return View("Every run", columns, rows)


def _run_said(run: SweptRun, subject: Subject) -> str:
    figure = _figure(run, subject)
    if figure is None:
        return "failed" if run.failed else "–"
    low, middle, high = (rounded(subject, each) for each in (figure.p10, figure.median, figure.p90))
    return middle if low == high else f"{middle} ({low} to {high})"


def _axes_view(sweep: Sweep) -> View:
    rows = tuple(
        (
            axis.name,
            f"{value_said(axis.low)} to {value_said(axis.high)}",
            value_said(axis.central),
            axis.says,
            axis.because,
        )
        for axis in sweep.axes
    )
    columns = (
        Column("Number", Kind.LONG_TEXT),
        Column("From and to", Kind.NUMBER),
        Column("Centre", Kind.NUMBER),
        Column("What it is", Kind.LONG_TEXT),
        Column("Because", Kind.LONG_TEXT),
    )
    return View("Numbers left open", columns, rows)


def _notes(sweep: Sweep) -> Iterator[str]:
    for run in sweep.failures[:5]:
        values = ", ".join(f"{name} {value_said(value)}" for name, value in run.values.items())
        yield f"Run {run.number} ({values}) failed. {run.failed}"
