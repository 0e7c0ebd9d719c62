"""What a sweep found: every figure of every run, and which driver moves it most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Value: TypeAlias = float | str
"""One value that is tried: a number, or a day such as 2027-09-01."""


def value_said(value: Value) -> str:
    """
    Write a value that is tried.

    Examples
    --------
    >>> value_said(8.0), value_said("2027-09-01")
    ('8', '2027-09-01')
    """
    return value if isinstance(value, str) else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one run; without futures only the mean is known and is the figure itself."""

    topic: str
    name: str
    when: str
    """School or financial year, or all of them; empty for those who wait now."""
    unit: str
    median: float | None
    p10: float | None
    p90: float | None
    mean: float | None

    @property
    def about(self) -> tuple[str, str, str]:
        """What the figure is of, the same in every run."""
        return self.topic, self.name, self.when


@dataclass(frozen=True, slots=True)
class Axis:
    """One number that differs from run to run."""

    name: str
    """Such as ``places@FORGE-E``."""
    low: Value
    high: Value
    central: Value
    says: str
    because: str


@dataclass(frozen=True, slots=True)
class SweptRun:
    """One combination of values and what comes of it."""

    number: int
    """Position in the design, from 1; 0 for a run that only the tornado needs."""
    values: Mapping[str, Value]
    """By the name of the axis."""
    figures: tuple[Figure, ...] = ()
    failed: str = ""
    """Why there are no figures."""

    def figure(self, about: tuple[str, str, str]) -> Figure | None:
        """Return one figure, or None where the run has none such."""
        return next((each for each in self.figures if each.about == about), None)


@dataclass(frozen=True, slots=True)
class Bar:
    """
    What one number does to one figure, from its low to its high end, all else at its centre.

    All three runs meet the same futures, so the difference is the number's own.
    """

    axis: str
    low: Value
    central: Value
    high: Value
    topic: str
    name: str
    when: str
    unit: str
    at_low: float
    """Mean over futures."""
    at_central: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the figure moves between the ends, without sign."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Sweep:
    """A whole sweep: what was varied, every run, and the bars of the tornado."""

    title: str
    question: str
    method: str
    """How the runs were chosen, in a sentence."""
    axes: tuple[Axis, ...]
    runs: tuple[SweptRun, ...]
    bars: tuple[Bar, ...]
    """Of each figure the driver that moves it most comes first."""
    unanswered: tuple[str, ...]
    ground: str = ""
    """Key of what all runs share: the tables, the seed, the planner's source and libraries."""

    @property
    def failures(self) -> tuple[SweptRun, ...]:
        """Runs that came to nothing."""
        return tuple(run for run in self.runs if run.failed)
