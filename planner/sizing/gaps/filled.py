"""Places that would be filled, week by week, if nobody waited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from planner.sizing.queueing.world import Ints, World
from planner.sizing.stays.survival import Floats

_DAYS_PER_WEEK = 5
_GOLDEN = 0.6180339887
_RANGE = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Filled:
    """Everybody of a world as if each had a place on the day of referral, sorted by cohort."""

    world: World
    draw: Ints
    first_week: Ints
    """First week at whose start the pupil is in place."""
    end_week: Ints
    """First week at whose start the pupil has left."""
    bounds: Ints
    """Where each cohort's pupils begin, (cohorts + 1)."""

    @property
    def weeks(self) -> int:
        """Weeks of school that the clock holds."""
        return -(-len(self.world.clock.days) // _DAYS_PER_WEEK)

    def of_cohort(self, cohort: int) -> Ints:
        """Return the pupils of one cohort in place at each week's start, (draws, weeks)."""
        here = slice(self.bounds[cohort], self.bounds[cohort + 1])
        width = self.weeks + 1
        steps = np.zeros(self.world.draws * width, dtype=np.int64)
        for weeks, sign in ((self.first_week[here], 1), (self.end_week[here], -1)):
            cells = self.draw[here] * width + np.minimum(weeks, self.weeks)
            steps += sign * np.bincount(cells, minlength=len(steps))
        return np.cumsum(steps.reshape(self.world.draws, width), axis=1)[:, :-1]

    def week_of(self, day: float) -> int:
        """Return the first week that starts on a day of the clock or later."""
        return int(-(-day // _DAYS_PER_WEEK))


def filled_of(world: World) -> Filled:
    """
    Return a world's pupils and residents as if nobody waited.

    The tables do not say which district and need those in place now have: they are taken
    to be spread over the cohorts of their key stage and type as referrals are.
    """
    cohort = np.concatenate((world.cohort, _cohorts_of_residents(world)))
    first = np.concatenate((np.maximum(world.arrival, 0.0), np.zeros(len(world.leaves))))
    began = np.maximum(world.arrival, 0.0)
    ends = np.minimum(began + world.stay, np.maximum(world.cutoff, began))
    last = np.concatenate((ends, world.leaves))
    draw = np.concatenate((world.draw_of, world.resident_draw))
    order = np.argsort(cohort, kind="stable")
    weeks = [np.ceil(days[order] / _DAYS_PER_WEEK).astype(np.int64) for days in (first, last)]
    counts = np.bincount(cohort, minlength=len(world.cohorts))
    bounds = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    return Filled(world, draw[order], weeks[0], weeks[1], bounds)


def spans_of(filled: Filled, edges: Sequence[float]) -> Iterator[slice]:
    """Return the weeks from each edge to the next; one week at least."""
    for start, end in pairwise(edges):
        first = min(filled.week_of(start), filled.weeks - 1)
        yield slice(first, max(first + 1, filled.week_of(end)))


def range_of(counts: Ints | Floats, span: slice, part: float) -> tuple[int, int, int]:
    """Return places for a span's busiest week: low, middle and high over the futures."""
    busiest = np.asarray(counts[:, span].max(axis=1) * part, dtype=np.float64)
    low, middle, high = (int(np.ceil(each - 1e-9)) for each in np.quantile(busiest, _RANGE))
    return low, middle, high


def _cohorts_of_residents(world: World) -> Ints:
    found = np.zeros(len(world.leaves), dtype=np.int64)
    came = np.bincount(world.cohort, minlength=len(world.cohorts)).astype(np.float64)
    for group, key in enumerate(world.groups):
        mine = np.flatnonzero(world.resident_group == group)
        own = np.array([index for index, k in enumerate(world.group_of_cohort) if k == key])
        if not len(own) or not len(mine):
            continue
        edges = np.cumsum(came[own] + 1e-9) / (came[own] + 1e-9).sum()
        spread = (np.arange(len(mine)) * _GOLDEN) % 1.0
        found[mine] = own[np.searchsorted(edges, spread * 0.999999)]
    return found
