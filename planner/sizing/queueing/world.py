"""Everything a simulation needs, drawn once: who arrives, how long each stays, who is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.results.coming.futures import Cohort
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.stays.law import Group, StayLaw
from planner.sizing.stays.survival import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """
    All futures of pupils, drawn once so that every number of places meets the same ones.

    Pupil arrays have one entry a pupil, future after future, the earliest first. Times are
    whole school days: a pupil is referred, starts and leaves on a day.
    """

    clock: SchoolClock
    cohorts: tuple[Cohort, ...]
    group_of_cohort: tuple[Group, ...]
    groups: tuple[Group, ...]
    law: StayLaw
    bounds: Ints
    """Where each future's pupils begin, (draws + 1)."""
    cohort: Ints
    group: Ints
    """Key stage and place type of each pupil."""
    key: NDArray[np.uint64]
    """What each pupil's random numbers are computed from."""
    arrival: Floats
    stay: Floats
    """School days in place if not cut short, those spent blocked among them."""
    blocked: Floats
    """School days of the stay spent ready to leave, for want of a special place."""
    cutoff: Floats
    counted: NDArray[np.bool_]
    """Whether the pupil arrives inside the simulation and counts for the promise."""
    mark: Floats
    """A number from 0 to 1 for each pupil, to thin arrivals the same way in every run."""
    asks: Ints
    """Places that must stand free on the day for the pupil to be referred at all; 0 for all whom
    spare places do not draw in."""
    asked: Ints
    """Pool whose free places those are."""
    resident_bounds: Ints
    resident_group: Ints
    resident_commission: Ints
    """Position of the commission that each resident is on; -1 where it is not known."""
    leaves: Floats
    places_per_pupil: Floats
    """Part of a full-time place that a pupil of each group holds, (groups)."""
    notes: tuple[str, ...]

    @property
    def draws(self) -> int:
        """Number of futures."""
        return len(self.bounds) - 1

    @cached_property
    def draw_of(self) -> Ints:
        """Future of each pupil."""
        return np.repeat(np.arange(self.draws), np.diff(self.bounds))

    @cached_property
    def resident_draw(self) -> Ints:
        """Future of each resident."""
        return np.repeat(np.arange(self.draws), np.diff(self.resident_bounds))

    @cached_property
    def year_of(self) -> Ints:
        """School year of each pupil's arrival, by position in the clock's years."""
        starts = np.array(self.clock.year_starts(), dtype=np.float64)
        return np.searchsorted(starts, self.arrival, side="right") - 1

    def seats_for(self, group: int, places: int) -> int:
        """Return how many pupils of a group can be there at once in so many places."""
        return int(places / self.places_per_pupil[group] + 1e-9)

    def places_for(self, group: int, seats: int) -> int:
        """Return the fewest places that hold so many pupils of a group at once."""
        return int(np.ceil(seats * self.places_per_pupil[group] - 1e-9))

    def only(self, wanted: NDArray[np.bool_], residents: NDArray[np.bool_]) -> World:
        """Return the world with only some pupils and residents."""
        if wanted.all() and residents.all():
            return self
        rows, there = np.flatnonzero(wanted), np.flatnonzero(residents)
        return replace(
            self,
            bounds=bounds_of(np.bincount(self.draw_of[rows], minlength=self.draws)),
            cohort=self.cohort[rows],
            group=self.group[rows],
            key=self.key[rows],
            arrival=self.arrival[rows],
            stay=self.stay[rows],
            blocked=self.blocked[rows],
            cutoff=self.cutoff[rows],
            counted=self.counted[rows],
            mark=self.mark[rows],
            asks=self.asks[rows],
            asked=self.asked[rows],
            resident_bounds=bounds_of(np.bincount(self.resident_draw[there], minlength=self.draws)),
            resident_group=self.resident_group[there],
            resident_commission=self.resident_commission[there],
            leaves=self.leaves[there],
        )

    def some(self, draws: int, until_year: int) -> World:
        """Return the first futures alone, without pupils who come after a school year."""
        fewer = min(draws, self.draws)
        part = self.only(
            (self.draw_of < fewer) & (self.year_of <= until_year), self.resident_draw < fewer
        )
        return replace(
            part,
            bounds=part.bounds[: fewer + 1],
            resident_bounds=part.resident_bounds[: fewer + 1],
        )

    def one(self, draw: int) -> World:
        """Return a single future."""
        return self.among(np.array([draw]))

    def among(self, draws: Ints) -> World:
        """Return some futures alone, given in ascending order."""
        mine = np.zeros(self.draws, dtype=np.bool_)
        mine[draws] = True
        part = self.only(mine[self.draw_of], mine[self.resident_draw])
        return replace(
            part,
            bounds=bounds_of(np.diff(part.bounds)[draws]),
            resident_bounds=bounds_of(np.diff(part.resident_bounds)[draws]),
        )

    @cached_property
    def apart(self) -> tuple[World, ...]:
        """The world of each group alone, in the order of the groups."""
        return tuple(
            self.only(self.group == group, self.resident_group == group)
            for group in range(len(self.groups))
        )

    def of_groups(self, groups: tuple[int, ...]) -> World:
        """Return the world of some groups alone."""
        return self.only(np.isin(self.group, groups), np.isin(self.resident_group, groups))


def bounds_of(counts: Ints) -> Ints:
    """Return where each future's rows begin, from how many each has."""
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def whole_days(days: Floats) -> Floats:
    """Return lengths of time in whole school days, a day at least."""
    return np.maximum(np.rint(days), 1.0)
