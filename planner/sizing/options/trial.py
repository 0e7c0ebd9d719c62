"""Some commissions tried with other places from a year's first day, all others as commissioned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.results.coming.gaps import SITE_FUTURES
from planner.results.coming.promise import Promise
from planner.sizing.effects.induced import Induced
from planner.sizing.offer.commissioned import commissioned_pools, part_of_place, resident_pools
from planner.sizing.queueing.run import Pools, live
from planner.sizing.queueing.world import Ints, World
from planner.sizing.search.enough import kept_of

_COARSE_FUTURES = 60
"""Futures in which a first rough answer is found."""


@dataclass(frozen=True)
class Ground:
    """What all commissions tried in one year share."""

    world: World
    """Pupils of some futures who come in any case."""
    dataset: Dataset
    pools: Pools
    """The commissions, the year's first day among the days on which places change."""
    residents: Ints
    """Pool of each resident."""
    year: int
    induced: Induced | None
    """Whom free prevention places draw in; None for nobody."""


@dataclass
class Trial:
    """
    Some commissions, those who may come to them, and every number of places tried there.

    Pupils who may also go elsewhere do so while there is room. Whoever shares a pool with
    them, however far, is lived through as well; only those who may come to the commissions
    count. All numbers meet the same pupils.
    """

    dataset: Dataset
    columns: tuple[int, ...]
    """Positions of the commissions."""
    world: World
    pools: Pools
    residents: Ints
    """Pool of each resident."""
    counts: NDArray[np.bool_]
    """Whether each line may come to one of the commissions."""
    year: int
    induced: Induced | None
    _late: dict[tuple[int, ...], Ints] = field(default_factory=dict)

    @cached_property
    def coarse(self) -> Trial:
        """The same in few futures, for a first guess."""
        return self.among(np.arange(min(_COARSE_FUTURES, self.world.draws)))

    def among(self, draws: Ints) -> Trial:
        """Return the same in some futures alone, given in ascending order."""
        there = np.isin(self.world.resident_draw, draws)
        return replace(
            self,
            world=self.world.among(draws),
            residents=self.residents[there],
            induced=None if self.induced is None else self.induced.among(draws),
            _late={},
        )

    @cached_property
    def most(self) -> int:
        """Seats that nobody could fill."""
        coming = int(np.diff(self.world.bounds).max(initial=0))
        return coming + int(np.diff(self.world.resident_bounds).max(initial=0)) + 1

    @cached_property
    def came(self) -> Ints:
        """How many pupils count in each future, (draws)."""
        mine = self._mine(self.world)
        return np.bincount(self.world.draw_of[mine], minlength=self.world.draws)

    @property
    def ranked(self) -> Ints:
        """Return the futures in the order of referrals so far, fewest first."""
        # A queue from the years before weighs as much as the year's own referrals.
        world = self.world
        mine = world.counted & self.counts[self.pools.line[world.cohort]]
        so_far = np.bincount(world.draw_of[mine], minlength=world.draws)
        return np.argsort(so_far, kind="stable").astype(np.int64)

    def seats_of(self, places: tuple[int, ...]) -> tuple[int, ...]:
        """Return how many pupils places at each of the commissions hold."""
        return tuple(
            int(each / part_of_place(self.world, self.dataset.commissions[column]) + 1e-9)
            for each, column in zip(places, self.columns, strict=True)
        )

    def places_of(self, column: int, seats: int) -> int:
        """Return the fewest places of a commission that hold so many pupils."""
        part = part_of_place(self.world, self.dataset.commissions[column])
        return int(np.ceil(seats * part - 1e-9))

    def seats_now(self) -> tuple[int, ...]:
        """Return the seats of each commission on the year's first day."""
        row = np.flatnonzero(self.pools.times >= self._start)[0]
        return tuple(int(self.pools.seats[row, column]) for column in self.columns)

    def late(self, seats: tuple[int, ...]) -> Ints:
        """Return how many of those who count start late in each future, (draws)."""
        if seats not in self._late:
            tried = self.pools.seats.copy()
            for column, each in zip(self.columns, seats, strict=True):
                tried[self.pools.times >= self._start, column] = each
            pools = replace(self.pools, seats=tried)
            world = self.world
            if self.induced is not None:
                world = self.induced.into_commissions(world, self.dataset, pools)
            lived = live(world, pools, self.residents)
            late = self._mine(world) & ~lived.on_time
            self._late[seats] = np.bincount(world.draw_of[late], minlength=world.draws)
        return self._late[seats]

    def kept(self, seats: tuple[int, ...], promise: Promise) -> float:
        """Return how well seats keep a promise, from 0 to 1."""
        return kept_of(self.late(seats), self.came, promise)

    @property
    def _start(self) -> int:
        return self.world.clock.year_starts()[self.year]

    def _mine(self, world: World) -> NDArray[np.bool_]:
        mine: NDArray[np.bool_] = (
            world.counted
            & (world.year_of == self.year)
            & self.counts[self.pools.line[world.cohort]]
        )
        return mine


def ground_of(
    world: World, dataset: Dataset, case: Case | None, *, year: int, induced: Induced | None
) -> Ground:
    """
    Return what all commissions tried in one year share.

    Parameters
    ----------
    world
        All pupils of all futures who come in any case.
    dataset
        The commissions.
    case
        Journeys; None where they are not known.
    year
        School year that is looked at, from whose first day the places are there.
    induced
        Whom free prevention places draw in; None for nobody.
    """
    some = world.some(SITE_FUTURES, year)
    start = some.clock.year_starts()[year]
    pools = _from_day(commissioned_pools(some, dataset, case), start)
    return Ground(some, dataset, pools, resident_pools(some, dataset, pools), year, induced)


def trial_of(ground: Ground, columns: tuple[int, ...]) -> Trial | None:
    """Return commissions, by position, to be tried; None where nobody may come to them then."""
    accepts, world = ground.pools.accepts, ground.world
    counts: NDArray[np.bool_] = np.any(accepts[:, list(columns)], axis=1)
    touched = _who_share(accepts, counts)
    used: NDArray[np.bool_] = np.any(accepts[touched], axis=0)
    there = ground.residents
    part = world.only(touched[ground.pools.line[world.cohort]], used[there])
    trial = Trial(
        *(ground.dataset, columns, part, ground.pools, there[used[there]], counts),
        *(ground.year, ground.induced),
    )
    return trial if trial.came.any() else None


def _from_day(pools: Pools, start: int) -> Pools:
    """Return the pools with a day among those on which places change."""
    times = np.unique(np.append(pools.times, float(start)))
    rows = np.searchsorted(pools.times, times, side="right") - 1
    return replace(pools, times=times, seats=pools.seats[rows])


def _who_share(accepts: NDArray[np.bool_], served: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return all lines that share pools with some, however far."""
    touched = served.copy()
    while True:
        met: NDArray[np.bool_] = np.any(accepts[touched], axis=0)
        wider: NDArray[np.bool_] = np.any(accepts[:, met], axis=1)
        if (wider == touched).all():
            return touched
        touched = wider
