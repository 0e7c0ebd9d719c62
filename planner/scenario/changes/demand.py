"""Changes to what is expected to come: referrals, the routes they come by, and stays."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from planner.domain.choices.whatif import DemandChange, ReferralChange, ShiftChange, StayChange
from planner.domain.codes import Route
from planner.scenario.between import BETWEEN
from planner.scenario.changes.base import FromDay
from planner.scenario.reading.fields import (
    Day,
    KeyStages,
    NeedsOrAll,
    Percentage,
    PlaceTypesOrAll,
    Routes,
    RoutesOrAll,
    TextsOrAll,
    described_number,
    percentage,
    refusal,
)

ReferralsPerCent: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(percentage),
    Field(ge=-100, le=1000, decimal_places=2),
    described_number(minimum=-100, maximum=1000),
]
Share: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(percentage),
    Field(gt=0, le=100, decimal_places=2),
    described_number(exclusiveMinimum=0, maximum=100),
]


class SomeDemand(FromDay):
    """A change to what is expected, for some pupils and for some time."""

    until: Day | None = None
    """Last day on which the change holds; left out, for good."""
    key_stages: KeyStages = frozenset()
    """Key stages concerned, such as KS3 KS4; left out or all, every one."""
    needs: NeedsOrAll = frozenset()
    """Primary needs concerned in the DfE's codes; left out or all, every need and none. Pupils
    whose need was not recorded are meant only by all."""

    @model_validator(mode="after")
    def _check_order(self) -> SomeDemand:
        if self.from_day and self.until and self.until < self.from_day:
            raise refusal("ends before it begins.", 'Make "until" the same day as "from" or later.')
        return self

    def ends_of(self, key: str) -> tuple[Decimal, Decimal]:
        """Return a number's interval; both ends are the same where it is certain."""
        span, central = self.spans.get(key), Decimal(getattr(self, key))
        return (span.low, span.high) if span else (central, central)

    def supposed(self) -> DemandChange:
        """Return the change as the simulation takes it."""
        raise NotImplementedError


class ChangeReferrals(SomeDemand):
    """More or fewer referrals of some pupils than their history suggests."""

    change: Literal["change_referrals"]
    per_cent: Annotated[ReferralsPerCent, BETWEEN]
    """The change; below nothing for fewer. Of an interval every simulated future draws its own
    value. [per cent]"""
    districts: TextsOrAll = ()
    """Districts of the home concerned, as the tables write them; left out or all, every one."""
    routes: RoutesOrAll = frozenset()
    """Routes concerned, such as permanent_exclusion; left out or all, every one."""

    def supposed(self) -> ReferralChange:
        """Return the change as the simulation takes it."""
        low, high = self.ends_of("per_cent")
        return ReferralChange(
            districts=frozenset(self.districts),
            key_stages=self.key_stages,
            needs=self.needs,
            routes=self.routes,
            from_day=self.from_day,
            until=self.until,
            factor_low=float(1 + low / 100),
            factor_high=float(1 + high / 100),
            because=self.because.strip(),
        )


class ShiftRoute(SomeDemand):
    """A share of the referrals on some routes that come on another, such as from E to P."""

    change: Literal["shift_route"]
    routes: Routes
    """Routes on which fewer come, such as permanent_exclusion."""
    to_route: Route
    """Route on which they come instead, such as off_site_direction."""
    share_per_cent: Annotated[Share, BETWEEN]
    """Share of their referrals that is shifted. Of an interval every simulated future draws its
    own value. [per cent]"""
    districts: TextsOrAll = ()
    """Districts of the home concerned, as the tables write them; left out or all, every one."""

    @model_validator(mode="after")
    def _check_routes(self) -> ShiftRoute:
        if self.to_route in self.routes:
            what = f"{self.to_route} is shifted to itself."
            raise refusal(what, "Leave it out of routes, or name another to_route.")
        return self

    def supposed(self) -> ShiftChange:
        """Return the change as the simulation takes it."""
        low, high = self.ends_of("share_per_cent")
        return ShiftChange(
            to_route=self.to_route,
            districts=frozenset(self.districts),
            key_stages=self.key_stages,
            needs=self.needs,
            routes=self.routes,
            from_day=self.from_day,
            until=self.until,
            share_low=float(low / 100),
            share_high=float(high / 100),
            because=self.because.strip(),
        )


class ChangeStays(SomeDemand):
    """Longer or shorter stays of those referred from a day on than past stays suggest."""

    change: Literal["change_stays"]
    per_cent: Annotated[Percentage, BETWEEN]
    """The change of the length of stay; below nothing for shorter. Of an interval every simulated
    future draws its own value. [per cent]"""
    place_types: PlaceTypesOrAll = frozenset()
    """Place types concerned: E (exclusion), P (prevention); left out or all, both."""

    def supposed(self) -> StayChange:
        """Return the change as the simulation takes it."""
        low, high = self.ends_of("per_cent")
        return StayChange(
            place_types=self.place_types,
            key_stages=self.key_stages,
            needs=self.needs,
            from_day=self.from_day,
            until=self.until,
            factor_low=float(1 + low / 100),
            factor_high=float(1 + high / 100),
            because=self.because.strip(),
        )
