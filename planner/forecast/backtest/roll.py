"""Forecasts made again from every point in the past that allows it, held against what came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.forecast.backtest.scores import Floats, coverage, crps, place_in_forecast
from planner.forecast.history.counts import History
from planner.results.coming.futures import BacktestRow, Cohort

Forecaster = Callable[[History, int, int, np.random.Generator], NDArray[np.int32]]
"""Takes a history, periods ahead, draws and a generator; gives (draws, periods, cohorts)."""

LEVELS: Mapping[str, Callable[[Cohort], object]] = {
    "authority": lambda _: "",
    "district": lambda cohort: cohort.district,
    "key stage and route": lambda cohort: (cohort.key_stage or cohort.phase, cohort.route),
    "cohort": lambda cohort: cohort,
}
"""Levels at which forecasts are held against what came, from the top down."""

LEAST_PART = 0.6
"""Share of a block's periods that must be known for it to count."""


@dataclass(frozen=True)
class Scored:
    """Forecasts of one level and horizon with what came; each array has one entry a forecast."""

    level: str
    ahead: int
    truth: Floats
    error: Floats
    naive_error: Floats
    last_error: Floats
    score: Floats
    naive_score: Floats
    place: Floats


def roll(
    history: History,
    forecaster: Forecaster,
    *,
    block: int,
    horizons: int,
    origins: Iterable[int],
    draws: int,
    seed: int,
) -> list[Scored]:
    """
    Make forecasts at past origins and score them.

    Parameters
    ----------
    history
        The whole history; each origin sees only what came before it.
    forecaster
        Makes the paths.
    block
        Periods that are added up before they are scored: 1 for each period on its
        own, ``history.per_year`` for whole years.
    horizons
        Blocks ahead. [blocks]
    origins
        Number of periods known at each origin.
    draws
        Futures at each origin.
    seed
        Start of the random draws; each origin has its own.
    """
    scored = []
    for origin in origins:
        known = history.until(origin)
        ahead = min(horizons * block, len(history.starts) - origin)
        if known.total == 0 or ahead < block:
            continue
        generator = np.random.default_rng((seed, origin))
        paths = forecaster(known, ahead, draws, generator)
        for level, key in LEVELS.items():
            if level == "authority" or len({key(c) for c in history.cohorts}) > 1:
                scored += _score_level(history, paths, origin, block, level, generator)
    return scored


def rows_of(scored: Iterable[Scored]) -> tuple[BacktestRow, ...]:
    """Gather scored forecasts as one row for each level and horizon."""
    gathered: dict[tuple[str, int], list[Scored]] = {}
    for each in scored:
        gathered.setdefault((each.level, each.ahead), []).append(each)
    order = list(LEVELS)
    keys = sorted(gathered, key=lambda key: (order.index(key[0]), key[1]))
    # Where nothing came at all, an error has nothing that it could be a share of.
    some = [key for key in keys if any(part.truth.sum() > 0 for part in gathered[key])]
    return tuple(_row(level, ahead, gathered[level, ahead]) for level, ahead in some)


def _row(level: str, ahead: int, parts: list[Scored]) -> BacktestRow:
    truth, error, naive, last, score, naive_score, place = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in (
            *("truth", "error", "naive_error", "last_error"),
            *("score", "naive_score", "place"),
        )
    )
    whole = max(float(truth.sum()), 1e-9)
    return BacktestRow(
        level=level,
        years_ahead=ahead,
        forecasts=len(truth),
        error_share=float(np.abs(error).sum()) / whole,
        last_year_error_share=float(np.abs(naive).sum()) / whole,
        last_value_error_share=float(np.abs(last).sum()) / whole,
        skill=1 - float(score.sum()) / max(float(naive_score.sum()), 1e-9),
        cover_80=coverage(place, 0.80),
        cover_95=coverage(place, 0.95),
        bias_share=float(error.sum()) / whole,
    )


def _score_level(
    history: History,
    paths: NDArray[np.int32],
    origin: int,
    block: int,
    level: str,
    generator: np.random.Generator,
) -> list[Scored]:
    gather = gather_matrix(history.cohorts, LEVELS[level])
    counts = history.counts @ gather
    periods = paths.shape[1]
    naive, spread = _seasonal_naive(history, counts, origin, periods)
    last = counts[np.flatnonzero(history.usable[:origin])[-1]]
    scored = []
    for ahead, first in enumerate(range(0, periods - block + 1, block), start=1):
        inside = np.arange(first, first + block)
        inside = inside[history.usable[origin + inside]]
        if len(inside) < LEAST_PART * block:
            continue
        truth = counts[origin + inside].sum(axis=0).astype(np.float64)
        drawn = paths[:, inside].sum(axis=1).astype(np.float64) @ gather
        point = naive[inside].sum(axis=0)
        years = 1 + first // history.per_year
        sd = spread * np.sqrt(len(inside) * years)
        naive_drawn = point + sd * generator.standard_normal((len(drawn), len(point)))
        scored.append(
            Scored(
                level,
                ahead,
                truth,
                np.median(drawn, axis=0) - truth,
                point - truth,
                last * len(inside) - truth,
                crps(drawn, truth),
                crps(naive_drawn, truth),
                place_in_forecast(drawn, truth, generator),
            )
        )
    return scored


def gather_matrix(cohorts: tuple[Cohort, ...], key: Callable[[Cohort], object]) -> Floats:
    """Return the matrix that adds cohorts up to groups, (cohorts, groups)."""
    codes: dict[str, int] = {}
    columns = [codes.setdefault(repr(key(cohort)), len(codes)) for cohort in cohorts]
    gather = np.zeros((len(cohorts), len(codes)))
    gather[np.arange(len(cohorts)), columns] = 1
    return gather


def _seasonal_naive(
    history: History, counts: Floats, origin: int, ahead: int
) -> tuple[Floats, Floats]:
    """
    Return the same season of the last year known, for each period ahead, and its usual miss.

    The spread is the root mean square of past differences between the same seasons
    of neighbouring years, (groups).
    """
    usable, seasons, per_year = history.usable, history.seasons, history.per_year
    known = np.flatnonzero(usable[:origin])
    rows = []
    for period in range(origin, origin + ahead):
        same = known[seasons[known] == seasons[period]]
        rows.append(counts[same[-1] if len(same) else known[-1]])
    pairs = [t for t in range(per_year, origin) if usable[t] and usable[t - per_year]]
    floor = np.maximum(counts[:origin][usable[:origin]].mean(axis=0), 0.25)
    square = floor
    if pairs:
        now = np.array(pairs)
        square = ((counts[now] - counts[now - per_year]) ** 2).mean(axis=0)
    return np.array(rows, dtype=np.float64), np.sqrt(np.maximum(square, 0.25))
