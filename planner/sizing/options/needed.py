"""The places that each commission or each site needs, by year, with the whole curve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.results.coming.options import By, OptionCurve, OptionEnough
from planner.results.coming.promise import CurvePoint, Promise
from planner.sizing.effects.switched import Effects
from planner.sizing.options.split import split_places, weights_of
from planner.sizing.options.trial import Trial, ground_of, trial_of
from planner.sizing.queueing.world import Ints, World
from planner.sizing.search.each import LEAST_CURVE_CHANCE, MOST_CURVE_CHANCE, curve_places, knee_of
from planner.sizing.search.enough import least_between
from planner.sizing.search.threads import two_at_a_time


@dataclass(frozen=True)
class Offer:
    """What is asked of the options: the chances, the split and the price of a place."""

    by: By
    chances: tuple[float, ...]
    stated: Mapping[str, int]
    """Proportions by commission where they are not to be today's."""
    rate_pence: int


@dataclass
class _Option:
    """
    One commission or one site in one year, any number of places shared out over it.

    More places are taken to make nobody late, so every number tried narrows the range for
    all that is asked later.
    """

    option: str
    name: str
    trial: Trial
    weights: tuple[int, ...]
    now: tuple[int, ...]
    _tried: set[int] = field(default_factory=set)

    @property
    def label(self) -> str:
        """School year."""
        return str(self.trial.world.clock.years[self.trial.year])

    @property
    def most(self) -> int:
        """Places in all with which every commission that has a part holds everybody."""
        parts = [part for part in self.weights if part] or [1]
        whole = sum(self.weights) or len(self.weights)
        return -(-self.trial.most * whole // min(parts)) + len(self.weights)

    def split(self, places: int) -> tuple[int, ...]:
        """Return the places of each commission."""
        return split_places(places, self.weights)

    def kept(self, places: int, promise: Promise) -> float:
        """Return how well places in all keep a promise."""
        self._tried.add(places)
        return self.kept_by(self.split(places), promise)

    def kept_by(self, places: Sequence[int], promise: Promise) -> float:
        """Return how well places of each commission keep a promise."""
        return self.trial.kept(self.trial.seats_of(tuple(places)), promise)

    def fewest(self, chance: float, promise: Promise) -> int | None:
        """Return the fewest places in all that keep a promise; None where no number does."""
        if self.kept(self.most, promise) < chance:
            return None
        low, high = -1, self.most
        for places in sorted(self._tried):
            if self.kept(places, promise) >= chance:
                high = places
                break
            low = places
        return least_between(lambda places: self.kept(places, promise) >= chance, low, high)

    def among(self, draws: Ints) -> _Option:
        """Return the option in some futures alone."""
        return _Option(self.option, self.name, self.trial.among(draws), self.weights, self.now)


def options_needed(
    world: World, dataset: Dataset, case: Case | None, effects: Effects, offer: Offer
) -> tuple[tuple[OptionEnough, ...], tuple[OptionCurve, ...]]:
    """
    Return what each commission, or each site as one number, needs in each year.

    The places are there from the year's first day and everything else is as commissioned.
    The commissions of a site share its places in today's proportions or in stated ones.

    Parameters
    ----------
    world
        All pupils of all futures who come in any case.
    dataset
        The commissions.
    case
        Journeys; None where they are not known.
    effects
        What places do to demand.
    offer
        What is asked.
    """
    asked = [
        (own, columns, year)
        for own, columns in _columns(dataset, offer.by).items()
        for year in range(len(world.clock.years))
    ]
    grounds = [
        ground_of(world, dataset, case, year=year, induced=effects.induced)
        for year in range(len(world.clock.years))
    ]

    def answer(index: int) -> tuple[tuple[OptionEnough, ...], OptionCurve] | None:
        own, columns, year = asked[index]
        trial = trial_of(grounds[year], columns)
        if trial is None:
            return None
        option = _option(own, trial, offer)
        return tuple(_enough(option, offer.chances)), _curve(option, offer.rate_pence)

    found = two_at_a_time(answer, [len(columns) for _, columns, _ in asked])
    told = [each for each in found if each is not None]
    return tuple(row for rows, _ in told for row in rows), tuple(curve for _, curve in told)


def _columns(dataset: Dataset, by: By) -> dict[str, tuple[int, ...]]:
    """Return the positions of each option's commissions."""
    columns: dict[str, tuple[int, ...]] = {}
    for column, commission in enumerate(dataset.commissions):
        own = commission.site_id if by is By.SITE else commission.commission_id
        columns[own] = (*columns.get(own, ()), column)
    return columns


def _option(own: str, trial: Trial, offer: Offer) -> _Option:
    dataset = trial.dataset
    commissions = [dataset.commissions[column] for column in trial.columns]
    day = max(trial.world.clock.years[trial.year].starts, dataset.as_at)
    now = tuple(commission.places_on(day) for commission in commissions)
    names = [commission.commission_id for commission in commissions]
    name = dataset.site_of(names[0]).name
    return _Option(own, name, trial, weights_of(names, now, offer.stated), now)


def _enough(option: _Option, chances: Sequence[float]) -> Iterator[OptionEnough]:
    ranked = option.trial.ranked
    fifth = max(1, len(ranked) // 5)
    few, many = (option.among(np.sort(part)) for part in (ranked[:fifth], ranked[-fifth:]))
    for promise in Promise:
        for chance in sorted(chances):
            places, low, high = (each.fewest(chance, promise) for each in (option, few, many))
            yield OptionEnough(
                *(option.option, option.name, option.label, chance, promise),
                *(places, low, high, sum(option.now)),
                split="" if places is None else _said(option, places),
                kept=option.kept(option.most if places is None else places, promise),
                kept_now=option.kept_by(option.now, promise),
            )


def _said(option: _Option, places: int) -> str:
    """Return how the places are shared out, in words."""
    names = [option.trial.dataset.commissions[c].commission_id for c in option.trial.columns]
    parts = zip(names, option.split(places), strict=True)
    return " and ".join(f"{name} {each}" for name, each in parts)


def _curve(option: _Option, rate_pence: int) -> OptionCurve:
    best = option.kept(option.most, Promise.PUPILS)
    least_chance, most_chance = (
        min(chance, best) for chance in (LEAST_CURVE_CHANCE, MOST_CURVE_CHANCE)
    )
    first, last = (option.fewest(chance, Promise.PUPILS) for chance in (least_chance, most_chance))
    points = tuple(
        CurvePoint(
            places,
            option.kept(places, Promise.PUPILS),
            option.kept(places, Promise.FUTURES),
            places * rate_pence,
        )
        for places in curve_places(first or 0, last or 0)
    )
    return OptionCurve(option.option, option.label, points, knee_of(points))
