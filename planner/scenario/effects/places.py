"""Changes to how many places a commission has, and from when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from planner.domain.dataset import Dataset
from planner.domain.provision import Commission, PlaceStep
from planner.scenario.changes.places import (
    AddPlaces,
    MovePlaces,
    Phase,
    PhasePlaces,
    PlacesChange,
    SetPlaces,
)
from planner.scenario.effects.funding import funded_anew
from planner.scenario.effects.outcome import (
    Outcome,
    Unfit,
    commission_named,
    first_day,
    from_words,
    with_commissions,
)
from planner.units import format_day


def add_places(dataset: Dataset, change: AddPlaces) -> Outcome:
    """Add places to a commission from a day on; steps that follow are raised alike."""
    return _reckoned(dataset, change, lambda places: places + change.places)


def set_places(dataset: Dataset, change: SetPlaces) -> Outcome:
    """Set a commission's places from a day on; steps that would follow are dropped."""
    return _reckoned(dataset, change, lambda _: change.places)


def phase_places(dataset: Dataset, change: PhasePlaces) -> Outcome:
    """Set a commission's places step by step; steps of its own within them are dropped."""
    before = commission_named(dataset, change.commission)
    after, told = before, []
    for position, phase in enumerate(change.phases):
        day = max(phase.from_day, before.starts)
        _check_contract(before, day, key="from", within=("phases", position))
        stepped = places_between(after, day, None, partial(_level_of, phase))
        told.append(f"{after.places_on(day)} -> {phase.places} {from_words(day)}")
        if stepped == after:
            what = f"{after.commission_id} has {phase.places} places then already."
            raise Unfit(
                key="places", what=what, fix="Leave the phase out.", within=("phases", position)
            )
        after = stepped
    funded = funded_anew(with_commissions(dataset, [after]), before, after, paid_by=change.paid_by)
    return Outcome(funded, f"{before.commission_id}: places {', '.join(told)}")


def _level_of(phase: Phase, _: int) -> int:
    return phase.places


def move_places(dataset: Dataset, change: MovePlaces) -> Outcome:
    """Take places from one commission and give them to another, each at its own rates."""
    giver = commission_named(dataset, change.commission)
    taker = commission_named(dataset, change.to_commission, key="to_commission")
    if giver == taker:
        what = "places are moved to the commission that they come from."
        raise Unfit(key="to_commission", what=what, fix="Name another commission.")
    day = first_day(change, dataset)
    _check_contract(giver, day, key="commission")
    _check_contract(taker, day, key="to_commission")
    fewer = places_between(giver, day, None, lambda places: places - change.places)
    short = [step for step in (fewer.places, *(step.places for step in fewer.steps)) if step < 0]
    if short:
        what = f"{giver.commission_id} has only {giver.places_on(day)} places {from_words(day)}"
        later = "" if change.places > giver.places_on(day) else ", and fewer later"
        raise Unfit(key="places", what=f"{what}{later}.", fix="Move fewer.")
    more = places_between(taker, day, None, lambda places: places + change.places)
    moved = with_commissions(dataset, [fewer, more])
    moved = funded_anew(moved, giver, fewer)
    moved = funded_anew(moved, taker, more, paid_by=change.paid_by)
    return Outcome(
        moved,
        f"{_step(giver, fewer, day)} and {_step(taker, more, day)} {from_words(day)}",
    )


def _reckoned(dataset: Dataset, change: PlacesChange, reckon: Callable[[int], int]) -> Outcome:
    commission = commission_named(dataset, change.commission)
    day = max(first_day(change, dataset), commission.starts)
    if change.until is not None and change.until < day:
        what = f"the change would end before it begins on {format_day(day)}."
        raise Unfit(key="until", what=what, fix="Choose a later last day.")
    _check_contract(commission, day, key="commission")
    changed = places_between(commission, day, change.until, reckon)
    dataset = with_commissions(dataset, [changed])
    return Outcome(
        funded_anew(dataset, commission, changed, paid_by=change.paid_by),
        f"{_step(commission, changed, day)} {from_words(day, change.until)}",
    )


def _check_contract(
    commission: Commission, day: date, *, key: str, within: tuple[int | str, ...] = ()
) -> None:
    ends = commission.ends
    if ends is not None and not commission.rolls_over and day > ends:
        what = f"{commission.commission_id} ends on {format_day(ends)}, before the change."
        raise Unfit(
            key=key,
            what=what,
            fix="Extend the contract first, or choose an earlier day.",
            within=within,
        )


def _step(before: Commission, after: Commission, day: date) -> str:
    day = max(day, before.starts)
    return f"{before.commission_id}: places {before.places_on(day)} -> {after.places_on(day)}"


def places_between(
    commission: Commission, first: date, last: date | None, reckon: Callable[[int], int]
) -> Commission:
    """
    Return a commission with its places reckoned anew over some days.

    Parameters
    ----------
    commission
        The commission.
    first
        First day with new places.
    last
        Last day with new places; None for good.
    reckon
        Gives the new number of places for an old one, for each step in those days.
    """
    after = None if last is None else last + timedelta(days=1)
    levels = {date.min: commission.places, **{s.starts: s.places for s in commission.steps}}
    for day in (first, *([after] if after else [])):
        levels[day] = _level(commission, day)
    reckoned = {
        day: reckon(places) if first <= day and (after is None or day < after) else places
        for day, places in sorted(levels.items())
    }
    return _from_levels(commission, reckoned)


def _level(commission: Commission, day: date) -> int:
    """Return the places stated for a day, whether or not the contract runs."""
    reached = [step.places for step in commission.steps if step.starts <= day]
    return reached[-1] if reached else commission.places


def _from_levels(commission: Commission, levels: dict[date, int]) -> Commission:
    """Return the commission with the places of its first day, and a step at every change."""
    opening = [places for day, places in levels.items() if day <= commission.starts][-1]
    steps: list[PlaceStep] = []
    level = opening
    for day, places in levels.items():
        if day > commission.starts and places != level:
            steps.append(PlaceStep(day, places))
            level = places
    return replace(commission, places=opening, steps=tuple(steps))
