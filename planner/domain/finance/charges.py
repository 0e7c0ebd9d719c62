"""Money that is agreed as lines: services, one-off sums, grants, contributions, recoupment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.domain.codes import Funder
from planner.domain.finance.rates import IndexKind
from planner.units import Pence


class ChargeKind(StrEnum):
    """What a charge is for."""

    SERVICE = "service"
    TUITION = "tuition"
    INTERIM = "interim_tuition"
    TRANSPORT = "transport"
    ONE_OFF = "one_off"
    CAPITAL = "capital"
    GRANT = "grant"
    SCHOOL_CONTRIBUTION = "school_contribution"
    EXPORT = "export"
    """Paid to another authority for a pupil of ours in its provision."""
    IMPORT = "import"
    """Received from another authority for its pupil in our provision."""

    @property
    def is_income(self) -> bool:
        """Whether the council receives the money."""
        return self in {ChargeKind.IMPORT, ChargeKind.SCHOOL_CONTRIBUTION}

    @property
    def is_lump(self) -> bool:
        """Whether the whole amount falls in the month of its first day."""
        return self in {ChargeKind.ONE_OFF, ChargeKind.CAPITAL}


@dataclass(frozen=True, slots=True)
class Charge:
    """
    A quantity at a rate, for a year or once.

    Spread evenly over the calendar months from ``starts`` to ``ends``; a one-off
    sum and capital fall whole in the first month.
    """

    charge_id: str
    kind: ChargeKind
    provider_id: str
    """Provider, or the name of whoever is paid or pays where that is no AP provider."""
    starts: date
    ends: date
    quantity: int
    unit: str
    """What is counted, such as ``places`` or ``pupils``."""
    rate_pence: Pence
    """For one unit and year; for a one-off sum, for one unit. [pence]"""
    commission_id: str | None = None
    funder: Funder = Funder.COUNCIL
    section_251: str = ""
    cost_code: str = ""
    index: IndexKind | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ExclusionTransfer:
    """One permanent exclusion from a mainstream school, with the money that moves."""

    transfer_id: str
    excluding_school: str
    relevant_date: date
    """The sixth school day following the exclusion, unless the authority counts otherwise."""
    excluded_on: date
    amount_pence: Pence
    """A: attributable to a pupil of the same age and needs for the whole funding period."""
    academy: bool = False
    """Whether the funding period is the school year (academies) or the financial year."""
    leaves_this_summer: bool = False
    """Whether pupils of that age normally leave the school when this school year ends."""
    adjustment_order_pence: Pence = 0
    """C: amount of a financial adjustment order, nil where there is none."""
    exempt: bool = False
    """Special school, pupil referral unit or reserved place: no deduction is made."""
    admitting_school: str = ""
    admitted_on: date | None = None
