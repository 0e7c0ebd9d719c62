"""The coming years with the places commissioned and no search: every future, year by year."""

from __future__ import annotations

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.domain.policy import Policy
from planner.results.futures import DemandPaths
from planner.results.whatif.futures import Futures
from planner.sizing.drawing.build import build_world
from planner.sizing.queueing.run import live
from planner.sizing.statement.commissioned import commissioned_pools, resident_pools
from planner.sizing.statement.effects import with_effects
from planner.sizing.statement.tally import futures_of


def lived_futures(
    paths: DemandPaths, dataset: Dataset, policy: Policy, *, case: Case | None, seed: int
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
    """
    world = build_world(
        paths,
        dataset,
        place_types=policy.place_types,
        seed=seed,
        whatif=() if case is None else case.whatif,
    )
    world, _ = with_effects(world, dataset, policy, seed=seed, case=case)
    pools = commissioned_pools(world, dataset, case)
    there = resident_pools(world, dataset, pools)
    lived = live(world, pools, there)
    return futures_of(world, lived, dataset, policy, resident_pool=there, case=case)
