"""Drivers ranked, and what would have to change for today's places to be enough."""

from __future__ import annotations

import numpy as np

from planner.results.places import Driver, Promise, WayOut
from planner.sizing.enough import Search
from planner.sizing.queueing.run import scaled, unblocked
from planner.sizing.queueing.world import World
from planner.sizing.statement.commissioned import places_for
from planner.units import Pence, format_pounds

_SCHOOL_WEEKS = 39.0
_FACTORS = tuple(step / 20 for step in range(19, 3, -1))


def places_needed_in(world: World, year: int, *, chance: float, promise: Promise) -> int:
    """Return the places of all groups, each on its own, that are enough in one year."""
    total = 0
    for group in range(len(world.groups)):
        alone = world.of_groups((group,))
        nobody = np.zeros(len(world.clock.years), dtype=np.int64)
        # One number of places for all years up to this one, as if commissioned now.
        seats = Search(alone).fewest(year, nobody + _ample(alone), chance=chance, promise=promise)
        total += places_for(world, group, seats)
    return total


def drivers_of(
    world: World, year: int, *, chance: float, promise: Promise, rate_pence: Pence
) -> tuple[Driver, ...]:
    """Return what changes of one cause at a time would do, the strongest first."""
    base = places_needed_in(world, year, chance=chance, promise=promise)

    def driver(says: str, changed: World) -> Driver:
        places = places_needed_in(changed, year, chance=chance, promise=promise) - base
        return Driver(f"{says}: {_signed(places, rate_pence)}", places, places * rate_pence)

    mean = float(world.stay.mean()) / 5
    drivers = [
        driver("Stays a tenth shorter", scaled(world, stays=0.9)),
        driver("A tenth fewer referrals", scaled(world, referrals=0.9)),
        _pooling(world, year, chance=chance, promise=promise, rate_pence=rate_pence),
    ]
    if world.blocked.any():
        share = float(world.blocked.sum() / world.stay.sum())
        says = f"Nobody holds a place while waiting for a special place ({share:.0%} of place-days)"
        drivers.append(driver(says, unblocked(world)))
    one, two = (
        places_needed_in(
            scaled(world, stays=_SCHOOL_WEEKS / turnover / mean),
            year,
            chance=chance,
            promise=promise,
        )
        for turnover in (1, 2)
    )
    drivers.append(
        Driver(
            f"Two pupils to a place in a year instead of one (mean stay 19.5 instead of 39 school "
            f"weeks; it is about {mean:.0f} now): {two} places instead of {one}, "
            f"{_signed(two - one, rate_pence)}",
            two - one,
            (two - one) * rate_pence,
        )
    )
    return tuple(sorted(drivers, key=lambda each: (each.places_change, each.sentence)))


def _pooling(
    world: World, year: int, *, chance: float, promise: Promise, rate_pence: Pence
) -> Driver:
    """Return what one shared pool for each place type would save."""
    separate = together = 0
    for kind in sorted({kind for _, kind in world.groups}):
        mine = tuple(i for i, (_, k) in enumerate(world.groups) if k is kind)
        part = float(np.mean([world.places_per_pupil[i] for i in mine]))
        shared = world.of_groups(mine)
        ample = np.zeros(len(world.clock.years), dtype=np.int64) + _ample(shared)
        seats = Search(shared).fewest(year, ample, chance=chance, promise=promise)
        together += int(np.ceil(seats * part - 1e-9))
        for group in mine:
            alone = world.of_groups((group,))
            ample = np.zeros(len(world.clock.years), dtype=np.int64) + _ample(alone)
            own = Search(alone).fewest(year, ample, chance=chance, promise=promise)
            separate += int(np.ceil(own * part - 1e-9))
    places = together - separate
    return Driver(
        f"Places of one type open to every key stage, as far as that is right for the children: "
        f"{_signed(places, rate_pence)}",
        places,
        places * rate_pence,
    )


def ways_out(
    world: World, group: int, year: int, *, seats: int, chance: float, promise: Promise
) -> tuple[WayOut, ...]:
    """Return by how much stays, or referrals, would have to fall for some seats to be enough."""
    alone = world.of_groups((group,))
    stage, kind = world.groups[group]
    found = []
    for lever, says in (("stay", "stays"), ("referrals", "referrals")):
        factor = _least_change(alone, year, lever, seats=seats, chance=chance, promise=promise)
        label = f"{stage} {kind.value} in {world.clock.years[year]}"
        sentence = f"{label}: no shortening of {says} down to a fifth makes today's places enough."
        if factor == 1.0:
            sentence = f"{label}: today's places are enough as things are."
        elif factor is not None:
            mean = float(alone.stay.mean()) / 5 * factor if lever == "stay" else 0.0
            to = f", to a mean of {mean:.0f} school weeks" if lever == "stay" else ""
            sentence = (
                f"{label}: today's places would be enough with {says} {1 - factor:.0%} "
                f"{'shorter' if lever == 'stay' else 'fewer'}{to}."
            )
        found.append(WayOut(str(world.clock.years[year]), stage, kind, lever, factor, sentence))
    return tuple(found)


def _least_change(
    alone: World, year: int, lever: str, *, seats: int, chance: float, promise: Promise
) -> float | None:
    """Return the largest factor on a lever with which the seats are enough; None if none is."""
    held = np.full(len(alone.clock.years), seats, dtype=np.int64)

    def enough(factor: float) -> bool:
        stays, referrals = (factor, 1.0) if lever == "stay" else (1.0, factor)
        changed = scaled(alone, stays=stays, referrals=referrals)
        return Search(changed).kept(held, year, promise) >= chance

    if enough(1.0):
        return 1.0
    if not enough(_FACTORS[-1]):
        return None
    low, high = 0, len(_FACTORS) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(_FACTORS[middle]) else (middle + 1, high)
    return _FACTORS[high]


def _ample(world: World) -> int:
    """Return more seats than anybody could fill, for the years before the one looked at."""
    most = int(np.diff(world.bounds).max(initial=0) + np.diff(world.resident_bounds).max(initial=0))
    return most + 1


def _signed(places: int, rate_pence: Pence) -> str:
    return f"{places:+d} places, {format_pounds(places * rate_pence)} of place funding a year"
