"""How the ledger's codes are read, and what was set aside."""

from __future__ import annotations

from planner.domain.finance.ledger import LedgerPurpose
from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.columns import FINANCIAL_YEAR, commission, pounds

LEDGER_CODES = Schema(
    name="ledger_codes",
    says="Which commitment a posting with these codes is for.",
    key=("cost_centre", "account", "supplier"),
    columns=(
        Column(name="cost_centre", kind=Kind.TEXT, required=True, says="As in the ledger."),
        Column(name="account", kind=Kind.TEXT, required=True, says="As in the ledger."),
        Column(
            name="purpose",
            kind=Kind.CODE,
            codes=LedgerPurpose,
            required=True,
            says="Kind of cost.",
        ),
        Column(
            name="provider_id",
            kind=Kind.TEXT,
            required=True,
            says="Provider, or the name in the tables of services and charges.",
        ),
        Column(
            name="supplier",
            kind=Kind.TEXT,
            default="",
            says="Supplier as the ledger writes it; empty where the codes alone decide.",
        ),
        commission("Commission, where the codes say which one."),
    ),
)

BUDGETS = Schema(
    name="budgets",
    says="What was set aside for a kind of cost.",
    key=("financial_year", "purpose", "provider_id"),
    columns=(
        FINANCIAL_YEAR,
        Column(
            name="purpose",
            kind=Kind.CODE,
            codes=LedgerPurpose,
            required=True,
            says="Kind of cost.",
        ),
        pounds("amount_pounds", "The budget for the year.", unit="pounds a year"),
        Column(
            name="provider_id", kind=Kind.TEXT, says="Provider; empty for all of them together."
        ),
    ),
)
