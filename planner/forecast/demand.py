"""Demand for some school years to come: paths by week, and figures by key stage and place type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.forecast.history.counts import History, month_label, months_between, next_month
from planner.forecast.history.uncounted import kind_of_place, uncounted_say
from planner.forecast.model.choose import choose_settings
from planner.forecast.model.fit import Fit, fit
from planner.forecast.model.level import Settings
from planner.forecast.model.paths import sample_paths
from planner.forecast.prepare import prepared_history, refusals_of
from planner.forecast.weeks import spread_over_weeks
from planner.results.coming.futures import (
    Cohort,
    CohortDemand,
    DemandForecast,
    DemandPaths,
    YearTotal,
)
from planner.units import AcademicYear, KeyStage

_LEAVES_OUT = (
    "changes in policy, in the number of children, or in what schools do before they exclude",
    "referrals that would have been made if there had been more places",
)


@dataclass(frozen=True)
class Future:
    """A fitted history with its paths by month."""

    history: History
    model: Fit
    settings: Settings
    months: tuple[date, ...]
    paths: NDArray[np.int32]
    """Counts, (draws, months, cohorts)."""


def forecast_demand(
    dataset: Dataset,
    *,
    years: int = 3,
    draws: int,
    seed: int,
    place_types: Mapping[Route, frozenset[PlaceType]],
) -> DemandForecast:
    """
    Forecast referrals by key stage and place type for the school years to come.

    The first year is the earliest of which at least half lies ahead; months of it
    that are already counted are part of its figure.

    Parameters
    ----------
    dataset
        The authority's tables; ``history``, ``windows`` and ``as_at`` are used.
    years
        School years to forecast. [1 to 5]
    draws
        Futures to draw.
    seed
        Where the draws start; the same seed gives the same figures.
    place_types
        Place types that may serve each route; exclusion places stand for both where
        both may.

    Returns
    -------
    DemandForecast
        Without cohorts and with ``unanswered`` reasons where the history does not bear
        a forecast.
    """
    history = prepared_history(dataset)
    last = month_label(history.starts[-1]) if history.starts else ""
    refusals = refusals_of(history)
    if refusals:
        reason = "No forecast: the history does not bear one."
        return DemandForecast(reason, _LEAVES_OUT, (), last, refusals, notes=history.notes)
    notes = (*history.notes, *uncounted_say(dataset, history, place_types))
    future = _future(history, years=years, draws=draws, seed=seed)
    kept = prepared_history(dataset, keep_windows=True)
    all_kept = _future(kept, years=years, draws=draws, seed=seed)
    school_years = _school_years(history, years)
    cohorts = [c for year in school_years for c in _year_demand(future, year, place_types)]
    return DemandForecast(
        method=_method(future, school_years[0]),
        leaves_out=(*_LEAVES_OUT, f"everything after {last}", *notes),
        cohorts=tuple(cohorts),
        last_month_known=last,
        totals=tuple(_year_total(future, all_kept, year) for year in school_years),
        notes=notes,
    )


def demand_paths(dataset: Dataset, *, years: int = 3, draws: int, seed: int) -> DemandPaths | None:
    """
    Return futures of demand by week and cohort, from the month after the last one known.

    The same seed gives the futures that ``forecast_demand`` summarises.

    Returns
    -------
    DemandPaths | None
        None where the history does not bear a forecast; ``forecast_demand`` says why.
    """
    history = prepared_history(dataset)
    if refusals_of(history):
        return None
    future = _future(history, years=years, draws=draws, seed=seed)
    weeks, counts = spread_over_weeks(
        future.paths, future.months, dataset.calendar, np.random.default_rng((seed, 1))
    )
    return DemandPaths(weeks, history.cohorts, counts)


def _future(history: History, *, years: int, draws: int, seed: int) -> Future:
    settings = choose_settings(history)
    last_year = _school_years(history, years)[-1]
    first_month = next_month(history.starts[-1])
    months = months_between(first_month, date(last_year.start_year + 1, 8, 1))
    seasons = np.array([(month.month - 9) % 12 for month in months], dtype=np.int64)
    model = fit(history, settings, ahead=len(months))
    paths = sample_paths(model, seasons, draws=draws, generator=np.random.default_rng(seed))
    return Future(history, model, settings, months, paths)


def _school_years(history: History, years: int) -> tuple[AcademicYear, ...]:
    """Return the years to forecast: the first is the earliest of which half lies ahead."""
    last_month = history.starts[-1]
    year = AcademicYear.of(last_month).start_year
    halfway = date(year + 1, 3, 1)
    first = year if next_month(last_month) <= halfway else year + 1
    return tuple(AcademicYear(first + offset) for offset in range(years))


def _drawn(future: Future, year: AcademicYear) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return what is counted of a year, (cohorts), and what is drawn, (draws, cohorts)."""
    history = future.history
    known = np.array([AcademicYear.of(month) == year for month in history.starts])
    coming = np.array([AcademicYear.of(month) == year for month in future.months])
    so_far = history.counts[known & history.usable].sum(axis=0)
    return so_far, future.paths[:, coming].sum(axis=1, dtype=np.int64)


