"""What an officer is shown for one pupil: every choice, what it costs everybody, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.results.placing.allocation import OccupancyWeek, Reason
from planner.results.run import Run
from planner.units import Minutes, Pence


@dataclass(frozen=True, slots=True)
class GoalChange:
    """By how much one goal's value changes; above zero is worse."""

    goal: str
    unit: str
    change: int


@dataclass(frozen=True, slots=True)
class Move:
    """Another pupil whose suggested place changes with a choice; None is without a place."""

    pupil_id: str
    from_commission_id: str | None
    from_start: date | None
    to_commission_id: str | None
    to_start: date | None
    minutes: Minutes
    """Change of one-way travel. [minutes]"""
    school_days: int
    """Change of the start, counted to the end of the horizon where there is none. [school days]"""
    pence: Pence
    """Change of top-up, transport and interim tuition for the planned stay. [pence]"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One commission that may take one pupil, with everybody else placed anew around it."""

    rank: int
    pupil_id: str
    commission_id: str
    site_id: str
    earliest_start: date
    """First day on which the pupil may start there, whoever else is there."""
    start_date: date
    """Start in the best answer in which the pupil goes there."""
    end_date: date
    change: tuple[GoalChange, ...]
    """Every goal in the scenario's order, against the best answer without the choice forced."""
    exact: bool
    """Whether the change is proven in every goal besides the last draw between equal answers;
    otherwise better may exist, and it is at most this."""
    moves: tuple[Move, ...]
    need_fit: bool | None
    """Whether the provision is made for the pupil's primary need; None where none is recorded."""
    tier: int | None
    tier_excess: int
    travel_minutes: Minutes
    walking_verdict: str
    """Whether the site is within the pupil's statutory walking distance: within, beyond,
    measure_the_route, or home_unknown. Which distance holds is left out: a shorter one tells
    that the family's income is low."""
    walking_measured_by: str
    """What the walk was measured by: walking route, or straight line."""
    school_days_late: int
    uncovered_school_days: int
    interim_pence: Pence
    interim_sen_decides: bool
    this_year_pence: Pence
    """Top-up and transport in the financial year of the as-at day. [pence]"""
    next_year_pence: Pence
    stay_pence: Pence
    occupancy: tuple[OccupancyWeek, ...]
    """The commission week by week in that answer."""

    @property
    def costs_nobody(self) -> bool:
        """Whether nobody else gains or loses anything."""
        return not self.moves

    @property
    def is_best(self) -> bool:
        """Whether the choice is part of the best answer for everybody."""
        return not any(goal.change for goal in self.change)


@dataclass(frozen=True, slots=True)
class NotPossible:
    """A commission that may not take a pupil, with every reason."""

    pupil_id: str
    commission_id: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Choices in their order and what is not possible. A suggestion: a person decides."""

    subject: str
    """The pupil or the commission asked about; empty for the whole list."""
    choices: tuple[Suggestion, ...]
    not_possible: tuple[NotPossible, ...]
    run: Run


@dataclass(frozen=True, slots=True)
class Effect:
    """What one change of the provision does to everybody."""

    change: tuple[GoalChange, ...]
    exact: bool
    """As for a suggestion."""
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class PlacePrice:
    """What one place fewer or one more at a commission changes, from a day on."""

    commission_id: str
    from_day: date
    one_fewer: Effect | None
    """None where there is no place that no decision holds."""
    one_more: Effect


@dataclass(frozen=True, slots=True, order=True)
class Relaxation:
    """One small change that people may agree on; never of law, approval or keep-apart."""

    kind: str
    subject: str
    """The commission, the pupil who is there now, or the waiting pupil."""
    value: int
    """Day as an ordinal, year group or minutes, as the kind counts; 0 where it counts nothing."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A smallest set of relaxations with which the best answer places a pupil as aimed at."""

    pupil_id: str
    relaxations: tuple[Relaxation, ...]
    commission_id: str
    start_date: date
    effect: Effect
    """What it does for everybody, the pupil among the moves."""
    this_year_pence: Pence
    """Change of everybody's top-up and transport in this financial year, with the place
    funding of a further place. [pence]"""
    next_year_pence: Pence
    minutes: Minutes
    """Change of everybody's one-way travel. [minutes]"""
    place_rate_known: bool
    """Whether the tables price every further place; otherwise its place funding is left out."""


@dataclass(frozen=True, slots=True)
class Fixes:
    """All smallest fixes for one pupil, up to a size; none is an answer too."""

    pupil_id: str
    latest_start: date
    """Latest start aimed at: on time, or the end of the horizon."""
    most_relaxations: int
    tried: int
    """Sets of relaxations that the rules about one pupil allowed, each solved whole."""
    fixes: tuple[Fix, ...]
