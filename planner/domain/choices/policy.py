"""
The authority's rules of its own, which a scenario may change.

Everything here is policy or a reading of guidance that a council may hold
differently; what is law and not open to choice is in the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from planner.domain.codes import Enforcement, PlaceType, Route
from planner.domain.finance.transport import TransportRules
from planner.units import Minutes, Pence, Sessions


class Goal(StrEnum):
    """What an allocation tries to make small. A scenario states the order."""

    LATE_DAYS_LOOKED_AFTER = "late_days_looked_after"
    LATE_DAYS = "late_days"
    UNPLACED_FIRST = "unplaced_priority_1"
    UNPLACED_SECOND = "unplaced_priority_2"
    UNPLACED_THIRD = "unplaced_priority_3"
    CHANGES_TO_OFFERS = "changes_to_offers"
    DAYS_PAST_PLACE_BY = "days_past_place_by"
    NEED_FIT = "need_fit"
    TIER_EXCESS = "tier_excess"
    MINUTES_OVER_GUIDE = "minutes_over_guide"
    TRAVEL_MINUTES = "travel_minutes"
    DAYS_WAITED = "days_waited"
    COST = "cost"
    TIE_BREAK = "tie_break"

    @property
    def unit(self) -> str:
        """Unit of the goal's value."""
        return _GOAL_SAYS[self][0]

    @property
    def says(self) -> str:
        """The goal in an officer's words."""
        return _GOAL_SAYS[self][1]


_GOAL_SAYS = {
    Goal.LATE_DAYS_LOOKED_AFTER: (
        "school days",
        "school days late past the statutory day, looked-after pupils",
    ),
    Goal.LATE_DAYS: ("school days", "school days late past the statutory day, other pupils"),
    Goal.UNPLACED_FIRST: ("pupils", "pupils without a place, priority 1"),
    Goal.UNPLACED_SECOND: ("pupils", "pupils without a place, priority 2"),
    Goal.UNPLACED_THIRD: ("pupils", "pupils without a place, priority 3"),
    Goal.CHANGES_TO_OFFERS: (
        "pupils",
        "pupils whose offer of an earlier plan changes: another place, another day, or none",
    ),
    Goal.DAYS_PAST_PLACE_BY: (
        "school days",
        "school days waited past the wanted date, where no statutory day applies",
    ),
    Goal.NEED_FIT: ("pupils", "pupils in provision that is not made for their primary need"),
    Goal.TIER_EXCESS: ("tiers", "tiers of support above the lowest that is sufficient"),
    Goal.MINUTES_OVER_GUIDE: ("minutes", "minutes of one-way travel over the guide time"),
    Goal.TRAVEL_MINUTES: ("minutes", "minutes of one-way travel"),
    Goal.DAYS_WAITED: ("school days", "school days from today to the start"),
    Goal.COST: ("pence", "top-up, transport and interim tuition for the planned stays"),
    Goal.TIE_BREAK: ("points", "fixed draw between answers that are otherwise equal"),
}

DEFAULT_GOALS: tuple[Goal, ...] = tuple(
    goal for goal in Goal if goal not in {Goal.CHANGES_TO_OFFERS, Goal.TIE_BREAK}
)
"""The usual order. Changes to offers count only where an earlier plan is replanned: then where
the authority lists them, or else right after lateness by statute and pupils without a place."""

_EXCLUSION_ONLY = frozenset({PlaceType.EXCLUSION})
_PREVENTION_ONLY = frozenset({PlaceType.PREVENTION})

DEFAULT_PLACE_TYPES: Mapping[Route, frozenset[PlaceType]] = {
    Route.PERMANENT_EXCLUSION: _EXCLUSION_ONLY,
    Route.SUSPENSION_OVER_FIVE_DAYS: _EXCLUSION_ONLY,
    Route.OFF_SITE_DIRECTION: _PREVENTION_ONLY,
    Route.SECTION_19_MEDICAL: _EXCLUSION_ONLY,
    Route.SECTION_19_OTHER: _EXCLUSION_ONLY,
    Route.EBSA: _PREVENTION_ONLY,
    Route.NEW_ARRIVAL: _PREVENTION_ONLY,
    Route.EHC_PLAN_INTERIM: _EXCLUSION_ONLY,
}

DEFAULT_DUE_SCHOOL_DAY: Mapping[Route, int] = {
    Route.PERMANENT_EXCLUSION: 6,
    Route.SUSPENSION_OVER_FIVE_DAYS: 6,
    Route.SECTION_19_OTHER: 6,
}
"""Routes with a statutory day. SI 2007/1870 regs 3 and 4 for exclusions; DfE, Arranging
alternative provision (February 2025) p. 12 for other section 19 duties that are not medical."""


