"""The coming years with the places commissioned and no search: every future, year by year."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.domain.policy import Policy
from planner.domain.referrals import Referral
from planner.results.futures import DemandPaths
from planner.results.places import Enough, Promise
from planner.results.whatif.futures import Futures
from planner.sizing.drawing.build import build_world
from planner.sizing.queueing.run import live
from planner.sizing.queueing.world import World
from planner.sizing.search.each import enough_of
from planner.sizing.search.enough import Search
from planner.sizing.statement.commissioned import (
    commissioned_pools,
    places_by_year,
    resident_pools,
)
from planner.sizing.statement.effects import with_effects
from planner.sizing.statement.tally import futures_of


def lived_futures(
    paths: DemandPaths,
    dataset: Dataset,
    policy: Policy,
    *,
    case: Case | None,
    seed: int,
    put_out: tuple[Referral, ...] = (),
) -> Futures:
    """
    Live every future through the places commissioned, with what the case supposes.

    Each pupil's stay, year group and other numbers belong to the pupil. A change of
    places, of stays or of one cohort's referrals leaves all others as they were, so that
    the difference of two answers is the change's own.

    Parameters
    ----------
    paths
        Referrals by week and cohort; the same for every scenario that is compared.
    dataset
        The authority's tables, as the scenario changes them.
    policy
        Place types by route, the interim offer and effects that are switched on.
    case
        Prices, journeys and what is supposed of demand (``whatif``); None for neither.
    seed
        Start of the random draws; the same for every scenario that is compared.
    put_out
        Pupils whom a closure puts out of their place, who come besides all others.
    """
    world = _world(paths, dataset, policy, case=case, seed=seed, put_out=put_out)
    pools = commissioned_pools(world, dataset, case)
    there = resident_pools(world, dataset, pools)
    lived = live(world, pools, there)
    return futures_of(world, lived, dataset, policy, resident_pool=there, case=case)


def places_enough(
    paths: DemandPaths,
    dataset: Dataset,
    policy: Policy,
    *,
    case: Case | None,
    seed: int,
    chance: float,
    put_out: tuple[Referral, ...] = (),
) -> tuple[Enough, ...]:
    """
    Return the fewest places with which a share of pupils starts within five school days.

    By key stage, place type and school year, in the futures that ``lived_futures`` lives
    through. Takes what that takes.

    Parameters
    ----------
    chance
        Share of pupils who are to start in time. [0 to 1]
    """
    world = _world(paths, dataset, policy, case=case, seed=seed, put_out=put_out)
    found: list[Enough] = []
    for group, key in enumerate(world.groups):
        search, places = Search(world.apart[group]), places_by_year(world, dataset, key)
        found += enough_of(search, world, group, places, (chance,), (Promise.PUPILS,))[0]
    return tuple(found)


def _world(
    paths: DemandPaths,
    dataset: Dataset,
    policy: Policy,
    *,
    case: Case | None,
    seed: int,
    put_out: tuple[Referral, ...],
) -> World:
    world = build_world(
        paths,
        replace(dataset, referrals=(*dataset.referrals, *put_out)),
        place_types=policy.place_types,
        seed=seed,
        whatif=() if case is None else case.whatif,
    )
    return with_effects(world, dataset, policy, seed=seed, case=case)[0]
