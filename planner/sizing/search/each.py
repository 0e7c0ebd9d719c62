"""What each key stage and place type needs, searched on its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from planner.results.coming.places import Curve, CurvePoint, Enough, Promise, WayOut
from planner.sizing.queueing.world import Ints, World
from planner.sizing.search.enough import Search
from planner.sizing.search.ways import ways_out

_KNEE = 0.005
_CURVE_POINTS = 13
_LEAST_CURVE_CHANCE, _MOST_CURVE_CHANCE = 0.40, 0.99


@dataclass(frozen=True)
class Each:
    """What one key stage and place type needs."""

    enough: tuple[Enough, ...]
    curve: Curve
    ways_out: tuple[WayOut, ...]


def each_group(
    world: World,
    group: int,
    commissioned: tuple[int, ...],
    *,
    chances: Sequence[float],
    year: int,
    rate_pence: int,
) -> Each:
    """
    Return the places that are enough for one group, its curve and its ways out.

    Parameters
    ----------
    world
        All pupils of all futures.
    group
        Position of the group.
    commissioned
        Places that the group has in each school year.
    chances
        Chances to find places for. [0 to 1]
    year
        Position of the school year for the curve and the ways out.
    rate_pence
        Place funding of one place for a year.
    """
    search = Search(world.apart[group])
    enough, found = enough_of(search, world, group, commissioned, chances)
    seats = world.seats_for(group, commissioned[year])
    return Each(
        enough,
        _curve(search, world, group, year, found, rate_pence),
        ways_out(world, group, year, seats=seats, chance=max(chances), promise=Promise.PUPILS),
    )


def enough_of(
    search: Search,
    world: World,
    group: int,
    commissioned: tuple[int, ...],
    chances: Sequence[float],
    promises: Sequence[Promise] = tuple(Promise),
) -> tuple[tuple[Enough, ...], Ints]:
    """
    Return the fewest places for every year, chance and promise, each year after the last.

    With them the seats found for the highest chance of pupils, by year.
    """
    found = []
    stage, kind = world.groups[group]
    near: dict[tuple[int, int], int] = {}
    highest: Ints = np.zeros(len(commissioned), dtype=np.int64)
    for promise in promises:
        for chance in sorted(chances):
            seats = np.zeros_like(highest)
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
            if promise is Promise.PUPILS:
                highest = seats
    return tuple(found), highest


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
        guess = near.get((year, place), near.get((year, 0)))
        near[year, place] = search.fewest(
            year, seats, chance=chance, promise=promise, near=guess, among=among
        )
    return near[year, 0], near[year, 1], near[year, 2]


def _curve(
    search: Search, world: World, group: int, year: int, found: Ints, rate_pence: int
) -> Curve:
    """Return what places in one year do, with those found to be enough in the years before."""
    stage, kind = world.groups[group]
    least, most = (
        search.fewest(year, found, chance=chance, promise=Promise.PUPILS, near=int(found[year]))
        for chance in (_LEAST_CURVE_CHANCE, _MOST_CURVE_CHANCE)
    )
    points = []
    for seats in sorted({int(each) for each in np.linspace(least, most, _CURVE_POINTS)}):
        held = found.copy()
        held[year:] = seats
        places = world.places_for(group, seats)
        points.append(
            CurvePoint(
                places,
                search.kept(held, year, Promise.PUPILS),
                search.kept(held, year, Promise.FUTURES),
                places * rate_pence,
            )
        )
    knee = _knee(points)
    per_place = float(search.came(year).mean()) / max(1, knee)
    return Curve(str(world.clock.years[year]), stage, kind, tuple(points), knee, per_place)


def _knee(points: Sequence[CurvePoint]) -> int:
    for here, after in pairwise(points):
        more = max(1, after.places - here.places)
        if (after.pupils_on_time - here.pupils_on_time) / more < _KNEE:
            return here.places
    return points[-1].places
