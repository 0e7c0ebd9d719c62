"""Places that move demand: spare ones bring referrals, prevention makes exclusions fewer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.policy import Effect, Policy
from planner.sizing.queueing.run import Lived
from planner.sizing.queueing.world import Ints, World, bounds_of
from planner.sizing.statement.commissioned import commissioned_pools, resident_pools
from planner.sizing.statement.lived import live_with_commissions
from planner.sizing.stays.survival import Floats

_DAYS_PER_YEAR = 190


def with_effects(
    world: World, dataset: Dataset, policy: Policy, *, seed: int
) -> tuple[World, tuple[str, ...]]:
    """
    Return the world with the effects that the policy switches on, and what they did.

    Each future draws its own strength from the interval. Both effects answer to the places
    commissioned, and not anew to every number of places that is tried.
    """
    generator = np.random.default_rng((seed, 5))
    said = []
    if policy.induced_referrals is not None:
        world, sentence = _induced(world, dataset, policy.induced_referrals, generator)
        said.append(sentence)
    if policy.prevented_exclusions is not None:
        world, sentence = _prevented(world, dataset, policy.prevented_exclusions, generator)
        said.append(sentence)
    return world, tuple(said)


def _induced(
    world: World, dataset: Dataset, effect: Effect, generator: np.random.Generator
) -> tuple[World, str]:
    strength = _strength(effect, world.draws, generator)
    spare = _spare_places(world, live_with_commissions(world, dataset), dataset)
    prevention = world.counted & _is(world, PlaceType.PREVENTION)
    stay_years = float(world.stay[prevention].mean()) / _DAYS_PER_YEAR if prevention.any() else 0.0
    # Who is drawn in fills a spare place for a stay, so the flow settles below its first size.
    yearly = strength[:, None] * spare / (1 + strength[:, None] * stay_years)
    extra = generator.poisson(yearly * _year_lengths(world) / _DAYS_PER_YEAR)
    alike = [
        _alike(np.flatnonzero(prevention & (world.year_of == year)), extra[:, year], generator)
        for year in range(extra.shape[1])
    ]
    draw = np.concatenate([each[0] for each in alike])
    added = np.bincount(draw, minlength=world.draws)
    return (
        _with_more(world, draw, np.concatenate([each[1] for each in alike]), generator),
        f"Switched on: every hundred spare prevention places bring {_interval(effect)} prevention "
        f"referrals a year, because {effect.because} {_range(added, 'prevention referrals more')}",
    )


def _prevented(
    world: World, dataset: Dataset, effect: Effect, generator: np.random.Generator
) -> tuple[World, str]:
    strength = _strength(effect, world.draws, generator)
    lived = live_with_commissions(world, dataset)
    begun = np.isfinite(lived.start) & _is(world, PlaceType.PREVENTION)
    starts = _by_year(world, begun & world.counted)
    usual = effect.usual_starts_a_year * _year_lengths(world) / _DAYS_PER_YEAR
    fewer = strength[:, None] * np.maximum(starts - usual, 0.0)
    excluded = world.counted & _is(world, PlaceType.EXCLUSION)
    share = np.zeros_like(fewer)
    share[:, 1:] = fewer[:, :-1] / np.maximum(_by_year(world, excluded)[:, 1:], 1)
    gone = excluded & (world.mark < share[world.draw_of, np.maximum(world.year_of, 0)])
    everybody = np.ones(len(world.leaves), dtype=np.bool_)
    taken = np.bincount(world.draw_of[gone], minlength=world.draws)
    return (
        world.only(~gone, everybody),
        f"Switched on: every hundred prevention starts above the usual "
        f"{effect.usual_starts_a_year} a year make {_interval(effect)} exclusions fewer in the "
        f"year after, because {effect.because} {_range(taken, 'exclusions fewer')}",
    )


def _strength(effect: Effect, draws: int, generator: np.random.Generator) -> Floats:
    return generator.uniform(effect.low_percent / 100, effect.high_percent / 100, draws)


def _is(world: World, kind: PlaceType) -> NDArray[np.bool_]:
    mine: NDArray[np.bool_] = np.array([k is kind for _, k in world.groups])[world.group]
    return mine


def _edges(world: World) -> Floats:
    return np.array([*world.clock.year_starts(), len(world.clock.days)], dtype=np.float64)


def _year_lengths(world: World) -> Floats:
    return np.maximum(np.diff(_edges(world)), 1.0)


def _by_year(world: World, wanted: NDArray[np.bool_]) -> Floats:
    """Return how many of some pupils arrive in each year, (draws, years)."""
    counts = np.zeros((world.draws, len(world.clock.years)))
    np.add.at(counts, (world.draw_of[wanted], np.maximum(world.year_of[wanted], 0)), 1)
    return counts


def _spare_places(world: World, lived: Lived, dataset: Dataset) -> Floats:
    """Return the mean prevention places that stand empty in each year, (draws, years)."""
    pools = commissioned_pools(world, dataset)
    prevention = np.array(
        [c.place_type is PlaceType.PREVENTION for c in dataset.commissions] or [False]
    )
    until = np.minimum(lived.start + world.stay, world.cutoff)
    here = (lived.pool >= 0) & prevention[lived.pool]
    there = prevention[resident_pools(world, pools)]
    resident_draw = np.repeat(np.arange(world.draws), np.diff(world.resident_bounds))
    changes = np.append(pools.times, float(len(world.clock.days)))
    spare = np.zeros((world.draws, len(world.clock.years)))
    for year, (first, last) in enumerate(zip(_edges(world)[:-1], _edges(world)[1:], strict=True)):
        open_for = np.clip(np.minimum(changes[1:], last) - np.maximum(changes[:-1], first), 0, None)
        held = float((open_for * pools.seats[:, prevention].sum(axis=1)).sum())
        used = np.clip(
            np.minimum(until[here], last) - np.maximum(lived.start[here], first), 0, None
        )
        stayed = np.clip(np.minimum(world.leaves[there], last) - first, 0, None)
        days = np.bincount(world.draw_of[here], weights=used, minlength=world.draws)
        days = days + np.bincount(resident_draw[there], weights=stayed, minlength=world.draws)
        spare[:, year] = np.maximum(held - days, 0.0) / max(1.0, last - first)
    return spare


def _alike(pupils: Ints, extra: Ints, generator: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the future of each pupil to add, and the pupil of the year whom it is like."""
    if not len(pupils):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    draw = np.repeat(np.arange(len(extra)), extra)
    return draw, generator.choice(pupils, size=len(draw))


def _with_more(world: World, draw: Ints, like: Ints, generator: np.random.Generator) -> World:
    """Return the world with further pupils, each alike to one whom it has."""
    rows = np.concatenate((np.arange(len(world.arrival)), like))
    draws = np.concatenate((world.draw_of, draw))
    order = np.lexsort((world.arrival[rows], draws))
    rows = rows[order]
    mark = np.concatenate((world.mark, generator.random(len(like))))[order]
    return replace(
        world,
        bounds=bounds_of(np.bincount(draws, minlength=world.draws)),
        group=world.group[rows],
        arrival=world.arrival[rows],
        stay=world.stay[rows],
        blocked=world.blocked[rows],
        cutoff=world.cutoff[rows],
        counted=world.counted[rows],
        mark=mark,
    )


def _interval(effect: Effect) -> str:
    return f"{effect.low_percent} to {effect.high_percent}"


def _range(counts: Ints, what: str) -> str:
    low, middle, high = (round(float(each)) for each in np.quantile(counts, (0.1, 0.5, 0.9)))
    return f"Over all years simulated: {middle} {what} in the middle future ({low} to {high})."