def _year_demand(
    future: Future, year: AcademicYear, place_types: Mapping[Route, frozenset[PlaceType]]
) -> list[CohortDemand]:
    """Return each key stage's and place type's referrals in one school year."""
    so_far, drawn = _drawn(future, year)
    return cohort_demand(str(year), future.history.cohorts, drawn + so_far, place_types)


def cohort_demand(
    academic_year: str,
    cohorts: Sequence[Cohort],
    drawn: NDArray[np.int64],
    place_types: Mapping[Route, frozenset[PlaceType]],
) -> list[CohortDemand]:
    """Return each key stage's and place type's range of referrals drawn, (draws, cohorts)."""
    groups = _groups(cohorts, place_types)
    return [
        CohortDemand(academic_year, *group, *tenths(drawn[:, columns].sum(axis=1)))
        for group, columns in sorted(groups.items())
    ]


def _year_total(future: Future, all_kept: Future, year: AcademicYear) -> YearTotal:
    so_far, drawn = _drawn(future, year)
    kept_so_far, kept = _drawn(all_kept, year)
    low, middle, high = tenths(drawn.sum(axis=1) + so_far.sum())
    return YearTotal(
        str(year),
        low,
        middle,
        high,
        _last_year_again(future.history),
        tenths(kept.sum(axis=1) + kept_so_far.sum())[1],
    )


def _last_year_again(history: History) -> int:
    """Return the newest usable count of every month of the year, added up."""
    newest = 0
    for season in range(history.per_year):
        rows = np.flatnonzero(history.usable & (history.seasons == season))
        newest += int(history.totals[rows[-1]]) if len(rows) else 0
    return newest


def tenths(drawn: NDArray[np.int64]) -> tuple[int, int, int]:
    """Return what one future in ten, half and nine in ten stay under."""
    low, middle, high = np.quantile(drawn, (0.1, 0.5, 0.9))
    return round(float(low)), round(float(middle)), round(float(high))


def _groups(
    cohorts: Sequence[Cohort], place_types: Mapping[Route, frozenset[PlaceType]]
) -> dict[tuple[KeyStage, PlaceType], list[int]]:
    groups: dict[tuple[KeyStage, PlaceType], list[int]] = {}
    for column, cohort in enumerate(cohorts):
        kind = kind_of_place(cohort.route, place_types)
        if cohort.key_stage is not None:
            groups.setdefault((cohort.key_stage, kind), []).append(column)
    return groups


def _method(future: Future, first_year: AcademicYear) -> str:
    model, history = future.model, future.history
    first, last = month_label(history.starts[0]), month_label(history.starts[-1])
    memory = _memory(future.settings.half_life_years)
    theta = " It is averaged with the Theta method." if model.classical is not None else ""
    return (
        f"{len(future.paths):,} futures drawn from the monthly referral counts {first} to {last}: "
        f"one school-year profile for all, the authority's recent level (about "
        f"{model.level.now:,.0f} referrals a year), each cohort's share drawn towards what its "
        f"district, key stage, need and route lead one to expect, and a level that may drift by "
        f"about {100 * model.drift:.0f}% a year. A month counts half as much after {memory}, and "
        f"{100 * future.settings.trend_weight:.0f}% of the last year's change is taken to go on, "
        f"as the authority's own past suggests.{theta} Low and high are passed by one future in "
        f"ten each.{_counted_already(future, first_year)}"
    )


def _counted_already(future: Future, year: AcademicYear) -> str:
    so_far = int(_drawn(future, year)[0].sum())
    return f" {year} holds the {so_far:,} that are already counted of it." if so_far else ""


def _memory(half_life_years: float) -> str:
    months = 12 * half_life_years
    return f"{months:g} months" if months < 24 else f"{half_life_years:g} years"
