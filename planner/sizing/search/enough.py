"""The fewest places that keep the promise: searched year by year, every number on one world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.results.coming.places import Promise
from planner.sizing.queueing.together import (
    Crowd,
    Reached,
    beginning,
    crowd_of,
    late_from,
    served_until,
)
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
    _crowd: Crowd | None = None
    _reached: dict[tuple[int, ...], Reached] = field(default_factory=dict)
    _late: dict[tuple[int, ...], Ints] = field(default_factory=dict)
    _came: dict[int, Ints] = field(default_factory=dict)
    _ends: dict[int, Ints] = field(default_factory=dict)

    def kept(self, seats: Ints, year: int, promise: Promise, among: Ints | None = None) -> float:
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
        among
            Futures to look at; None for all.

        Returns
        -------
        float
            1 where nobody arrives. [0 to 1]
        """
        late, came = self.late(seats, year), self.came(year)
        if among is not None:
            late, came = late[among], came[among]
        if promise is Promise.PUPILS:
            return 1 - int(late.sum()) / max(1, int(came.sum()))
        return 1 - int((late > 0).sum()) / len(late)

    def fewest(
        self,
        year: int,
        before: Ints,
        *,
        chance: float,
        promise: Promise,
        near: int | None = None,
        among: Ints | None = None,
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
        among
            Futures to look at; None for all.
        """

        def enough(seats: int) -> bool:
            tried = before.copy()
            tried[year:] = seats
            return self.kept(tried, year, promise, among) >= chance

        return least(enough, _first_guess(self.world, year) if near is None else near)

    def came(self, year: int) -> Ints:
        """Return how many pupils are referred in a school year, (draws)."""
        if year not in self._came:
            mine = self.world.counted & (self.world.year_of == year)
            self._came[year] = np.bincount(self.world.draw_of[mine], minlength=self.world.draws)
        return self._came[year]

    def ranked(self, year: int) -> Ints:
        """Return the futures in the order of a year's referrals, fewest first."""
        order: NDArray[np.int64] = np.argsort(self.came(year), kind="stable")
        return order

    def late(self, seats: Ints, year: int) -> Ints:
        """Return how many of a year's pupils are late in each future; kept for later."""
        key = (year, *(int(each) for each in seats))
        if key not in self._late:
            self._late[key] = late_from(
                self._people(),
                self._reached_with(seats, year),
                seats,
                first=self.world.clock.year_starts()[year],
                ends=self._end(year),
            )
        return self._late[key]

    def _reached_with(self, seats: Ints, year: int) -> Reached:
        """Return every future served up to a year's start; kept for later."""
        if year == 0:
            key: tuple[int, ...] = ()
            if key not in self._reached:
                self._reached[key] = beginning(self.world, self._people())
            return self._reached[key]
        key = tuple(int(each) for each in seats[:year])
        if key not in self._reached:
            self._reached[key] = served_until(
                self._people(),
                self._reached_with(seats, year - 1),
                seats,
                stop=self.world.clock.year_starts()[year],
                ends=self.world.bounds[1:],
            )
        return self._reached[key]

    def _people(self) -> Crowd:
        if self._crowd is None:
            self._crowd = crowd_of(self.world)
        return self._crowd

    def _end(self, year: int) -> Ints:
        if year not in self._ends:
            until = self.world.draw_of[self.world.year_of <= year]
            self._ends[year] = self.world.bounds[:-1] + np.bincount(
                until, minlength=self.world.draws
            )
        return self._ends[year]


def least(enough: Callable[[int], bool], guess: int) -> int:
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
