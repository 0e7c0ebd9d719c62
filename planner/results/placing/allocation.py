"""What the engines answer: values, bounds, reasons, and the run they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from planner.results.run import Run
from planner.units import Minutes, Pence, Sessions


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: the rule that speaks, one plain sentence, and the facts in it."""

    rule: str
    sentence: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule broken by an allocation or by the tables, with whom it concerns."""

    rule: str
    subjects: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class GoalValue:
    """One goal's value with the bound that no answer can beat."""

    goal: str
    value: int
    bound: int
    unit: str
    proven: bool
    """Whether value and bound are equal and the bound is exact."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A suggested placement: who, where, from when, until when, and why."""

    pupil_id: str
    commission_id: str
    site_id: str
    start_date: date
    end_date: date
    """Last day of the planned stay."""
    due_date: date | None
    """Statutory day, where the route has one."""
    school_days_late: int
    """School days past the statutory day on which full-time education is not yet running."""
    uncovered_school_days: int
    """School days from the due (or wanted) day to the start without full-time cover."""
    travel_minutes: Minutes
    travel_metres: int
    annual_pence: Pence
    stay_pence: Pence
    """Top-up and transport for the planned stay, by calendar days of a 365-day year."""
    interim_pence: Pence
    """Interim tuition until the start, where the scenario offers it."""
    interim_sen_decides: bool
    """Interim placement of a pupil with an EHC plan: SEN casework decides."""
    reasons: tuple[Reason, ...]
    warnings: tuple[Reason, ...] = ()


class UnplacedKind(StrEnum):
    """The few kinds of answer to why a pupil has no place."""

    NO_SUCH_PROVISION = "no_such_provision"
    FULL = "full"
    BEYOND_TRAVEL_CAP = "beyond_travel_cap"
    BARRED_BY_LAW = "barred_by_law"
    KEPT_APART = "kept_apart"
    OVER_BUDGET = "over_budget"

    @property
    def says(self) -> str:
        """The kind in words."""
        return _KIND_SAYS[self]


_KIND_SAYS = {
    UnplacedKind.NO_SUCH_PROVISION: "no provision of this kind is commissioned",
    UnplacedKind.FULL: "provision exists and is full",
    UnplacedKind.BEYOND_TRAVEL_CAP: "suitable provision is beyond the travel cap",
    UnplacedKind.BARRED_BY_LAW: "barred by law or by policy",
    UnplacedKind.KEPT_APART: "kept apart from another pupil, or from a site",
    UnplacedKind.OVER_BUDGET: "the budget cap is reached",
}


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A pupil for whom there is no place within the horizon, with the reasons."""

    pupil_id: str
    kind: UnplacedKind
    due_date: date | None
    school_days_late: int
    """School days past the statutory day, to the end of the horizon."""
    interim_pence: Pence
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OccupancyWeek:
    """How full one commission is in one week of the horizon."""

    commission_id: str
    week: date
    """Monday of the week."""
    capacity_sessions: Sessions
    placed_sessions: Sessions
    """Taken by pupils who are there already or for whom it is decided."""
    suggested_sessions: Sessions


@dataclass(frozen=True, slots=True)
class Allocation:
    """The whole answer for every waiting pupil. A suggestion: a person decides."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    goals: tuple[GoalValue, ...]
    occupancy: tuple[OccupancyWeek, ...]
    run: Run

    @property
    def proven(self) -> bool:
        """Whether every goal is proven best in its order."""
        return all(goal.proven for goal in self.goals)
