"""Commitments held against a ledger: what matches, what differs and why, and the outturn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.results.finance.money import CostKind
from planner.units import Pence


class Cause(StrEnum):
    """Why the ledger and the commitments differ."""

    DUPLICATE = "duplicate"
    WRONG_PERIOD = "wrong_period"
    CREDIT_NOTE = "credit_note"
    RATE = "rate"
    VOLUME = "volume"
    MISSING_INVOICE = "missing_invoice"
    UNMAPPED = "unmapped"
    NO_CODE = "no_code"
    UNEXPLAINED = "unexplained"

    @property
    def says(self) -> str:
        """The cause in words."""
        return _CAUSE_SAYS[self]


_CAUSE_SAYS = {
    Cause.DUPLICATE: "the same invoice is posted twice",
    Cause.WRONG_PERIOD: "posted in another month than it is for",
    Cause.CREDIT_NOTE: "money came back",
    Cause.RATE: "another rate than agreed",
    Cause.VOLUME: "more or less than agreed, at the agreed rate",
    Cause.MISSING_INVOICE: "nothing is posted for the month",
    Cause.UNMAPPED: "the posting's codes are not in the mapping table",
    Cause.NO_CODE: "no ledger code is mapped to the commitment",
    Cause.UNEXPLAINED: "not explained",
}


@dataclass(frozen=True, slots=True, order=True)
class Subject:
    """What money is for, as finely as the ledger's codes tell."""

    purpose: CostKind
    provider_id: str
    commission_id: str = ""

    def __str__(self) -> str:
        return f"{self.commission_id or self.provider_id}, {self.purpose.says}"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One difference with its cause; ``pence`` is what the ledger has more than was committed."""

    cause: Cause
    subject: Subject | None
    """None where the ledger's codes do not say."""
    month: date
    pence: Pence
    lines: tuple[int, ...]
    """Rows of the ledger that it comes from."""
    sentence: str


@dataclass(frozen=True, slots=True)
class MatchedMonth:
    """What was committed for one subject and month, and what the ledger has in it."""

    subject: Subject
    month: date
    committed_pence: Pence
    posted_pence: Pence


@dataclass(frozen=True, slots=True)
class Outturn:
    """
    What one subject will have cost by the end of the year, with a range.

    From below: what is missing never comes. From above: what was paid twice
    stays paid. Both are widened by the unexplained differences so far, carried
    on over the months to come.
    """

    subject: Subject
    committed_pence: Pence
    """For the whole year, as agreed."""
    posted_pence: Pence
    low_pence: Pence
    central_pence: Pence
    high_pence: Pence


@dataclass(frozen=True, slots=True)
class OverBudget:
    """A budget that the central outturn passes."""

    purpose: CostKind
    provider_id: str
    """Empty where the budget is for all providers."""
    budget_pence: Pence
    outturn_pence: Pence


@dataclass(frozen=True, slots=True)
class HighCostPlacement:
    """A placement whose yearly price is above the council's threshold for approval."""

    pupil_id: str
    commission_id: str
    annual_pence: Pence


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Commitments and ledger of one financial year, month by month, to the penny."""

    financial_year: str
    last_month: date
    """Last month that is compared."""
    months: tuple[MatchedMonth, ...]
    discrepancies: tuple[Discrepancy, ...]
    outturns: tuple[Outturn, ...]
    over_budget: tuple[OverBudget, ...]
    high_cost: tuple[HighCostPlacement, ...]
    unmapped_pence: Pence
    """Money in the ledger whose codes lead nowhere."""

    def __post_init__(self) -> None:
        explained = sum(found.pence for found in self.discrepancies)
        if explained != self.posted_pence - self.committed_pence:
            raise ValueError("the discrepancies must add up to the difference")

    @property
    def committed_pence(self) -> Pence:
        """Committed to the last month compared."""
        return sum(month.committed_pence for month in self.months)

    @property
    def posted_pence(self) -> Pence:
        """In the ledger to the last month compared, mapped or not."""
        return sum(month.posted_pence for month in self.months) + self.unmapped_pence
