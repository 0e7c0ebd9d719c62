"""Pupils who wait for a place, as they stand in a council's referral table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.domain.codes import Need, PairKind, Route, SenProvision, Sex
from planner.units import KeyStage, Sessions, key_stage_of


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the British National Grid (EPSG:27700), in whole metres."""

    easting: int
    northing: int


@dataclass(frozen=True, slots=True)
class Referral:
    """
    One pupil who needs a place, with what decides where.

    ``pupil_id`` is a pseudonym, never a UPN or a name.
    """

    pupil_id: str
    route: Route
    referred_on: date
    year_group: int
    """Year group on the case's as-at date. [0 to 11]"""
    absent_from: date | None = None
    """First school day of the exclusion or absence; day 1 of the statutory count."""
    sex: Sex | None = None
    sen_provision: SenProvision = SenProvision.NONE
    primary_need: Need | None = None
    secondary_need: Need | None = None
    looked_after: bool = False
    social_worker: bool = False
    low_income: bool = False
    sessions_per_week: Sessions = 10
    """Sessions to be provided. [1 to 10 sessions a week]"""
    planned_weeks: int = 12
    """Planned length of stay. [calendar weeks]"""
    notice_date: date | None = None
    """Day the written notice of an off-site direction was given."""
    place_by: date | None = None
    """Day by which a place is wanted where no statutory day applies."""
    priority: int | None = None
    """Band from 1 (first) to 3, where an officer sets it; otherwise the rules do."""
    tier_needed: int | None = None
    """Lowest tier of support that is sufficient. [1 to 3]"""
    home: Point | None = None
    home_postcode: str | None = None
    district: str | None = None
    home_school: str | None = None
    interim_from: date | None = None
    """First day of interim tuition already running."""
    interim_sessions_per_week: Sessions = 0
    ethnicity: str | None = None
    """Ethnic group in the council's own words, for the equity audit alone: it is taken out
    before any engine is given the pupil."""

    @property
    def key_stage(self) -> KeyStage:
        """Key stage on the case's as-at date."""
        return key_stage_of(self.year_group)

    @property
    def has_ehc_plan(self) -> bool:
        """Whether an EHC plan is maintained for the pupil."""
        return self.sen_provision is SenProvision.EHC_PLAN


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pupils who must be kept apart, or kept together, in alternative provision."""

    pupil_id: str
    other_pupil_id: str
    kind: PairKind


@dataclass(frozen=True, slots=True)
class Avoidance:
    """A site or a district to which one pupil must not be sent."""

    pupil_id: str
    site_id: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class ReferralCount:
    """How many referrals of one kind were made in one calendar month."""

    month: date
    """First day of the month."""
    district: str
    key_stage: KeyStage
    need: Need | None
    """None where the need was not recorded or the count is over all needs."""
    route: Route
    count: int


@dataclass(frozen=True, slots=True)
class HistoryWindow:
    """Months of the history that say nothing of the years to come, with the reason."""

    starts: date
    ends: date
    because: str
