"""The sufficiency statement made from futures of demand and an authority's tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.domain.policy import Policy
from planner.results.futures import DemandPaths
from planner.results.places import Curve, CurvePoint, Enough, Promise, Sufficiency, WayOn, WayOut
from planner.sizing.drawing.build import build_world
from planner.sizing.enough import Search, rank_futures
from planner.sizing.need import place_rate_pence
from planner.sizing.queueing.kernel import COMPILED
from planner.sizing.queueing.run import live
from planner.sizing.queueing.world import Ints, World
from planner.sizing.statement.commissioned import (
    commissioned_pools,
    places_by_year,
    places_for,
    resident_pools,
    seats_for,
)
from planner.sizing.statement.effects import with_effects
from planner.sizing.statement.lived import (
    queue_started,
    risks_of,
    years_of,
)
from planner.sizing.statement.outlay import outlays_of
from planner.sizing.statement.tally import futures_of
from planner.sizing.statement.ways import drivers_of, ways_out
from planner.sizing.stays.law import exits_by_destination

DRAWS_WITHOUT_NUMBA = 25
"""Futures that are run where numba is not installed; the same code is then a hundred times
slower, so only the highest chance is searched, and roughly."""

_KNEE = 0.005
_CURVE_POINTS = 13
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
    "needs, travel, single-sex provision, pairs kept apart and panels: a pupil takes the first "
    "place of the right key stage and type, those on exclusion routes first",
    "Year 6 pupils who move on to secondary provision in September",
)


def sufficiency(
    paths: DemandPaths | None,
    dataset: Dataset,
    policy: Policy,
    *,
    chances: Sequence[float] = (0.80, 0.90, 0.95),
    seed: int,
    why_not: tuple[str, ...] = (),
    case: Case | None = None,
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
    """
    if paths is None:
        reason = "No places are worked out, for there is no forecast."
        return Sufficiency(reason, (), unanswered=why_not)
    if not COMPILED:
        paths, chances = _fewer(paths), (max(chances),)
    whatif = () if case is None else case.whatif
    types = policy.place_types
    world = build_world(paths, dataset, place_types=types, seed=seed, whatif=whatif)
    world, effects = with_effects(world, dataset, policy, seed=seed, case=case)
    pools = commissioned_pools(world, dataset, case)
    there = resident_pools(world, dataset, pools)
    lived = live(world, pools, there)
    futures = futures_of(world, lived, dataset, policy, resident_pool=there, case=case)
    enough: list[Enough] = []
    curves: list[Curve] = []
    ways: list[WayOut] = []
    rate = place_rate_pence(dataset)
    years = _whole_years(world)
    for group, key in enumerate(world.groups):
        places = places_by_year(world, dataset, key)
        search = Search(world.of_groups((group,)))
        enough += _enough(search, world, group, places, chances)
        curves += [_curve(search, world, group, year, rate) for year in years[:1]]
        seats = seats_for(world, group, places[years[0]])
        ways += ways_out(
            world, group, years[0], seats=seats, chance=max(chances), promise=Promise.PUPILS
        )
    return Sufficiency(
        method=_method(world),
        leaves_out=_left_out(policy),
        enough=tuple(enough),
        curves=tuple(curves),
        risks=risks_of(world, lived),
        years=years_of(futures, world.clock, dataset),
        drivers=drivers_of(
            world, years[0], chance=max(chances), promise=Promise.PUPILS, rate_pence=rate
        ),
        ways_out=tuple(ways),
        effects=effects,
        queue_started_mean=None
        if case is None
        else queue_started(world, dataset, case, case.horizon_ends),
        ways_on=tuple(
            WayOn(destination, weeks, float(shares[weeks - 1]))
            for destination, shares in exits_by_destination(dataset).items()
            for weeks in _WEEKS_TOLD
        ),
        outlays=() if case is None else outlays_of(futures),
    )


