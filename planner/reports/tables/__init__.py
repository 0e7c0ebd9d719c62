"""Results as plain tables; whatever may be published has its small counts withheld."""

from planner.reports.tables.account import (
    assumptions,
    costs,
    costs_by_payer,
    findings,
    goals,
    goals_written,
    register,
    warnings,
)
from planner.reports.tables.equity import equity
from planner.reports.tables.provision import (
    demand,
    demand_totals,
    districts,
    occupancy,
    places,
    sites,
)
from planner.reports.tables.pupils import options, placements, statutory, unplaced

__all__ = [
    "assumptions",
    "costs",
    "costs_by_payer",
    "demand",
    "demand_totals",
    "districts",
    "equity",
    "findings",
    "goals",
    "goals_written",
    "occupancy",
    "options",
    "placements",
    "places",
    "register",
    "sites",
    "statutory",
    "unplaced",
    "warnings",
]
