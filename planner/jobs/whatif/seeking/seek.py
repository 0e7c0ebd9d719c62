"""A goal sought: the same futures met with more and more of one thing, until it is enough."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from planner.errors import NoAnswer
from planner.jobs.opening import Tell, silently
from planner.jobs.whatif.runs.executor import Failed, InProcess
from planner.jobs.whatif.seeking.bisect import Edge, find_edge, is_monotone
from planner.jobs.whatif.seeking.target import Target, target_of, whole_years, years_told
from planner.jobs.whatif.seeking.vary import Lever, lever_named
from planner.jobs.whatif.tasks.gather import Keeps, Memory, gather
from planner.jobs.whatif.tasks.question import Question, open_question
from planner.jobs.whatif.tasks.work import figures_of, unanswered_in
from planner.results.searches.seek import Sought, Tried


def seek_case(
    path: Path,
    *,
    target: str,
    vary: str,
    between: tuple[Decimal, Decimal] | None = None,
    from_day: date | None = None,
    as_at: date | None = None,
    years: int,
    store: Keeps | None = None,
    tell: Tell = silently,
) -> Sought:
    """
    Look for the least of something with which a figure reaches a goal.

    Parameters
    ----------
    path
        The scenario's YAML file.
    target
        The goal, such as ``day6_chance >= 0.95``.
    vary
        What is varied, as `lever_named` takes it.
    between
        Its lowest and highest value; None for the scenario's own or the usual.
    from_day
        First day of a change that is added; None for the as-at date.
    as_at
        Day on which the question is asked, if not the scenario's own.
    years
        School years ahead. [1 to 5]
    store
        Where runs are kept; None for nowhere.
    tell
        Is told each value as it is tried.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem in the files, or if the goal or what is varied is not understood.
    NoAnswer
        If a value cannot be tried, or nothing of the figure is known.
    """
    goal = target_of(target)
    tell("Reading the scenario and the tables")
    question = open_question(path, as_at=as_at, years=years)
    lever = lever_named(vary, question.scenario, question.tables, from_day=from_day)
    if between is not None:
        lever = lever.between(*between)
    search = _Search(question, lever, goal, store or Memory(), tell)
    edge = find_edge(search.reaches, search.steps)
    return search.sought(edge)


class _Search:
    """One search: every value tried, with its figure."""

    def __init__(
        self, question: Question, lever: Lever, goal: Target, store: Keeps, tell: Tell
    ) -> None:
        self._question, self._lever, self._goal = question, lever, goal
        self._store, self._tell = store, tell
        self._figures: dict[int, float] = {}
        self.steps = len(lever.values) - 1
        self._years: tuple[str, ...] = ()
        self._told: tuple[str, ...] = ()

    def reaches(self, step: int) -> bool:
        """Say whether a step reaches the goal."""
        if step not in self._figures:
            self._figures[step] = self._figure(step)
        return self._goal.reached(self._figures[step])

    def _figure(self, step: int) -> float:
        value = self._lever.values[step]
        self._tell(f"Trying {self._lever.name} at {value:f}")
        task = self._question.task_of(self._question.certain(self._lever.at(value)))
        record = gather({task.key: task}, self._store, InProcess())[task.key]
        if isinstance(record, Failed):
            raise NoAnswer(f"{self._lever.name} cannot be {value:f}. {record.says}")
        figures = figures_of(record)
        self._years = whole_years(figures, self._question.tables.as_at)
        self._told = years_told(figures)
        figure = self._goal.figure_in(figures, self._years)
        if figure is None:
            why = " ".join(unanswered_in(record)) or "Name another year or figure."
            raise NoAnswer(f"There is no figure for {self._goal.written}. {why}")
        return figure

    def sought(self, edge: Edge) -> Sought:
        """Return the answer with everything that was tried."""
        ordered = sorted(self._figures)
        pick = max if self._goal.at_least else min
        best = pick(ordered, key=lambda step: self._figures[step])
        answer = best if edge.step is None else edge.step
        values = self._lever.values
        return Sought(
            title=self._question.scenario.title,
            target=self._goal.written,
            says=self._goal.in_words(self._years, self._told),
            unit=self._goal.unit.value,
            vary=self._lever.name,
            low=float(values[0]),
            high=float(values[-1]),
            values=len(values),
            value=None if edge.step is None else float(values[edge.step]),
            figure=self._figures[answer],
            best=float(values[answer]) if edge.step is None else None,
            most=edge.most,
            monotone=is_monotone(self._figures[step] for step in ordered),
            tried=tuple(
                Tried(
                    float(values[step]),
                    self._figures[step],
                    self._goal.reached(self._figures[step]),
                )
                for step in ordered
            ),
        )
