"""Dated rates, the indices that move them, and the terms on which places are bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.units import Pence


class RateKind(StrEnum):
    """What a rate is the price of."""

    PLACE = "place"
    TOP_UP = "top_up"
    SPOT_WEEK = "spot_week"
    DAY = "day"

    @property
    def says(self) -> str:
        """The rate and its unit in words."""
        return _RATE_SAYS[self]


_RATE_SAYS = {
    RateKind.PLACE: "place funding, for one place and year",
    RateKind.TOP_UP: "top-up, for one full-time place and year",
    RateKind.SPOT_WEEK: "spot price, for one full-time pupil and school week",
    RateKind.DAY: "day rate, for one full-time pupil and school day",
}


class IndexKind(StrEnum):
    """A series of yearly uplifts, chosen by the kind of cost."""

    NONE = "none"
    PLACE = "place"
    TOP_UP = "top_up"
    INDEPENDENT = "independent"
    TUITION = "tuition"
    TRANSPORT = "transport"
    SERVICE = "service"
    GENERAL_PRICES = "general_prices"


@dataclass(frozen=True, slots=True)
class Rate:
    """One price from a day on: for a commission and band, or for all of them."""

    rate_id: str
    kind: RateKind
    pence: Pence
    starts: date
    ends: date | None = None
    """Last day; None where the rate holds until the next one, or for good."""
    commission_id: str | None = None
    """The commission it is for; None for every commission without a rate of its own."""
    band: str = ""
    """The top-up band it is for; empty for every band without a rate of its own."""
    index: IndexKind | None = None
    """Index that moves it each April after its first year; None for the kind's usual one."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class IndexChange:
    """How much one index rises on 1 April of one financial year."""

    index: IndexKind
    financial_year: int
    """Year in which the financial year starts."""
    change_basis_points: int
    """Hundredths of one per cent; below zero for a fall."""
    source: str = ""


class TopUpBasis(StrEnum):
    """Whether top-up is paid for pupils who are there, or for the places bought."""

    OCCUPANCY = "occupancy"
    PLACE = "place"


class Proration(StrEnum):
    """How a part of a year is counted for a pupil."""

    CALENDAR_DAYS = "calendar_days"
    CALENDAR_MONTHS = "calendar_months"
    SCHOOL_DAYS = "school_days"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the contract of one commission says about paying for it."""

    commission_id: str
    top_up_basis: TopUpBasis | None = None
    """None for the usual: by occupancy where there is a top-up rate."""
    proration: Proration = Proration.CALENDAR_DAYS
    expected_pupils: int | None = None
    """Full-time pupils expected on average after the as-at month; None to count known ones."""
    section_251: str = ""
    """Budget line for top-up, where it is not the sector's usual one."""


@dataclass(frozen=True, slots=True)
class ExitCount:
    """How many pupils left one commission in one financial year, and how many well."""

    commission_id: str
    financial_year: int
    leavers: int
    successful: int
    """Left for the destination that was planned: school, special school, or post-16."""
