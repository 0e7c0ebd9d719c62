"""Places that are enough for all groups together, for places of one move demand for another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

import numpy as np

from planner.domain.codes import PlaceType
from planner.results.coming.promise import Promise
from planner.sizing.effects.prevented import prevention_starts
from planner.sizing.effects.switched import Effects
from planner.sizing.queueing.world import Ints, World
from planner.sizing.search.each import Asked, Needed, needed_of
from planner.sizing.search.enough import Search
from planner.sizing.search.threads import two_at_a_time
from planner.sizing.stays.survival import Floats


def all_needed(
    world: World,
    effects: Effects,
    commissioned: Sequence[tuple[int, ...]],
    *,
    chances: Sequence[float],
    promises: Sequence[Promise] = tuple(Promise),
) -> tuple[Needed, ...]:
    """
    Return what every group needs, each searched as one pool.

    Prevention is searched first: the exclusions of a year answer to the prevention starts
    of the year before, with the places found for the same promise and chance.

    Parameters
    ----------
    world
        All pupils of all futures who come in any case.
    effects
        What places do to demand.
    commissioned
        Places of each group in each school year.
    chances
        Chances to find places for. [0 to 1]
    promises
        Promises to find places for.
    """
    asked = [(promise, chance) for promise in promises for chance in sorted(chances)]
    prevention, others = _by_type(world)
    starts: dict[Asked, Floats] = {}

    def needed(group: int) -> Needed:
        searches = _searches(world, effects, group, asked, starts)
        return needed_of(world, group, commissioned[group], searches)

    found = _each(needed, world, prevention)
    if effects.prevented is not None:
        for each in asked:
            plans = [(found[g].searches[each], found[g].seats[each]) for g in prevention]
            starts[each] = _starts(world, plans)
    found |= _each(needed, world, others)
    return tuple(found[group] for group in range(len(world.groups)))


def searches_today(
    world: World, effects: Effects, commissioned: Sequence[tuple[int, ...]]
) -> tuple[Search, ...]:
    """Return every group's pool, exclusions as the prevention places of today spare them."""
    starts = None
    if effects.prevented is not None:
        plans = [
            (_pool(world, effects, group), seats_of(world, group, commissioned[group]))
            for group in _by_type(world)[0]
        ]
        starts = _starts(world, plans)
    return tuple(_pool(world, effects, group, starts) for group in range(len(world.groups)))


def seats_of(world: World, group: int, places: Iterable[int]) -> Ints:
    """Return how many pupils of a group so many places hold, year by year."""
    return np.array([world.seats_for(group, each) for each in places], dtype=np.int64)


def _by_type(world: World) -> tuple[list[int], list[int]]:
    """Return the groups of prevention, and the others."""
    groups = range(len(world.groups))
    prevention = [g for g in groups if world.groups[g][1] is PlaceType.PREVENTION]
    return prevention, [group for group in groups if group not in prevention]


def _each(
    needed: Callable[[int], Needed], world: World, groups: Sequence[int]
) -> dict[int, Needed]:
    sizes = [len(world.apart[group].arrival) for group in groups]
    found = two_at_a_time(lambda index: needed(groups[index]), sizes)
    return dict(zip(groups, found, strict=True))


def _searches(
    world: World,
    effects: Effects,
    group: int,
    asked: Sequence[Asked],
    starts: Mapping[Asked, Floats],
) -> dict[Asked, Search]:
    """Return a group's pool for all that is asked; one where prevention spares nobody."""
    if not starts:
        return dict.fromkeys(asked, _pool(world, effects, group))
    return {each: _pool(world, effects, group, starts[each]) for each in asked}


def _pool(world: World, effects: Effects, group: int, starts: Floats | None = None) -> Search:
    """Return one group's pool, without those whom some prevention starts spare."""
    alone = world.apart[group]
    kind = world.groups[group][1]
    if kind is PlaceType.PREVENTION and effects.induced is not None:
        return Search(alone, partial(effects.induced.into_one, alone, group))
    if kind is not PlaceType.PREVENTION and effects.prevented is not None and starts is not None:
        spared = effects.prevented.spared(world, starts)
        return Search(world.only((world.group == group) & ~spared, world.resident_group == group))
    return Search(alone)


def _starts(world: World, plans: Iterable[tuple[Search, Ints]]) -> Floats:
    """Return the prevention starts that places for each year bring, (draws, years)."""
    starts: Floats = np.zeros((world.draws, len(world.clock.years)))
    for search, seats in plans:
        starts += prevention_starts(*search.lived(seats))
    return starts
