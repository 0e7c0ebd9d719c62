"""Demand for some school years to come, by key stage and kind of place, with a range."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.forecast.history import History, month_label, months_between, next_month, read_months
from planner.forecast.pool import Fit, Settings, fit, sample_paths
from planner.results.futures import CohortDemand, DemandForecast
from planner.units import AcademicYear, KeyStage

LEAST_MONTHS = 12

_LEAVES_OUT = (
    "changes in policy, in the number of children, or in what schools do before they exclude",
    "referrals that would have been made if there had been more places",
)


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
        The authority's tables; only ``history`` and ``as_at`` are used.
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
    history = read_months(dataset.history, as_at=dataset.as_at)
    refusals = _refusals(history)
    last = month_label(history.starts[-1]) if history.starts else ""
    if refusals:
        return DemandForecast(
            "No forecast: the history does not bear one.", _LEAVES_OUT, (), last, refusals
        )
    model = fit(history, Settings())
    first_year = _first_year(history.starts[-1])
    ahead = months_between(
        next_month(history.starts[-1]), date(first_year.start_year + years, 8, 1)
    )
    seasons = np.array([(month.month - 9) % 12 for month in ahead], dtype=np.int64)
    generator = np.random.default_rng(seed)
    paths = sample_paths(model, seasons, draws=draws, generator=generator)
    cohorts = []
    for offset in range(years):
        year = AcademicYear(first_year.start_year + offset)
        cohorts.extend(_year_demand(history, ahead, paths, year, place_types))
    return DemandForecast(
        _method(model, history, draws), _leaves_out(history), tuple(cohorts), last
    )


def _refusals(history: History) -> tuple[str, ...]:
    """Return why no forecast is made, or nothing where one may be."""
    if not history.starts:
        return ("There is no complete month of referral counts in the table history.",)
    if history.usable.sum() < LEAST_MONTHS:
        return (
            f"Only {int(history.usable.sum())} months of referral counts are usable; at least "
            f"{LEAST_MONTHS} are needed to see one school year.",
        )
    if history.total == 0:
        return (
            "Every count in the table history is 0: either nothing was recorded or nobody was "
            "referred, and the table cannot say which.",
        )
    return ()


def _first_year(last_month: date) -> AcademicYear:
    """Return the earliest school year of which at least half lies after the last month."""
    year = AcademicYear.of(last_month)
    halfway = date(year.start_year + 1, 3, 1)
    return year if next_month(last_month) <= halfway else AcademicYear(year.start_year + 1)


def _year_demand(
    history: History,
    ahead: tuple[date, ...],
    paths: NDArray[np.int32],
    year: AcademicYear,
    place_types: Mapping[Route, frozenset[PlaceType]],
) -> list[CohortDemand]:
    """Return each key stage's and place type's referrals in one school year."""
    known = np.array([AcademicYear.of(month) == year for month in history.starts]) & history.usable
    coming = np.array([AcademicYear.of(month) == year for month in ahead])
    groups = _groups(history, place_types)
    rows = []
    for (stage, place_type), columns in sorted(groups.items()):
        so_far = int(history.counts[known][:, columns].sum())
        drawn = paths[:, coming][:, :, columns].sum(axis=(1, 2)) + so_far
        low, middle, high = (round(float(q)) for q in np.quantile(drawn, (0.1, 0.5, 0.9)))
        rows.append(CohortDemand(str(year), stage, place_type, low, middle, high))
    return rows


def _groups(
    history: History, place_types: Mapping[Route, frozenset[PlaceType]]
) -> dict[tuple[KeyStage, PlaceType], list[int]]:
    groups: dict[tuple[KeyStage, PlaceType], list[int]] = {}
    for column, cohort in enumerate(history.cohorts):
        kinds = place_types.get(cohort.route, frozenset({PlaceType.EXCLUSION}))
        kind = PlaceType.PREVENTION
        if PlaceType.EXCLUSION in kinds:
            kind = PlaceType.EXCLUSION
        groups.setdefault((cohort.key_stage, kind), []).append(column)
    return groups


def _method(model: Fit, history: History, draws: int) -> str:
    first, last = month_label(history.starts[0]), month_label(history.starts[-1])
    return (
        f"{draws:,} futures drawn from the monthly referral counts {first} to {last}: one "
        f"school-year profile for all, the authority's recent level (now about "
        f"{model.level:,.0f} referrals a year), each cohort's share drawn towards what its "
        f"district, key stage, need and route lead one to expect, and a level that may drift by "
        f"about {100 * model.drift:.0f}% a year. Low and high are passed by one future in ten each."
    )


def _leaves_out(history: History) -> tuple[str, ...]:
    stale = f"everything after {month_label(history.starts[-1])}"
    return (*_LEAVES_OUT, stale, *history.notes)
