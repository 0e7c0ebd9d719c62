"""Drivers ranked, and what would have to change for today's places to be enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from planner.results.coming.places import Driver, WayOut
from planner.results.coming.promise import Promise
from planner.sizing.queueing.run import scaled, unblocked
from planner.sizing.queueing.world import World
from planner.sizing.search.enough import Search
from planner.sizing.search.threads import two_at_a_time
from planner.units import Pence, format_pounds

_SCHOOL_WEEKS = 39.0
_FACTORS = tuple(step / 20 for step in range(19, 3, -1))


def seats_needed(
    parts: Sequence[World],
    year: int,
    *,
    chance: float,
    promise: Promise,
    near: Sequence[int | None],
) -> list[int]:
    """
    Return the seats of each of some worlds, on its own, that are enough in one year.

    In the years before it everybody finds a place, as if the seats came in good time.
    """

    def needed(index: int) -> int:
        ample = np.full(len(parts[index].clock.years), _ample(parts[index]), dtype=np.int64)
        return Search(parts[index]).fewest(
            year, ample, chance=chance, promise=promise, near=near[index]
        )

    return two_at_a_time(needed, [len(part.arrival) for part in parts])


def drivers_of(
    world: World, year: int, *, chance: float, promise: Promise, rate_pence: Pence
) -> tuple[Driver, ...]:
    """Return what changes of one cause at a time would do, the strongest first."""
    nowhere: list[int | None] = [None] * len(world.apart)
    base = seats_needed(world.apart, year, chance=chance, promise=promise, near=nowhere)

    def places(change: Callable[[World], World]) -> int:
        parts = [change(part) for part in world.apart]
        seats = seats_needed(parts, year, chance=chance, promise=promise, near=base)
        return sum(world.places_for(group, each) for group, each in enumerate(seats))

    now = sum(world.places_for(group, each) for group, each in enumerate(base))

    def driver(says: str, change: Callable[[World], World]) -> Driver:
        more = places(change) - now
        return Driver(f"{says}: {_signed(more, rate_pence)}", more, more * rate_pence)

    mean = float(world.stay.mean()) / 5
    drivers = [
        driver("Stays a tenth shorter", lambda part: scaled(part, stays=0.9)),
        driver("A tenth fewer referrals", lambda part: scaled(part, referrals=0.9)),
        _pooling(world, year, base, chance=chance, promise=promise, rate_pence=rate_pence),
    ]
    if world.blocked.any():
        share = float(world.blocked.sum() / world.stay.sum())
        says = f"Nobody holds a place while waiting for a special place ({share:.0%} of place-days)"
        drivers.append(driver(says, unblocked))
    one, two = (
        places(partial(scaled, stays=_SCHOOL_WEEKS / turnover / mean)) for turnover in (1, 2)
    )
    drivers.append(
        Driver(
            f"Two pupils to a place in a year instead of one (mean stay 19.5 instead of 39 school "
            f"weeks; it is about {mean:.0f} now): {two} places instead of {one} for {chance:.0%} "
            f"of pupils in {world.clock.years[year]}, {_signed(two - one, rate_pence)}. With stays "
            f"as long as now it takes {now}: from there, {_signed(two - now, rate_pence)}",
            two - one,
            (two - one) * rate_pence,
        )
    )
    return tuple(sorted(drivers, key=lambda each: (each.places_change, each.sentence)))


def _pooling(
    world: World,
    year: int,
    base: Sequence[int],
    *,
    chance: float,
    promise: Promise,
    rate_pence: Pence,
) -> Driver:
    """Return what one shared pool for each place type would save."""
    kinds = sorted({kind for _, kind in world.groups})
    members = [tuple(i for i, (_, k) in enumerate(world.groups) if k is kind) for kind in kinds]
    apart = [sum(base[group] for group in mine) for mine in members]
    shared = [world.of_groups(mine) for mine in members]
    together = seats_needed(shared, year, chance=chance, promise=promise, near=apart)
    places = 0
    for mine, seats in zip(members, together, strict=True):
        part = float(np.mean([world.places_per_pupil[group] for group in mine]))
        separate = sum(int(np.ceil(base[group] * part - 1e-9)) for group in mine)
        places += int(np.ceil(seats * part - 1e-9)) - separate
    return Driver(
        f"Places of one type open to every key stage, as far as that is right for the children: "
        f"{_signed(places, rate_pence)}",
        places,
        places * rate_pence,
    )


def ways_out(
    search: Search, world: World, group: int, year: int, *, seats: int, chance: float
) -> tuple[WayOut, ...]:
    """Return by how much stays, or referrals, would have to fall for some seats to be enough."""
    stage, kind = world.groups[group]
    label = f"{stage} {kind.value} in {world.clock.years[year]}"
    mean = float(search.world.stay.mean()) / 5 if len(search.world.stay) else 0.0
    stays, referrals = (
        _least_change(search, year, lever, seats=seats, chance=chance)
        for lever in ("stay", "referrals")
    )
    turnover = None if stays is None else 1 / stays
    told = (
        ("stay", stays, _stay_says(stays, mean)),
        ("referrals", referrals, _referrals_say(referrals)),
        ("turnover", turnover, _turnover_says(turnover, mean)),
    )
    return tuple(
        WayOut(str(world.clock.years[year]), stage, kind, lever, factor, f"{label}: {says}")
        for lever, factor, says in told
    )


_ENOUGH_NOW = "today's places are enough as things are."


def _stay_says(factor: float | None, mean_weeks: float) -> str:
    if factor is None:
        return "no shortening of stays down to a fifth makes today's places enough."
    if factor == 1.0:
        return _ENOUGH_NOW
    return (
        f"today's places would be enough with stays {1 - factor:.0%} shorter, to a mean of "
        f"{mean_weeks * factor:.0f} school weeks."
    )


def _referrals_say(factor: float | None) -> str:
    if factor is None:
        return "no fall of referrals down to a fifth makes today's places enough."
    if factor == 1.0:
        return _ENOUGH_NOW
    return f"today's places would be enough with {1 - factor:.0%} fewer referrals."


def _turnover_says(factor: float | None, mean_weeks: float) -> str:
    """Return in words the pupils that each place would have to take in a year."""
    if factor is None:
        return "no turnover up to five times today's makes today's places enough."
    if factor == 1.0:
        return _ENOUGH_NOW
    now = _SCHOOL_WEEKS / max(mean_weeks, 1e-9)
    return (
        f"today's places would be enough if each took {now * factor:.1f} pupils a year one after "
        f"another instead of {now:.1f}."
    )


def _least_change(
    search: Search, year: int, lever: str, *, seats: int, chance: float
) -> float | None:
    """Return the largest factor on a lever with which the seats are enough; None if none is."""
    held = np.full(len(search.world.clock.years), seats, dtype=np.int64)

    def enough(factor: float) -> bool:
        stays, referrals = (factor, 1.0) if lever == "stay" else (1.0, factor)
        changed = search.changed(partial(scaled, stays=stays, referrals=referrals))
        return changed.kept(held, year, Promise.PUPILS) >= chance

    if search.drawing is not None:
        # Those drawn in stay shorter as well and leave room for others: every factor is tried.
        return next((factor for factor in (1.0, *_FACTORS) if enough(factor)), None)
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
    """Say how many places more or fewer, and what their funding comes to."""
    much = "fewer" if places < 0 else "more"
    less = "less" if places < 0 else "more"
    money = format_pounds(abs(places * rate_pence))
    return f"{abs(places)} places {much}, {money} {less} of place funding a year"
