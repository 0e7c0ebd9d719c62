"""Who pays for a place, from which pot, and on which budget line it is reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.domain.codes import Funder, Sector
from planner.domain.provision import Funding, Provider
from planner.results.finance.money import CostKind, FundingSource, Payer
from planner.units import AcademicYear

PLACE_PAYERS = (Payer.COUNCIL, Payer.RECOUPED, Payer.DFE)
"""Who may pay for places, in the order in which shares are rounded."""

SOURCE_OF_PAYER: Mapping[Payer, FundingSource] = {
    Payer.COUNCIL: FundingSource.HIGH_NEEDS,
    Payer.RECOUPED: FundingSource.HIGH_NEEDS,
    Payer.DFE: FundingSource.DFE,
    Payer.SCHOOL: FundingSource.SCHOOL,
    Payer.OTHER_AUTHORITY: FundingSource.OTHER_AUTHORITY,
}

PAYER_OF_FUNDER: Mapping[Funder, Payer] = {
    Funder.COUNCIL: Payer.COUNCIL,
    Funder.SCHOOL: Payer.SCHOOL,
    Funder.OTHER_AUTHORITY: Payer.OTHER_AUTHORITY,
}


@dataclass(frozen=True, slots=True)
class FreeSchoolRule:
    """From a day on: in which school year after opening the council begins to bear places."""

    starts: date
    borne_from_year: int
    source: str


FREE_SCHOOL_RULES = (
    FreeSchoolRule(
        starts=date(2013, 9, 1),
        borne_from_year=3,
        source=(
            "DfE, Alternative provision free schools: place funding 2025 to 2026: local "
            "authorities bear the cost of places from the third year the school is open. "
            "Held back to 2013 by assumption."
        ),
    ),
)
"""Dated policy, earliest first; a later row replaces the rule from its day on."""

_COUNCIL_PAYS = frozenset(
    {
        Sector.MAINTAINED_PRU,
        Sector.INDEPENDENT_SCHOOL,
        Sector.FURTHER_EDUCATION,
        Sector.UNREGISTERED,
        Sector.MAINSTREAM_OR_SPECIAL,
    }
)


def place_payer(provider: Provider, month: date) -> Payer:
    """
    Return who pays a provider's places in a month where no funding row says it.

    A council pays its own unit and whatever it buys privately. The DfE pays an
    academy and recoups it. It pays a free school direct until the school year
    from which the council bears the cost; without a day of opening the school
    is taken to be past that.
    """
    if provider.sector in _COUNCIL_PAYS:
        return Payer.COUNCIL
    if provider.sector is Sector.AP_FREE_SCHOOL and provider.opened is not None:
        year = AcademicYear.of(month).start_year - AcademicYear.of(provider.opened).start_year + 1
        rules = [rule for rule in FREE_SCHOOL_RULES if rule.starts <= month]
        if rules and year < rules[-1].borne_from_year:
            return Payer.DFE
    return Payer.RECOUPED


def shares_of(funding: Funding) -> tuple[int, int, int]:
    """Return a funding row's place-months in the order of ``PLACE_PAYERS``."""
    return (
        funding.council_place_months,
        funding.recouped_place_months,
        funding.dfe_direct_place_months,
    )


_TOP_UP_LINE: Mapping[Sector, str] = {
    Sector.MAINTAINED_PRU: "1.2.1",
    Sector.MAINSTREAM_OR_SPECIAL: "1.2.1",
    Sector.AP_ACADEMY: "1.2.2",
    Sector.AP_FREE_SCHOOL: "1.2.2",
    Sector.FURTHER_EDUCATION: "1.2.2",
    Sector.INDEPENDENT_SCHOOL: "1.2.3",
    Sector.UNREGISTERED: "1.2.7",
}

_LINE_OF_KIND: Mapping[CostKind, str] = {
    CostKind.PLACE: "1.0.2",
    CostKind.SERVICE: "1.2.8",
    CostKind.TUITION: "1.2.7",
    CostKind.INTERIM: "1.2.7",
    CostKind.EXPORT: "1.2.2",
    CostKind.IMPORT: "1.2.2",
}


def section_251_line(kind: CostKind, sector: Sector | None) -> str:
    """
    Suggest the section 251 line of a cost; empty where finance has to say.

    Source: DfE, schools financial benchmarking, expenditure categories 2023 to
    2024, for the names of the lines. Which cost goes on which is our reading.
    """
    if kind in {CostKind.TOP_UP, CostKind.SPOT} and sector is not None:
        return _TOP_UP_LINE[sector]
    return _LINE_OF_KIND.get(kind, "")
