"""Every problem in a case at once: what is wrong in one file does not hide what is in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from planner.domain.choices.policy import Policy
from planner.errors import InputProblems, PlannerError, Problem, ScenarioProblems
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.homes import locate_homes
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.tables.read import SoundRows, read_sound_rows

T = TypeVar("T")

_SOME_DAYS = (date(1990, 1, 1), date(2090, 1, 1))
"""Days so far apart that a fault found as at both does not come of the day."""

_CHANGED_BY_SCENARIOS = frozenset({"providers", "sites", "commissions", "calendar", "history"})
"""Tables whose rows a scenario's changes name."""


class _Findings:
    """Problems from one check after the other; a check that fails does not stop the next."""

    def __init__(self, first: InputProblems) -> None:
        self._problems = dict.fromkeys(first.problems)
        self._in_scenario = isinstance(first, ScenarioProblems)

    @contextmanager
    def going_on(self) -> Iterator[None]:
        """Keep the problems that a check raises; anything else it lacks is told another day."""
        try:
            yield
        except InputProblems as found:
            self._in_scenario |= isinstance(found, ScenarioProblems)
            self.add(found.problems)
        except PlannerError:
            pass

    def add(self, problems: tuple[Problem, ...]) -> None:
        """Keep problems that were found without being raised."""
        self._problems.update(dict.fromkeys(problems))

    def together(self) -> InputProblems:
        """Return everything found as one error."""
        return (ScenarioProblems if self._in_scenario else InputProblems)(self._problems)


@contextmanager
def whole_case(path: Path, *, as_at: date | None) -> Iterator[None]:
    """
    Open a case inside; what stops it is raised together with every other problem in it.

    Raises
    ------
    ScenarioProblems, InputProblems
        If anything in the files is wrong; the user can mend every problem named.
    """
    try:
        yield
    except InputProblems as first:
        raise _every_problem(first, path, as_at=as_at) from None


def each_case(paths: Iterable[Path], opened: Callable[[Path], T]) -> list[T]:
    """
    Open several cases; the problems of all of them are raised together.

    Parameters
    ----------
    paths
        The scenarios' YAML files.
    opened
        Opens one of them, or raises every problem in it.
    """
    cases: list[T] = []
    problems: dict[Problem, None] = {}
    family = InputProblems
    for path in paths:
        try:
            cases.append(opened(path))
        except InputProblems as found:
            problems.update(dict.fromkeys(found.problems))
            family = ScenarioProblems if isinstance(found, ScenarioProblems) else family
    if problems:
        raise family(problems)
    return cases


def _every_problem(first: InputProblems, path: Path, *, as_at: date | None) -> InputProblems:
    """
    Return the first problems found in a case together with all others.

    Rows without a fault are checked further beside the faulty ones; changes are
    tried where the tables that they name have no fault.

    Parameters
    ----------
    first
        What stopped the case from being opened.
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    """
    findings = _Findings(first)
    scenario: Scenario | None = None
    day: date | None
    try:
        scenario = load_scenario(path)
        data, geo, day = scenario.data, scenario.geo, as_at or scenario.as_at
    except ScenarioProblems as found:
        if found.data is None:
            return findings.together()
        data, geo, day = found.data, found.geo, as_at or found.as_at
    rows = _sound_rows(data, findings, day=day, scenario=scenario)
    atlas = Atlas()
    with findings.going_on():
        atlas = open_atlas(geo)
    with findings.going_on():
        locate_homes(rows.dataset, atlas)
    if scenario and rows.sound_tables >= _CHANGED_BY_SCENARIOS:
        with findings.going_on():
            apply(rows.dataset, scenario)
    return findings.together()


def _sound_rows(
    data: Path, findings: _Findings, *, day: date | None, scenario: Scenario | None
) -> SoundRows:
    days = (day,) if day else _SOME_DAYS
    policy = scenario.policy() if scenario else Policy()
    allow = scenario is not None and scenario.settings.allow_identifiers
    read = [
        read_sound_rows(
            data, as_at=each, allow_identifiers=allow, horizon_weeks=policy.horizon_weeks
        )
        for each in days
    ]
    shared = set.intersection(*(set(each.problems) for each in read))
    findings.add(tuple(sorted(shared)))
    return read[0]
