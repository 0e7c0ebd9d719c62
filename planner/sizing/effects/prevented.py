"""Prevention above the usual makes the next year's exclusions fewer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import PlaceType
from planner.sizing.drawing.keys import chances
from planner.sizing.effects.induced import DAYS_PER_YEAR, is_of, year_lengths
from planner.sizing.queueing.run import Lived
from planner.sizing.queueing.world import World
from planner.sizing.stays.survival import Floats


@dataclass(frozen=True)
class Prevented:
    """
    Exclusions that do not happen, for prevention starts of the year before.

    A share of the starts above the usual number, the future's own, comes off the next
    year's exclusions. More starts spare the same pupils and more.
    """

    strength: Floats
    """Exclusions fewer for each start above the usual, (draws)."""
    usual_starts_a_year: int

    def spared(self, world: World, starts: Floats) -> NDArray[np.bool_]:
        """Return whether each pupil is spared, given prevention starts, (draws, years)."""
        usual = self.usual_starts_a_year * year_lengths(world) / DAYS_PER_YEAR
        fewer = self.strength[:, None] * np.maximum(starts - usual, 0.0)
        excluded = world.counted & is_of(world, PlaceType.EXCLUSION)
        came = _by_year(world, np.maximum(world.year_of, 0), excluded)
        share = np.zeros_like(fewer)
        share[:, 1:] = fewer[:, :-1] / np.maximum(came[:, 1:], 1)
        own = share[world.draw_of, np.maximum(world.year_of, 0)]
        spared: NDArray[np.bool_] = excluded & (chances(world.key, "prevented") < own)
        return spared

    def without(self, world: World, starts: Floats) -> World:
        """Return the world without those who are spared."""
        everybody = np.ones(len(world.leaves), dtype=np.bool_)
        return world.only(~self.spared(world, starts), everybody)


def prevention_starts(world: World, lived: Lived) -> Floats:
    """Return how many start in prevention in each school year, (draws, years)."""
    began = np.isfinite(lived.start) & is_of(world, PlaceType.PREVENTION)
    opens = np.array(world.clock.year_starts(), dtype=np.float64)
    year = np.searchsorted(opens, np.where(began, lived.start, 0.0), side="right") - 1
    return _by_year(world, np.maximum(year, 0), began)


def _by_year(world: World, year: NDArray[np.integer], wanted: NDArray[np.bool_]) -> Floats:
    counts = np.zeros((world.draws, len(world.clock.years)))
    np.add.at(counts, (world.draw_of[wanted], year[wanted]), 1)
    return counts
