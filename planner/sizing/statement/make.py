"""The sufficiency statement made from futures of demand and an authority's tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from planner.domain.case import Case
from planner.domain.choices.policy import Policy
from planner.domain.dataset import Dataset
from planner.results.coming.futures import DemandPaths
from planner.results.coming.options import By, OptionCurve, OptionEnough
from planner.results.coming.places import Sufficiency, WayOn, WayOut
from planner.results.coming.promise import Promise
from planner.results.whatif.futures import Futures
from planner.sizing.drawing.build import build_world
from planner.sizing.effects.switched import Effects, effects_of, with_effects
from planner.sizing.gaps.by_date import by_date
from planner.sizing.gaps.filled import filled_of
from planner.sizing.gaps.table import gaps_of
from planner.sizing.need import place_rate_pence
from planner.sizing.offer.commissioned import (
    commissioned_pools,
    places_by_year,
    resident_pools,
)
from planner.sizing.options.needed import Offer, options_needed
from planner.sizing.options.sites import site_options
from planner.sizing.queueing.kernel import COMPILED
from planner.sizing.queueing.run import Lived, live
from planner.sizing.queueing.world import World
from planner.sizing.search.each import curve_of
from planner.sizing.search.enough import Search
from planner.sizing.search.plan import all_needed, searches_today
from planner.sizing.search.threads import two_at_a_time
from planner.sizing.search.ways import drivers_of, ways_out
from planner.sizing.statement.doubts import doubts_of
from planner.sizing.statement.lived import (
    queue_started,
    risks_of,
    years_of,
)
from planner.sizing.statement.outlay import outlays_of
from planner.sizing.statement.tally import futures_of
from planner.sizing.stays.law import exits_by_destination

_Answer = TypeVar("_Answer")

DRAWS_WITHOUT_NUMBA = 25
"""Futures that are run where numba is not installed; the same code is then a hundred times
slower, so only the highest chance is searched, and roughly."""

_WEEKS_TOLD = (6, 13, 26, 39, 78)

_NO_INDUCED = (
    "induced demand: more spare places may bring more referrals; no elasticity is published "
    "(policy: induced_referrals switches on an interval of your own)"
)
_NO_PREVENTED = (
    "prevention places making later exclusions fewer (policy: prevented_exclusions switches on "
    "an interval of your own)"
)

_LEAVES_OUT = (
    "single-sex provision, pairs kept apart, part-week timetables and panels: a pupil takes the "
    "first place of the right key stage, type and need, the shortest journey from the district "
    "first, and those on exclusion routes before others; the search for places that are enough "
    "takes each key stage and type as one pool",
    "Year 6 pupils who move on to secondary provision in September",
)

_CAPS = ("the caps on journeys and on the budget, which hold for those who wait now alone",)


def sufficiency(
    paths: DemandPaths | None,
    dataset: Dataset,
    policy: Policy,
    *,
    chances: Sequence[float] = (0.80, 0.90, 0.95),
    seed: int,
    why_not: tuple[str, ...] = (),
    case: Case | None = None,
    by: By = By.COHORT,
    split: Mapping[str, int] | None = None,
) -> Sufficiency:
    """
    Simulate the coming years and say how many places are enough.

    Parameters
    ----------
    paths
        Futures of demand by week; None where no forecast could be made.
    dataset
        The authority's tables.
    policy
        Place types by route, and the interim offer.
    chances
        Chances to find places for. [0 to 1]
    seed
        Start of the random draws.
    why_not
        Why there is no forecast.
    case
        Prices and journeys, for what the years would cost; None to leave that out.
    by
        What the places are told by, besides key stage and place type.
    split
        Proportions in which the commissions of a site share its places, if not today's.
    """
    if paths is None:
        reason = "No places are worked out, for there is no forecast."
        return Sufficiency(reason, (), unanswered=why_not)
    if not COMPILED:
        paths, chances = _fewer(paths), (max(chances),)
    whatif = () if case is None else case.whatif
    types = policy.place_types
    steady = build_world(paths, dataset, place_types=types, seed=seed, whatif=whatif)
    moved = with_effects(steady, dataset, policy, seed=seed, case=case)
    world = moved.world
    effects = effects_of(policy, draws=steady.draws, seed=seed)
    lived, futures = _as_commissioned(world, dataset, policy, case)
    rate = place_rate_pence(dataset)
    year = _first_whole_year(world)
    held = [places_by_year(steady, dataset, group) for group in steady.groups]
    needed = all_needed(steady, effects, held, chances=chances)
    today = searches_today(steady, effects, held)
    filled = filled_of(world)
    offer = Offer(by, tuple(chances), split or {}, rate)
    options, curves = _options(moved.not_drawn, dataset, case, effects, offer)
    return Sufficiency(
        method=_method(world),
        leaves_out=left_out(policy),
        enough=tuple(row for each in needed for row in each.enough),
        curves=_each_group(steady, lambda g: curve_of(needed[g], steady, g, year, rate)),
        risks=risks_of(world, lived),
        years=years_of(futures, world.clock, dataset),
        drivers=drivers_of(
            world, year, chance=max(chances), promise=Promise.PUPILS, rate_pence=rate
        ),
        ways_out=_ways(steady, today, held, year, chance=max(chances)),
        effects=moved.said,
        doubts=tuple(doubts_of(world, dataset)),
        gaps=gaps_of(filled, dataset),
        by_date=by_date(filled, dataset),
        site_options=site_options(
            moved.not_drawn, dataset, case, effects, year=year, chance=max(chances)
        ),
        options=options,
        option_curves=curves,
        suppression_threshold=policy.suppression_threshold,
        queue_started_mean=None
        if case is None
        else queue_started(world, dataset, case, case.horizon_ends),
        ways_on=_ways_on(dataset),
        outlays=() if case is None else outlays_of(futures),
    )


def left_out(policy: Policy) -> tuple[str, ...]:
    """Return what the simulation leaves out, with the effects that are not switched on."""
    caps = _CAPS if policy.travel_cap_minutes or policy.budget_cap_pence else ()
    induced = () if policy.induced_referrals else (_NO_INDUCED,)
    prevented = () if policy.prevented_exclusions else (_NO_PREVENTED,)
    return (*_LEAVES_OUT, *caps, *induced, *prevented)


def _fewer(paths: DemandPaths) -> DemandPaths:
    return DemandPaths(paths.weeks, paths.cohorts, paths.counts[:DRAWS_WITHOUT_NUMBA])


def _first_whole_year(world: World) -> int:
    """Return the first year that lies wholly ahead; the first of all where none does."""
    whole = [index for index, start in enumerate(world.clock.year_starts()) if start > 0]
    return whole[0] if whole else 0


def _as_commissioned(
    world: World, dataset: Dataset, policy: Policy, case: Case | None
) -> tuple[Lived, Futures]:
    """Return what becomes of everybody with the places that are commissioned."""
    pools = commissioned_pools(world, dataset, case)
    there = resident_pools(world, dataset, pools)
    lived = live(world, pools, there)
    return lived, futures_of(world, lived, dataset, policy, resident_pool=there, case=case)


def _ways_on(dataset: Dataset) -> tuple[WayOn, ...]:
    """Return what share of stays has ended by some weeks, by where the pupil went."""
    return tuple(
        WayOn(destination, weeks, float(shares[weeks - 1]))
        for destination, shares in exits_by_destination(dataset).items()
        for weeks in _WEEKS_TOLD
    )


def _ways(
    world: World,
    today: Sequence[Search],
    held: Sequence[Sequence[int]],
    year: int,
    *,
    chance: float,
) -> tuple[WayOut, ...]:
    """Return the ways out of every group from the places that it holds in a year."""

    def of_group(group: int) -> tuple[WayOut, ...]:
        seats = world.seats_for(group, held[group][year])
        return ways_out(today[group], world, group, year, seats=seats, chance=chance)

    return tuple(way for ways in _each_group(world, of_group) for way in ways)


def _options(
    world: World, dataset: Dataset, case: Case | None, effects: Effects, offer: Offer
) -> tuple[tuple[OptionEnough, ...], tuple[OptionCurve, ...]]:
    """Return places by commission or by site, where they are asked for."""
    if offer.by is By.COHORT:
        return (), ()
    return options_needed(world, dataset, case, effects, offer)


def _each_group(world: World, answer: Callable[[int], _Answer]) -> tuple[_Answer, ...]:
    """Return an answer for every group, the largest first, two at a time."""
    return tuple(two_at_a_time(answer, [len(part.arrival) for part in world.apart]))


def _method(world: World) -> str:
    compiled = (
        ""
        if COMPILED
        else f" numba is not installed (extra 'forecast'), so only {world.draws} futures were run: "
        "take every number as rough."
    )
    return (
        f"{world.draws:,} futures simulated pupil by pupil on the school calendar: referrals come, "
        f"wait in the order of route and referral, start when a place is free, stay and leave, "
        f"Year 11 in June. Lengths of stay: {world.law.says}. "
        f"{'. '.join(note[:1].upper() + note[1:] for note in world.notes)}. "
        f"On time means a start within five school days, so by day 6. Low and high are the fifth "
        f"of futures with the fewest and the most referrals; every number of places met the same "
        f"futures.{compiled}"
    )
