"""One run of the simulation: the world, and how many places there are when."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.sizing.queueing.kernel import NOWHERE, serve_all
from planner.sizing.queueing.world import Ints, World, whole_days
from planner.sizing.stays.survival import Floats

GRACE_DAYS = 5.0
"""School days from referral within which a start keeps the day-6 promise: day 1 is the day
of referral, and education is due on day 6."""

_THREADS: ContextVar[int] = ContextVar("threads", default=2)
"""Threads that share the futures; each future is its own, so no number hangs on this."""


@contextmanager
def on_one_core() -> Iterator[None]:
    """Use one thread alone, so that many runs at once share a machine's cores evenly."""
    before = _THREADS.set(1)
    try:
        yield
    finally:
        _THREADS.reset(before)


@dataclass(frozen=True)
class Pools:
    """Pools of places, who may use them in which order, and how many places there are when."""

    line: Ints
    """Waiting line that each cohort stands in, (cohorts)."""
    rank: Ints
    """Rank of each line; lower is served first."""
    prefers: Ints
    """Pools in each line's order of preference, (lines, pools), -1 after the last."""
    times: Floats
    """Times at which places change, the first at the start. [school days]"""
    seats: Ints
    """Pupils that can be there at once from each time on, (changes, pools)."""

    @property
    def accepts(self) -> NDArray[np.bool_]:
        """Whether a pool takes a line, (lines, pools)."""
        wanted: NDArray[np.bool_] = self.prefers[:, :, None] == np.arange(self.seats.shape[1])
        accepted: NDArray[np.bool_] = np.any(wanted, axis=1)
        return accepted


@dataclass(frozen=True)
class Lived:
    """What became of every pupil of a world."""

    start: Floats
    """Start of each pupil; infinite where there was none."""
    pool: Ints
    wait: Floats
    """School days from referral to start."""

    @property
    def on_time(self) -> NDArray[np.bool_]:
        """Whether each pupil starts within the promise."""
        kept: NDArray[np.bool_] = self.wait <= GRACE_DAYS
        return kept


def live(world: World, pools: Pools, resident_pool: Ints) -> Lived:
    """
    Run every future through the pools.

    Whom a free place would draw in, and none does on the day, has no start.

    Parameters
    ----------
    world
        Who arrives, stays and is there.
    pools
        Places and who may use them.
    resident_pool
        Pool of each pupil in place at the start.
    """
    start = np.full(len(world.arrival), np.inf)
    pool = np.full(len(world.arrival), NOWHERE, dtype=np.int64)
    count = _THREADS.get()
    edges = np.linspace(0, world.draws, count + 1).astype(int)
    line = pools.line[world.cohort]
    rules = (pools.rank, pools.prefers, pools.accepts)

    def part(first: int, last: int) -> None:
        serve_all(
            world.bounds[first : last + 1],
            line,
            (world.arrival, world.stay, world.cutoff),
            (world.asks, world.asked),
            world.resident_bounds[first : last + 1],
            (world.leaves, resident_pool),
            (pools.times, pools.seats),
            rules,
            (start, pool),
        )

    with ThreadPoolExecutor(count) as threads:
        list(threads.map(part, edges[:-1], edges[1:]))
    return Lived(start, pool, start - world.arrival)


def scaled(world: World, *, stays: float = 1.0, referrals: float = 1.0) -> World:
    """
    Return a world with longer or shorter stays, or with fewer referrals.

    The same pupils are thinned and stretched, so that the difference is the change's.

    Parameters
    ----------
    world
        As it is expected.
    stays
        Factor on every stay, and on what is left of those under way.
    referrals
        Share of coming referrals that are made. [0 to 1]
    """
    changed = replace(
        world,
        stay=whole_days(world.stay * stays),
        blocked=world.blocked * stays,
        leaves=whole_days(world.leaves * stays),
    )
    if referrals < 1:
        keep = ~world.counted | (world.mark < referrals)
        changed = changed.only(keep, np.ones(len(world.leaves), dtype=np.bool_))
    return changed


def unblocked(world: World) -> World:
    """Return the world in which those who come leave as soon as they are ready."""
    stay = whole_days(world.stay - world.blocked)
    return replace(world, stay=stay, blocked=np.zeros(len(world.stay)))
