"""The fewest places that keep the promise: searched year by year, every number on one world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.results.places import Promise
from planner.sizing.queueing.run import Lived, one_pool
from planner.sizing.queueing.world import Ints, World

_MOST_SEATS = 4000


@dataclass
class Search:
    """
    One pool of places and every number of seats already tried in it.

    All runs share one world, so a difference between two numbers of seats is the
    seats' and not chance's (common random numbers).
    """

    world: World
    _until: dict[int, World] = field(default_factory=dict)
    _lived: dict[tuple[int, ...], Lived] = field(default_factory=dict)

    def kept(self, seats: Ints, year: int, promise: Promise) -> float:
        """
        Return how well seats keep the promise in one school year.

        Parameters
        ----------
        seats
            Seats in each school year of the clock.
        year
            Position of the year.
        promise
            Share of pupils, or share of futures with everybody on time.

        Returns
        -------
        float
            1 where nobody arrives. [0 to 1]
        """
        world, lived = self._run(seats, year)
        mine = world.counted & (world.year_of == year)
        if promise is Promise.PUPILS:
            return float(lived.on_time[mine].mean()) if mine.any() else 1.0
        late = np.bincount(world.draw_of[mine & ~lived.on_time], minlength=world.draws)
        return 1 - int((late > 0).sum()) / world.draws

    def fewest(
        self, year: int, before: Ints, *, chance: float, promise: Promise, near: int | None = None
    ) -> int:
        """
        Return the fewest seats that keep the promise with a chance in one year.

        Parameters
        ----------
        year
            Position of the school year.
        before
            Seats in each year; those of earlier years hold.
        chance
            Chance asked for. [0 to 1]
        promise
            What is to be kept.
        near
            Seats to try first.
        """

        def enough(seats: int) -> bool:
            tried = before.copy()
            tried[year:] = seats
            return self.kept(tried, year, promise) >= chance

        return _least(enough, _first_guess(self.world, year) if near is None else near)

    def _run(self, seats: Ints, year: int) -> tuple[World, Lived]:
        """Return the world up to a year, and what becomes of everybody in it; kept for later."""
        if year not in self._until:
            self._until[year] = self.world.until_year(year)
        world = self._until[year]
        key = (year, *(int(each) for each in seats[: year + 1]))
        if key not in self._lived:
            self._lived[key] = one_pool(world, seats)
        return world, self._lived[key]


def _least(enough: Callable[[int], bool], guess: int) -> int:
    """Return the least whole number for which ``enough`` holds, looking outward from a guess."""
    low, high, step = -1, guess, 1
    if enough(guess):
        while high > 0 and enough(max(0, high - step)):
            high, step = max(0, high - step), 2 * step
        low = max(-1, high - step) if high > 0 else -1
    else:
        low, high = guess, guess + step
        while not enough(high) and high < _MOST_SEATS:
            step *= 2
            low, high = high, high + step
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _first_guess(world: World, year: int) -> int:
    """Return the mean number of pupils whom a year's starts would keep in place."""
    mine = world.counted & (world.year_of == year)
    return int(world.stay[mine].sum() / max(1, world.draws) / 190) + 5


def rank_futures(world: World, year: int) -> Ints:
    """Return the futures in the order of a year's referrals, fewest first."""
    mine = world.counted & (world.year_of == year)
    counts: NDArray[np.int64] = np.bincount(world.draw_of[mine], minlength=world.draws)
    return np.argsort(counts, kind="stable")
