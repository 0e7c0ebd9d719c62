"""The fewest places at one commission that keep the promise, all others as commissioned."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.results.coming.gaps import SiteOption
from planner.results.coming.promise import Promise
from planner.sizing.effects.switched import Effects
from planner.sizing.options.trial import Trial, ground_of, trial_of
from planner.sizing.queueing.world import World
from planner.sizing.search.enough import least
from planner.sizing.search.threads import two_at_a_time
from planner.units import format_day


def site_options(
    world: World,
    dataset: Dataset,
    case: Case | None,
    effects: Effects,
    *,
    year: int,
    chance: float,
) -> tuple[SiteOption, ...]:
    """
    Return for each commission the fewest places with which the promise is kept.

    Parameters
    ----------
    world
        All pupils of all futures who come in any case.
    dataset
        The commissions.
    case
        Journeys; None where they are not known.
    effects
        What places do to demand. Exclusions of the year answer to prevention before it,
        which the places tried do not touch.
    year
        School year that is looked at, from whose first day the places are there.
    chance
        Share of pupils who are to start within five school days. [0 to 1]
    """
    ground = ground_of(world, dataset, case, year=year, induced=effects.induced)

    def option(column: int) -> SiteOption | None:
        trial = trial_of(ground, (column,))
        return None if trial is None else _option(trial, column, chance)

    sizes = [commission.places for commission in dataset.commissions]
    return tuple(each for each in two_at_a_time(option, sizes) if each is not None)


def _option(trial: Trial, column: int, chance: float) -> SiteOption:
    commission = trial.dataset.commissions[column]

    def on_time(seats: int, trial: Trial = trial) -> float:
        return trial.kept((seats,), Promise.PUPILS)

    now, most, fewest = trial.seats_now()[0], trial.most, None
    if on_time(most) >= chance:
        rough = least(lambda seats: on_time(seats, trial.coarse) >= chance, now, most=most)
        fewest = least(lambda seats: on_time(seats) >= chance, rough, most=most)
    year = trial.world.clock.years[trial.year]
    day = max(year.starts, trial.dataset.as_at)
    option = SiteOption(
        commission_id=commission.commission_id,
        academic_year=str(year),
        chance=chance,
        places_now=commission.places_on(day),
        places=None if fewest is None else trial.places_of(column, fewest),
        on_time_now=on_time(now),
        on_time_most=on_time(trial.most),
        sentence="",
    )
    return replace(option, sentence=_sentence(option, trial.dataset, format_day(day)))


def _sentence(option: SiteOption, dataset: Dataset, day: str) -> str:
    site = dataset.site_of(option.commission_id)
    name = f"{option.commission_id} ({site.name})"
    promise = f"{option.chance:.0%} of the pupils who may come to it start by day 6"
    if option.places is None:
        return (
            f"{name}: no number of places there alone lets {promise}; {option.on_time_now:.0%} do "
            f"with the {option.places_now} commissioned, {option.on_time_most:.0%} with as many "
            "as anybody could fill."
        )
    if option.places <= option.places_now:
        return (
            f"{name}: {option.places_now} places are enough in {option.academic_year}, all else "
            f"as commissioned; {option.places} would let {promise}."
        )
    return (
        f"{name}: {option.places} places from {day} instead of {option.places_now} would let "
        f"{promise} in {option.academic_year}, all else as commissioned; {option.on_time_now:.0%} "
        "do now."
    )
