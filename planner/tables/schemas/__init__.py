"""One schema for each input table; checks, template, dictionary and JSON Schema come from it."""

from planner.tables.schemas.column import Column, Kind, Schema
from planner.tables.schemas.conditions import AVOIDANCES, JOURNEYS, PAIRS
from planner.tables.schemas.context import ASSUMPTIONS, HISTORY, WINDOWS
from planner.tables.schemas.finance.agreed import CHARGES, TRANSFERS
from planner.tables.schemas.finance.funding import FUNDING, SERVICES, STATED, TRANSPORT_RATES
from planner.tables.schemas.finance.ledger import BUDGETS, LEDGER_CODES
from planner.tables.schemas.finance.rates import EXITS, INDICES, RATES, TERMS
from planner.tables.schemas.placing import CALENDAR, DECISIONS, PLACEMENTS, STAYS
from planner.tables.schemas.provision import COMMISSIONS, LIMITS, PLACE_STEPS
from planner.tables.schemas.pupils import REFERRALS
from planner.tables.schemas.sites import PROVIDERS, SITES

SCHEMAS: dict[str, Schema] = {
    schema.name: schema
    for schema in (
        REFERRALS,
        PROVIDERS,
        SITES,
        COMMISSIONS,
        CALENDAR,
        PLACE_STEPS,
        LIMITS,
        PLACEMENTS,
        DECISIONS,
        PAIRS,
        AVOIDANCES,
        JOURNEYS,
        FUNDING,
        SERVICES,
        STATED,
        TRANSPORT_RATES,
        RATES,
        INDICES,
        TERMS,
        CHARGES,
        TRANSFERS,
        EXITS,
        BUDGETS,
        LEDGER_CODES,
        HISTORY,
        WINDOWS,
        STAYS,
        ASSUMPTIONS,
    )
}
"""Every input table by its name, required ones first."""

__all__ = ["SCHEMAS", "Column", "Kind", "Schema"]
