"""A scenario with other values for what it leaves open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

from planner.errors import Problem, ScenarioProblems
from planner.scenario.changes.register import AnyChange
from planner.scenario.policy import PolicyBlock
from planner.scenario.reading.fields import Face
from planner.scenario.reading.nearest import did_you_mean
from planner.scenario.reading.tree import Location
from planner.scenario.reading.wording import value_problems
from planner.scenario.schema import Scenario, ScenarioFile, Settings
from planner.scenario.sweeping.intervals import numbers_of
from planner.scenario.writing.dump import written_keys

_CHANGE: TypeAdapter[AnyChange] = TypeAdapter(AnyChange)


def with_values(scenario: Scenario, values: Mapping[str, object]) -> Scenario:
    """
    Return a scenario with other values at some places, each then certain.

    Parameters
    ----------
    scenario
        The scenario; not altered.
    values
        By path: "changes.0.places", "changes.2.commissions.0.top_up_pounds",
        "policy.travel_cap_minutes", "settings.draws". A value may be anything that YAML
        may hold there, an interval too.

    Raises
    ------
    ScenarioProblems
        If a path leads nowhere, or a value may not stand there.
    """
    problems: list[Problem] = []
    values = _with_days(scenario, values)
    changes, block, settings = list(scenario.changes), scenario.policy_block, scenario.settings
    for at, new in _by_face(values).items():
        try:
            match at:
                case ("changes", int(position)):
                    changes[position] = _CHANGE.validate_python(_with(changes[position], new))
                case ("policy",):
                    block = PolicyBlock.model_validate(_with(block, new))
                case ("settings",):
                    settings = Settings.model_validate(_with(settings, new))
                case _:
                    raise KeyError(at)
        except (LookupError, ValueError) as error:
            if isinstance(error, ValidationError):
                problems += value_problems(error, ScenarioFile, at=at, file=scenario.id)
            else:
                problems += [_nowhere(scenario, at, steps) for steps in new]
    if problems:
        raise ScenarioProblems(problems)
    return replace(scenario, changes=tuple(changes), policy_block=block, settings=settings)


def _with_days(scenario: Scenario, values: Mapping[str, object]) -> dict[str, object]:
    """Return the values with days in place of their numbers, where a list of days stands."""
    days = {each.path for each in numbers_of(scenario) if each.days}
    return {
        path: date.fromordinal(int(value)) if path in days and isinstance(value, Decimal) else value
        for path, value in values.items()
    }


_New: TypeAlias = dict[tuple[str, ...], object]


def _by_face(values: Mapping[str, object]) -> dict[Location, _New]:
    """Return the new values by the change or the block that they belong to."""
    by_face: dict[Location, _New] = {}
    for path, value in values.items():
        top, *steps = path.split(".")
        is_change = top == "changes" and steps and steps[0].isdecimal()
        at: Location = (top, int(steps.pop(0))) if is_change else (top,)
        by_face.setdefault(at, {})[tuple(steps)] = value
    return by_face


def _with(face: Face, new: _New) -> dict[str, object]:
    """Return a face's keys as they would be written, with other values."""
    keys = written_keys(face)
    for (*above, last), value in new.items():
        below: Any = keys
        for step in above:
            below = below[int(step)] if isinstance(below, list) else below.setdefault(step, {})
        below[last] = _plain(value)
    return keys


def _plain(value: object) -> object:
    """Return a whole amount as a whole number, because only such may stand for places."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    is_whole = isinstance(value, float | Decimal) and value == int(value)
    return int(value) if is_whole else value  # type: ignore[call-overload]


def _nowhere(scenario: Scenario, at: Location, steps: tuple[str, ...]) -> Problem:
    path = ".".join(str(step) for step in (*at, *steps))
    fix = did_you_mean(path, [each.path for each in numbers_of(scenario)])
    return Problem(scenario.id, 0, "", path, "this path leads to no value of the scenario.", fix)
