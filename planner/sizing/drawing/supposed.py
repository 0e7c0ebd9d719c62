"""What a scenario supposes of demand and stays, done to the pupils of every future."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from planner.domain.choices.whatif import (
    DemandChange,
    ShiftChange,
    StayChange,
    whom_and_when,
)
from planner.domain.codes import PlaceType
from planner.results.coming.futures import Cohort, DemandPaths
from planner.sizing.drawing.keys import below, chances, named
from planner.sizing.drawing.pupils import Pupils, within_week
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.stays.law import Group
from planner.sizing.stays.survival import Floats


def as_supposed(
    pupils: Pupils,
    changes: Sequence[DemandChange],
    cohorts: Sequence[Cohort],
    groups_of_cohorts: Sequence[Group],
    paths: DemandPaths,
    clock: SchoolClock,
    *,
    seed: int,
) -> Pupils:
    """
    Return the pupils of every future after a scenario's changes, in the order written.

    Whoever is not meant by a change stays as drawn. Each future draws the strength of
    a change once; a stronger change moves the same pupils and more. Changes of the same
    pupils in the same time act together where the first of them stands, so that writing
    them in another order changes nothing.
    """
    draws = paths.counts.shape[0]
    alike: dict[str, list[DemandChange]] = {}
    for each in changes:
        alike.setdefault(whom_and_when(each), []).append(each)
    for about, together in alike.items():
        change, name = together[0], f"{about} 0"
        strength = _together(together, draws, about, seed=seed)[pupils.draw]
        meant = _meant(pupils, change, cohorts, groups_of_cohorts, clock)
        if isinstance(change, StayChange):
            factor = np.where(meant, strength, 1.0)
            pupils = replace(pupils, stay_factor=pupils.stay_factor * factor)
        elif isinstance(change, ShiftChange):
            pupils = _shifted(
                pupils, meant & (chances(pupils.key, name) < strength), change, cohorts
            )
        else:
            pupils = _more_or_fewer(pupils, meant, strength, name, paths, clock)
    return pupils


def cohorts_supposed(cohorts: set[Cohort], changes: Sequence[DemandChange]) -> set[Cohort]:
    """Return the cohorts that there may be after a scenario's changes."""
    found = set(cohorts)
    for change in changes:
        if isinstance(change, ShiftChange):
            found |= {
                replace(cohort, route=change.to_route) for cohort in found if _in(cohort, change)
            }
    return found


def _together(changes: Sequence[DemandChange], draws: int, about: str, *, seed: int) -> Floats:
    """Return the strength of alike changes together in each future: what each leaves is met."""
    # Only an open strength is drawn: one that is certain takes no other's number.
    ordered = sorted(changes, key=lambda each: (_ends(each)[0] == _ends(each)[1], _ends(each)))
    drawn = [
        _strength(each, draws, f"{about} {rank}", seed=seed) for rank, each in enumerate(ordered)
    ]
    if isinstance(changes[0], ShiftChange) and len(drawn) > 1:
        left: Floats = prod((1.0 - share for share in drawn), start=np.ones(draws))
        return 1.0 - left
    strength: Floats = prod(drawn[1:], start=drawn[0])
    return strength


def _ends(change: DemandChange) -> tuple[float, float]:
    if isinstance(change, ShiftChange):
        return change.share_low, change.share_high
    return change.factor_low, change.factor_high


def _strength(change: DemandChange, draws: int, name: str, *, seed: int) -> Floats:
    low, high = _ends(change)
    key = below(named(seed, "strength"), np.arange(draws))
    strength: Floats = low + (high - low) * chances(key, name)
    return strength


def _meant(
    pupils: Pupils,
    change: DemandChange,
    cohorts: Sequence[Cohort],
    groups_of_cohorts: Sequence[Group],
    clock: SchoolClock,
) -> NDArray[np.bool_]:
    """Return whether a change is about each pupil: who it is, and when it was referred."""
    about = [
        _in(cohort, change) and _of_kind(kind, change)
        for cohort, (_, kind) in zip(cohorts, groups_of_cohorts, strict=True)
    ]
    first = -np.inf if change.from_day is None else float(clock.time(change.from_day))
    if change.from_day is None and not isinstance(change, StayChange):
        first = 0.0
    last = np.inf
    if change.until is not None:
        last = float(clock.time(change.until.fromordinal(change.until.toordinal() + 1)))
    # Referrals of pupils whom the tables name are facts, and no change of demand moves them.
    open_to_change = (pupils.week >= 0) | isinstance(change, StayChange)
    meant: NDArray[np.bool_] = (
        np.array(about, dtype=np.bool_)[pupils.cohort]
        & open_to_change
        & (pupils.arrival >= first)
        & (pupils.arrival < last)
    )
    return meant


def _in(cohort: Cohort, change: DemandChange) -> bool:
    own = not change.key_stages or cohort.key_stage in change.key_stages
    own = own and (not change.needs or cohort.need in change.needs)
    if isinstance(change, StayChange):
        return own
    own = own and (not change.districts or cohort.district in change.districts)
    return own and (not change.routes or cohort.route in change.routes)


def _of_kind(kind: PlaceType, change: DemandChange) -> bool:
    wanted = change.place_types if isinstance(change, StayChange) else frozenset()
    return not wanted or kind in wanted


def _shifted(
    pupils: Pupils,
    moved: NDArray[np.bool_],
    change: ShiftChange,
    cohorts: Sequence[Cohort],
) -> Pupils:
    position = {cohort: index for index, cohort in enumerate(cohorts)}
    after = np.array(
        [position.get(replace(cohort, route=change.to_route), -1) for cohort in cohorts],
        dtype=np.int64,
    )
    return replace(pupils, cohort=np.where(moved, after[pupils.cohort], pupils.cohort))


def _more_or_fewer(
    pupils: Pupils,
    meant: NDArray[np.bool_],
    factor: Floats,
    name: str,
    paths: DemandPaths,
    clock: SchoolClock,
) -> Pupils:
    """Return pupils thinned where the factor is below 1, and with others alike where above."""
    chance = chances(pupils.key, name)
    kept = pupils.rows(np.flatnonzero(~meant | (chance < factor)))
    more = np.where(meant, np.floor(np.maximum(factor - 1.0, 0.0) + chance), 0.0).astype(np.int64)
    like = np.repeat(np.arange(len(more)), more)
    turn = np.arange(len(like)) - np.repeat(np.cumsum(more) - more, more)
    others = pupils.rows(like)
    key = below(others.key ^ named(name), turn)
    arrival = within_week(paths, clock, others.week, key)
    return kept.with_more(replace(others, key=key, arrival=arrival))
