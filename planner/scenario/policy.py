"""The `policy` block of a scenario, and the domain's policy that it stands for."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from planner.domain.choices.policy import (
    DEFAULT_DECISION_REASONS,
    DEFAULT_DUE_SCHOOL_DAY,
    DEFAULT_GOALS,
    DEFAULT_PLACE_TYPES,
    Effect,
    Goal,
    InterimOffer,
    Policy,
)
from planner.domain.codes import Enforcement, PlaceType, Route
from planner.domain.finance.transport import TransportRules
from planner.scenario.between import BETWEEN, Estimated
from planner.scenario.reading.fields import (
    Codes,
    Face,
    Factor,
    Id,
    Needs,
    Pounds,
    Text,
    Whole,
    YesNo,
    pence,
    refusal,
)
from planner.scenario.reading.nearest import did_you_mean

UNPLACED = "unplaced"
"""Short for the three goals of unplaced pupils, in the order of their priority."""
_BANDS = (Goal.UNPLACED_FIRST, Goal.UNPLACED_SECOND, Goal.UNPLACED_THIRD)

_GOALS = (*DEFAULT_GOALS, Goal.CHANGES_TO_OFFERS)
_GOAL_WORDS = (UNPLACED, *(goal.value for goal in _GOALS))


def _goal(value: object) -> object:
    if isinstance(value, str) and value not in Goal.__members__.values():
        raise refusal("is not a goal.", did_you_mean(value, _GOAL_WORDS))
    return value


GoalWord: TypeAlias = Annotated[
    Goal,
    BeforeValidator(_goal),
    WithJsonSchema(
        {
            "type": "string",
            "enum": list(_GOAL_WORDS),
            "markdownEnumDescriptions": [
                "pupils without a place, by priority",
                *(goal.says for goal in _GOALS),
            ],
        }
    ),
]


def _spelt_out(value: object) -> object:
    if not isinstance(value, list | tuple):
        return value
    # Beside a word that is refused it stays one word, so that the fault is found in its place.
    spelt = _BANDS if all(goal in _GOAL_WORDS for goal in value) else _BANDS[:1]
    goals: list[object] = []
    for goal in value:
        goals.extend(spelt if goal == UNPLACED else [goal])
    return goals


def _checked_order(goals: tuple[Goal, ...]) -> tuple[Goal, ...]:
    if Goal.TIE_BREAK in goals:
        raise refusal("tie_break is always the last goal.", "Leave it out of the list.")
    twice = sorted({goal.value for goal in goals if goals.count(goal) > 1})
    if twice:
        raise refusal(f"{twice[0]} is listed twice.", "Keep it once, where it matters most.")
    missing = [band.value for band in _BANDS if band not in goals]
    if missing:
        what = f"{missing[0]} is missing, so nothing asks that those pupils are placed."
        raise refusal(what, "Add unplaced.")
    return goals


def goal_words(goals: tuple[Goal, ...]) -> tuple[str, ...]:
    """Return goals as people write them: ``unplaced`` for its three, where they stand together."""
    words = " ".join(goal.value for goal in goals)
    return tuple(words.replace(" ".join(_BANDS), UNPLACED).split())


Goals: TypeAlias = Annotated[
    tuple[GoalWord, ...],
    Field(min_length=1),
    BeforeValidator(_spelt_out),
    AfterValidator(_checked_order),
]
SchoolDay = Annotated[Whole, Field(ge=1, le=100)]
LongestMinutes = Annotated[Whole, Field(ge=1, le=480)]
Minutes = Annotated[LongestMinutes, BETWEEN]
WeeklySessions = Annotated[Whole, Field(ge=1, le=10)]


class InterimBlock(Estimated):
    """Interim tuition that the council can buy for a pupil who waits past the due day."""

    sessions_per_week: WeeklySessions
    """Sessions a week, from 1 to 10. Ten are full-time and end the breach of the day-6 duty."""
    weekly_pounds: Annotated[Pounds, BETWEEN]
    """Price for one pupil for one week. [pounds]"""
    lead_school_days: Annotated[Whole, Field(ge=0, le=60)] = 1
    """School days from the as-at date until it can start."""


class TransportBlock(Face):
    """How the authority brings entitled pupils to a site, and who pays."""

    bus_from_year_group: Annotated[Whole, Field(ge=0, le=14)] = 7
    """Youngest year group that is given a bus pass."""
    bus_longest_minutes: LongestMinutes = 75
    """Longest journey by bus for which a pass is given. [minutes]"""
    mileage_offered: YesNo = False
    """Whether parents drive for mileage, where they would, before a taxi is sent."""
    single_taxi_needs: Needs = frozenset()
    """Primary needs of pupils with an EHC plan for whom a taxi is not shared."""
    assistant_for_primary: YesNo = True
    """Whether a passenger assistant rides in taxis with primary pupils."""
    school_pays_for_prevention: YesNo = True
    """Whether the commissioning school pays for travel to places for prevention."""

    def rules(self) -> TransportRules:
        """Return the domain's rules."""
        return TransportRules(**{name: getattr(self, name) for name in type(self).model_fields})


