"""Costs and reconciliations as plain files: CSV tables and one record in JSON."""

from planner.reports.finance.files.record import comparison_record, reconciliation_record
from planner.reports.finance.files.tables import write_cost_tables, write_ledger_tables

__all__ = [
    "comparison_record",
    "reconciliation_record",
    "write_cost_tables",
    "write_ledger_tables",
]
