"""The school calendar: terms apart from each other, and reaching far enough."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from planner.domain.calendar import PeriodKind
from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults
from planner.units import format_day, monday_of

_LONGEST_PERIOD_DAYS = 366


def check_calendar(tables: ParsedTables, faults: Faults) -> None:
    """Check each period, that terms do not overlap, and that they reach over the horizon."""
    noter = Noter(tables, "calendar", faults)
    for row in noter.rows:
        noter.refuse_before(row, "ends", "starts")
        _refuse_endless(row, noter)
    terms = sorted(
        (row for row in noter.rows if row.values.get("kind") is PeriodKind.TERM and _is_dated(row)),
        key=lambda row: (_day(row, "starts"), row.line),
    )
    for earlier, later in pairwise(terms):
        if _day(later, "starts") <= _day(earlier, "ends"):
            noter.note(
                later,
                "starts",
                what=f"The term overlaps the one in row {earlier.line}, which ends on "
                f"{format_day(_day(earlier, 'ends'))}.",
                fix="Put the days of one of the two terms right.",
            )
    if all(_is_dated(row) for row in noter.rows):
        _refuse_short_reach(terms, noter, tables)


def _is_dated(row: ParsedRow) -> bool:
    return row.day("starts") is not None and row.day("ends") is not None


def _day(row: ParsedRow, column: str) -> date:
    return row.day(column) or date.max


def _day_after(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _refuse_endless(row: ParsedRow, noter: Noter) -> None:
    if _is_dated(row) and (_day(row, "ends") - _day(row, "starts")).days > _LONGEST_PERIOD_DAYS:
        noter.note(
            row,
            "ends",
            what="The period is longer than a year.",
            fix="Put the year of one of the two days right.",
        )


def _refuse_short_reach(terms: list[ParsedRow], noter: Noter, tables: ParsedTables) -> None:
    if not terms:
        noter.note_table(
            what="There is no term in the calendar.",
            fix="Add a row for each term of the school year.",
        )
        return
    first = min(_day(row, "starts") for row in terms)
    last = max(_day(row, "ends") for row in terms)
    horizon_ends = _day_after(monday_of(tables.as_at), 7 * tables.horizon_weeks - 1)
    if tables.as_at < first:
        noter.note_table(
            what=f"The first term starts on {format_day(first)}, after the as-at date, "
            f"{format_day(tables.as_at)}.",
            fix="Add the earlier terms, or ask the question as at a later day.",
        )
    if last < horizon_ends:
        noter.note_table(
            what=f"The last term ends on {format_day(last)}, but the horizon of "
            f"{tables.horizon_weeks} weeks from the as-at date reaches to "
            f"{format_day(horizon_ends)}.",
            fix="Add the next terms, or shorten `horizon_weeks` in the scenario's policy.",
        )
