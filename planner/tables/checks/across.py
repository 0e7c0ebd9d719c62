"""Every check of rows and tables against each other, in one list."""

from __future__ import annotations

from planner.tables.checks.parsed import ParsedTables
from planner.tables.checks.references import refuse_unknown_references
from planner.tables.faults import Faults

_CHECKS = (refuse_unknown_references,)


def check_across(tables: ParsedTables, faults: Faults) -> None:
    """Hold the rows against each other and note every fault."""
    for check in _CHECKS:
        check(tables, faults)
