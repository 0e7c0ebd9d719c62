"""The jobs: the only room where engines meet. Each hands one engine's answer to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.costing.prices import price_table
from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.errors import Problem, ScenarioProblems
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.homes import locate_homes
from planner.geography.travel import travel_table
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.scenario.schema import Scenario
from planner.tables.read import check_tables, read_dataset

Tell = Callable[[str], None]
"""Takes the sentence of the step that begins."""

OPENING_STEPS = 3

_SOME_DAYS = (date(1990, 1, 1), date(2090, 1, 1))
"""Days so far apart that a fault found as at both does not come of the day."""


def _silently(_step: str) -> None:
    """Tell nobody."""


class OpenCase(NamedTuple):
    """A case with the atlas that its journeys came from."""

    case: Case
    atlas: Atlas


def open_case(path: Path, *, as_at: date | None = None, tell: Tell = _silently) -> Case:
    """
    Read a scenario and the tables it names, and measure and price every journey.

    Parameters
    ----------
    path
        The scenario's YAML file.
    as_at
        Day on which the question is asked, if not the scenario's own.
    tell
        Is told each step as it begins.

    Raises
    ------
    ScenarioProblems, InputProblems
        If anything in the files is wrong; the user can mend every problem named.
    """
    return _open(path, as_at=as_at, tell=tell).case


def _open(path: Path, *, as_at: date | None, tell: Tell) -> OpenCase:
    tell("Reading the scenario and the tables")
    scenario, tables = _read(path, as_at=as_at)
    policy = scenario.policy()
    dataset, changes = apply(tables, scenario)
    tell("Finding homes and measuring journeys")
    atlas = open_atlas(scenario.geo)
    dataset, notes = locate_homes(dataset, atlas)
    travel = travel_table(dataset, atlas, curve=scenario.travel_curve)
    tell("Pricing every option")
    case = Case(
        dataset=dataset,
        policy=policy,
        travel=travel,
        prices=price_table(dataset, travel),
        scenario_id=scenario.id,
        title=scenario.title,
        question=scenario.question,
        changes=changes,
        seed=scenario.settings.seed,
        draws=scenario.settings.draws,
        notes=notes,
    )
    return OpenCase(case, atlas)


def _read(path: Path, *, as_at: date | None) -> tuple[Scenario, Dataset]:
    try:
        scenario = load_scenario(path)
    except ScenarioProblems as found:
        also = _faults_of_tables(found, as_at=as_at)
        raise ScenarioProblems([*found.problems, *also]) from None
    dataset = read_dataset(
        scenario.data,
        as_at=as_at or scenario.as_at,
        horizon_weeks=scenario.policy().horizon_weeks,
    )
    return scenario, dataset


def _faults_of_tables(found: ScenarioProblems, *, as_at: date | None) -> tuple[Problem, ...]:
    """Return what is wrong with the tables that a faulty scenario names all the same."""
    if found.data is None:
        return ()
    day = as_at or found.as_at
    checked = [
        set(check_tables(found.data, as_at=each)) for each in ((day,) if day else _SOME_DAYS)
    ]
    return tuple(sorted(set.intersection(*checked)))
