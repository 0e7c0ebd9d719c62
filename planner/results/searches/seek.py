"""What a search for a goal found: the value that reaches it, and the curve that was tried."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tried:
    """One value and what the figure was with it."""

    value: float
    figure: float
    reaches: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """The answer to "how much of this is enough for that"."""

    title: str
    target: str
    """The goal as asked for, such as ``day6_chance >= 0.95``."""
    says: str
    """What the figure is, in words."""
    unit: str
    """What the figure counts, such as ``pupils`` or ``pence``."""
    vary: str
    low: float
    high: float
    values: int
    """How many values there are from low to high."""
    value: float | None
    """The value that reaches the goal; None where none does."""
    figure: float
    """What the figure is there; where none reaches it, the best that was found."""
    best: float | None
    """Value of that best figure, where none reaches the goal."""
    most: bool
    """Whether the value is the most that still reaches the goal, instead of the least."""
    monotone: bool
    """Whether every further step moved the figure one way, as far as was tried."""
    tried: tuple[Tried, ...]
    """By value, smallest first."""
    notes: tuple[str, ...] = ()
