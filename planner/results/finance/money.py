"""Costs as lines that finance can trace and add up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.units import Pence


class CostKind(StrEnum):
    """What a line of cost is for."""

    PLACE = "place_funding"
    TOP_UP = "top_up"
    SERVICE = "service"
    TRANSPORT = "transport"
    INTERIM = "interim_tuition"
    SPOT = "spot_purchase"
    TUITION = "tuition"
    ONE_OFF = "one_off"
    CAPITAL = "capital"
    GRANT = "grant"
    SCHOOL_CONTRIBUTION = "school_contribution"
    EXPORT = "export"
    IMPORT = "import"
    EXCLUSION_DEDUCTION = "exclusion_deduction"
    EXCLUSION_PASSED_ON = "exclusion_passed_on"

    @property
    def is_income(self) -> bool:
        """Whether the council receives the money; its lines are below zero."""
        return self in {self.SCHOOL_CONTRIBUTION, self.IMPORT, self.EXCLUSION_DEDUCTION}

    @property
    def says(self) -> str:
        """The kind in words."""
        return self.value.replace("_", " ").replace("top up", "top-up")


class Payer(StrEnum):
    """Whose money leaves whose account."""

    COUNCIL = "council"
    RECOUPED = "recouped_from_council_grant"
    DFE = "dfe_direct"
    SCHOOL = "school"
    OTHER_AUTHORITY = "other_authority"

    @property
    def says(self) -> str:
        """The payer in words."""
        return _PAYER_SAYS[self]


_PAYER_SAYS = {
    Payer.COUNCIL: "paid by the council",
    Payer.RECOUPED: "paid by the DfE (formerly ESFA), recouped from the council's grant",
    Payer.DFE: "paid by the DfE (formerly ESFA) direct",
    Payer.SCHOOL: "paid by the commissioning school",
    Payer.OTHER_AUTHORITY: "paid by another authority",
}


class FundingSource(StrEnum):
    """The pot that bears the cost."""

    HIGH_NEEDS = "high_needs_dsg"
    GENERAL_FUND = "general_fund"
    SCHOOL = "school"
    DFE = "dfe"
    OTHER_AUTHORITY = "other_authority"


@dataclass(frozen=True, slots=True)
class Uplift:
    """A rise (or fall) of a rate on 1 April, after which it is rounded to the penny."""

    index: str
    financial_year: int
    """Year in which the financial year starts."""
    basis_points: int


@dataclass(frozen=True, slots=True)
class CostLine:
    """
    One amount: what, for whom, how much of it, at which rate, and from where.

    With R for rounding to the nearest penny, halves upwards, the amount is
    sign × [R(rate × (before + quantity) ÷ divisor) − R(rate × before ÷ divisor)],
    so that the lines of one commission add up to its rounded whole whoever pays and
    however the year is cut.
    """

    kind: CostKind
    provider_id: str
    commission_id: str | None
    year: str
    """Label of the year, such as ``2021/22``."""
    payer: Payer
    funding_source: FundingSource
    quantity: int
    unit: str
    rate_pence: Pence
    rate_unit: str
    pence: Pence
    source: str
    divisor: int = 1
    """How many of ``unit`` make one ``rate_unit``."""
    before: int = 0
    """Quantity of the same commission and rate that earlier lines have counted."""
    sign: int = 1
    """Minus one where the payer receives the money; its counterpart pays it."""
    months: tuple[date, ...] = ()
    """First day of each calendar month that the line covers."""
    rate_from: date | None = None
    """Day from which the rate holds."""
    written_pence: Pence | None = None
    """The rate as it was written, before its uplifts; None where that is the rate itself."""
    written_from: date | None = None
    """Day from which the rate as written holds."""
    uplifts: tuple[Uplift, ...] = ()
    """What made the rate of the written one, earliest first."""
    index: str = ""
    """Index that moves the rate in later years."""
    commissioner: str = ""
    section_251: str = ""
    cost_code: str = ""
    place_type: str = ""
    detail: str = ""
    """Band, service or charge that tells this line from its neighbours."""


class FindingKind(StrEnum):
    """Whether figures disagree, or agree in a way that has to be understood."""

    DIFFERS = "differs"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that has to be explained: the sentence and the arithmetic, nothing mended."""

    code: str
    sentence: str
    arithmetic: str
    kind: FindingKind = FindingKind.DIFFERS


@dataclass(frozen=True, slots=True)
class CostStatement:
    """Lines of cost for one case and one financial year, with what does not reconcile."""

    title: str
    financial_year: str
    lines: tuple[CostLine, ...]
    findings: tuple[Finding, ...] = ()
    leaves_out: tuple[str, ...] = ()
    """What the statement does not contain, one sentence each."""
    assumes: tuple[str, ...] = ()
    """What had to be taken for granted, one sentence each."""

    @property
    def total_pence(self) -> Pence:
        """Sum of all lines."""
        return sum(line.pence for line in self.lines)


@dataclass(frozen=True, slots=True)
class FundingRow:
    """One provider's year as councils print it: places, who pays for them, and top-up."""

    provider_id: str
    exclusion_place_months: int
    prevention_place_months: int
    high_needs_place_pence: Pence
    """Place funding borne by the high needs block: paid by the council, or recouped from it."""
    top_up_pence: Pence
    """Top-up paid by the council."""
    dfe_direct_pence: Pence

    @property
    def high_needs_pence(self) -> Pence:
        """Place funding and top-up borne by the high needs block."""
        return self.high_needs_place_pence + self.top_up_pence

    @property
    def total_pence(self) -> Pence:
        """All funding of the provider's places and top-up."""
        return self.high_needs_pence + self.dfe_direct_pence
