"""Panel days of one simulated future: who waits, who is in place, and what two rules make of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.results.coming.futures import Cohort


@dataclass(frozen=True, slots=True)
class PanelPupil:
    """A simulated pupil who waits on a panel day."""

    cohort: Cohort
    referred_on: date
    year_group: int
    stay_days: int
    """Length of the stay once begun. [school days]"""
    starts: date | None
    """Start by the simulation's rule if nobody else comes; None where there is none."""


@dataclass(frozen=True, slots=True)
class PanelStay:
    """A simulated pupil who is in place on a panel day."""

    commission_id: str
    year_group: int
    ends: date
    """Last day in place."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel day of one future."""

    day: date
    waiting: tuple[PanelPupil, ...]
    in_place: tuple[PanelStay, ...]


@dataclass(frozen=True, slots=True)
class PanelDifference:
    """The same waiting pupils and places under the simulation's rule and under the allocation."""

    day: date
    waiting: int
    in_place: int
    simulated_starts: int
    """Pupils who start within the horizon by the simulation's rule."""
    allocated_starts: int
    simulated_late: int
    """Pupils who do not start within five school days of referral, or of the panel day."""
    allocated_late: int
