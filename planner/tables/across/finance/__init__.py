"""Tables of finance held against each other and against the contracts."""

from __future__ import annotations

from planner.tables.across.finance.agreed import check_agreed
from planner.tables.across.finance.rates import check_rates
from planner.tables.checks.parsed import ParsedTables
from planner.tables.faults import Faults


def check_finance(tables: ParsedTables, faults: Faults) -> None:
    """Check rates against each other, and money against the contracts it is for."""
    check_rates(tables, faults)
    check_agreed(tables, faults)


__all__ = ["check_finance"]
