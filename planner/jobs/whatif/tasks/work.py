"""
One run: a scenario with its values put in, to the figures of its outlook.

A task holds no pupil: whoever works it reads the tables from the case's own path, unless the
user has them sent along. What comes back are totals over all pupils.
"""

from __future__ import annotations

import platform
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from planner.errors import NoAnswer
from planner.jobs.whatif.runs.keys import Plain, code_fingerprint, key_of
from planner.jobs.whatif.tasks.parcel import Parcel, unpacked
from planner.results.searches.sweep import Figure
from planner.results.whatif.measures import Subject
from planner.results.whatif.outlook import Outlook
from planner.scenario.changes.base import Change
from planner.scenario.schema import Scenario
from planner.scenario.writing.dump import written_keys

if TYPE_CHECKING:
    from planner.jobs.whatif.evaluate import Ground

NEEDS = (
    "planner.allocation.allocate",
    "planner.costing.statement",
    "planner.forecast.demand",
    "planner.geography.entitlement.prices",
    "planner.geography.travel",
    "planner.jobs.whatif.evaluate",
    "planner.jobs.whatif.tasks.work",
    "planner.sizing.outlook",
    "planner.sizing.statement.make",
)
"""Modules that working a run imports, so that several workers may load them once."""

_LIBRARIES = ("ortools", "numpy", "scipy", "numba")
"""Libraries on whose versions numbers may depend."""


@dataclass(frozen=True)
class Task:
    """One run to be made."""

    scenario: Scenario
    """With every number certain."""
    base: Scenario
    """The scenario whose tables, futures and day are shared."""
    ground: str
    """Key of what all runs of a sweep share."""
    fingerprint: str
    """The tables' fingerprint when the sweep began."""
    as_at: date | None
    years: int
    parcel: Parcel | None = None
    """The case's tables, where the user wants them sent along."""

    @property
    def key(self) -> str:
        """The key of everything that the run's numbers depend on."""
        return key_of({"ground": self.ground, "scenario": content_of(self.scenario)})


def content_of(scenario: Scenario) -> dict[str, Plain]:
    """Return what a scenario says apart from words that are only printed."""
    return {
        "changes": [
            {"change": type(change).__name__, **_plain(_without_words(written_keys(change)))}
            for change in scenario.changes
        ],
        "policy": _plain(written_keys(scenario.policy_block)),
    }


def _without_words(keys: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in keys.items() if key not in Change.model_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def ground_key(
    base: Scenario, *, fingerprint: str, geography: str, as_at: date | None, years: int
) -> str:
    """Return the key of what all runs on the same tables share, the planner's method included."""
    return key_of(
        {
            "data": fingerprint,
            "geography": geography,
            "as_at": (as_at or base.as_at).isoformat(),
            "years": years,
            "seed": base.settings.seed,
            "draws": base.settings.draws,
            "code": code_fingerprint(),
            "libraries": {name: _version(name) for name in _LIBRARIES},
        }
    )


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


_grounding = threading.Lock()
_grounds: dict[str, Ground] = {}
"""The last ground made in this process: runs of one sweep share it."""


def run_task(task: Task) -> dict[str, Plain]:
    """
    Return the figures of one run, as its record is kept.

    Raises
    ------
    PlannerError
        If the tables are not there or have changed, or a change does not fit them.
    """
    # Imported by whoever works a run: a finished sweep is read again without any engine.
    from planner.jobs.whatif.evaluate import evaluate_scenario
    from planner.sizing.queueing.run import on_one_core

    scenario, base = _at_hand(task)
    with on_one_core():
        outlook = evaluate_scenario(scenario, _ground(task, base))
    figures = list(_figures(outlook))
    return {
        "figures": [list(_fields(figure)) for figure in figures],
        "unanswered": list(outlook.unanswered),
    }


def _at_hand(task: Task) -> tuple[Scenario, Scenario]:
    """Return the scenario and its base with the tables where this process can read them."""
    if task.parcel is not None:
        data, geo = unpacked(task.parcel)
        return replace(task.scenario, data=data, geo=geo), replace(task.base, data=data, geo=geo)
    if not task.base.data.exists():
        raise NoAnswer(
            f"{task.base.data} is not on {platform.node()}. Pupils' rows are not sent: have the "
            "case there under the same path, or send it along with --share-pupil-rows."
        )
    return task.scenario, task.base


def _ground(task: Task, base: Scenario) -> Ground:
    from planner.jobs.whatif.evaluate import ground_of

    name = f"{task.ground} {base.data}"
    with _grounding:
        ground = _grounds.get(name)
        if ground is None:
            ground = ground_of(base, as_at=task.as_at, years=task.years)
            if ground.tables.fingerprint != task.fingerprint:
                raise NoAnswer("The tables have changed since the sweep began. Start it again.")
            _grounds.clear()
            _grounds[name] = ground
        return ground


def _figures(outlook: Outlook) -> Iterator[Figure]:
    from planner.comparison.side_by_side import spread_of

    for subject, values in outlook.by_subject().items():
        spread = spread_of(values)
        yield _figure(subject, spread.median, spread.p10, spread.p90, spread.mean)
    for subject, value in outlook.plain_figures().items():
        yield _figure(subject, value, None, None, value)


_Number = float | Fraction | None


def _figure(subject: Subject, median: _Number, p10: _Number, p90: _Number, mean: _Number) -> Figure:
    spread = (_rounded(each) for each in (median, p10, p90, mean))
    return Figure(subject.topic.value, subject.name, subject.when, subject.unit.value, *spread)


def _rounded(value: _Number) -> float | None:
    """Return a figure to six decimals, so that no machine's last bit tells."""
    return None if value is None else round(float(value), 6)


def _fields(figure: Figure) -> tuple[Plain, ...]:
    return (
        *(figure.topic, figure.name, figure.when, figure.unit),
        *(figure.median, figure.p10, figure.p90, figure.mean),
    )


def figures_of(record: dict[str, Plain]) -> tuple[Figure, ...]:
    """Return the figures in a record."""
    rows: Any = record["figures"]
    return tuple(Figure(*row) for row in rows)


def unanswered_in(record: dict[str, Plain]) -> tuple[str, ...]:
    """Return what a run could not answer, one sentence each."""
    sentences: Any = record["unanswered"]
    return tuple(sentences)
