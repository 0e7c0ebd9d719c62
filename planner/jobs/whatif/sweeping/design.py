"""Which values a sweep runs: every combination, or a sample that covers each number evenly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod

from planner.errors import Problem, ScenarioProblems
from planner.scenario.schema import Scenario, SweepMethod
from planner.scenario.sweeping.intervals import Interval, axes_of, intervals_of

MOST_RUNS = 10_000
"""Most runs of one sweep."""

Values = Mapping[str, Decimal]
"""A value for each number that differs, by its path."""


@dataclass(frozen=True)
class Design:
    """The runs of a sweep and those that its tornado needs."""

    axes: tuple[Interval, ...]
    """What is varied, in the order in which it stands in the scenario."""
    runs: tuple[Values, ...]
    tornado: tuple[tuple[Interval, Values, Values], ...]
    """Each open number with the values of the runs at its low and at its high end."""
    says: str

    @property
    def centre(self) -> Values:
        """Every open number at its centre."""
        return {interval.path: interval.central for interval, _, _ in self.tornado}


def design_of(scenario: Scenario) -> Design:
    """
    Return the runs of a scenario's sweep, the same each time.

    Raises
    ------
    ScenarioProblems
        If the scenario leaves nothing open, or its lists make too many runs.
    """
    opened = intervals_of(scenario)
    if not opened:
        what = "nothing in its changes is left open, so there is nothing to sweep."
        fix = "Write values: [4, 8, 12], or low: 4 and high: 12, in place of a number."
        raise ScenarioProblems([Problem(scenario.id, 0, "changes", "", what, fix)])
    axes = axes_of(scenario)
    if scenario.sweep.method is SweepMethod.PRODUCT:
        runs, says = tuple(_combinations(scenario, axes)), _product_says(axes)
    else:
        runs, says = tuple(_sample(scenario, axes)), _sample_says(scenario, axes)
    return Design(axes, runs, tuple(_ends(opened)), says)


def _combinations(scenario: Scenario, axes: Sequence[Interval]) -> Iterator[Values]:
    count = prod(len(axis.values) for axis in axes)
    if count > MOST_RUNS:
        what = f"the lists and ranges in its changes make {count:,} runs."
        fix = "Shorten them, or choose the method latin_hypercube with a number of runs."
        raise ScenarioProblems([Problem(scenario.id, 0, "sweep", "", what, fix)])
    for values in product(*(axis.values for axis in axes)):
        yield {axis.path: value for axis, value in zip(axes, values, strict=True)}


def _sample(scenario: Scenario, axes: Sequence[Interval]) -> Iterator[Values]:
    from scipy.stats import qmc

    sampler = qmc.LatinHypercube(d=len(axes), rng=scenario.settings.seed)
    for shares in sampler.random(scenario.sweep.runs or 0):
        yield {axis.path: axis.at(float(s)) for axis, s in zip(axes, shares, strict=True)}


def _ends(opened: Sequence[Interval]) -> Iterator[tuple[Interval, Values, Values]]:
    centre = {each.path: each.central for each in opened}
    for each in opened:
        yield each, {**centre, each.path: each.low}, {**centre, each.path: each.high}


def _product_says(axes: Sequence[Interval]) -> str:
    if not axes:
        return "One run with every interval at its centre; the tornado moves each to its ends."
    lists = ", ".join(f"{axis.name} ({len(axis.values)})" for axis in axes)
    return f"Every combination of {lists}, with every interval at its centre."


def _sample_says(scenario: Scenario, axes: Sequence[Interval]) -> str:
    return (
        f"{scenario.sweep.runs} runs drawn as a Latin hypercube over {len(axes)} "
        f"number{'' if len(axes) == 1 else 's'}: each is cut into as many equally likely parts as "
        f"there are runs, and every part is met once. Seed {scenario.settings.seed}."
    )
