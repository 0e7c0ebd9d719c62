"""The figures of a run by the names that users write, each with its unit and its words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from planner.errors import Problem, ScenarioProblems
from planner.results.finance.money import Payer
from planner.results.whatif.measures import Measure, Topic, Unit, WaitingFigure
from planner.scenario.reading.nearest import did_you_mean

WAITING = "waiting_"
"""Stands before a figure of those who wait now."""

ALIASES = {"day6_chance": Measure.ON_TIME_SHARE}
"""Names that officers use for a measure."""


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """What a name means."""

    topic: Topic
    name: str
    unit: Unit
    says: str


@cache
def known_figures() -> dict[str, NamedFigure]:
    """Return every figure of a run by the name that a user writes."""
    measures = {**{each.value: each for each in Measure}, **ALIASES}
    return {
        **{
            name: NamedFigure(Topic.YEARS, each.value, each.unit, each.says)
            for name, each in measures.items()
        },
        **{
            f"{WAITING}{each.value}": NamedFigure(Topic.WAITING, each.value, each.unit, each.says)
            for each in WaitingFigure
        },
        **{
            each.value: NamedFigure(Topic.MONEY, each.value, Unit.PENCE, f"money {each.says}")
            for each in Payer
        },
        "total": NamedFigure(Topic.MONEY, "total", Unit.PENCE, "money of all payers together"),
    }


def figure_named(name: str, *, option: str) -> NamedFigure:
    """
    Return what a figure's name means.

    Parameters
    ----------
    name
        As written; a name that only those who wait now have may stand without ``waiting_``.
    option
        Where it was written, such as ``--measure``.

    Raises
    ------
    ScenarioProblems
        If there is no such figure; the nearest is named.
    """
    known = known_figures()
    found = known.get(name) or known.get(f"{WAITING}{name}")
    if found is None:
        what = "is no figure of a run."
        raise ScenarioProblems([Problem(option, 0, "", name, what, did_you_mean(name, known))])
    return found