def _left_out(policy: Policy) -> tuple[str, ...]:
    """Return what the simulation leaves out, with the effects that are not switched on."""
    induced = () if policy.induced_referrals else (_NO_INDUCED,)
    prevented = () if policy.prevented_exclusions else (_NO_PREVENTED,)
    return (*_LEAVES_OUT, *induced, *prevented)


def _fewer(paths: DemandPaths) -> DemandPaths:
    return DemandPaths(paths.weeks, paths.cohorts, paths.counts[:DRAWS_WITHOUT_NUMBA])


def _whole_years(world: World) -> list[int]:
    """Return the years that lie wholly ahead; all where none does."""
    starts = world.clock.year_starts()
    whole = [index for index, start in enumerate(starts) if start > 0]
    return whole or list(range(len(starts)))


def _enough(
    search: Search,
    world: World,
    group: int,
    commissioned: tuple[int, ...],
    chances: Sequence[float],
) -> list[Enough]:
    """Return the fewest places for every year, chance and promise, each year after the last."""
    found = []
    years = len(world.clock.years)
    stage, kind = world.groups[group]
    fifths = [_fifths(search, year) for year in range(years)]
    near: dict[tuple[int, int], int] = {}
    for promise in Promise:
        for chance in sorted(chances):
            seats: Ints = np.zeros(years, dtype=np.int64)
            for year in range(years):
                answers = []
                for place, part in enumerate((search, *fifths[year])):
                    near[year, place] = part.fewest(
                        year, seats, chance=chance, promise=promise, near=near.get((year, place))
                    )
                    answers.append(places_for(world, group, near[year, place]))
                seats[year:] = near[year, 0]
                found.append(
                    Enough(
                        str(world.clock.years[year]),
                        stage,
                        kind,
                        chance,
                        promise,
                        answers[0],
                        answers[1],
                        answers[2],
                        commissioned[year],
                    )
                )
    return found


def _fifths(search: Search, year: int) -> tuple[Search, Search]:
    """Return the same pool in the futures with the fewest, and with the most, referrals."""
    ranked = rank_futures(search.world, year)
    fifth = max(1, len(ranked) // 5)
    return (
        Search(search.world.of_futures(ranked[:fifth])),
        Search(search.world.of_futures(ranked[-fifth:])),
    )


def _curve(search: Search, world: World, group: int, year: int, rate_pence: int) -> Curve:
    stage, kind = world.groups[group]
    years = len(world.clock.years)
    nobody: Ints = np.zeros(years, dtype=np.int64)
    most = search.fewest(year, nobody, chance=0.99, promise=Promise.PUPILS)
    least = search.fewest(year, nobody, chance=0.40, promise=Promise.PUPILS)
    tried = sorted({int(each) for each in np.linspace(least, most, _CURVE_POINTS)})
    points = []
    for seats in tried:
        held: Ints = np.full(years, seats, dtype=np.int64)
        places = places_for(world, group, seats)
        points.append(
            CurvePoint(
                places,
                search.kept(held, year, Promise.PUPILS),
                search.kept(held, year, Promise.FUTURES),
                places * rate_pence,
            )
        )
    knee = _knee(points)
    mine = search.world.counted & (search.world.year_of == year)
    per_place = float(mine.sum()) / world.draws / max(1, knee)
    return Curve(str(world.clock.years[year]), stage, kind, tuple(points), knee, per_place)


def _knee(points: Sequence[CurvePoint]) -> int:
    for here, after in pairwise(points):
        more = max(1, after.places - here.places)
        if (after.pupils_on_time - here.pupils_on_time) / more < _KNEE:
            return here.places
    return points[-1].places


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
        f"Year 11 in June. Lengths of stay: {world.law.says}. At the start, "
        f"{'. '.join(world.notes)}. On time means a start within five school days, so by day 6. "
        f"Low and high are the fifth of "
        f"futures with the fewest and the most referrals; every number of places met the same "
        f"futures.{compiled}"
    )
