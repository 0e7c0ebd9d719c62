"""The workbook that finance can sign: rates as named cells, statements as live formulas."""

from planner.reports.finance.book import write_costs_workbook

__all__ = ["write_costs_workbook"]
