"""Codes of results in the words of officers and finance."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from planner.domain.choices.policy import Goal
from planner.domain.codes import PlaceType, Sector
from planner.domain.dataset import Dataset
from planner.results.finance.money import FindingKind, FundingSource, Payer
from planner.units import format_pounds

PLACE_TYPE_SAYS: Mapping[PlaceType, str] = MappingProxyType(
    {
        PlaceType.EXCLUSION: "exclusion (E)",
        PlaceType.PREVENTION: "prevention (P)",
    }
)

SECTOR_SAYS: Mapping[Sector, str] = MappingProxyType(
    {
        Sector.MAINTAINED_PRU: "maintained pupil referral unit",
        Sector.AP_ACADEMY: "alternative provision academy",
        Sector.AP_FREE_SCHOOL: "alternative provision free school",
        Sector.INDEPENDENT_SCHOOL: "independent school",
        Sector.FURTHER_EDUCATION: "further education college",
        Sector.UNREGISTERED: "unregistered provider",
        Sector.MAINSTREAM_OR_SPECIAL: "mainstream or special school",
    }
)

PAYER_SAYS: Mapping[Payer, str] = MappingProxyType(
    {
        Payer.COUNCIL: "council",
        Payer.RECOUPED: "DfE, deducted from the council's grant",
        Payer.DFE: "DfE direct",
        Payer.SCHOOL: "school",
        Payer.OTHER_AUTHORITY: "another authority",
    }
)

FINDING_KIND_SAYS: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.DIFFERS: "does not agree",
        FindingKind.NOTE: "to be understood",
    }
)

_GOALS = MappingProxyType({goal.value: goal for goal in Goal})

FUNDING_SOURCE_SAYS: Mapping[FundingSource, str] = MappingProxyType(
    {
        FundingSource.HIGH_NEEDS: "high needs block",
        FundingSource.GENERAL_FUND: "general fund",
        FundingSource.SCHOOL: "school's own budget",
        FundingSource.DFE: "DfE",
        FundingSource.OTHER_AUTHORITY: "another authority",
    }
)


def goal_says(code: str) -> str:
    """Return a goal in words; a code that is not one of ours stands for itself."""
    return _GOALS[code].says if code in _GOALS else code


def amount_says(value: int, unit: str) -> str:
    """
    Write a goal's value with its unit.

    Examples
    --------
    >>> amount_says(1, "pupils"), amount_says(12_300, "pence")
    ('1 pupil', '£123')
    """
    if unit == "pence":
        return format_pounds(value)
    return f"{value:,} {unit.removesuffix('s') if value == 1 else unit}"


def provider_name(dataset: Dataset, provider_id: str) -> str:
    """Return a provider's name; an id without a record (a service line) stands for itself."""
    provider = dataset.provider.get(provider_id)
    return provider.name if provider else provider_id
