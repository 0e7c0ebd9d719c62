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
    _lived: dict[tuple[int, ...], Lived] = field(default_factory=dict)

    def kept(self, seats: Ints, year: int, promise: Promise, futures: Ints | None = None) -> float:
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
        futures
            Futures to look at; all where not given.

        Returns
        -------
        float
            1 where nobody arrives. [0 to 1]
        """
        lived = self.run(seats)
        mine = self.world.counted & (self.world.year_of == year)
        draw = self.world.draw_of
        if futures is not None:
            looked_at = np.zeros(self.world.draws, dtype=np.bool_)
            looked_at[futures] = True
            mine = mine & looked_at[draw]
        if promise is Promise.PUPILS:
            return float(lived.on_time[mine].mean()) if mine.any() else 1.0
        late = np.bincount(draw[mine & ~lived.on_time], minlength=self.world.draws)
        whole = self.world.draws if futures is None else len(futures)
        return 1 - int((late > 0).sum()) / whole

    def run(self, seats: Ints) -> Lived:
        """Return what becomes of everybody with so many seats in each year; kept for later."""
        key = tuple(int(each) for each in seats)
        if key not in self._lived:
            self._lived[key] = one_pool(self.world, seats)
        return self._lived[key]

    def fewest(
        self,
        year: int,
        before: Ints,
        *,
        chance: float,
        promise: Promise,
        futures: Ints | None = None,
    ) -> int:
        """
        Return the fewest seats that keep the promise with a chance in one year.

        Parameters
        ----------
        year
            Position of the school year.
        before
            Seats in each year; those of earlier years hold, later ones are as this one's.
        chance
            Chance asked for. [0 to 1]
        promise
            What is to be kept.
        futures
            Futures to look at; all where not given.
        """

        def enough(seats: int) -> bool:
            tried = before.copy()
            tried[year:] = seats
            return self.kept(tried, year, promise, futures) >= chance

        return _least(enough, _first_guess(self.world, year))


def _least(enough: Callable[[int], bool], guess: int) -> int:
    """Return the least whole number for which ``enough`` holds, looking around a guess first."""
    low, high = -1, max(1, guess)
    while not enough(high) and high < _MOST_SEATS:
        low, high = high, 2 * high
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
