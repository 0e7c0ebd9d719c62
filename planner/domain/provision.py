"""Who provides places, where, and what the council has bought."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.codes import Basis, Need, PlaceType, Sector, Sex
from planner.domain.referrals import Point
from planner.units import FULL_TIME_SESSIONS, Pence, PlaceMonths, Sessions


@dataclass(frozen=True, slots=True)
class Provider:
    """An organisation that runs one site or several."""

    provider_id: str
    name: str
    sector: Sector
    approved: bool = True
    """Whether it stands in the council's approved directory."""
    opened: date | None = None
    """First day of an AP free school; decides from when the council bears its places."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where a provider teaches; a hub, or a spoke of one."""

    site_id: str
    provider_id: str
    name: str
    point: Point
    district: str
    registered: bool = True
    """Whether it is registered as a school."""
    hub_site_id: str | None = None
    """The hub this site is a spoke of; None for a hub."""
    postcode: str | None = None
    urn: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class PlaceStep:
    """From a day on, a commission has this many places."""

    starts: date
    places: int


@dataclass(frozen=True, slots=True)
class Commission:
    """A block of places that one commissioner has bought at one site."""

    commission_id: str
    site_id: str
    place_type: PlaceType
    places: int
    """Full-time-equivalent places bought. [places]"""
    starts: date
    ends: date | None = None
    """Last day of the contract; None where it has no end."""
    rolls_over: bool = True
    """Whether the contract goes on past ``ends`` unless notice is given."""
    year_groups: frozenset[int] = frozenset(range(12))
    needs: frozenset[Need] = frozenset()
    """Needs accepted; empty means every need and none."""
    specialisms: frozenset[Need] = frozenset()
    """Needs that the provision is made for; decides fit, not eligibility."""
    tier: int | None = None
    intervention: str = ""
    commissioner: str = ""
    basis: Basis = Basis.BLOCK
    accepts_overflow: bool = False
    """Whether pupils whose route asks for the other place type may come here."""
    delivers_ehc_plan: bool = False
    sex: Sex | None = None
    """The only sex taken, where the provision is single-sex."""
    minimum_sessions: Sessions = 1
    """Fewest sessions a week that the provider takes a pupil for."""
    spot_weekly_pence: Pence | None = None
    """Price of one full-time pupil for one week, where places are bought singly. [pence]"""
    cost_code: str = ""
    steps: tuple[PlaceStep, ...] = ()
    """Later changes of ``places``, earliest first."""

    def places_on(self, day: date) -> int:
        """Return the places held on a day: none outside the contract."""
        if day < self.starts or (self.ends is not None and day > self.ends and not self.rolls_over):
            return 0
        reached = [step.places for step in self.steps if step.starts <= day]
        return reached[-1] if reached else self.places

    def capacity_sessions(self, day: date) -> Sessions:
        """Return the sessions a week that the places hold on a day."""
        return self.places_on(day) * FULL_TIME_SESSIONS


class LimitUnit(StrEnum):
    """What a limit counts."""

    SESSIONS = "sessions"
    PUPILS = "pupils"


@dataclass(frozen=True, slots=True)
class Limit:
    """
    A further limit inside the commissions: a site's room, a key-stage group, a group's size.

    Counts everybody at the site (or on the commission) whose year group is in
    ``year_groups``, week by week.
    """

    limit_id: str
    site_id: str | None
    commission_id: str | None
    year_groups: frozenset[int]
    unit: LimitUnit
    maximum: int


@dataclass(frozen=True, slots=True)
class Funding:
    """
    What one commission's places and top-up cost in one financial year, and who pays.

    Place-months are whole numbers: 12 make one place for one year.
    """

    commission_id: str
    financial_year: int
    """Year in which the financial year starts."""
    place_rate_pence: Pence
    """Place funding for one place for one year. [pence]"""
    council_place_months: PlaceMonths
    """Paid by the council to the provider."""
    recouped_place_months: PlaceMonths
    """Paid by the DfE and deducted from the council's dedicated schools grant."""
    dfe_direct_place_months: PlaceMonths
    """Paid by the DfE and not deducted in the year's table."""
    top_up_pence: Pence
    """Top-up for the whole commission for the whole year. [pence]"""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service that is bought without places, such as outreach."""

    service_id: str
    provider_name: str
    service: str
    financial_year: int
    annual_pence: Pence
    source: str = ""
