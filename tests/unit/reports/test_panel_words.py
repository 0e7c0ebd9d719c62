"""What the panel's paper says, in words that need no knowledge of solvers."""

from datetime import date

from planner.reports.panel.wording import changes_told, move_told
from planner.results.placing.suggestion import GoalChange, Move

NOVEMBER = date(2021, 11, 15)


def test_each_goal_that_changes_is_told_in_the_goals_order_and_one_is_not_several():
    changes = (
        GoalChange("late_days", "school days", 2),
        GoalChange("unplaced_priority_1", "pupils", -1),
        GoalChange("cost", "pence", -29_888),
        GoalChange("tie_break", "points", 7),
    )
    told = "2 more school days past the legal day; 1 fewer pupil of first priority without a place"
    assert changes_told(changes, exact=True) == f"{told}; \u00a3298.88 less cost"
    assert changes_told(changes[3:], exact=False) == "no goal changes (at most; not proven)"


def test_who_else_moves_is_told_by_id_place_and_day_and_by_nothing_else():
    def move(old: str | None, new: str | None, days: int) -> Move:
        first, then = (NOVEMBER if place else None for place in (old, new))
        return Move("P1", old, first, new, then, minutes=5, school_days=days, pence=100)

    assert move_told(move("A", None, 5)) == "P1 loses the place at A from 15 Nov 2021"
    assert move_told(move(None, "B", -5)) == "P1 gains a place and starts at B on 15 Nov 2021"
    assert move_told(move("A", "B", 1)) == (
        "P1 starts at B on 15 Nov 2021 instead of A, 1 school day later"
    )
    assert move_told(move("A", "A", -3)) == "P1 starts at A on 15 Nov 2021, 3 school days sooner"
