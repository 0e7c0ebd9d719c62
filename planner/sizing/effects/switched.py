"""The effects that a policy switches on, and what they do with the places commissioned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.domain.case import Case
from planner.domain.choices.policy import Effect, Policy
from planner.domain.dataset import Dataset
from planner.sizing.drawing.keys import below, chances, named
from planner.sizing.effects.induced import Induced, who_came
from planner.sizing.effects.prevented import Prevented, prevention_starts
from planner.sizing.offer.commissioned import commissioned_pools, resident_pools
from planner.sizing.queueing.run import Lived, live
from planner.sizing.queueing.world import Ints, World
from planner.sizing.stays.survival import Floats

ANSWERS = (
    "Each number of places that is tried draws in referrals, and spares exclusions, by itself. "
    "The share of pupils on time is that of the others: who is drawn in finds a place free. What "
    "moves the number of places is told of those who come with the places commissioned."
)


@dataclass(frozen=True)
class Effects:
    """What places do to demand; None for an effect that is off."""

    induced: Induced | None = None
    prevented: Prevented | None = None


def effects_of(policy: Policy, *, draws: int, seed: int) -> Effects:
    """Return the effects that a policy switches on; each future draws its own strength."""
    more, fewer = policy.induced_referrals, policy.prevented_exclusions
    return Effects(
        None
        if more is None
        else Induced(_strength(more, draws, "induced", seed=seed), np.arange(draws), seed),
        None
        if fewer is None
        else Prevented(_strength(fewer, draws, "prevented", seed=seed), fewer.usual_starts_a_year),
    )


@dataclass(frozen=True)
class Moved:
    """A world as the places commissioned make it."""

    world: World
    not_drawn: World
    """The same without those whom free places draw in."""
    said: tuple[str, ...] = ()
    """What the effects did, one sentence each."""


def with_effects(
    world: World, dataset: Dataset, policy: Policy, *, seed: int, case: Case | None = None
) -> Moved:
    """
    Return the world as the places commissioned make it, and what the effects did.

    Searches for other numbers of places take the world without them, and ``effects_of``.
    """
    effects = effects_of(policy, draws=world.draws, seed=seed)
    moved, said = world, []
    if effects.induced is not None and policy.induced_referrals is not None:
        pools = commissioned_pools(world, dataset, case)
        tempted = effects.induced.into_commissions(world, dataset, pools)
        there = resident_pools(tempted, dataset, pools)
        moved, added = who_came(tempted, live(tempted, pools, there))
        said.append(_induced_says(policy.induced_referrals, added))
    if effects.prevented is not None and policy.prevented_exclusions is not None:
        starts = prevention_starts(moved, _live_with_commissions(moved, dataset, case))
        gone = effects.prevented.spared(moved, starts)
        taken = np.bincount(moved.draw_of[gone], minlength=world.draws)
        moved, world = (effects.prevented.without(each, starts) for each in (moved, world))
        said.append(_prevented_says(policy.prevented_exclusions, taken))
    return Moved(moved, world, (*said, ANSWERS) if said else ())


def _live_with_commissions(world: World, dataset: Dataset, case: Case | None) -> Lived:
    pools = commissioned_pools(world, dataset, case)
    return live(world, pools, resident_pools(world, dataset, pools))


def _strength(effect: Effect, draws: int, name: str, *, seed: int) -> Floats:
    low, high = effect.low_percent / 100, effect.high_percent / 100
    key = below(named(seed, name), np.arange(draws))
    strength: Floats = low + (high - low) * chances(key, "strength")
    return strength


def _induced_says(effect: Effect, added: Ints) -> str:
    return (
        f"Switched on: every hundred spare prevention places bring {_interval(effect)} prevention "
        f"referrals a year, because {_sentence(effect.because)} With the places commissioned, "
        f"{_range(added, 'prevention referrals more')}"
    )


def _prevented_says(effect: Effect, taken: Ints) -> str:
    return (
        f"Switched on: every hundred prevention starts above the usual "
        f"{effect.usual_starts_a_year} a year make {_interval(effect)} exclusions fewer in the "
        f"year after, because {_sentence(effect.because)} With the places commissioned, "
        f"{_range(taken, 'exclusions fewer')}"
    )


def _sentence(because: str) -> str:
    """Return a reason with the full stop that a sentence ends in."""
    return because if because.endswith(".") else f"{because}."


def _interval(effect: Effect) -> str:
    return f"{effect.low_percent} to {effect.high_percent}"


def _range(counts: Ints, what: str) -> str:
    low, middle, high = (round(float(each)) for each in np.quantile(counts, (0.1, 0.5, 0.9)))
    return f"over all years simulated: {middle} {what} in the middle future ({low} to {high})."
