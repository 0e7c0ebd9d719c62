"""The fewest places at one commission that keep the promise, all others as commissioned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.results.coming.gaps import SITE_FUTURES, SiteOption
from planner.sizing.offer.commissioned import commissioned_pools, part_of_place, resident_pools
from planner.sizing.queueing.run import Pools, live
from planner.sizing.queueing.world import Ints, World
from planner.sizing.search.enough import least
from planner.sizing.search.threads import two_at_a_time
from planner.units import format_day


def site_options(
    world: World, dataset: Dataset, case: Case | None, *, year: int, chance: float
) -> tuple[SiteOption, ...]:
    """
    Return for each commission the fewest places with which the promise is kept.

    Only those who may come to the commission count. Needs, overflow and nearness are as
    in the years as lived; pupils who may go elsewhere do so while there is room.

    Parameters
    ----------
    world
        All pupils of all futures.
    dataset
        The commissions.
    case
        Journeys; None where they are not known.
    year
        School year that is looked at, from whose first day the places are there.
    chance
        Share of pupils who are to start within five school days. [0 to 1]
    """
    if not dataset.commissions:
        return ()
    some = world.some(SITE_FUTURES, year)
    pools = _from_year(commissioned_pools(some, dataset, case), some.clock.year_starts()[year])
    there = resident_pools(some, dataset, pools)
    found = two_at_a_time(
        lambda column: _option(some, dataset, pools, there, column, year=year, chance=chance),
        [commission.places for commission in dataset.commissions],
    )
    return tuple(option for option in found if option is not None)


def _from_year(pools: Pools, start: int) -> Pools:
    """Return the pools with the year's first day among the days on which places change."""
    times = np.unique(np.append(pools.times, float(start)))
    rows = np.searchsorted(pools.times, times, side="right") - 1
    return replace(pools, times=times, seats=pools.seats[rows])


def _option(
    world: World,
    dataset: Dataset,
    pools: Pools,
    there: Ints,
    column: int,
    *,
    year: int,
    chance: float,
) -> SiteOption | None:
    commission = dataset.commissions[column]
    served, touched = _who(pools, column)
    part, residents = _part(world, pools, there, touched)
    mine = part.counted & (part.year_of == year) & served[pools.line[part.cohort]]
    if not mine.any():
        return None
    start = part.clock.year_starts()[year]

    def on_time(seats: int) -> float:
        tried = pools.seats.copy()
        tried[pools.times >= start, column] = seats
        lived = live(part, replace(pools, seats=tried), residents)
        return float(lived.on_time[mine].mean())

    now = int(pools.seats[np.flatnonzero(pools.times >= start)[0], column])
    most = int(np.diff(part.bounds).max()) + int(np.diff(part.resident_bounds).max(initial=0))
    share_now, share_most = on_time(now), on_time(most)
    fewest = None
    if share_most >= chance:
        fewest = least(lambda seats: on_time(seats) >= chance, now)
    share = part_of_place(world, commission)
    places = None if fewest is None else int(np.ceil(fewest * share - 1e-9))
    day = max(world.clock.years[year].starts, dataset.as_at)
    option = SiteOption(
        commission_id=commission.commission_id,
        academic_year=str(world.clock.years[year]),
        chance=chance,
        places_now=commission.places_on(day),
        places=places,
        on_time_now=share_now,
        on_time_most=share_most,
        sentence="",
    )
    return replace(option, sentence=_sentence(option, dataset, format_day(day)))


def _who(pools: Pools, column: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the lines that a pool takes, and all that share pools with them, however far."""
    accepts = pools.accepts
    served: NDArray[np.bool_] = accepts[:, column].copy()
    touched = served.copy()
    while True:
        pools_met: NDArray[np.bool_] = np.any(accepts[touched], axis=0)
        wider: NDArray[np.bool_] = np.any(accepts[:, pools_met], axis=1)
        if (wider == touched).all():
            return served, touched
        touched = wider


def _part(
    world: World, pools: Pools, there: Ints, touched: NDArray[np.bool_]
) -> tuple[World, Ints]:
    """Return the world of some lines alone, with the residents of the pools that take them."""
    used: NDArray[np.bool_] = np.any(pools.accepts[touched], axis=0)
    residents = used[there]
    return world.only(touched[pools.line[world.cohort]], residents), there[residents]


def _sentence(option: SiteOption, dataset: Dataset, day: str) -> str:
    site = dataset.site_of(option.commission_id)
    name = f"{option.commission_id} ({site.name})"
    promise = f"{option.chance:.0%} of the pupils who may come to it start by day 6"
    if option.places is None:
        return (
            f"{name}: no number of places there alone lets {promise}; {option.on_time_now:.0%} do "
            f"with the {option.places_now} commissioned, {option.on_time_most:.0%} with as many "
            "as anybody could fill."
        )
    if option.places <= option.places_now:
        return (
            f"{name}: {option.places_now} places are enough in {option.academic_year}, all else "
            f"as commissioned; {option.places} would let {promise}."
        )
    return (
        f"{name}: {option.places} places from {day} instead of {option.places_now} would let "
        f"{promise} in {option.academic_year}, all else as commissioned; {option.on_time_now:.0%} "
        "do now."
    )
