"""A forecast's figures made anew from futures that a scenario supposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.forecast.demand import cohort_demand, tenths
from planner.forecast.prepare import prepared_history
from planner.results.coming.futures import DemandForecast, DemandPaths
from planner.units import AcademicYear

SUPPOSED = (
    "The figures follow what this scenario supposes of referrals and routes, pupil by pupil in the "
    "same futures as planner places. Last year again, nothing left out and the record of past "
    "forecasts follow the history alone."
)


def with_paths(
    forecast: DemandForecast,
    dataset: Dataset,
    paths: DemandPaths,
    *,
    place_types: Mapping[Route, frozenset[PlaceType]],
) -> DemandForecast:
    """
    Return a forecast with the figures of other futures.

    Parameters
    ----------
    forecast
        The forecast that follows the history alone.
    dataset
        The authority's tables, for what is counted already of the first year.
    paths
        Futures by week, with their own cohorts.
    place_types
        Place types that may serve each route.
    """
    history = prepared_history(dataset)
    position = [paths.cohorts.index(cohort) for cohort in history.cohorts]
    figures, totals = [], []
    for total in forecast.totals:
        known = [str(AcademicYear.of(m)) == total.academic_year for m in history.starts]
        weeks = np.array([_year_of(monday) == total.academic_year for monday in paths.weeks])
        drawn = paths.counts[:, weeks].sum(axis=1, dtype=np.int64)
        drawn[:, position] += history.counts[np.array(known) & history.usable].sum(axis=0)
        figures += cohort_demand(total.academic_year, paths.cohorts, drawn, place_types)
        low, middle, high = tenths(drawn.sum(axis=1))
        totals.append(replace(total, referrals_p10=low, referrals_p50=middle, referrals_p90=high))
    return replace(
        forecast,
        cohorts=tuple(figures),
        totals=tuple(totals),
        notes=(SUPPOSED, *forecast.notes),
    )


def _year_of(monday: date) -> str:
    """Return the school year of a week; that of its Friday, for years begin in the holidays."""
    return str(AcademicYear.of(monday + timedelta(days=4)))
