"""Placements: nobody in two places, nobody both waiting and settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from planner.tables.cells.dates import LATEST
from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults
from planner.units import FULL_TIME_SESSIONS


def check_placements(tables: ParsedTables, faults: Faults) -> None:
    """
    Check each pupil's placements together, and against the pupils who wait.

    Two commissions may share a pupil who is part-time at each; together they hold at
    most a full week.
    """
    noter = Noter(tables, "placements", faults)
    by_pupil: dict[str, list[ParsedRow]] = defaultdict(list)
    for row in noter.rows:
        noter.refuse_before(row, "ends", "starts")
        if row.text("pupil_id") and row.day("starts") is not None:
            by_pupil[row.text("pupil_id")].append(row)
    waiting = {row.text("pupil_id"): row for row in tables.rows("referrals")}
    for pupil_id, rows in by_pupil.items():
        _refuse_overlaps(rows, noter)
        if pupil_id in waiting:
            _refuse_endless(rows, waiting[pupil_id], noter, tables.as_at)


def check_past(tables: ParsedTables, faults: Faults) -> None:
    """Check that stays and windows of the past end after they start."""
    stays = Noter(tables, "stays", faults)
    for row in stays.rows:
        stays.refuse_before(row, "ends", "starts")
        stays.refuse_before(row, "ready_from", "starts")
        stays.refuse_future(row, "starts")
        stays.refuse_future(row, "ends")
    windows = Noter(tables, "windows", faults)
    for row in windows.rows:
        windows.refuse_before(row, "ends", "starts")


def _refuse_overlaps(rows: list[ParsedRow], noter: Noter) -> None:
    ordered = sorted(rows, key=lambda row: (_starts(row), row.line))
    for place, row in enumerate(ordered):
        together = [other for other in ordered[:place] if _ends(other) >= _starts(row)]
        same = [o for o in together if o.text("commission_id") == row.text("commission_id")]
        if same:
            noter.note(
                row,
                "starts",
                what=f"The placement overlaps the one in row {same[0].line}, of the same pupil on "
                "the same commission.",
                fix="Keep one of them, or end the first before the second starts.",
            )
        elif together and _sessions([*together, row]) > FULL_TIME_SESSIONS:
            noter.note(
                row,
                "pupil_id",
                what=f"The pupil is placed twice: with row {together[0].line} it makes "
                f"{_sessions([*together, row])} sessions a week, more than a full week.",
                fix="End the earlier placement before this one starts, or put the sessions right.",
            )


def _refuse_endless(
    rows: Iterable[ParsedRow], referral: ParsedRow, noter: Noter, as_at: date
) -> None:
    for row in rows:
        if _starts(row) <= as_at and row.is_empty("ends"):
            noter.note(
                row,
                "ends",
                what=f"The pupil also waits for a place (referrals, row {referral.line}), but this "
                "placement has no end.",
                fix="Give the placement's last day, or take the referral away.",
            )


def _starts(row: ParsedRow) -> date:
    return row.day("starts") or LATEST


def _ends(row: ParsedRow) -> date:
    # An end that cannot be read is a fault already; it must not bring a second one.
    return row.day("ends") or (LATEST if row.is_empty("ends") else _starts(row))


def _sessions(rows: Iterable[ParsedRow]) -> int:
    return sum(row.get("sessions_per_week", int) or 0 for row in rows)
