"""Costs as lines that finance can trace and add up."""

from __future__ import annotations

from dataclasses import dataclass
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


class FundingSource(StrEnum):
    """The pot that bears the cost."""

    HIGH_NEEDS = "high_needs_dsg"
    GENERAL_FUND = "general_fund"
    SCHOOL = "school"
    DFE = "dfe"


@dataclass(frozen=True, slots=True)
class CostLine:
    """One amount: what, for whom, how much of it, at which rate, and from where."""

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

    @property
    def total_pence(self) -> Pence:
        """Sum of all lines."""
        return sum(line.pence for line in self.lines)
