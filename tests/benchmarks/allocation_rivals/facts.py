"""
The whole model of a case as plain facts: what every rival is given to write down its own way.

All start weeks stand in it. Nothing is left out that could be shown to be useless; that is
part of each method's own work.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LimitFacts:
    """One limit: what is left of it in each week, and what each option takes of it."""

    name: str
    left: list[int]
    takes: dict[int, int]
    """Sessions or pupils by option, where the option counts."""


@dataclass(frozen=True)
class PairFacts:
    """The options of two pupils at one site, and whether both or neither must be chosen."""

    pupils: tuple[int, int]
    one: list[int]
    other: list[int]
    together: bool


@dataclass(frozen=True)
class Facts:
    """The model in plain lists, one entry for each option where nothing else is said."""

    pupil: list[int]
    first_week: list[int]
    last_week: list[int]
    limits: list[LimitFacts]
    pairs: list[PairFacts]
    price_pence: list[int]
    budget_pence: int | None
    goals: list[tuple[str, int, list[int]]]
    """Name, value with nobody placed, and what each option adds."""
