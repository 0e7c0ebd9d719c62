"""How a change for everybody is told in a line."""

from __future__ import annotations

from collections.abc import Sequence

from planner.reports.panel.wording import changes_told as in_words
from planner.results.placing.suggestion import GoalChange, Move
from planner.units import format_day, format_pounds


def changes_told(changes: Sequence[GoalChange], *, exact: bool) -> str:
    """Tell the goals that change, in their order, and whether that is proven."""
    told = in_words(changes, exact=exact)
    return f"{told} (exact)" if exact else told


def move_told(move: Move) -> str:
    """Tell where another pupil goes instead."""
    old = move.from_commission_id or "no place"
    new = move.to_commission_id or "no place"
    starts = f" from {format_day(move.to_start)}" if move.to_start else ""
    sign = "+" if move.pence >= 0 else ""
    return (
        f"{move.pupil_id}: {old} -> {new}{starts} ({move.minutes:+d} minutes, "
        f"{move.school_days:+d} school days, {sign}{format_pounds(move.pence)})"
    )
