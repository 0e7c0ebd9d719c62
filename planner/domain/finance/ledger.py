"""A general ledger as exported, and how its codes are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from planner.units import Pence


class LedgerPurpose(StrEnum):
    """The kind of cost that a ledger code is used for."""

    PLACE = "place_funding"
    TOP_UP = "top_up"
    SERVICE = "service"
    SPOT = "spot_purchase"
    TUITION = "tuition"
    INTERIM = "interim_tuition"
    TRANSPORT = "transport"
    ONE_OFF = "one_off"
    CAPITAL = "capital"
    GRANT = "grant"
    EXPORT = "export"
    IMPORT = "import"
    SCHOOL_CONTRIBUTION = "school_contribution"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One posting: what left (above zero) or came back (below zero)."""

    line: int
    """Row in the export, counted from 1 as the user's editor counts, headings included."""
    cost_centre: str
    account: str
    posted_on: date
    supplier: str
    amount_pence: Pence
    reference: str = ""


@dataclass(frozen=True, slots=True)
class LedgerCode:
    """One row of the mapping table: postings like this are for that commitment."""

    cost_centre: str
    account: str
    purpose: LedgerPurpose
    provider_id: str
    supplier: str = ""
    """The supplier as the ledger writes it; empty where the code alone decides."""
    commission_id: str | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """What was set aside for one kind of cost, of one provider or of all."""

    financial_year: int
    purpose: LedgerPurpose
    amount_pence: Pence
    provider_id: str | None = None
