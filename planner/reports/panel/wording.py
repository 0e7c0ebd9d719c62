"""How changes for everybody are told in words, on paper and on the screen alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.domain.choices.policy import Goal
from planner.results.placing.suggestion import GoalChange, Move
from planner.units import Pence, format_day, format_pounds


def changes_told(changes: Sequence[GoalChange], *, exact: bool) -> str:
    """Tell the goals that change, in their order, and where that is not proven."""
    told = "; ".join(_changes(changes)) or "no goal changes"
    return told if exact else f"{told} (at most; not proven)"


def _changes(changes: Sequence[GoalChange]) -> Iterator[str]:
    for each in changes:
        goal, size = Goal(each.goal), abs(each.change)
        if not size or goal is Goal.TIE_BREAK:
            continue
        if goal is Goal.COST:
            yield f"{more_or_less(each.change)} cost"
            continue
        one, many = _COUNTED[goal]
        more = "more" if each.change > 0 else "fewer"
        yield f"{size} {more} {one if size == 1 else many}"


def move_told(move: Move) -> str:
    """Tell where another pupil goes instead."""
    if move.to_start is None and move.from_start is not None:
        day = format_day(move.from_start)
        return f"{move.pupil_id} loses the place at {move.from_commission_id} from {day}"
    assert move.to_start is not None
    starts = f"{move.to_commission_id} on {format_day(move.to_start)}"
    if move.from_start is None:
        return f"{move.pupil_id} gains a place and starts at {starts}"
    days = abs(move.school_days)
    counted = f"{days} school day{'' if days == 1 else 's'}"
    when = f", {counted} {'later' if move.school_days > 0 else 'sooner'}" if days else ""
    elsewhere = move.from_commission_id != move.to_commission_id
    instead = f" instead of {move.from_commission_id}" if elsewhere else ""
    return f"{move.pupil_id} starts at {starts}{instead}{when}"


def more_or_less(pence: Pence) -> str:
    """Tell a change of money."""
    return f"{format_pounds(abs(pence))} {'less' if pence < 0 else 'more'}"


_COUNTED = {
    Goal.LATE_DAYS_LOOKED_AFTER: (
        "school day past the legal day for looked-after pupils",
        "school days past the legal day for looked-after pupils",
    ),
    Goal.LATE_DAYS: ("school day past the legal day", "school days past the legal day"),
    Goal.UNPLACED_FIRST: (
        "pupil of first priority without a place",
        "pupils of first priority without a place",
    ),
    Goal.UNPLACED_SECOND: (
        "pupil of second priority without a place",
        "pupils of second priority without a place",
    ),
    Goal.UNPLACED_THIRD: (
        "pupil of third priority without a place",
        "pupils of third priority without a place",
    ),
    Goal.CHANGES_TO_OFFERS: ("offer changed", "offers changed"),
    Goal.DAYS_PAST_PLACE_BY: ("school day past a wanted day", "school days past a wanted day"),
    Goal.NEED_FIT: (
        "pupil in provision not made for the need",
        "pupils in provision not made for the need",
    ),
    Goal.TIER_EXCESS: ("tier above what is needed", "tiers above what is needed"),
    Goal.MINUTES_OVER_GUIDE: (
        "minute of travel over the guide time",
        "minutes of travel over the guide time",
    ),
    Goal.TRAVEL_MINUTES: ("minute of one-way travel", "minutes of one-way travel"),
    Goal.DAYS_WAITED: ("school day of waiting", "school days of waiting"),
}
"""Each goal as it is counted: one, and several."""