class EffectBlock(Face):
    """How strongly places are taken to move demand: an interval with its reason."""

    low_percent: Annotated[Whole, Field(ge=0, le=500)]
    """Weak end of the interval, for every hundred places or starts."""
    high_percent: Annotated[Whole, Field(ge=0, le=500)]
    """Strong end of the interval; every simulated future draws its own strength."""
    because: Text
    """Where the interval comes from; printed wherever it is used."""

    @model_validator(mode="after")
    def _check_order(self) -> EffectBlock:
        if self.low_percent > self.high_percent:
            raise refusal("runs backwards.", "Write the weak end as low_percent.")
        return self

    def effect(self) -> Effect:
        """Return the domain's effect."""
        return Effect(**self.model_dump())


class PreventionBlock(EffectBlock):
    """How far prevention makes later exclusions fewer."""

    usual_starts_a_year: Annotated[Whole, Field(ge=0, le=100_000)]
    """Prevention starts a year that past exclusions reflect already; only more than these count."""


class PolicyBlock(Estimated):
    """The authority's own choices. What is left out keeps its default."""

    horizon_weeks: Annotated[Whole, Field(ge=1, le=52), BETWEEN] = 12
    """Weeks ahead, from the as-at week, in which pupils may start."""
    goals: Goals = DEFAULT_GOALS
    """What an allocation makes small, the most important first. `unplaced` stands for the
    three goals of unplaced pupils by priority."""
    place_types: dict[Route, Codes[frozenset[PlaceType]]] = Field(default_factory=dict)
    """By route, the place types it may use: E (exclusion) or P (prevention), or both."""
    due_school_day: dict[Route, SchoolDay | None] = Field(default_factory=dict)
    """By route, the school day by which education is due, counted from the first school day of
    the exclusion or absence as day 1; null for a route without such a day."""
    looked_after_due_school_day: Annotated[SchoolDay | None, BETWEEN] = 1
    """The due day for looked-after pupils on a route that has one; null for the same as others."""
    social_worker_due_school_day: Annotated[SchoolDay | None, BETWEEN] = None
    """The due day for pupils with a social worker; null for the same as others."""
    guide_minutes_primary: Minutes = 45
    """Guide for a one-way journey to Year 6. [minutes]"""
    guide_minutes_secondary: Minutes = 75
    """Guide for a one-way journey from Year 7. [minutes]"""
    travel_cap_minutes: Annotated[Minutes | None, BETWEEN] = None
    """Longest one-way journey allowed at all; null for no cap. [minutes]"""
    travel_curve: Text | None = None
    """Name of the curve that turns straight lines into minutes; null for the usual one."""
    travel_peak_factor: Annotated[Factor, Field(ge=1, le=3)] | None = None
    """On real roads, minutes by car in the school peak for each minute on free roads; null for
    that of the road file's entry in the `geo` folder, or 1.2."""
    transport: TransportBlock = TransportBlock()
    """How entitled pupils are brought to a site, and who pays."""
    budget_cap_pounds: Annotated[Pounds | None, BETWEEN] = None
    """Most that the new placements' planned stays may cost together; null for no cap. [pounds]"""
    session_minutes: Annotated[Whole, Field(ge=30, le=300)] = 195
    """Length of one session (half a day) with breaks, for the registration rule. [minutes]"""
    full_time_hours: Annotated[Whole, Field(ge=1, le=40)] = 18
    """A pupil with more hours a week at one site is full-time there. [hours]"""
    unregistered_full_time_maximum: Annotated[Whole, Field(ge=0, le=100), BETWEEN] = 4
    """Most full-time pupils at once at an unregistered site. [pupils]"""
    non_school_limits: Enforcement = Enforcement.WARN
    """How the announced limits on unregistered sites are applied: off, warn or enforce."""
    non_school_maximum_weeks: Annotated[Whole, Field(ge=1, le=52), BETWEEN] = 12
    """Longest stay at an unregistered site under those limits. [weeks]"""
    non_school_maximum_sessions: WeeklySessions = 4
    """Most sessions a week at an unregistered site under those limits. [sessions]"""
    off_site_notice_school_days: Annotated[Whole, Field(ge=0, le=60), BETWEEN] = 2
    """School days of notice before an off-site direction starts."""
    interim: InterimBlock | None = None
    """Interim tuition on offer; null for none."""
    induced_referrals: EffectBlock | None = None
    """Prevention referrals a year for every hundred spare prevention places; null for none."""
    prevented_exclusions: PreventionBlock | None = None
    """Exclusions fewer in the year after every hundred prevention starts; null for none."""
    decision_reasons: Annotated[dict[Id, Text], Field(min_length=1)] | None = None
    """Codes of the reasons for a decision, each with its words; null for the planner's own."""
    suppression_threshold: Annotated[Whole, Field(ge=1, le=20)] = 5
    """Counts of pupils from 1 to below this are not published."""

    def policy(self) -> Policy:
        """Return the domain's policy."""
        due = {**DEFAULT_DUE_SCHOOL_DAY, **self.due_school_day}
        same = {name: getattr(self, name) for name in _SAME}
        return Policy(
            place_types={**DEFAULT_PLACE_TYPES, **self.place_types},
            due_school_day={route: day for route, day in due.items() if day is not None},
            budget_cap_pence=None
            if self.budget_cap_pounds is None
            else pence(self.budget_cap_pounds),
            interim=None
            if self.interim is None
            else InterimOffer(
                sessions_per_week=self.interim.sessions_per_week,
                weekly_pence=pence(self.interim.weekly_pounds),
                lead_school_days=self.interim.lead_school_days,
            ),
            transport=self.transport.rules(),
            decision_reasons=self.decision_reasons or DEFAULT_DECISION_REASONS,
            induced_referrals=None
            if self.induced_referrals is None
            else self.induced_referrals.effect(),
            prevented_exclusions=None
            if self.prevented_exclusions is None
            else self.prevented_exclusions.effect(),
            **same,
        )


_SAME = (
    "horizon_weeks",
    "goals",
    "looked_after_due_school_day",
    "social_worker_due_school_day",
    "guide_minutes_primary",
    "guide_minutes_secondary",
    "travel_cap_minutes",
    "session_minutes",
    "full_time_hours",
    "unregistered_full_time_maximum",
    "non_school_limits",
    "non_school_maximum_weeks",
    "non_school_maximum_sessions",
    "off_site_notice_school_days",
    "suppression_threshold",
)
"""Keys that mean the same in the block and in the domain."""
