"""
How far any forecast could get on the benchmark's series: told what nobody can know in advance.

Run from the repository's root as ``forecast_bench.py`` is. By year the forecaster is ours, but told
how all other authorities together will go. By month, on made-up authorities, it is
told drift, noise and school year, and only has to find the level in the counts, which it does as
well as can be done.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from forecast_bench import (
    DRIFT,
    LEAF_NOISE,
    SEASON,
    SHOCK,
    show,
    simulated_authority,
    whole_years,
)

from planner.forecast.backtest.roll import Forecaster, Scored, roll
from planner.forecast.history.counts import History
from planner.forecast.model.choose import choose_settings
from planner.forecast.model.fit import fit
from planner.forecast.model.nation import nation_of
from planner.forecast.model.paths import sample_paths
from planner.results.coming.futures import Cohort

DRAWS = 500


def told_the_nation(whole: History) -> Forecaster:
    """Our forecaster, told the way that all other authorities will have gone."""
    nation = nation_of(whole)

    def forecast(
        known: History, ahead: int, draws: int, generator: np.random.Generator
    ) -> np.ndarray:
        model = fit(known, choose_settings(known), ahead=ahead)
        origin, years = len(known.starts), np.arange(1, ahead + 1) / known.per_year
        if nation is not None and known.usable[-1]:
            way = nation.common.way
            back = replace(model.level, yearly_trend=0.0).log_change(years)
            told = np.log(model.level.now) + back + way[origin : origin + ahead] - way[origin - 1]
            model = replace(model, classical=told, classical_weight=1.0, turn=0.0)
        seasons = (known.seasons[-1] + 1 + np.arange(ahead)) % known.per_year
        return sample_paths(model, seasons, draws=draws, generator=generator)

    return forecast


def by_year(path: Path) -> None:
    scored: list[Scored] = []
    for seed, history in enumerate(whole_years(path)):
        origins = [t for t in range(5, 11) if history.usable[t - 1]]
        told = told_the_nation(history)
        scored += roll(history, told, block=1, horizons=3, origins=origins, draws=DRAWS, seed=seed)
    show("By year, told how all others will go", scored)


def filtered(
    leaf_share: float,
    known: History,
    ahead: int,
    draws: int,
    generator: np.random.Generator,
) -> np.ndarray:
    """Forecast a made-up authority's total with its drift, noise and school year known."""
    noise = SHOCK + LEAF_NOISE * leaf_share
    season = SEASON[known.seasons]
    usable = known.usable & (known.seasons != 11)
    step = 12 / DRIFT**2
    prior = np.diag(np.full(len(season), 2 * step)) - step * (
        np.eye(len(season), k=1) + np.eye(len(season), k=-1)
    )
    prior[0, 0] = step + 1e-4
    prior[-1, -1] = step
    total = known.totals
    level = np.full(len(season), np.log(total[usable].sum() / season[usable].sum()))
    for _ in range(20):
        mean = np.exp(level) * season
        pull = np.where(usable, (total - mean) / (1 + noise * mean), 0.0)
        weight = np.where(usable, mean * (1 + noise * total) / (1 + noise * mean) ** 2, 0.0)
        curvature = prior + np.diag(weight)
        level = level + np.linalg.solve(curvature, pull - prior @ level)
    unsure = np.sqrt(np.linalg.inv(curvature)[-1, -1])
    walk = np.cumsum(generator.normal(0, DRIFT / np.sqrt(12), (draws, ahead)), axis=1)
    levels = np.exp(level[-1] + unsure * generator.standard_normal((draws, 1)) + walk)
    ahead_season = SEASON[(known.seasons[-1] + 1 + np.arange(ahead)) % 12]
    spread = generator.gamma(1 / noise, noise, levels.shape)
    return generator.poisson(levels * ahead_season * spread)[:, :, None].astype(np.int32)


def by_month(authorities: int, first: int) -> None:
    scored: list[Scored] = []
    for seed in range(first, first + authorities):
        made = simulated_authority(seed, yearly=2400.0 if seed % 2 else 600.0)
        shares = made.counts.sum(axis=0) / made.counts.sum()
        total = made.counts.sum(axis=1, keepdims=True)
        whole: tuple[Cohort, ...] = made.cohorts[:1]
        history = replace(made, cohorts=whole, counts=total)
        for each in roll(
            history,
            partial(filtered, float((shares**2).sum())),
            block=1,
            horizons=36,
            origins=(40, 52, 132),
            draws=DRAWS,
            seed=seed,
        ):
            scored.append(replace(each, ahead=1 + (each.ahead - 1) // 12))
    show(f"{authorities} made-up authorities from seed {first}, drift and school year told", scored)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/exclusions"))
    parser.add_argument("--authorities", type=int, default=24)
    parser.add_argument("--first-seed", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.folder.is_dir():
        by_year(chosen.folder)
    by_month(chosen.authorities, chosen.first_seed)


if __name__ == "__main__":
    main()
