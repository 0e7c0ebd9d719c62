"""Opening a case: from a scenario's path to what every engine is given, or every problem."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from planner.costing.prices import price_table
from planner.domain.case import Case
from planner.errors import InputProblems
from planner.geography.atlas import Atlas, open_atlas
from planner.geography.homes import locate_homes
from planner.geography.travel import travel_table
from planner.jobs.problems import every_problem
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.tables.read import read_dataset

Tell = Callable[[str], None]
"""Takes the sentence of the step that begins."""

OPENING_STEPS = 3
"""Steps that are told while a case is opened."""


def silently(_step: str) -> None:
    """Tell nobody."""


class OpenCase(NamedTuple):
    """A case with the atlas that its journeys came from."""

    case: Case
    atlas: Atlas


def open_case(path: Path, *, as_at: date | None = None, tell: Tell = silently) -> Case:
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
    return open_with_atlas(path, as_at=as_at, tell=tell).case


def open_with_atlas(path: Path, *, as_at: date | None, tell: Tell) -> OpenCase:
    """Open a case as `open_case` does, and keep the atlas for its maps."""
    try:
        return _opened(path, as_at=as_at, tell=tell)
    except InputProblems as first:
        raise every_problem(first, path, as_at=as_at) from None


def _opened(path: Path, *, as_at: date | None, tell: Tell) -> OpenCase:
    tell("Reading the scenario and the tables")
    scenario = load_scenario(path)
    policy = scenario.policy()
    day = as_at or scenario.as_at
    tables = read_dataset(scenario.data, as_at=day, horizon_weeks=policy.horizon_weeks)
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
