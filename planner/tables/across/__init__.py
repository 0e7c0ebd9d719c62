"""Rows and tables held against each other: every check in one list."""

from __future__ import annotations

from planner.tables.across.calendar import check_calendar
from planner.tables.across.decisions import check_decisions
from planner.tables.across.finance import check_finance
from planner.tables.across.grid import refuse_swapped_coordinates
from planner.tables.across.pairs import check_avoidances, check_pairs
from planner.tables.across.placing import check_past, check_placements
from planner.tables.across.provision import check_commissions, check_limits, check_sites
from planner.tables.across.pupils import check_referrals
from planner.tables.across.references import refuse_unknown_references
from planner.tables.checks.parsed import ParsedTables
from planner.tables.faults import Faults

_CHECKS = (
    refuse_unknown_references,
    check_referrals,
    check_sites,
    check_commissions,
    check_limits,
    check_placements,
    check_decisions,
    check_past,
    check_pairs,
    check_avoidances,
    check_calendar,
    check_finance,
    refuse_swapped_coordinates,
)


def check_across(tables: ParsedTables, faults: Faults) -> None:
    """Hold the rows against each other and note every fault."""
    for check in _CHECKS:
        check(tables, faults)
