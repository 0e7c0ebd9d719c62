"""Places that move demand: spare ones bring referrals, prevention makes exclusions fewer."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import Case
from planner.domain.choices.policy import Effect, Policy
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.sizing.drawing.keys import Keys, below, chances, named, numbers
from planner.sizing.offer.commissioned import commissioned_pools, resident_pools
from planner.sizing.queueing.run import Lived
from planner.sizing.queueing.world import Ints, World, bounds_of
from planner.sizing.statement.lived import live_with_commissions
from planner.sizing.statement.tally import edges_of
from planner.sizing.stays.survival import Floats

_DAYS_PER_YEAR = 190


def with_effects(
    world: World, dataset: Dataset, policy: Policy, *, seed: int, case: Case | None = None
) -> tuple[World, tuple[str, ...]]:
    """
    Return the world with the effects that the policy switches on, and what they did.

    Each future draws its own strength from the interval. Both effects answer to the places
    commissioned, and not anew to every number of places that is tried.
    """
    said = []
    if policy.induced_referrals is not None:
        world, sentence = _induced(world, dataset, policy.induced_referrals, case, seed=seed)
        said.append(sentence)
    if policy.prevented_exclusions is not None:
        world, sentence = _prevented(world, dataset, policy.prevented_exclusions, case, seed=seed)
        said.append(sentence)
    return world, tuple(said)


def _induced(
    world: World, dataset: Dataset, effect: Effect, case: Case | None, *, seed: int
) -> tuple[World, str]:
    strength = _strength(effect, world.draws, named(seed, "induced"))
    spare = _spare_places(world, live_with_commissions(world, dataset, case), dataset, case)
    prevention = world.counted & _is(world, PlaceType.PREVENTION)
    stay_years = float(world.stay[prevention].mean()) / _DAYS_PER_YEAR if prevention.any() else 0.0
    # Who is drawn in fills a spare place for a stay, so the flow settles below its first size.
    yearly = strength[:, None] * spare / (1 + strength[:, None] * stay_years)
    own = named(seed, "induced")
    cells = below(own, np.arange(world.draws)[:, None], np.arange(yearly.shape[1])[None, :])
    expected = yearly * _year_lengths(world) / _DAYS_PER_YEAR
    extra = numbers(cells, "number", expected)
    alike = [
        _alike(np.flatnonzero(prevention & (world.year_of == year)), extra[:, year], cells[:, year])
        for year in range(extra.shape[1])
    ]
    draw, like, key = (np.concatenate(part) for part in zip(*alike, strict=True))
    added = np.bincount(draw, minlength=world.draws)
    return (
        _with_more(world, draw, like, key),
        f"Switched on: every hundred spare prevention places bring {_interval(effect)} prevention "
        f"referrals a year, because {_sentence(effect.because)} "
        f"{_range(added, 'prevention referrals more')}",
    )


def _prevented(
    world: World, dataset: Dataset, effect: Effect, case: Case | None, *, seed: int
) -> tuple[World, str]:
    strength = _strength(effect, world.draws, named(seed, "prevented"))
    lived = live_with_commissions(world, dataset, case)
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
        f"year after, because {_sentence(effect.because)} {_range(taken, 'exclusions fewer')}",
    )


def _strength(effect: Effect, draws: int, key: Keys) -> Floats:
    low, high = effect.low_percent / 100, effect.high_percent / 100
    strength: Floats = low + (high - low) * chances(below(key, np.arange(draws)), "strength")
    return strength


def _is(world: World, kind: PlaceType) -> NDArray[np.bool_]:
    mine: NDArray[np.bool_] = np.array([k is kind for _, k in world.groups])[world.group]
    return mine


def _year_lengths(world: World) -> Floats:
    return np.maximum(np.diff(edges_of(world)), 1.0)


def _by_year(world: World, wanted: NDArray[np.bool_]) -> Floats:
    """Return how many of some pupils arrive in each year, (draws, years)."""
    counts = np.zeros((world.draws, len(world.clock.years)))
    np.add.at(counts, (world.draw_of[wanted], np.maximum(world.year_of[wanted], 0)), 1)
    return counts


def _spare_places(world: World, lived: Lived, dataset: Dataset, case: Case | None) -> Floats:
    """Return the mean prevention places that stand empty in each year, (draws, years)."""
    pools = commissioned_pools(world, dataset, case)
    prevention = np.array(
        [c.place_type is PlaceType.PREVENTION for c in dataset.commissions] or [False]
    )
    until = np.minimum(lived.start + world.stay, world.cutoff)
    here = (lived.pool >= 0) & prevention[lived.pool]
    there = prevention[resident_pools(world, dataset, pools)]
    changes = np.append(pools.times, float(len(world.clock.days)))
    spare = np.zeros((world.draws, len(world.clock.years)))
    for year, (first, last) in enumerate(pairwise(edges_of(world))):
        open_for = np.clip(np.minimum(changes[1:], last) - np.maximum(changes[:-1], first), 0, None)
        held = float((open_for * pools.seats[:, prevention].sum(axis=1)).sum())
        used = np.clip(
            np.minimum(until[here], last) - np.maximum(lived.start[here], first), 0, None
        )
        stayed = np.clip(np.minimum(world.leaves[there], last) - first, 0, None)
        days = np.bincount(world.draw_of[here], weights=used, minlength=world.draws)
        days = days + np.bincount(world.resident_draw[there], weights=stayed, minlength=world.draws)
        spare[:, year] = np.maximum(held - days, 0.0) / max(1.0, last - first)
    return spare


def _alike(pupils: Ints, extra: Ints, cells: Keys) -> tuple[Ints, Ints, Keys]:
    """Return the future of each pupil to add, whom of the year it is like, and its key."""
    extra = extra if len(pupils) else np.zeros_like(extra)
    draw = np.repeat(np.arange(len(extra)), extra)
    turn = np.arange(len(draw)) - np.repeat(np.cumsum(extra) - extra, extra)
    key = below(cells[draw], turn)
    choice = (chances(key, "alike") * len(pupils)).astype(np.int64)
    return draw, pupils[choice] if len(draw) else draw, key


def _with_more(world: World, draw: Ints, like: Ints, key: Keys) -> World:
    """Return the world with further pupils, each alike to one whom it has."""
    rows = np.concatenate((np.arange(len(world.arrival)), like))
    draws = np.concatenate((world.draw_of, draw))
    order = np.lexsort((world.arrival[rows], draws))
    rows = rows[order]
    return replace(
        world,
        bounds=bounds_of(np.bincount(draws, minlength=world.draws)),
        cohort=world.cohort[rows],
        group=world.group[rows],
        key=np.concatenate((world.key, key))[order],
        arrival=world.arrival[rows],
        stay=world.stay[rows],
        blocked=world.blocked[rows],
        cutoff=world.cutoff[rows],
        counted=world.counted[rows],
        mark=np.concatenate((world.mark, chances(key, "mark")))[order],
    )


def _sentence(because: str) -> str:
    """Return a reason with the full stop that a sentence ends in."""
    return because if because.endswith(".") else f"{because}."


def _interval(effect: Effect) -> str:
    return f"{effect.low_percent} to {effect.high_percent}"


def _range(counts: Ints, what: str) -> str:
    low, middle, high = (round(float(each)) for each in np.quantile(counts, (0.1, 0.5, 0.9)))
    return f"Over all years simulated: {middle} {what} in the middle future ({low} to {high})."
