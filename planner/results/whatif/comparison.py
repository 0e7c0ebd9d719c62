"""
Several outlooks side by side: differences with their ranges, causes, regret and groups.

The types only; ``planner.comparison`` makes them. The first outlook is the base that all
others are compared with.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from planner.results.whatif.measures import Subject
from planner.results.whatif.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over futures; None where no future has anybody to measure."""

    median: float | None
    p10: float | None
    p90: float | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class Chances:
    """
    How often one scenario is better than another, future by future; the three add up to 1.

    Futures in which either has nobody to measure are left out.
    """

    better: float
    same: float
    worse: float


def in_futures(share: float) -> str:
    """
    Return how many futures a share of them is, without calling a few none or most all.

    Examples
    --------
    >>> in_futures(0.125), in_futures(0.001), in_futures(0.999), in_futures(1.0), in_futures(0.0)
    ('12 of 100 futures', 'under 1 of 100 futures', 'over 99 of 100 futures', 'all futures', 'none')
    """
    if share in (0.0, 1.0):
        return "all futures" if share else "none"
    hundredths = round(share * 100)
    if hundredths in (0, 100):
        return "over 99 of 100 futures" if hundredths else "under 1 of 100 futures"
    return f"{hundredths} of 100 futures"


@dataclass(frozen=True, slots=True)
class FutureRow:
    """One figure of the coming years in one scenario, over all futures."""

    subject: Subject
    scenario_id: str
    spread: Spread
    difference: Spread | None
    """Scenario less base in the same future; None for the base itself."""
    against_base: Chances | None
    """None for the base, and where neither more nor less is better."""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """One figure that has no futures: those who wait now, and what is agreed."""

    subject: Subject
    scenario_id: str
    value: Fraction | None
    """None where the figure is about nobody, is withheld, or the scenario has no answer."""
    difference: Fraction | None
    """Scenario less base; None for the base, or where either has no value."""
    withheld: bool = False
    """Whether it is not published, for it would tell of a few pupils."""


@dataclass(frozen=True, slots=True)
class PairRow:
    """How often one scenario beats another in one figure of the coming years."""

    subject: Subject
    scenario_id: str
    other_id: str
    chances: Chances


@dataclass(frozen=True, slots=True)
class Part:
    """One change's part of a difference."""

    change: str
    """The change in a sentence."""
    share: Fraction
    """Shapley value: the mean of what it adds over all orders of making the changes."""
    alone: Fraction | None
    """What it does by itself; None where it was not tried by itself."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """
    One figure's difference from the base, split over the scenario's changes.

    The shares add up to the difference exactly. ``interaction`` is what is left of the
    difference when every change's own effect is taken off: above or below nought where
    changes help or hinder each other. Futures count by their mean.
    """

    subject: Subject
    scenario_id: str
    base_value: Fraction
    value: Fraction
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if sum((part.share for part in self.parts), Fraction(0)) != self.difference:
            raise ValueError("the parts of an attribution must add up to the difference")

    @property
    def difference(self) -> Fraction:
        """Scenario less base."""
        return self.value - self.base_value

    @property
    def interaction(self) -> Fraction | None:
        """What the changes do together beyond each by itself; None where not all were tried."""
        alone = [part.alone for part in self.parts]
        known = [each for each in alone if each is not None]
        if len(known) < len(alone):
            return None
        return self.difference - sum(known, Fraction(0))

    def whole_shares(self) -> tuple[int, ...]:
        """
        Return the shares as whole numbers that add up to the rounded difference.

        Each is cut to the whole below, and what is missing goes to the largest
        remainders, the first of equals first.
        """
        total = _nearest(self.difference)
        floors = [part.share.numerator // part.share.denominator for part in self.parts]
        rest = [part.share - floor for part, floor in zip(self.parts, floors, strict=True)]
        order = sorted(range(len(rest)), key=lambda index: (-rest[index], index))
        for step in range(abs(total - sum(floors))):
            floors[order[step % len(order)]] += 1 if total > sum(floors) else -1
        return tuple(floors)


def _nearest(value: Fraction) -> int:
    """Return the nearest whole number, halves upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@dataclass(frozen=True, slots=True)
class Causes:
    """Why one scenario differs from the base, figure by figure."""

    scenario_id: str
    method: str
    """How the differences were split, and over what."""
    attributions: tuple[Attribution, ...]
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegretRow:
    """
    How far one scenario falls behind the best of those compared, future by future.

    Regret is nought in a future where no scenario does better.
    """

    subject: Subject
    scenario_id: str
    mean: float
    p90: float
    greatest: float
    best_alone: float
    """Share of futures in which it is better than every other."""
    best_shared: float
    """Share of futures in which it is best, together with another."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """
    One group of those who wait now under one scenario.

    Counts of real pupils: suppress them before they are published.
    """

    scenario_id: str
    kind: str
    """What the pupils are grouped by, such as ``sex``."""
    group: str
    pupils: int
    placed: int
    late: int
    late_days: int
    part_time: int
    unregistered: int
    in_district: int
    mean_minutes: Fraction | None
    """One-way journey of those placed; None where nobody of the group is placed."""
    placed_base: int
    late_days_base: int


@dataclass(frozen=True)
class Comparison:
    """Two to twelve outlooks side by side; the first is the base."""

    outlooks: tuple[Outlook, ...]
    answer: tuple[str, ...]
    """What to know first, one sentence each, for somebody who reads nothing else."""
    rows: tuple[FutureRow, ...]
    plain: tuple[PlainRow, ...]
    pairs: tuple[PairRow, ...]
    regret: tuple[RegretRow, ...]
    groups: tuple[GroupRow, ...]
    causes: tuple[Causes, ...] = ()
    """Where they were asked for, one for each scenario after the base."""
    method: str = ""
    unanswered: tuple[str, ...] = ()
    """What could not be compared and why, one sentence each."""

    @property
    def base(self) -> Outlook:
        """The outlook that the others are compared with."""
        return self.outlooks[0]

    @property
    def scenarios(self) -> tuple[Outlook, ...]:
        """The outlooks after the base."""
        return self.outlooks[1:]

    def row(self, scenario_id: str, name: str, when: str) -> FutureRow | None:
        """Return one figure of the coming years, or None where there is none."""
        return next(
            (
                row
                for row in self.rows
                if (row.scenario_id, row.subject.name, row.subject.when)
                == (scenario_id, name, when)
            ),
            None,
        )

    def plain_row(self, scenario_id: str, name: str, when: str = "") -> PlainRow | None:
        """Return one figure without futures, or None where there is none."""
        return next(
            (
                row
                for row in self.plain
                if (row.scenario_id, row.subject.name, row.subject.when)
                == (scenario_id, name, when)
            ),
            None,
        )
