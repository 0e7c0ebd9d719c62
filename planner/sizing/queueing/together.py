"""
One pool of places that everybody shares in order of referral: how many start late.

A search tries hundreds of numbers of places on the same pupils. With one pool, one line
and whole school days it is enough to know how many leave on each day, and the years
before the one searched are served once for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.sizing.queueing.kernel import compiled
from planner.sizing.queueing.run import GRACE_DAYS
from planner.sizing.queueing.world import Ints, World

Days = NDArray[np.int32]

_GRACE = int(GRACE_DAYS)


@dataclass(frozen=True)
class Crowd:
    """Pupils of a world in whole school days, one entry a pupil."""

    arrival: Days
    stay: Days
    cutoff: Days
    asks: Days
    """Seats that must be free for the pupil to come at all; 0 for those who come in any case."""
    starts: Ints
    """Day on which each school year starts, (years)."""
    days: int
    """Days looked at: the clock's, and those in which the last may still start on time."""


@dataclass(frozen=True)
class Reached:
    """How far every future has been served: the same for all that is tried from there on."""

    following: Ints
    """Position of the first pupil not yet served, (draws)."""
    day: Ints
    """Day reached, (draws)."""
    there: Ints
    """Pupils in place on that day, (draws)."""
    leaving: Days
    """Pupils who leave on each day, and on the one after them all, (draws, days + 1)."""


def crowd_of(world: World) -> Crowd:
    """Return a world's pupils in whole school days."""
    days = len(world.clock.days) + _GRACE + 2
    most = 100 * days
    return Crowd(
        world.arrival.astype(np.int32),
        np.minimum(world.stay, most).astype(np.int32),
        np.minimum(world.cutoff, most).astype(np.int32),
        world.asks.astype(np.int32),
        np.array(world.clock.year_starts(), dtype=np.int64),
        days,
    )


def beginning(world: World, crowd: Crowd) -> Reached:
    """Return every future with nobody served and the residents in place."""
    leaving = np.zeros((world.draws, crowd.days + 1), dtype=np.int32)
    inside = world.leaves < crowd.days
    days = world.leaves[inside].astype(np.int64)
    np.add.at(leaving, (world.resident_draw[inside], days), 1)
    return Reached(
        world.bounds[:-1].copy(),
        np.zeros(world.draws, dtype=np.int64),
        np.diff(world.resident_bounds).astype(np.int64) - leaving[:, 0].astype(np.int64),
        leaving,
    )


def served_until(crowd: Crowd, reached: Reached, seats: Ints, *, stop: int, ends: Ints) -> Reached:
    """Return every future served up to a day, with seats for each school year."""
    after = Reached(
        reached.following.copy(), reached.day.copy(), reached.there.copy(), reached.leaving.copy()
    )
    _serve(
        (crowd.arrival, crowd.stay, crowd.cutoff, crowd.asks),
        (crowd.starts, seats),
        (after.following, after.day, after.there, after.leaving),
        ends,
        (stop, stop),
        np.zeros(len(ends), dtype=np.int64),
    )
    return after


def late_from(crowd: Crowd, reached: Reached, seats: Ints, *, first: int, ends: Ints) -> Ints:
    """
    Return how many start after five school days, or never, (draws).

    Parameters
    ----------
    crowd
        Who comes.
    reached
        Every future served up to some day.
    seats
        Seats in each school year.
    first
        Day of referral from which pupils count.
    ends
        Position after the last pupil to be served, (draws).
    """
    late = np.zeros(len(ends), dtype=np.int64)
    _serve(
        (crowd.arrival, crowd.stay, crowd.cutoff, crowd.asks),
        (crowd.starts, seats),
        (
            reached.following.copy(),
            reached.day.copy(),
            reached.there.copy(),
            reached.leaving.copy(),
        ),
        ends,
        (first, crowd.days),
        late,
    )
    return late


@compiled
def _serve(  # noqa: C901, PLR0915 - numba pays dearly for each array handed to a function
    pupils: tuple[Days, Days, Days, Days],
    places: tuple[Ints, Ints],
    state: tuple[Ints, Ints, Ints, Days],
    ends: Ints,
    span: tuple[int, int],
    late: Ints,
) -> None:
    """
    Serve every future in order of referral; count who is late and move the state on.

    Pupils referred before the span are served but not counted; no start is made on its
    last day or later, and who has not been reached by then counts as late. Who asks for free
    seats comes on the day itself, if there are as many, and is not counted.
    """
    arrival, stay, cutoff, asks = pupils
    starts, seats = places
    following, days, theres, leavings = state
    first, stop = span
    for draw in range(len(following)):
        index, day, there, year = following[draw], days[draw], theres[draw], 0
        while year + 1 < len(starts) and starts[year + 1] <= day:
            year += 1
        held, turn = seats[year], starts[year + 1] if year + 1 < len(starts) else stop
        while index < ends[draw]:
            asked = asks[index]
            # A day passes while nobody is referred or no seat is free.
            while day < stop and (day < arrival[index] or (asked == 0 and there >= held)):
                day += 1
                there -= leavings[draw, day]
                if day >= turn:
                    year += 1
                    held = seats[year]
                    turn = starts[year + 1] if year + 1 < len(starts) else stop
            if day >= stop:
                break
            comes = asked == 0 or (day == arrival[index] and held - there >= asked)
            if comes and cutoff[index] > day:
                there += 1
                leave = min(day + stay[index], cutoff[index])
                if leave < leavings.shape[1]:
                    leavings[draw, leave] += 1
            missed = cutoff[index] <= day or day - arrival[index] > _GRACE
            if asked == 0 and arrival[index] >= first and missed:
                late[draw] += 1
            index += 1
        following[draw], days[draw], theres[draw] = index, day, there
        for rest in range(index, ends[draw]):
            late[draw] += asks[rest] == 0 and arrival[rest] >= first
