"""Changes to where provision is: sites and commissions opened, sites closed, a provider lost."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from planner.domain.codes import PlaceType, Sector, Sex
from planner.scenario.between import BETWEEN, Estimated
from planner.scenario.changes.base import (
    FromDay,
    PaidBy,
    SomePlaces,
    Tier,
)
from planner.scenario.reading.fields import (
    Day,
    Face,
    Id,
    Needs,
    NeedsOrAll,
    Pounds,
    Text,
    Whole,
    YearGroups,
    YesNo,
)

Easting: TypeAlias = Annotated[Whole, Field(ge=0, le=700_000)]
Northing: TypeAlias = Annotated[Whole, Field(ge=0, le=1_300_000)]


class NewCommission(Estimated):
    """A block of places that is to be bought."""

    commission: Id
    """An id that no commission has yet."""
    place_type: PlaceType
    """E (exclusion) or P (prevention)."""
    places: SomePlaces
    """Places bought. [full-time-equivalent places]"""
    year_groups: YearGroups
    """Year groups taken, such as 7-11 or [10, 11]."""
    needs: NeedsOrAll = frozenset()
    """Needs accepted in the DfE's codes; all for every need and none."""
    specialisms: Needs = frozenset()
    """Needs that the provision is made for; they decide fit, not who may come."""
    tier: Tier | None = None
    """Tier of support, 1 to 3."""
    intervention: Text | None = None
    """What is done there, in a few words."""
    accepts_overflow: YesNo = False
    """Whether pupils whose route asks for the other place type may come."""
    delivers_ehc_plan: YesNo = False
    """Whether the provider can deliver an EHC plan."""
    sex: Sex | None = None
    """The only sex taken, where the provision is single-sex: F or M."""
    minimum_sessions: Annotated[Whole, Field(ge=1, le=10)] = 1
    """Fewest sessions a week that a pupil is taken for."""
    ends: Day | None = None
    """Last day of the contract; left out, it has no end."""
    place_rate_pounds: Annotated[Pounds, BETWEEN]
    """Place funding for one place for one year. [pounds]"""
    top_up_pounds: Annotated[Pounds, BETWEEN]
    """Top-up for one full-time place for one year. [pounds]"""
    paid_by: PaidBy = PaidBy.COUNCIL
    """Who pays the place funding."""


class NewProvider(Face):
    """A provider that is not in the tables yet."""

    name: Text
    """Its name."""
    sector: Sector
    """Kind of provider."""
    approved: YesNo = True
    """Whether it stands in the council's approved directory."""


class OpenCommission(FromDay, NewCommission):
    """A new commission at a site that is in the tables."""

    change: Literal["open_commission"]
    site: Id
    """The site's id, as in the sites table."""


class OpenSite(FromDay):
    """A new site, a hub or a spoke of one, with what is bought there."""

    change: Literal["open_site"]
    site: Id
    """An id that no site has yet."""
    name: Text
    """The site's name."""
    provider: Id
    """The provider's id; one that is not in the tables needs new_provider."""
    new_provider: NewProvider | None = None
    """The provider, where it is not in the tables yet."""
    easting: Easting
    """British National Grid easting. [metres]"""
    northing: Northing
    """British National Grid northing. [metres]"""
    district: Text
    """The district it lies in, as the tables write it."""
    registered: YesNo = True
    """Whether it is registered as a school."""
    hub_site: Id | None = None
    """The hub that this site is a spoke of."""
    commissions: Annotated[tuple[NewCommission, ...], Field(min_length=1)]
    """What is bought there."""


class CloseSite(FromDay):
    """The end of every commission at a site: pupils on them leave."""

    change: Literal["close_site"]
    site: Id
    """The site's id, as in the sites table."""


class ProviderFails(FromDay):
    """The loss of a provider: every commission at all its sites ends, and pupils leave."""

    change: Literal["provider_fails"]
    provider: Id
    """The provider's id, as in the providers table."""
