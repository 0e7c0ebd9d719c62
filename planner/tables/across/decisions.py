"""Decisions: each can be kept, and of each pupil it can be told which one stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from planner.domain.codes import DecisionStatus
from planner.domain.decisions import MAY_FOLLOW, concerns, in_order
from planner.domain.placements import Decision
from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTable, ParsedTables
from planner.tables.faults import Faults, listed, meant


def known_at(table: ParsedTable, as_at: date) -> ParsedTable:
    """
    Return a table of decisions without those recorded for a later day.

    Asked as at an earlier day, what was decided since is not known yet. A row that
    has no number was written by hand, and a later day in it may be a mistake.
    """
    rows = (row for row in table.rows if not (_is_recorded(row) and _is_later(row, as_at)))
    return replace(table, rows=tuple(rows))


def _is_recorded(row: ParsedRow) -> bool:
    return bool(row.get("number", int))


def _is_later(row: ParsedRow, as_at: date) -> bool:
    day = row.day("decided_on")
    return day is not None and day > as_at


def check_decisions(tables: ParsedTables, faults: Faults) -> None:
    """Check each decision by itself, and those of one pupil in the order in which they came."""
    noter = Noter(tables, "decisions", faults)
    waiting = tables.words_in("referrals.pupil_id")
    by_pupil: dict[str, dict[Decision, ParsedRow]] = defaultdict(dict)
    for row in noter.rows:
        noter.refuse_future(row, "decided_on")
        pupil_id, status = row.text("pupil_id"), row.get("status", DecisionStatus)
        if pupil_id and tables.is_known("referrals.pupil_id"):
            _refuse_unknown_pupil(row, waiting, noter)
        if tables.is_known("commissions.commission_id"):
            _refuse_unknown_commission(row, tables, noter)
        if status is None:
            continue
        _refuse_unfinished(row, status, noter)
        day = row.day("decided_on")
        if pupil_id and day is not None:
            by_pupil[pupil_id].setdefault(_decision(row, status, day), row)
    for rows in by_pupil.values():
        _refuse_disorder(rows, noter)


def _refuse_unknown_pupil(row: ParsedRow, waiting: Mapping[str, None], noter: Noter) -> None:
    # A numbered row was checked when it was recorded; its pupil may have left the list since.
    if _is_recorded(row) or row.text("pupil_id") in waiting:
        return
    noter.note(
        row,
        "pupil_id",
        what="There is no such id in the table referrals.",
        fix=meant(
            row.text("pupil_id"),
            list(waiting),
            otherwise="Put the id right, or add the row to referrals.",
        ),
    )


def _refuse_unknown_commission(row: ParsedRow, tables: ParsedTables, noter: Noter) -> None:
    commission_id = row.text("commission_id")
    known = tables.words_in("commissions.commission_id")
    waits = row.text("pupil_id") in tables.words_in("referrals.pupil_id")
    # The history of pupils who wait no more may name commissions that have ended since.
    if not commission_id or commission_id in known or (_is_recorded(row) and not waits):
        return
    noter.note(
        row,
        "commission_id",
        what="There is no such id in the table commissions.",
        fix=meant(
            commission_id,
            list(known),
            otherwise="Put the id right, or add the row to commissions.",
        ),
    )


def _decision(row: ParsedRow, status: DecisionStatus, day: date) -> Decision:
    return Decision(
        row.text("pupil_id"),
        status,
        day,
        row.text("commission_id") or None,
        number=row.get("number", int) or 0,
    )


def _refuse_disorder(rows: dict[Decision, ParsedRow], noter: Noter) -> None:
    stands: Decision | None = None
    for decision in in_order(rows):
        if not concerns(decision, stands):
            continue
        if stands is not None and _cannot_be_told(decision, stands):
            noter.note(
                rows[decision],
                "pupil_id",
                what=f"Row {rows[stands].line} already keeps a place for this pupil on that day.",
                fix="Keep only the decision that stands now, or number them in the column number.",
            )
        elif stands is not None and decision.status not in MAY_FOLLOW[stands.status]:
            possible = sorted(status.value for status in MAY_FOLLOW[stands.status])
            noter.note(
                rows[decision],
                "status",
                what=f'"{decision.status.value}" cannot follow "{stands.status.value}" in row '
                f"{rows[stands].line}.",
                fix=f"After it may come {listed(possible)}.",
            )
        stands = decision


def _cannot_be_told(decision: Decision, stands: Decision) -> bool:
    holds = decision.status.holds_a_place and stands.status.holds_a_place
    return holds and decision.order == stands.order


def _refuse_unfinished(row: ParsedRow, status: DecisionStatus, noter: Noter) -> None:
    if status.holds_a_place and row.is_empty("commission_id"):
        noter.note(
            row,
            "commission_id",
            what=f'A decision "{status.value}" keeps a place but names no commission.',
            fix="Name the commission.",
        )
    if status is DecisionStatus.STARTED and row.is_empty("start_date"):
        noter.note(
            row,
            "start_date",
            what="The pupil has started, but there is no first day.",
            fix="Give the first day.",
        )
