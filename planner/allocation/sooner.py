"""
Leave out starts that could as well be sooner.

If nothing that limits an option is freed between an earlier start of the same
pair and this one, whoever takes this one could take the earlier one instead;
where the earlier is better in the goals' order, this one stands in no best
answer. Proof by the start of the stays: a stay in a best answer that cannot be
shifted to the earlier start is kept from it by room that is freed in between,
either for everybody or by a stay that starts before it, which by induction is
among those kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from planner.allocation.costs import stay_prices
from planner.allocation.occupancy import Room, first_week, last_week
from planner.allocation.options import Options
from planner.solver.program import Objective


def worth_keeping(
    options: Options, rooms: Sequence[Room], goals: Sequence[Objective]
) -> NDArray[np.bool_]:
    """
    Return which options may stand in a best answer.

    Parameters
    ----------
    options
        Ordered by pupil, commission and start.
    rooms
        Every limit of the case over these options.
    goals
        The goals in their order, without the last draw.
    """
    if not len(options):
        return np.ones(0, dtype=bool)
    candidates = _has_better_sooner(options, rooms, goals)
    first, last = first_week(options), last_week(options)
    weeks = max(len(rooms[0].left) if rooms else 0, int(last.max()) + 2)
    freed = [_freed(room, weeks) for room in rooms]
    members = [np.flatnonzero(room.takes) for room in rooms]
    kept = ~candidates
    while True:
        now = kept.copy()
        for room_freed, inside in zip(freed, members, strict=True):
            ended = last[inside[kept[inside]]] + 1
            room_freed[ended] = True
            total = np.cumsum(room_freed)
            doubtful = inside[candidates[inside] & ~now[inside]]
            now[doubtful] |= total[first[doubtful]] > total[first[doubtful - 1]]
        if (now == kept).all():
            return kept
        kept = now


def _has_better_sooner(
    options: Options, rooms: Sequence[Room], goals: Sequence[Objective]
) -> NDArray[np.bool_]:
    """Say which options follow one of the same pair that is strictly better and takes no more."""
    follows = np.zeros(len(options), dtype=bool)
    follows[1:] = (options.pupil[1:] == options.pupil[:-1]) & (
        options.commission[1:] == options.commission[:-1]
    )
    better = np.zeros(len(options), dtype=bool)
    open_still = follows.copy()
    for goal in goals:
        change = np.zeros(len(options), dtype=np.int64)
        change[1:] = np.diff(goal.coefficients)
        better |= open_still & (change > 0)
        open_still &= change == 0
    return better & _takes_no_more(options, rooms)


def _takes_no_more(options: Options, rooms: Sequence[Room]) -> NDArray[np.bool_]:
    same = np.ones(len(options), dtype=bool)
    for room in rooms:
        same[1:] &= room.takes[1:] == room.takes[:-1]
    if options.case.policy.budget_cap_pence is not None:
        same[1:] &= np.diff(stay_prices(options)) >= 0
    same[1:] &= np.diff(options.ends) >= 0
    return same


def _freed(room: Room, weeks: int) -> NDArray[np.bool_]:
    freed = np.zeros(weeks + 1, dtype=bool)
    freed[1 : len(room.left)] = np.diff(room.left) > 0
    return freed


def possible(options: Options, rooms: Sequence[Room]) -> NDArray[np.bool_]:
    """Say for which options every limit has room in every week."""
    first, last = first_week(options), last_week(options)
    fits = np.ones(len(options), dtype=bool)
    for room in rooms:
        inside = np.flatnonzero(room.takes)
        for week, left in enumerate(room.left):
            here = inside[(first[inside] <= week) & (last[inside] >= week)]
            fits[here] &= room.takes[here] <= left
    return fits
