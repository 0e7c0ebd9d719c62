"""What is measured of a scenario: each figure's unit, which way is better, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Unit(StrEnum):
    """What a figure counts."""

    PUPILS = "pupils"
    PLACES = "places"
    SCHOOL_DAYS = "school days"
    MINUTES = "minutes"
    SHARE = "share"
    CHANCE = "chance"
    PENCE = "pence"

    @property
    def adds_up(self) -> bool:
        """Whether the figures of several years can be added."""
        return self in {Unit.PUPILS, Unit.SCHOOL_DAYS, Unit.PENCE}


class _Meaning(NamedTuple):
    unit: Unit
    less_is_better: bool | None
    """None where neither more nor less is better by itself."""
    says: str


class Measure(StrEnum):
    """One figure of a coming school year, in each future."""

    REFERRALS = "referrals"
    UNMET = "unmet"
    LATE_PUPILS = "late_pupils"
    LATE_DAYS = "late_days"
    ANY_LATE = "any_late"
    ON_TIME_SHARE = "on_time_share"
    TRAVEL_MINUTES = "travel_minutes"
    IN_DISTRICT_SHARE = "in_district_share"
    SPOT_STARTS = "spot_starts"
    PLACE_PENCE = "place_pence"
    ATTENDANCE_PENCE = "attendance_pence"
    SPOT_PENCE = "spot_pence"
    INTERIM_PENCE = "interim_pence"
    TOTAL_PENCE = "total_pence"
    COUNCIL_PENCE = "council_pence"
    RECOUPED_PENCE = "recouped_pence"
    DFE_PENCE = "dfe_pence"

    @property
    def unit(self) -> Unit:
        """What the figure counts."""
        return _MEASURES[self].unit

    @property
    def less_is_better(self) -> bool | None:
        """Which way is better; None where neither is by itself."""
        return _MEASURES[self].less_is_better

    @property
    def says(self) -> str:
        """The figure in words."""
        return _MEASURES[self].says


_MEASURES = {
    Measure.REFERRALS: _Meaning(Unit.PUPILS, None, "pupils referred"),
    Measure.UNMET: _Meaning(
        Unit.PUPILS, True, "pupils who find no place before the simulation ends"
    ),
    Measure.LATE_PUPILS: _Meaning(
        Unit.PUPILS, True, "pupils without a place within five school days"
    ),
    Measure.LATE_DAYS: _Meaning(
        Unit.SCHOOL_DAYS, True, "pupils' school days past the due day without a place"
    ),
    Measure.ANY_LATE: _Meaning(Unit.CHANCE, True, "chance that anybody starts late"),
    Measure.ON_TIME_SHARE: _Meaning(
        Unit.SHARE, False, "share of pupils who start within five school days"
    ),
    Measure.TRAVEL_MINUTES: _Meaning(Unit.MINUTES, True, "mean one-way journey of those who start"),
    Measure.IN_DISTRICT_SHARE: _Meaning(
        Unit.SHARE, False, "share of those who start who are taught in their home district"
    ),
    Measure.SPOT_STARTS: _Meaning(Unit.PUPILS, True, "pupils who start in places bought singly"),
    Measure.PLACE_PENCE: _Meaning(Unit.PENCE, True, "place funding of the blocks"),
    Measure.ATTENDANCE_PENCE: _Meaning(
        Unit.PENCE, True, "top-up and transport of pupils in the blocks"
    ),
    Measure.SPOT_PENCE: _Meaning(Unit.PENCE, True, "price and transport of places bought singly"),
    Measure.INTERIM_PENCE: _Meaning(Unit.PENCE, True, "interim tuition of those who wait"),
    Measure.TOTAL_PENCE: _Meaning(
        Unit.PENCE, True, "places, attendance, spot purchase and interim tuition together"
    ),
    Measure.COUNCIL_PENCE: _Meaning(Unit.PENCE, True, "of all this together, the council pays"),
    Measure.RECOUPED_PENCE: _Meaning(
        Unit.PENCE, True, "of the place funding, the DfE pays and recoups from the council's grant"
    ),
    Measure.DFE_PENCE: _Meaning(Unit.PENCE, True, "of the place funding, the DfE pays direct"),
}


class WaitingFigure(StrEnum):
    """One figure of the suggested placing of those who wait now."""

    PLACED = "placed"
    UNPLACED = "unplaced"
    LATE_PUPILS = "late_pupils"
    LATE_DAYS = "late_days"
    MEAN_MINUTES = "mean_minutes"
    IN_DISTRICT = "in_district"
    STAY_PENCE = "stay_pence"
    INTERIM_PENCE = "interim_pence"

    @property
    def unit(self) -> Unit:
        """What the figure counts."""
        return _WAITING[self].unit

    @property
    def less_is_better(self) -> bool | None:
        """Which way is better; None where neither is by itself."""
        return _WAITING[self].less_is_better

    @property
    def says(self) -> str:
        """The figure in words."""
        return _WAITING[self].says


_WAITING = {
    WaitingFigure.PLACED: _Meaning(Unit.PUPILS, False, "waiting pupils who are placed"),
    WaitingFigure.UNPLACED: _Meaning(Unit.PUPILS, True, "waiting pupils without a place"),
    WaitingFigure.LATE_PUPILS: _Meaning(
        Unit.PUPILS, True, "waiting pupils late past their statutory day"
    ),
    WaitingFigure.LATE_DAYS: _Meaning(
        Unit.SCHOOL_DAYS, True, "school days late past the statutory day"
    ),
    WaitingFigure.MEAN_MINUTES: _Meaning(
        Unit.MINUTES, True, "mean one-way journey of those placed"
    ),
    WaitingFigure.IN_DISTRICT: _Meaning(
        Unit.PUPILS, False, "waiting pupils placed in their home district"
    ),
    # Placing more pupils costs more, so a smaller amount is no better by itself.
    WaitingFigure.STAY_PENCE: _Meaning(
        Unit.PENCE, None, "top-up and transport of the planned stays"
    ),
    WaitingFigure.INTERIM_PENCE: _Meaning(
        Unit.PENCE, True, "interim tuition of waiting pupils until they start"
    ),
}


class Topic(StrEnum):
    """Which part of an outlook a figure is from."""

    YEARS = "coming_years"
    WAITING = "waiting_now"
    MONEY = "agreed_money"
    PLACES = "places_enough"

    @property
    def says(self) -> str:
        """The part in words."""
        return _TOPIC_SAYS[self]


_TOPIC_SAYS = {
    Topic.YEARS: "coming school years as lived, over all futures",
    Topic.WAITING: "those who wait now",
    Topic.MONEY: "what is agreed, by financial year and payer",
    Topic.PLACES: "places that are enough, by key stage and place type",
}

ALL_YEARS = "all years"
"""Stands for the sum over the school years simulated."""


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What one figure is about; the same in every scenario that is compared."""

    topic: Topic
    name: str
    """A measure, a figure of those who wait, or a payer."""
    when: str
    """Label of a school or financial year, ``ALL_YEARS``, or nothing."""
    unit: Unit
    less_is_better: bool | None
    says: str

    @property
    def key(self) -> str:
        """A short name for a column of a table."""
        return " ".join(part for part in (self.name, self.when) if part)

    @property
    def whole(self) -> bool:
        """Whether a single value is a whole number."""
        return self.unit.adds_up
