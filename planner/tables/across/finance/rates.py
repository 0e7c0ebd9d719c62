"""Rates for the same thing: never two on one day, and no day between them without one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults
from planner.units import format_day

_SAME = ("kind", "commission_id", "band")


def check_rates(tables: ParsedTables, faults: Faults) -> None:
    """Note each overlap and each gap between rates for the same thing."""
    noter = Noter(tables, "rates", faults)
    series: dict[tuple[str, ...], list[ParsedRow]] = {}
    for row in noter.rows:
        noter.refuse_before(row, "ends", "starts")
        if row.day("starts") is not None and "kind" in row.values:
            key = tuple(str(row.values.get(column, "")) for column in _SAME)
            series.setdefault(key, []).append(row)
    for rows in series.values():
        rows.sort(key=lambda row: (row.day("starts") or date.min, row.line))
        for earlier, later in pairwise(rows):
            _compare(earlier, later, noter)


def _compare(earlier: ParsedRow, later: ParsedRow, noter: Noter) -> None:
    starts, ends = later.day("starts"), earlier.day("ends")
    if starts is None:
        return
    if starts == earlier.day("starts") or (ends is not None and starts <= ends):
        noter.note(
            later,
            "starts",
            what=f"Two rates for the same thing hold on this day; the other is in row "
            f"{earlier.line}.",
            fix="End the earlier one on the day before, or take one of them out.",
        )
    elif ends is not None and starts > ends + timedelta(days=1):
        noter.note(
            later,
            "starts",
            what=f"There is no rate between {format_day(ends)}, where the one in row "
            f"{earlier.line} ends, and this day.",
            fix="Prolong the earlier rate, or start this one the day after it.",
        )
