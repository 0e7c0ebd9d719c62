"""The record of the forecast on the authority's own past."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from planner.domain.dataset import Dataset
from planner.forecast.backtest.roll import roll, rows_of
from planner.forecast.backtest.words import sentences_of
from planner.forecast.history.counts import History
from planner.forecast.model.choose import choose_settings
from planner.forecast.model.fit import fit
from planner.forecast.model.nation import nation_of
from planner.forecast.model.paths import sample_paths
from planner.forecast.prepare import prepared_history, refusals_of
from planner.results.coming.futures import Backtest

DRAWS = 300
MOST_ORIGINS = 12
_LEAST_YEARS_BEFORE = 1.0
_WITH_OTHERS = (
    "The trend that all authorities of the table have in common was believed in part; of the "
    "others, each forecast saw only what was known at its time."
)


def backtest_demand(dataset: Dataset, *, years: int = 3, seed: int) -> Backtest:
    """
    Make the forecast again as at past days and hold it against what came.

    Parameters
    ----------
    dataset
        The authority's tables; ``history``, ``windows`` and ``as_at`` are used.
    years
        Years ahead to score. [1 to 5]
    seed
        Start of the random draws.
    """
    history = prepared_history(dataset)
    refusals = refusals_of(history)
    if refusals:
        return Backtest((), (), refusals)
    return backtest_history(history, years=years, seed=seed)


def backtest_history(history: History, *, years: int, seed: int) -> Backtest:
    """Return the record of the method on one history, in whole years."""
    if history.total == 0:
        return Backtest((), (), ("Every count of the history is 0 or withheld.",))
    origins = _origins(history)
    scored = roll(
        history,
        forecast_again,
        block=history.per_year,
        horizons=years,
        origins=origins,
        draws=DRAWS,
        seed=seed,
    )
    rows = rows_of(scored)
    if not rows:
        reason = (
            "The history is too short to hold a forecast against what came: it needs a year to "
            "learn from and a year to be held against."
        )
        return Backtest((), (), (reason,))
    beside = () if nation_of(history) is None else (_WITH_OTHERS,)
    return Backtest(rows, (*sentences_of(rows, years=years), *beside))


def forecast_again(
    known: History, ahead: int, draws: int, generator: np.random.Generator
) -> NDArray[np.int32]:
    """Forecast as at the end of a history, choosing memory and trend with what was known then."""
    model = fit(known, choose_settings(known), ahead=ahead)
    seasons = (known.seasons[-1] + 1 + np.arange(ahead)) % known.per_year
    return sample_paths(model, seasons, draws=draws, generator=generator)


def _origins(history: History) -> list[int]:
    known = np.cumsum(history.usable) / history.per_year
    step = max(1, history.per_year // 4)
    origins = [
        origin
        for origin in range(len(history.starts) - history.per_year, 0, -step)
        if known[origin - 1] >= _LEAST_YEARS_BEFORE and history.usable[origin - 1]
    ]
    thin = max(1, -(-len(origins) // MOST_ORIGINS))
    return sorted(origins[::thin])
