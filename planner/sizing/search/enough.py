"""The fewest places that keep the promise: searched year by year, every number on one world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planner.results.coming.promise import Promise
from planner.sizing.queueing.run import Lived, Pools, live
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

Drawing = Callable[[int], World]


@dataclass
class Search:
    """
    One pool of places and every number of seats already tried in it.

    All runs share one world, so a difference between two numbers of seats is the
    seats' and not chance's (common random numbers).
    """

    world: World
    """Those who come however many seats there are."""
    drawing: Drawing | None = None
    """Returns the world with those whom so many free seats may draw in as well."""
    _tempted: World | None = None
    _tempted_by: int = 0
    _steady: Search | None = None
    _parts: dict[tuple[int, int], Search] = field(default_factory=dict)
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
        return kept_of(self.late(seats, year), self.came(year), promise, among)

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

        More seats make nobody late who comes in any case, so the search may halve its
        range. Where free seats draw others in that need not hold: one seat more may bring
        somebody who stays long. But those drawn in make nobody else earlier, so without
        them no fewer seats are needed than that, and from there every number is tried.

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

        guess = _first_guess(self.world, year) if near is None else near
        if self.drawing is None:
            return least(enough, guess)
        if self._steady is None:
            self._steady = Search(self.world)
        fewest = self._steady.fewest(
            year, before, chance=chance, promise=promise, near=guess, among=among
        )
        return first_from(enough, fewest)

    def part(self, name: tuple[int, int], draws: Ints) -> Search:
        """Return the search in some futures alone, kept for later under a name."""
        if name not in self._parts:
            self._parts[name] = Search(self.world.among(draws))
        return self._parts[name]

    def changed(self, change: Callable[[World], World]) -> Search:
        """Return the search with everybody changed, those drawn in as well."""
        drawing = self.drawing
        return Search(
            change(self.world), None if drawing is None else lambda most: change(drawing(most))
        )

    def lived(self, seats: Ints) -> tuple[World, Lived]:
        """Return everybody who may come, and what becomes of each with seats for every year."""
        world = self._whole(seats)
        pools = Pools(
            line=np.zeros(len(world.cohorts), dtype=np.int64),
            rank=np.zeros(1, dtype=np.int64),
            prefers=np.zeros((1, 1), dtype=np.int64),
            times=np.array(world.clock.year_starts(), dtype=np.float64),
            seats=seats.reshape(-1, 1),
        )
        return world, live(world, pools, np.zeros(len(world.leaves), dtype=np.int64))

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
            world = self._whole(seats)
            self._late[key] = late_from(
                self._people(world),
                self._reached_with(world, seats, year),
                seats,
                first=world.clock.year_starts()[year],
                ends=self._end(world, year),
            )
        return self._late[key]

    def _whole(self, seats: Ints) -> World:
        """Return the world with all whom so many free seats may draw in."""
        most = int(seats.max(initial=0))
        if self.drawing is None:
            return self.world
        if self._tempted is None or most > self._tempted_by:
            self._tempted_by = max(most, 2 * self._tempted_by)
            self._tempted = self.drawing(self._tempted_by)
            self._crowd = None
            self._reached.clear()
            self._ends.clear()
        return self._tempted

    def _reached_with(self, world: World, seats: Ints, year: int) -> Reached:
        """Return every future served up to a year's start; kept for later."""
        key = tuple(int(each) for each in seats[:year])
        if key not in self._reached:
            self._reached[key] = (
                served_until(
                    self._people(world),
                    self._reached_with(world, seats, year - 1),
                    seats,
                    stop=world.clock.year_starts()[year],
                    ends=world.bounds[1:],
                )
                if year
                else beginning(world, self._people(world))
            )
        return self._reached[key]

    def _people(self, world: World) -> Crowd:
        if self._crowd is None:
            self._crowd = crowd_of(world)
        return self._crowd

    def _end(self, world: World, year: int) -> Ints:
        if year not in self._ends:
            until = world.draw_of[world.year_of <= year]
            self._ends[year] = world.bounds[:-1] + np.bincount(until, minlength=world.draws)
        return self._ends[year]


def kept_of(late: Ints, came: Ints, promise: Promise, among: Ints | None = None) -> float:
    """Return how well a promise is kept, given the late and all pupils of each future, (draws)."""
    if among is not None:
        late, came = late[among], came[among]
    if promise is Promise.PUPILS:
        return 1 - int(late.sum()) / max(1, int(came.sum()))
    return 1 - int((late > 0).sum()) / len(late)


def least(enough: Callable[[int], bool], guess: int, *, most: int = _MOST_SEATS) -> int:
    """Return the least whole number for which ``enough`` holds, looking outward from a guess."""
    low, high, step = -1, guess, 1
    if enough(guess):
        while high > 0 and enough(max(0, high - step)):
            high, step = max(0, high - step), 2 * step
        low = max(-1, high - step) if high > 0 else -1
    else:
        low, high = guess, guess + step
        while high < most and not enough(high):
            step *= 2
            low, high = high, high + step
    return least_between(enough, low, high)


def least_between(enough: Callable[[int], bool], low: int, high: int) -> int:
    """Return the least number for which ``enough`` holds, above one that fails, up to another."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def first_from(enough: Callable[[int], bool], first: int) -> int:
    """Return the first whole number from one on for which ``enough`` holds, trying every one."""
    while not enough(first) and first < _MOST_SEATS:
        first += 1
    return first


def _first_guess(world: World, year: int) -> int:
    """Return the mean number of pupils whom a year's starts would keep in place."""
    mine = world.counted & (world.year_of == year)
    return int(world.stay[mine].sum() / max(1, world.draws) / 190) + 5
