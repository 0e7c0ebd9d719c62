"""Spare prevention places draw referrals in: who would come, and on how many free places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.sizing.drawing.keys import Keys, below, chances, named, numbers
from planner.sizing.queueing.run import Lived, Pools
from planner.sizing.queueing.world import Ints, World, bounds_of
from planner.sizing.stays.survival import Floats

DAYS_PER_YEAR = 190
_BLOCK = 16
"""Free places whose would-be referrals are drawn at once."""


@dataclass(frozen=True)
class Induced:
    """
    Pupils whom free prevention places draw in, each place at the future's own rate.

    The first free place of a pool has would-be referrals of its own, so has the second, and
    so on. Those of the third are referred on days when at least three places are free, and
    else never. So the referrals answer day by day to every number of places, and two numbers
    of places meet the same would-be referrals. Each is like one of the year's others: it
    comes when they do and stays as they do.
    """

    strength: Floats
    """Referrals a year for each free place, (draws)."""
    futures: Ints
    """Number of each future, of which its would-be referrals are drawn, (draws)."""
    seed: int

    def among(self, draws: Ints) -> Induced:
        """Return the same for some futures alone."""
        return Induced(self.strength[draws], self.futures[draws], self.seed)

    def into_one(self, alone: World, group: int, places: int) -> World:
        """Return a group's own world with all whom so many free places, or fewer, may draw."""
        fits = alone.counted & is_of(alone, PlaceType.PREVENTION)
        name = "\x1f".join(alone.groups[group])
        return _with_more(alone, [self._drawn(alone, fits, name, places, 0)])

    def into_commissions(self, world: World, dataset: Dataset, pools: Pools) -> World:
        """Return the world with all whom free places of the prevention commissions may draw."""
        prevention = world.counted & is_of(world, PlaceType.PREVENTION)
        accepts = pools.accepts[pools.line]
        parts = []
        for pool, commission in enumerate(dataset.commissions):
            if commission.place_type is PlaceType.PREVENTION:
                fits = prevention & accepts[world.cohort, pool]
                most = int(pools.seats[:, pool].max())
                parts.append(self._drawn(world, fits, commission.commission_id, most, pool))
        return _with_more(world, parts)

    def _drawn(
        self, world: World, fits: NDArray[np.bool_], name: str, places: int, pool: int
    ) -> _Drawn:
        years = len(world.clock.years)
        mine = np.flatnonzero(fits)
        by_year = [mine[world.year_of[mine] == year] for year in range(years)]
        expected = self.strength[: world.draws, None] * _BLOCK * year_lengths(world) / DAYS_PER_YEAR
        expected = np.where([len(rows) > 0 for rows in by_year], expected, 0.0)
        own = named(self.seed, "induced", name)
        futures = self.futures[: world.draws]
        cells = below(own, futures[:, None], np.arange(years)[None, :])
        blocks = [
            _block(below(cells, np.full(1, first)), expected, by_year, first)
            for first in range(0, places, _BLOCK)
        ]
        draw, like, key, asks = (
            np.concatenate([block[part] for block in blocks]) if blocks else _NOBODY[part]
            for part in range(4)
        )
        kept = np.flatnonzero(asks <= places)
        here = np.full(len(kept), pool, dtype=np.int64)
        return _Drawn(draw[kept], like[kept], key[kept].astype(np.uint64), asks[kept], here)


@dataclass(frozen=True)
class _Drawn:
    """Would-be referrals: the future, whom each is like, its key, and what it asks for."""

    draw: Ints
    like: Ints
    key: Keys
    asks: Ints
    asked: Ints


_NOBODY = tuple(np.zeros(0, dtype=np.int64) for _ in range(4))


def who_came(world: World, lived: Lived) -> tuple[World, Ints]:
    """Return the world with those who were drawn in, and how many in each future."""
    drawn = world.asks > 0
    came = drawn & np.isfinite(lived.start)
    counted = replace(world, counted=world.counted | came)
    kept = counted.only(~drawn | came, np.ones(len(world.leaves), dtype=np.bool_))
    number = np.bincount(world.draw_of[came], minlength=world.draws)
    return replace(kept, asks=np.zeros_like(kept.asks)), number


def is_of(world: World, kind: PlaceType) -> NDArray[np.bool_]:
    """Return whether each pupil asks for a place type."""
    mine: NDArray[np.bool_] = np.array([k is kind for _, k in world.groups])[world.group]
    return mine


def year_lengths(world: World) -> Floats:
    """Return the school days of each year that the clock holds, (years)."""
    edges = np.array([*world.clock.year_starts(), len(world.clock.days)], dtype=np.float64)
    return np.maximum(np.diff(edges), 1.0)


def _block(
    cells: Keys, expected: Floats, by_year: list[Ints], first: int
) -> tuple[Ints, Ints, Keys, Ints]:
    """Return future, pupil it is like, key and free places asked for, of one block of places."""
    number = numbers(cells, "number", expected)
    draw, year = (np.repeat(each.ravel(), number.ravel()) for each in np.indices(number.shape))
    flat = number.ravel()
    turn = np.arange(len(draw)) - np.repeat(np.cumsum(flat) - flat, flat)
    key = below(cells[draw, year], turn)
    choice = chances(key, "alike")
    like = np.zeros(len(draw), dtype=np.int64)
    for index, rows in enumerate(by_year):
        here = np.flatnonzero(year == index)
        like[here] = rows[(choice[here] * len(rows)).astype(np.int64)] if len(here) else 0
    asks = first + 1 + (chances(key, "place") * _BLOCK).astype(np.int64)
    return draw.astype(np.int64), like, key, asks


def _with_more(world: World, parts: list[_Drawn]) -> World:
    """Return the world with would-be referrals, behind the others of their day."""

    def all_of(name: str, before: NDArray[np.generic]) -> Iterator[NDArray[np.generic]]:
        yield before
        yield from (getattr(part, name) for part in parts)

    rows = np.concatenate(list(all_of("like", np.arange(len(world.arrival))))).astype(np.int64)
    draws = np.concatenate(list(all_of("draw", world.draw_of))).astype(np.int64)
    order = np.lexsort((world.arrival[rows], draws))
    key = np.concatenate(list(all_of("key", world.key)))[order].astype(np.uint64)
    asks = np.concatenate(list(all_of("asks", world.asks)))[order].astype(np.int64)
    asked = np.concatenate(list(all_of("asked", world.asked)))[order].astype(np.int64)
    rows = rows[order]
    return replace(
        world,
        bounds=bounds_of(np.bincount(draws, minlength=world.draws)),
        cohort=world.cohort[rows],
        group=world.group[rows],
        key=key,
        arrival=world.arrival[rows],
        stay=world.stay[rows],
        blocked=world.blocked[rows],
        cutoff=world.cutoff[rows],
        counted=world.counted[rows] & (asks == 0),
        mark=np.where(asks > 0, chances(key, "mark"), world.mark[rows]),
        asks=asks,
        asked=asked,
    )
