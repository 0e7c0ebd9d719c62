"""A whole sweep: its runs made or taken from the folder, put into one table and a tornado."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from planner.jobs.opening import Tell, silently
from planner.jobs.whatif.runs.executor import Executor, Failed
from planner.jobs.whatif.sweeping.design import Design, Values, design_of
from planner.jobs.whatif.tasks.gather import Keeps, Record, gather
from planner.jobs.whatif.tasks.question import Question, open_question
from planner.jobs.whatif.tasks.work import figures_of, unanswered_in
from planner.results.searches.sweep import Axis, Bar, Sweep, SweptRun
from planner.scenario.sweeping.intervals import Interval

Found = Mapping[str, Record | Failed]


def sweep_case(
    path: Path,
    *,
    store: Keeps,
    executor: Executor,
    as_at: date | None = None,
    years: int,
    share_rows: bool = False,
    tell: Tell = silently,
) -> Sweep:
    """
    Run a scenario for many values of the numbers that it leaves open.

    What is kept already is not made again, whatever stopped it.

    Parameters
    ----------
    path
        The scenario's YAML file.
    store
        Where the runs are kept; it is not asked before everything has been read and checked.
    executor
        Where they are worked.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    share_rows
        Whether the tables, pupils' rows included, go with every task.
    tell
        Is told how far the sweep is.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem in the files at once.
    """
    tell("Reading the scenario and the tables")
    question = open_question(path, as_at=as_at, years=years, share_rows=share_rows)
    design = design_of(question.scenario)
    tasks = {}
    for values in _all_runs(design):
        task = question.task(values)
        tasks[task.key] = task
    return _gathered(question, design, gather(tasks, store, executor, tell=tell))


def _all_runs(design: Design) -> Iterator[Values]:
    yield from design.runs
    yield design.centre
    for _, low, high in design.tornado:
        yield low
        yield high


def _gathered(question: Question, design: Design, found: Found) -> Sweep:
    runs = tuple(
        _run(question, design, values, found, number)
        for number, values in enumerate(design.runs, start=1)
    )
    unanswered = {
        sentence: None
        for record in found.values()
        if not isinstance(record, Failed)
        for sentence in unanswered_in(record)
    }
    unanswered.update(dict.fromkeys(_left_out(question, design, found)))
    bars = _tornado(question, design, found)
    return Sweep(
        title=question.scenario.title,
        question=question.scenario.question,
        method=design.says,
        axes=tuple(
            Axis(a.name, a.said(a.low), a.said(a.high), a.said(a.central), a.says, a.because)
            for a, _, _ in design.tornado
        ),
        runs=runs,
        bars=bars,
        unanswered=tuple(unanswered),
        ground=question.ground,
    )


def _run(question: Question, design: Design, values: Values, found: Found, number: int) -> SweptRun:
    record = found[question.task(values).key]
    named = {axis.name: axis.said(values[axis.path]) for axis in design.axes}
    if isinstance(record, Failed):
        return SweptRun(number, named, failed=record.says)
    return SweptRun(number, named, figures_of(record))


def _left_out(question: Question, design: Design, found: Found) -> Iterator[str]:
    """Yield what the tornado lacks and why, one sentence each."""
    record = found[question.task(design.centre).key]
    if isinstance(record, Failed):
        yield f"There is no tornado: with every number at its centre the run failed. {record.says}"
        return
    for interval, low, high in design.tornado:
        for values, end in ((low, interval.low), (high, interval.high)):
            record = found[question.task(values).key]
            if isinstance(record, Failed):
                at = interval.written(end)
                yield f"The tornado leaves out {interval.name}: at {at} {record.says}"


def _tornado(question: Question, design: Design, found: Found) -> tuple[Bar, ...]:
    """Return the bars, figure by figure in their order, the longest first."""
    centre = _means(question, design.centre, found)
    bars = [
        bar
        for interval, low, high in design.tornado
        for bar in _bars(
            interval, _means(question, low, found), centre, _means(question, high, found)
        )
    ]
    order = {about: place for place, about in enumerate(centre)}
    return tuple(
        sorted(bars, key=lambda bar: (order[bar.topic, bar.name, bar.when], -bar.swing, bar.axis))
    )


_Means = dict[tuple[str, str, str], tuple[str, float]]
"""Unit and mean of every figure that has one."""


def _means(question: Question, values: Values, found: Found) -> _Means:
    record = found[question.task(values).key]
    if isinstance(record, Failed):
        return {}
    return {
        each.about: (each.unit, each.mean) for each in figures_of(record) if each.mean is not None
    }


def _bars(interval: Interval, low: _Means, centre: _Means, high: _Means) -> Iterator[Bar]:
    for about, (unit, mean) in centre.items():
        if about in low and about in high:
            topic, name, when = about
            yield Bar(
                axis=interval.name,
                low=interval.said(interval.low),
                central=interval.said(interval.central),
                high=interval.said(interval.high),
                topic=topic,
                name=name,
                when=when,
                unit=unit,
                at_low=low[about][1],
                at_central=mean,
                at_high=high[about][1],
            )
