"""Changes to how many places a commission has, and from when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, PlaceStep
from planner.scenario.changes import AddPlaces, CloseCommission, SetPlaces
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    commission_named,
    first_day,
    from_words,
    with_commissions,
)


def add_places(dataset: Dataset, change: AddPlaces) -> Outcome:
    """Add places to a commission from a day on; steps that follow are raised alike."""
    return _reckoned(dataset, change, lambda places: places + change.places)


def set_places(dataset: Dataset, change: SetPlaces) -> Outcome:
    """Set a commission's places from a day on; steps that would follow are dropped."""
    return _reckoned(dataset, change, lambda _: change.places)


def close_commission(dataset: Dataset, change: CloseCommission) -> Outcome:
    """End a commission on the day before a day."""
    commission = commission_named(dataset, change.commission)
    day = first_day(change, dataset)
    closed = closed_from(commission, day)
    return Outcome(
        with_commissions(dataset, [closed]),
        f"{commission.commission_id}: closes {from_words(day)}",
    )


def closed_from(commission: Commission, day: date) -> Commission:
    """Return a commission whose last day is the one before ``day``, unless it ends sooner."""
    last = day - timedelta(days=1)
    if commission.ends is not None and commission.ends <= last and not commission.rolls_over:
        return commission
    return replace(commission, ends=last, rolls_over=False)


def _reckoned(
    dataset: Dataset, change: AddPlaces | SetPlaces, reckon: Callable[[int], int]
) -> Outcome:
    commission = commission_named(dataset, change.commission)
    day = max(first_day(change, dataset), commission.starts)
    before = commission.places_on(day)
    changed = places_from(commission, day, reckon)
    after = changed.places_on(day)
    if before == after == 0:
        raise Unfit(
            key="from",
            what=f"{commission.commission_id} has no contract on that day.",
            fix="Extend the contract first, or choose an earlier day.",
        )
    return Outcome(
        with_commissions(dataset, [changed]),
        f"{commission.commission_id}: places {before} -> {after} {from_words(day)}",
    )


def places_from(commission: Commission, day: date, reckon: Callable[[int], int]) -> Commission:
    """
    Return a commission with its places reckoned anew from a day on.

    Parameters
    ----------
    commission
        The commission.
    day
        First day with new places.
    reckon
        Gives the new number of places for an old one, for each step from ``day`` on.
    """
    earlier = [step for step in commission.steps if step.starts < day]
    later = [step for step in commission.steps if step.starts > day]
    reached = [step.places for step in commission.steps if step.starts <= day]
    level = reached[-1] if reached else commission.places
    if day <= commission.starts and not earlier:
        steps = [replace(step, places=reckon(step.places)) for step in later]
        return replace(commission, places=reckon(level), steps=_distinct(reckon(level), steps))
    steps = [*earlier, PlaceStep(day, reckon(level))]
    steps += [replace(step, places=reckon(step.places)) for step in later]
    return replace(commission, steps=_distinct(commission.places, steps))


def _distinct(first: int, steps: list[PlaceStep]) -> tuple[PlaceStep, ...]:
    """Return steps without those that change nothing."""
    kept: list[PlaceStep] = []
    level = first
    for step in steps:
        if step.places != level:
            kept.append(step)
            level = step.places
    return tuple(kept)
