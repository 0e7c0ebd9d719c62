"""The record of a run: all that makes the same answer again, and what was shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.placements import Offer
from planner.results.run import Run

RECORD_VERSION = 3
"""Raised when a field of the record changes its meaning."""


class Kind(StrEnum):
    """What was asked."""

    ALLOCATE = "allocate"
    SUGGEST = "suggest"


@dataclass(frozen=True, slots=True)
class Shown:
    """One choice that was shown, and its rank among the choices of its list."""

    pupil_id: str
    commission_id: str
    start_date: date
    end_date: date
    rank: int
    suggested: bool
    """Whether it is part of the plan that is best for everybody; of choices that are only ranked,
    even the first may not be, where that plan leaves the pupil without a place."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one table's contents from another's."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Room:
    """A commission's sessions week by week, before anything was suggested."""

    commission_id: str
    capacity_sessions: tuple[int, ...]
    taken_sessions: tuple[int, ...]
    """By pupils there or decided for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question, and everything that it was asked of."""

    kind: Kind
    pupil_id: str | None
    commission_id: str | None
    scenario_id: str
    scenario: str
    """The scenario as one YAML text without a base; its paths start from ``found_at``."""
    tables: Mapping[str, Mark]
    """Mark of each table with rows, as read, by the table's name."""
    last_decision: int
    """Greatest number in the decisions table; rows added since are left out of a replay."""
    geography: Mapping[str, str]
    """SHA-256 of each geographic file by its name in the manifest, where the manifest has one."""
    journeys: str
    """SHA-256 over minutes and metres of every journey."""
    prices: str
    """SHA-256 over the yearly price of every pupil at every commission."""
    offers: tuple[Offer, ...]
    """Offers of an earlier plan that this one was to keep."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """
    One run: the question, the answer's fingerprint, and what people were shown.

    Of pupils it holds their ids, the places and days suggested for them, and
    nothing else.
    """

    run_id: str
    """Twelve figures of a SHA-256 over everything but ``found_at`` and the seconds."""
    asked: Asked
    run: Run
    waiting: tuple[str, ...]
    """Ids of the pupils who waited."""
    placed: tuple[str, ...]
    """Ids of the pupils who were in a place already."""
    shown: tuple[Shown, ...]
    rooms: tuple[Room, ...]
    first_week: date
    """Monday of the first week of ``rooms``."""
    answer: str
    """SHA-256 over the whole answer as JSON."""
    found_at: str
    """Folder from which the scenario's paths start, relative to the record's own."""
