"""What each key stage and place type needs, searched on its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from planner.results.coming.places import Curve, Enough
from planner.results.coming.promise import CurvePoint, Promise
from planner.sizing.queueing.world import Ints, World
from planner.sizing.search.enough import Search

_KNEE = 0.005
_CURVE_POINTS = 13
LEAST_CURVE_CHANCE, MOST_CURVE_CHANCE = 0.40, 0.99


Asked = tuple[Promise, float]
"""A promise and the chance with which it is to be kept."""


@dataclass(frozen=True)
class Needed:
    """The places that one key stage and place type needs, and how they were found."""

    enough: tuple[Enough, ...]
    seats: Mapping[Asked, Ints]
    """Seats found in each school year."""
    searches: Mapping[Asked, Search]


def needed_of(
    world: World,
    group: int,
    commissioned: tuple[int, ...],
    searches: Mapping[Asked, Search],
) -> Needed:
    """
    Return the fewest places for every year, chance and promise, each year after the last.

    Parameters
    ----------
    world
        All pupils of all futures.
    group
        Position of the group.
    commissioned
        Places that the group has in each school year.
    searches
        What is asked for, and the group's pool to search for it.
    """
    found = []
    stage, kind = world.groups[group]
    near: dict[tuple[int, int], int] = {}
    kept: dict[Asked, Ints] = {}
    for (promise, chance), search in searches.items():
        seats = np.zeros(len(commissioned), dtype=np.int64)
        for year, places in enumerate(commissioned):
            answers = _with_fifths(search, year, seats, near, chance=chance, promise=promise)
            seats[year:] = answers[0]
            whole, low, high = (world.places_for(group, each) for each in answers)
            label = str(world.clock.years[year])
            kept_with = partial(_kept_with, search, world, group, year, seats, promise)
            row = Enough(
                *(label, stage, kind, chance, promise, whole, low, high, places),
                kept=kept_with(whole),
                kept_with_one_fewer=kept_with(whole - 1) if whole else None,
            )
            found.append(row)
        kept[promise, chance] = seats
    return Needed(tuple(found), kept, searches)


def _kept_with(
    search: Search,
    world: World,
    group: int,
    year: int,
    before: Ints,
    promise: Promise,
    places: int,
) -> float:
    """Return how far a number of places keeps a promise, with the seats of the years before."""
    tried = before.copy()
    tried[year:] = world.seats_for(group, places)
    return search.kept(tried, year, promise)


def _with_fifths(
    search: Search,
    year: int,
    seats: Ints,
    near: dict[tuple[int, int], int],
    *,
    chance: float,
    promise: Promise,
) -> tuple[int, int, int]:
    """Return enough seats over all futures, and over the fifths with fewest and most referrals."""
    ranked = search.ranked(year)
    fifth = max(1, len(ranked) // 5)
    for place, among in enumerate((None, np.sort(ranked[:fifth]), np.sort(ranked[-fifth:]))):
        own = search
        if among is not None and search.drawing is None:
            own, among = search.part((year, place), among), None
        guess = near.get((year, place), near.get((year, 0)))
        near[year, place] = own.fewest(
            year, seats, chance=chance, promise=promise, near=guess, among=among
        )
    return near[year, 0], near[year, 1], near[year, 2]


def curve_of(needed: Needed, world: World, group: int, year: int, rate_pence: int) -> Curve:
    """Return what places in one year do, with those found to be enough in the years before."""
    asked = max(each for each in needed.seats if each[0] is Promise.PUPILS)
    search, found = needed.searches[asked], needed.seats[asked]
    stage, kind = world.groups[group]
    least, most = (
        search.fewest(year, found, chance=chance, promise=Promise.PUPILS, near=int(found[year]))
        for chance in (LEAST_CURVE_CHANCE, MOST_CURVE_CHANCE)
    )
    points = []
    # A place may hold several pupils in turn over the week: of two numbers of seats, one of places.
    for places in sorted({world.places_for(group, each) for each in curve_places(least, most)}):
        held = found.copy()
        held[year:] = world.seats_for(group, places)
        points.append(
            CurvePoint(
                places,
                search.kept(held, year, Promise.PUPILS),
                search.kept(held, year, Promise.FUTURES),
                places * rate_pence,
            )
        )
    knee = knee_of(points)
    per_place = float(search.came(year).mean()) / max(1, knee)
    return Curve(str(world.clock.years[year]), stage, kind, tuple(points), knee, per_place)


def curve_places(first: int, last: int) -> list[int]:
    """Return whole numbers spread evenly from one to another, both included."""
    return sorted({int(each) for each in np.linspace(first, last, _CURVE_POINTS)})


def knee_of(points: Sequence[CurvePoint]) -> int:
    """Return the fewest places from which on one more adds less than half a point on time."""
    knee = points[0].places
    for here, after in pairwise(points):
        more = max(1, after.places - here.places)
        if (after.pupils_on_time - here.pupils_on_time) / more >= _KNEE:
            knee = after.places
    return knee
