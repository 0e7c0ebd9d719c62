"""The coming years with the places commissioned and no search: every future, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from planner.domain.case import Case
from planner.domain.choices.policy import Policy
from planner.domain.choices.whatif import DemandChange
from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.results.coming.futures import DemandPaths
from planner.results.coming.places import Enough
from planner.results.coming.promise import Promise
from planner.results.whatif.futures import Futures
from planner.sizing.drawing.build import build_world
from planner.sizing.effects.switched import effects_of, with_effects
from planner.sizing.offer.commissioned import (
    commissioned_pools,
    places_by_year,
    resident_pools,
)
from planner.sizing.queueing.run import live
from planner.sizing.queueing.world import World
from planner.sizing.search.plan import all_needed
from planner.sizing.statement.tally import futures_of


@dataclass(frozen=True)
class Drawn:
    """
    Pupils drawn for one case, for others that differ from it in places, prices or journeys.

    Drawing them takes longer than living through their years.
    """

    world: World
    dataset: Dataset
    place_types: Mapping[Route, frozenset[PlaceType]]
    whatif: tuple[DemandChange, ...]
    seed: int

    def serves(self, dataset: Dataset, policy: Policy, case: Case | None, *, seed: int) -> bool:
        """Say whether the same pupils would be drawn for another case."""
        whatif = () if case is None else case.whatif
        asked = (policy.place_types, tuple(whatif), seed)
        return asked == (self.place_types, self.whatif, self.seed) and (
            _drawn_from(dataset) == _drawn_from(self.dataset)
        )

    def on(self, dataset: Dataset) -> World:
        """Return the world with residents on the commissions as another case numbers them."""
        ids = [commission.commission_id for commission in self.dataset.commissions]
        position = {c.commission_id: index for index, c in enumerate(dataset.commissions)}
        moved = np.array([*(position.get(each, -1) for each in ids), -1], dtype=np.int64)
        if np.array_equal(moved[:-1], np.arange(len(ids))):
            return self.world
        # A commission that is not known has the position -1, which is the last here too.
        return replace(self.world, resident_commission=moved[self.world.resident_commission])


def drawn_pupils(
    paths: DemandPaths,
    dataset: Dataset,
    policy: Policy,
    *,
    whatif: tuple[DemandChange, ...],
    seed: int,
) -> Drawn:
    """Draw the pupils of every future of a case; takes what ``lived_futures`` does."""
    types = policy.place_types
    world = build_world(paths, dataset, place_types=types, seed=seed, whatif=whatif)
    return Drawn(world, dataset, types, whatif, seed)


def _drawn_from(dataset: Dataset) -> tuple[object, ...]:
    """Return everything in the tables that drawing pupils depends on."""
    kinds = {
        placement.commission_id: dataset.commission[placement.commission_id].place_type
        for placement in dataset.placements
    }
    return (
        dataset.as_at,
        dataset.calendar,
        dataset.referrals,
        dataset.placements,
        dataset.stays,
        kinds,
    )


def lived_futures(
    paths: DemandPaths,
    dataset: Dataset,
    policy: Policy,
    *,
    case: Case | None,
    seed: int,
    put_out: tuple[Referral, ...] = (),
    drawn: Drawn | None = None,
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
    drawn
        Pupils drawn already, taken where they are those of this case.
    """
    world = _world(paths, dataset, policy, case=case, seed=seed, put_out=put_out, drawn=drawn)
    world = with_effects(world, dataset, policy, seed=seed, case=case).world
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
    drawn: Drawn | None = None,
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
    world = _world(paths, dataset, policy, case=case, seed=seed, put_out=put_out, drawn=drawn)
    effects = effects_of(policy, draws=world.draws, seed=seed)
    held = [places_by_year(world, dataset, group) for group in world.groups]
    needed = all_needed(world, effects, held, chances=(chance,), promises=(Promise.PUPILS,))
    return tuple(row for each in needed for row in each.enough)


def _world(
    paths: DemandPaths,
    dataset: Dataset,
    policy: Policy,
    *,
    case: Case | None,
    seed: int,
    put_out: tuple[Referral, ...],
    drawn: Drawn | None,
) -> World:
    asked = replace(dataset, referrals=(*dataset.referrals, *put_out))
    if drawn is None or not drawn.serves(asked, policy, case, seed=seed):
        whatif = () if case is None else case.whatif
        drawn = drawn_pupils(paths, asked, policy, whatif=whatif, seed=seed)
    return drawn.on(dataset)
