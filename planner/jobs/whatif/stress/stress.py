"""A whole stress test: every shock in the same futures, ranked, the worst with a way back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType
from planner.errors import NoAnswer
from planner.jobs.opening import Tell, silently
from planner.jobs.whatif.runs.executor import Executor, Failed, InProcess
from planner.jobs.whatif.stress.rescue import rank, rescues_of, spot_rescue
from planner.jobs.whatif.stress.shocks import Shock, Shortage, shocks_of
from planner.jobs.whatif.tasks.gather import Keeps, Memory, Record, gather
from planner.jobs.whatif.tasks.question import Question, open_question
from planner.jobs.whatif.tasks.work import Task, figures_of, unanswered_in
from planner.results.searches.stress import Rescue, Stress, Stressed
from planner.results.whatif.measures import ALL_YEARS, Measure, Topic
from planner.scenario.apply import apply
from planner.scenario.put_out import put_out, put_out_says
from planner.scenario.schema import Scenario

_TOLERANCE = 0.5
"""Pupils late more than without the shock that still count as none, over all years."""


@dataclass(frozen=True)
class _Found:
    """What one run says of those who come."""

    on_time: Mapping[str, float]
    """By school year."""
    totals: Mapping[Measure, float]
    """Over all years."""

    def total(self, measure: Measure) -> float:
        return self.totals.get(measure, 0.0)


def stress_case(
    path: Path,
    *,
    executor: Executor,
    promise: float,
    shortage: Shortage,
    rescues: int,
    as_at: date | None = None,
    years: int,
    share_rows: bool = False,
    store: Keeps | None = None,
    tell: Tell = silently,
) -> Stress:
    """
    Put a case to every shock and say which is the worst and what would mend it.

    Parameters
    ----------
    path
        The scenario's YAML file.
    executor
        Where the shocks are worked; rescues are looked for in this process.
    promise
        Share of pupils who are to start within five school days. [0 to 1]
    shortage
        How long and how deep the shortage of teachers is.
    rescues
        For how many shocks, the worst first, a way back is looked for.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    share_rows
        Whether the tables, pupils' rows included, go with every task.
    store
        Where runs are kept; None for nowhere.
    tell
        Is told how far the test is.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem in the files at once.
    NoAnswer
        If there are no futures to put to a test.
    """
    tell("Reading the scenario and the tables")
    question = open_question(path, as_at=as_at, years=years, share_rows=share_rows)
    test = _Test(question, store or Memory(), tell)
    shocks = test.shocks(shortage)
    tasks = [test.task(test.scenario), *(test.task(shock.scenario) for shock in shocks)]
    found = gather({task.key: task for task in tasks}, test.store, executor, tell=tell)
    base = test.read(found[tasks[0].key])
    rows = [
        test.row(shock, found[task.key], base, promise)
        for shock, task in zip(shocks, tasks[1:], strict=True)
    ]
    order = sorted(range(len(rows)), key=lambda place: _rank(rows[place]))
    ranked = [
        test.rescued(shocks[place], rows[place], base) if number < rescues else rows[place]
        for number, place in enumerate(order)
    ]
    return Stress(
        title=question.scenario.title,
        promise=promise,
        base_late_pupils=base.total(Measure.LATE_PUPILS),
        base_on_time=tuple(base.on_time.items()),
        shocks=tuple(ranked),
        assumed=tuple(test.assumed),
    )


class _Test:
    """One case with the runs that are made of it."""

    def __init__(self, question: Question, store: Keeps, tell: Tell) -> None:
        self.question, self.store, self.tell = question, store, tell
        self.scenario = question.certain(question.scenario)
        self.dataset, _ = apply(question.tables, self.scenario)
        self.policy: Policy = self.scenario.policy()
        self.assumed: dict[str, None] = {}

    def shocks(self, shortage: Shortage) -> tuple[Shock, ...]:
        """Return every shock that the case can be put to."""
        kinds = {
            route.value: PlaceType.EXCLUSION
            if PlaceType.EXCLUSION in types
            else PlaceType.PREVENTION
            for route, types in self.policy.place_types.items()
        }
        return shocks_of(self.scenario, self.dataset, kinds, shortage)

    def task(self, scenario: Scenario) -> Task:
        """Return the run of a scenario."""
        return self.question.task_of(scenario)

    def read(self, record: Record | Failed) -> _Found:
        """
        Return what a run says.

        Raises
        ------
        NoAnswer
            If it failed, or has no futures.
        """
        if isinstance(record, Failed):
            raise NoAnswer(record.says)
        mine = [each for each in figures_of(record) if each.topic == Topic.YEARS]
        if not mine:
            why = " ".join(unanswered_in(record))
            raise NoAnswer(f"There are no futures to put to a test. {why}")
        share = {e.when: e.mean for e in mine if e.name == Measure.ON_TIME_SHARE}
        totals: dict[Measure, float] = {}
        for each in mine:
            alone = len(share) == 1 and each.when in share
            if each.mean is not None and (each.when == ALL_YEARS or alone):
                totals[Measure(each.name)] = each.mean
        return _Found({when: mean for when, mean in share.items() if mean is not None}, totals)

    def row(self, shock: Shock, record: Record | Failed, base: _Found, promise: float) -> Stressed:
        """Return a shock with what it does."""
        if isinstance(record, Failed):
            return _failed(shock, record.says)
        found = self.read(record)
        after, _ = apply(self.question.tables, shock.scenario)
        gone = put_out(self.dataset, after, self.policy.place_types)
        fewest = self.policy.suppression_threshold
        if gone:
            _, _, taken = put_out_says(gone, threshold=fewest).partition(" taken ")
            self.assumed[f"Pupils whom a closure puts out are taken {taken}"] = None
        broken = [
            year
            for year, share in found.on_time.items()
            if share < promise <= base.on_time.get(year, 0.0)
        ]
        return Stressed(
            kind=shock.kind,
            subject=shock.subject,
            says=shock.says,
            places_lost=shock.places_lost,
            put_out=None if 0 < len(gone) < fewest else len(gone),
            late_pupils=found.total(Measure.LATE_PUPILS),
            late_more=_more(found, base, Measure.LATE_PUPILS),
            late_days_more=_more(found, base, Measure.LATE_DAYS),
            unmet_more=_more(found, base, Measure.UNMET),
            on_time_share=min(found.on_time.values()),
            broken_year=broken[0] if broken else "",
        )

    def rescued(self, shock: Shock, row: Stressed, base: _Found) -> Stressed:
        """Return a shock's row with the ways back, the cheapest first."""
        if row.failed or row.late_more <= _TOLERANCE:
            return row

        def late(scenario: Scenario) -> float:
            self.tell(f"Looking for a rescue: {shock.says}")
            task = self.task(scenario)
            record = gather({task.key: task}, self.store, InProcess())[task.key]
            return self.read(record).total(Measure.LATE_PUPILS)

        as_before = base.total(Measure.LATE_PUPILS) + _TOLERANCE
        found: list[Rescue] = [
            *rescues_of(shock, self.dataset, late=late, as_before=as_before),
            spot_rescue(self.dataset, late_days=row.late_days_more, years=len(base.on_time)),
        ]
        return replace(row, rescues=tuple(sorted(found, key=rank)))


def _more(found: _Found, base: _Found, measure: Measure) -> float:
    return round(found.total(measure) - base.total(measure), 6)


def _failed(shock: Shock, says: str) -> Stressed:
    return Stressed(
        shock.kind,
        shock.subject,
        shock.says,
        shock.places_lost,
        *(0, 0.0, 0.0, 0.0, 0.0, 0.0),
        broken_year="",
        failed=says,
    )


def _rank(row: Stressed) -> tuple[bool, str, float, str]:
    """Return what shocks are sorted by: the promise broken first, then pupils late more."""
    return bool(row.failed), row.broken_year or "9999", -row.late_more, row.says
