"""The equity audit of an allocation: what groups of waiting pupils get, with uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Something that happens to a waiting pupil, or does not."""

    UNPLACED = "unplaced"
    LATE = "late"
    PART_TIME = "part_time"
    UNREGISTERED = "unregistered"

    @property
    def says(self) -> str:
        """The outcome in words."""
        return _OUTCOME_SAYS[self]


_OUTCOME_SAYS = {
    Outcome.UNPLACED: "without a place",
    Outcome.LATE: "late, of those with a statutory day",
    Outcome.PART_TIME: "less than a full week",
    Outcome.UNREGISTERED: "at an unregistered site",
}


class Length(StrEnum):
    """Something measured of a pupil."""

    WAIT = "wait_days"
    TRAVEL = "travel_minutes"

    @property
    def says(self) -> str:
        """The length in words."""
        return _LENGTH_SAYS[self]


_LENGTH_SAYS = {
    Length.WAIT: "mean calendar days from referral to start",
    Length.TRAVEL: "median minutes one way",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group have an outcome, with the 95% Wilson interval of the share."""

    outcome: Outcome
    count: int
    of: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Middle:
    """The mean wait or the median journey of a group, held against everybody else's."""

    length: Length
    of: int
    """Pupils of the group of whom it is known."""
    middle: float | None
    """None where it is known of nobody."""
    others: float | None
    """The same over everybody else."""
    chance: float | None
    """Share of random groupings, of the same size, that differ at least as much."""


@dataclass(frozen=True, slots=True)
class EquityRow:
    """
    One group of those who wait.

    Counts of real pupils: suppress them before they are shown.
    """

    kind: str
    """What the pupils are grouped by, such as ``sex``; empty for everybody."""
    group: str
    pupils: int
    shares: tuple[Share, ...]
    middles: tuple[Middle, ...]


@dataclass(frozen=True, slots=True)
class EquityAudit:
    """Every group of every kind, and how it was worked out."""

    rows: tuple[EquityRow, ...] = ()
    method: tuple[str, ...] = ()
