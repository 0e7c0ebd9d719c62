"""Every kind of change, by the word that names it in YAML."""

from __future__ import annotations

from typing import Annotated, TypeAlias, get_args

from pydantic import Field

from planner.scenario.changes.base import Change
from planner.scenario.changes.demand import ChangeReferrals, ChangeStays, ShiftRoute
from planner.scenario.changes.places import (
    AddPlaces,
    CloseCommission,
    MovePlaces,
    PhasePlaces,
    SetPlaces,
)
from planner.scenario.changes.rates import SetCharge, SetIndex, SetRates
from planner.scenario.changes.rules import (
    ExpectInducedReferrals,
    ExpectPrevention,
    SetGoals,
    SetLawPack,
    SetRules,
    SetTransport,
)
from planner.scenario.changes.sites import CloseSite, OpenCommission, OpenSite, ProviderFails
from planner.scenario.changes.terms import (
    AcceptNeeds,
    AcceptYearGroups,
    AllowOverflow,
    CloseDays,
    ExtendContract,
    SetTier,
)

AnyChange: TypeAlias = Annotated[
    AddPlaces
    | SetPlaces
    | MovePlaces
    | CloseCommission
    | OpenCommission
    | OpenSite
    | CloseSite
    | ProviderFails
    | AcceptNeeds
    | AcceptYearGroups
    | SetTier
    | AllowOverflow
    | ExtendContract
    | SetRates
    | SetIndex
    | SetCharge
    | CloseDays
    | PhasePlaces
    | ChangeReferrals
    | ShiftRoute
    | ChangeStays
    | ExpectInducedReferrals
    | ExpectPrevention
    | SetGoals
    | SetLawPack
    | SetTransport
    | SetRules,
    Field(discriminator="change"),
]

CHANGES: dict[str, type[Change]] = {
    get_args(kind.model_fields["change"].annotation)[0]: kind
    for kind in get_args(get_args(AnyChange)[0])
}
"""Every kind of change by its word, in the order in which documents list them."""