AS_SUGGESTED = "as_suggested"
"""Code of the reason for taking what was suggested."""

OTHER_REASON = "other"
"""Code of a reason that only words can give."""

DEFAULT_DECISION_REASONS: Mapping[str, str] = {
    AS_SUGGESTED: "as suggested, nothing speaks against it",
    "family_view": "view of the family or of the pupil",
    "professional_view": "advice of somebody who knows the pupil",
    "safety": "safety or safeguarding that the tables do not show",
    "group": "mix of pupils or of staff there",
    "continuity": "a course, a person or a sibling to be kept",
    "journey": "the journey as it is in practice",
    "no_room": "the provider has no room",
    "need_not_met": "the provider cannot meet the pupil's need",
    "cost": "the price",
    "more_information": "something must be found out first",
    "news": "the tables are behind what has happened since",
    OTHER_REASON: "another reason, given in words",
}
"""Why people decide as they do. Drawn up for the planner from what councils' panels are asked to
record, not a national list; a scenario may give its own."""


@dataclass(frozen=True, slots=True)
class InterimOffer:
    """Interim tuition that the council can buy for a pupil who waits past the due day."""

    sessions_per_week: Sessions
    weekly_pence: Pence
    lead_school_days: int = 1
    """School days from the as-at date until it can start."""

    @property
    def is_full_time(self) -> bool:
        """Whether it ends the breach of the day-6 duty."""
        return self.sessions_per_week >= 10


@dataclass(frozen=True, slots=True)
class Effect:
    """How strongly places are taken to move demand: an interval, and the reason for it."""

    low_percent: int
    high_percent: int
    because: str
    usual_starts_a_year: int = 0
    """Starts that the history reflects already; only those above them count."""


@dataclass(frozen=True, slots=True)
class Policy:
    """An authority's choices: the order of goals, due days, limits and law packs."""

    horizon_weeks: int = 12
    goals: tuple[Goal, ...] = DEFAULT_GOALS
    place_types: Mapping[Route, frozenset[PlaceType]] = field(
        default_factory=lambda: dict(DEFAULT_PLACE_TYPES)
    )
    due_school_day: Mapping[Route, int] = field(
        default_factory=lambda: dict(DEFAULT_DUE_SCHOOL_DAY)
    )
    looked_after_due_school_day: int | None = 1
    """Due day for looked-after pupils on a route with a statutory day; None for no earlier
    day than others. Practice of councils read, not law."""
    social_worker_due_school_day: int | None = None
    guide_minutes_primary: Minutes = 45
    guide_minutes_secondary: Minutes = 75
    travel_cap_minutes: Minutes | None = None
    budget_cap_pence: Pence | None = None
    """Most that the new placements' planned stays may cost together."""
    session_minutes: Minutes = 195
    """Length of one session with breaks, for the registration threshold."""
    full_time_hours: int = 18
    """A pupil with more than this many hours a week at a site is full-time there."""
    unregistered_full_time_maximum: int = 4
    """Most full-time pupils at once at an unregistered site (Education Act 1996 s.463)."""
    non_school_limits: Enforcement = Enforcement.WARN
    """Twelve weeks or two days a week at an unregistered site; announced, not in force."""
    non_school_maximum_weeks: int = 12
    non_school_maximum_sessions: Sessions = 4
    off_site_notice_school_days: int = 2
    """Notice of an off-site direction before it starts (SI 2010/1156 as amended)."""
    interim: InterimOffer | None = None
    induced_referrals: Effect | None = None
    """Prevention referrals a year for every hundred spare prevention places."""
    prevented_exclusions: Effect | None = None
    """Exclusions fewer in the year after every hundred prevention starts."""
    suppression_threshold: int = 5
    """Counts of pupils from 1 to below this are not published."""
    decision_reasons: Mapping[str, str] = field(
        default_factory=lambda: dict(DEFAULT_DECISION_REASONS)
    )
    """Codes of the reasons for a decision, each with its words."""
    transport: TransportRules = field(default_factory=TransportRules)
    """How entitled pupils are brought to a site, and who pays."""

    def is_full_time(self, sessions_per_week: Sessions) -> bool:
        """Say whether so many sessions a week count as full-time for registration."""
        return sessions_per_week * self.session_minutes > self.full_time_hours * 60

    def guide_minutes(self, year_group: int) -> Minutes:
        """Return the guide for a one-way journey at an age."""
        return self.guide_minutes_primary if year_group <= 6 else self.guide_minutes_secondary
