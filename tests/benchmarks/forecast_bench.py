"""
How well demand is forecast and places are sized: the bar of the forecast, measured.

Run from the repository's root with the folder of exclusion tables, which is not part
of the project: ``python tests/benchmarks/forecast_bench.py ../shared/data/exclusions``.
Parts whose data or package is absent are skipped and say so.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from planner.domain.calendar import SchoolCalendar
from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.placements import Stay
from planner.errors import InputProblems
from planner.forecast.backtest.roll import Scored, roll, rows_of
from planner.forecast.history.counts import History, months_between
from planner.forecast.history.exclusions import read_exclusions
from planner.forecast.model.choose import choose_settings
from planner.forecast.model.fit import fit
from planner.forecast.model.paths import sample_paths
from planner.forecast.oddities import leave_out
from planner.forecast.record import forecast_again
from planner.forecast.weeks import spread_over_weeks
from planner.results.coming.futures import Cohort, DemandPaths
from planner.results.coming.promise import Promise
from planner.sizing.drawing.build import build_world
from planner.sizing.formulas import erlang_c_on_time, offered_load, places_by_offered_load
from planner.sizing.queueing.kernel import COMPILED, serve_all
from planner.sizing.queueing.world import World
from planner.sizing.search.enough import Search, least
from planner.units import KeyStage

DRAWS = 1000
DRAWS_BY_MONTH = 300
ALLOWED = 1.02


def authorities(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8-sig") as file:
        names = {
            row["la_name"]
            for row in csv.DictReader(file)
            if row.get("level", "Local authority") == "Local authority"
        }
    return sorted(name for name in names if name)


def histories(path: Path) -> Iterable[History]:
    for name in authorities(path):
        try:
            yield read_exclusions(path, authority=name)
        except (InputProblems, IndexError):
            continue


def whole_years(folder: Path) -> Iterable[History]:
    """Authorities whose years are nearly all known."""
    for history in histories(folder / "annual_2006_2017.csv.gz"):
        if len(history.starts) >= 11 and history.usable.sum() >= 9:
            yield history


def masked_terms(folder: Path) -> Iterable[History]:
    """Authorities by term, without the pandemic."""
    for history in histories(folder / "termly_counts_estimated.csv.gz"):
        if len(history.starts) >= 12:
            yield leave_out(history, ())


def show(title: str, scored: list[Scored]) -> None:
    print(f"\n{title}")
    print("level                ahead      n  WAPE  last  s.naive  ratio  skill  80%   95%")
    for row in rows_of(scored):
        best = min(row.last_year_error_share, row.last_value_error_share)
        ratio = row.error_share / max(best, 1e-9)
        print(
            f"{row.level:20s} {row.years_ahead:5d} {row.forecasts:6d} {row.error_share:.3f} "
            f"{row.last_value_error_share:.3f} {row.last_year_error_share:8.3f} {ratio:6.3f}"
            f"{'*' if ratio > ALLOWED else ' '} {row.skill:5.2f} {row.cover_80:.3f} "
            f"{row.cover_95:.3f}"
        )


def real_years(folder: Path) -> None:
    scored: list[Scored] = []
    for seed, history in enumerate(whole_years(folder)):
        origins = [t for t in range(5, 11) if history.usable[t - 1]]
        scored += roll(
            history, forecast_again, block=1, horizons=3, origins=origins, draws=DRAWS, seed=seed
        )
    show("Permanent exclusions by year, 2006/07 to 2016/17 (ahead in years)", scored)


def real_terms(folder: Path) -> None:
    scored: list[Scored] = []
    for seed, masked in enumerate(masked_terms(folder)):
        scored += roll(
            masked,
            forecast_again,
            block=1,
            horizons=5,
            origins=range(7, len(masked.starts)),
            draws=DRAWS,
            seed=seed,
        )
    show("Permanent exclusions by term, 2021/22 to 2022/23, estimates (ahead in terms)", scored)


DRIFT, SHOCK, LEAF_NOISE = 0.30, 0.01, 0.15
SEASON = np.array([0.9, 1.2, 1.3, 0.8, 1.1, 1.0, 1.2, 0.7, 1.0, 1.1, 0.6, 0.02])
SEASON /= SEASON.sum()


def simulated_authority(seed: int, *, yearly: float, drift: float = DRIFT) -> History:
    """An authority whose truth is known: drifting level, school year, Covid, over-dispersion."""
    generator = np.random.default_rng(seed)
    cohorts = tuple(
        Cohort(f"district {d}", stage, need, route)
        for d in range(3)
        for stage in KeyStage
        for need in (Need.SEMH, Need.ASD)
        for route in (Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION)
    )
    months = months_between(date(2012, 9, 1), date(2026, 8, 1))
    shares = generator.dirichlet(np.full(len(cohorts), 1.5))
    steps = generator.normal(0, drift / np.sqrt(12), len(months))
    level = np.exp(np.cumsum(steps) - np.cumsum(steps).mean()) * yearly
    covid = np.array([date(2020, 3, 1) <= month <= date(2021, 8, 1) for month in months])
    level[covid] *= 0.45
    wander = generator.normal(0, 0.15 / np.sqrt(12), (len(months), len(cohorts)))
    means = level * np.array([SEASON[(month.month - 9) % 12] for month in months])
    means = means[:, None] * shares * np.exp(np.cumsum(wander, axis=0))
    means *= generator.gamma(1 / SHOCK, SHOCK, (len(months), 1))
    counts = generator.poisson(means * generator.gamma(1 / LEAF_NOISE, LEAF_NOISE, means.shape))
    return History(months, 12, cohorts, counts, ~covid)


def simulated(authorities_made: int, *, first_seed: int = 0) -> None:
    scored: list[Scored] = []
    for seed in range(first_seed, first_seed + authorities_made):
        history = simulated_authority(seed, yearly=2400.0 if seed % 2 else 600.0)
        # Blocks of a month for twelve, then of years: scored by month in the three years ahead.
        for each in roll(
            history,
            forecast_again,
            block=1,
            horizons=36,
            origins=(40, 52, 132),
            draws=DRAWS_BY_MONTH,
            seed=seed,
        ):
            scored.append(replace(each, ahead=1 + (each.ahead - 1) // 12))
    made = f"{authorities_made} simulated authorities by month, from seed {first_seed}"
    show(f"{made} (ahead in years)", scored)


def speed_of_forecast() -> None:
    history = simulated_authority(1, yearly=2400.0)
    cohorts = tuple(
        replace(c, district=f"{c.district}{i}") for i in range(5) for c in history.cohorts
    )
    wide = replace(history, cohorts=cohorts[:200], counts=np.tile(history.counts, 5)[:, :200])
    begun = time.perf_counter(), time.process_time()
    model = fit(wide, choose_settings(wide), ahead=36)
    seasons = np.arange(36, dtype=np.int64) % 12
    paths = sample_paths(model, seasons, draws=1000, generator=np.random.default_rng(1))
    months = months_between(date(2026, 9, 1), date(2029, 8, 1))
    spread_over_weeks(paths, months, SchoolCalendar(()), np.random.default_rng(2))
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    print(f"\n200 cohorts, 1,000 paths, 36 months and 157 weeks: {wall:.1f} s ({cpu:.1f} s CPU)")


def steady(
    futures: int, days: float
) -> tuple[np.ndarray, Callable[[int], tuple[np.ndarray, np.ndarray, float]]]:
    """Return the stays of a steady stream, and what serves it with some seats."""
    generator = np.random.default_rng(1)
    counts = generator.poisson(0.8 * days, futures)
    arrival = np.concatenate([np.sort(generator.uniform(0, days, count)) for count in counts])
    stay = generator.exponential(75.0, len(arrival))
    bounds = np.concatenate(([0], np.cumsum(counts)))

    def run(seats: int) -> tuple[np.ndarray, np.ndarray, float]:
        start, pool = np.full(len(arrival), np.inf), np.full(len(arrival), -1)
        begun = time.perf_counter()
        serve_all(
            bounds,
            np.zeros(len(arrival), dtype=np.int64),
            (arrival, stay, np.full(len(arrival), np.inf)),
            (np.zeros(len(arrival), np.int64), np.zeros(len(arrival), np.int64)),
            np.zeros(futures + 1, dtype=np.int64),
            (np.zeros(0), np.zeros(0, dtype=np.int64)),
            (np.zeros(1), np.array([[seats]])),
            (np.zeros(1, np.int64), np.zeros((1, 1), np.int64), np.ones((1, 1), np.bool_)),
            (start, pool),
        )
        return arrival, start, time.perf_counter() - begun

    return stay, run


def simpy_once(seed: int, days: float) -> tuple[list[float], int, float]:
    import simpy

    generator = np.random.default_rng(seed)
    waits: list[float] = []
    environment = simpy.Environment()
    places = simpy.Resource(environment, capacity=68)

    def pupil(stay: float):
        came = environment.now
        with places.request() as request:
            yield request
            if came > 1000:
                waits.append(environment.now - came)
            yield environment.timeout(stay)

    def source():
        while True:
            yield environment.timeout(generator.exponential(1 / 0.8))
            environment.process(pupil(generator.exponential(75.0)))

    environment.process(source())
    begun = time.perf_counter()
    environment.run(until=days)
    return waits, int(0.8 * days), time.perf_counter() - begun


def simulation() -> None:
    if not COMPILED:
        print("\nnumba is not installed: the simulation runs uncompiled and is not timed.")
        return
    stay, run = steady(300, 4000.0)
    run(68)
    arrival, start, seconds = run(68)
    wait = (start - arrival)[arrival > 1000]
    theory = erlang_c_on_time(0.8, 75.0, 68, within_days=5.0)
    ours = len(arrival) / seconds
    print(
        f"\nStart within 5 school days, 68 places: {(wait <= 5).mean():.3f}; Erlang-C {theory:.3f}"
    )
    print(f"Arrivals a second: {ours:,.0f}")
    little(arrival, start, stay, futures=300)
    try:
        waits, arrivals, spent = simpy_once(1, 250_000.0)
    except ImportError:
        print("SimPy is not installed: no comparison.")
        return
    tails = [np.quantile(each, (0.9, 0.99)).round(1).tolist() for each in (wait, waits)]
    print(
        f"SimPy: {np.mean(np.array(waits) <= 5):.3f} within 5 days; mean wait {np.mean(waits):.2f} "
        f"(ours {wait.mean():.2f}); 90th and 99th {tails[1]} (ours {tails[0]}); "
        f"{arrivals / spent:,.0f} arrivals a second; ours {ours / (arrivals / spent):,.0f} times"
    )


def little(arrival: np.ndarray, start: np.ndarray, stay: np.ndarray, *, futures: int) -> None:
    """Hold those in place, and those who wait, against the rate times the mean time of each."""
    at = np.linspace(1000, 3500, 500)
    came = (arrival > 1000) & (arrival < 3500)
    rate = came.sum() / futures / 2500
    for what, first, last in (("in place", start, start + stay), ("waiting", arrival, start)):
        first, last = np.sort(first), np.sort(last)
        there = np.searchsorted(first, at, "right") - np.searchsorted(last, at, "right")
        mean = float(np.mean(there)) / futures
        length = stay if what == "in place" else start - arrival
        print(f"Little's law, {what}: {mean:.2f}; rate times time {rate * length[came].mean():.2f}")


def school_year(yearly: int) -> tuple[World, np.ndarray]:
    """Return a world whose rate and stays are known, and the mean referrals of each school day."""
    as_at = date(2026, 9, 7)
    weeks = tuple(as_at + timedelta(days=7 * week) for week in range(140))
    season = (1.1, 1.0, 1.2, 0.7, 1.0, 1.1, 0.6, 0.02, 0.9, 1.2, 1.3, 0.8)
    stays = tuple(replace(stay, year_group=5) for stay in known_stays(as_at))
    dataset = Dataset(as_at, SchoolCalendar(()), stays=stays)
    cohort = (Cohort("", KeyStage.KS2, None, Route.PERMANENT_EXCLUSION),)
    rate = np.array([season[week.month - 1] * yearly / 46 for week in weeks])
    drawn = np.random.default_rng(5).poisson(rate[None, :, None], (1000, len(weeks), 1))
    paths = DemandPaths(weeks, cohort, drawn.astype(np.int16))
    world = build_world(paths, dataset, place_types=Policy().place_types, seed=3)
    daily = np.zeros(len(world.clock.days))
    for monday, weekly in zip(weeks, rate, strict=True):
        first, end = world.clock.week(monday)
        daily[first : max(end, first + 1)] += weekly / max(1, end - first)
    return world, daily


def met_on_arrival(alone: World) -> np.ndarray:
    """Return how many each pupil of the second year finds in place if nobody waits, in order."""
    # Each future gets a stretch of time to itself, so that one sorted list serves all.
    ends = np.sort(alone.draw_of * 1e6 + np.minimum(alone.arrival + alone.stay, 9e5))
    own = alone.draw_of * 1e6 + alone.arrival
    met = np.arange(len(own)) - np.searchsorted(ends, own, "right")
    return np.sort(met[alone.year_of == 1])


def by_closed_form() -> None:
    """Hold places in use over the school year against M_t/G/infinity, stays and rate known."""
    chances = (0.80, 0.90, 0.95)
    for yearly in (20, 55, 165):
        world, daily = school_year(yearly)
        days, second, third = len(daily), *world.clock.year_starts()[1:3]
        lasting = np.cumprod(1 - world.law.exits[0] / world.law.risk[0])
        left = np.interp((np.arange(days + 5) + 0.5) / 5, range(161), [1.0, *lasting])
        left[0] = 1.0
        alone = world.only(world.counted, np.zeros(len(world.leaves), bool))
        there = [
            ((alone.arrival <= day) & (alone.arrival + alone.stay > day)).sum() / alone.draws
            for day in range(0, days, 5)
        ]
        off = np.abs(np.array(there) - offered_load(daily, left)[::5]).max()
        met = met_on_arrival(alone)
        at_once = [int(met[int(np.ceil(chance * len(met))) - 1]) + 1 for chance in chances]
        formula, with_week = (
            [
                places_by_offered_load(
                    daily[:third], left, chance=chance, slack=slack, counted_from=second
                )
                for chance in chances
            ]
            for slack in (0, 5)
        )
        search = Search(world)
        found = [
            least(
                lambda seats, search=search, chance=chance: (
                    search.kept(np.full(3, seats), 1, Promise.PUPILS) >= chance
                ),
                yearly // 2,
            )
            for chance in chances
        ]
        print(
            f"M_t/G/inf, {yearly} referrals a year: in use by week within {off:.2f}; places for "
            f"80, 90, 95% at once {at_once}, closed form {formula}; within five days, closed form "
            f"{with_week}, search {found}"
        )


def known_stays(as_at: date) -> tuple[Stay, ...]:
    generator = np.random.default_rng(9)
    starts = [as_at - timedelta(days=int(generator.uniform(700, 1700))) for _ in range(2000)]
    return tuple(
        Stay(str(n), PlaceType.EXCLUSION, 8, start, start + timedelta(days=int(length)))
        for n, (start, length) in enumerate(
            zip(starts, generator.gamma(2.0, 70.0, 2000), strict=True)
        )
    )


def capacity(cells: int) -> None:
    """Search capacity for many cells, and hold one answer against futures kept aside."""
    as_at = date(2026, 9, 7)
    weeks = tuple(as_at + timedelta(days=7 * week) for week in range(150))
    dataset = Dataset(as_at, SchoolCalendar(()), stays=known_stays(as_at))
    cohort = (Cohort("", KeyStage.KS3, None, Route.PERMANENT_EXCLUSION),)

    def world(seed: int):
        generator = np.random.default_rng(seed)
        level = np.exp(generator.normal(0, 0.2, (1000, 1, 1)))
        counts = generator.poisson(np.broadcast_to(0.7 * level, (1000, len(weeks), 1)))
        paths = DemandPaths(weeks, cohort, counts.astype(np.int16))
        return build_world(paths, dataset, place_types=Policy().place_types, seed=seed)

    search = Search(world(0))
    nobody = np.zeros(len(search.world.clock.years), dtype=np.int64)
    others = [Search(world(seed)) for seed in (11, 12, 13)]
    for chance in (0.80, 0.90, 0.95):
        fewest = search.fewest(0, nobody, chance=chance, promise=Promise.PUPILS)
        here, aside = [], []
        for places in (fewest, fewest - 1):
            seats = np.full(len(nobody), places, dtype=np.int64)
            here.append(search.kept(seats, 0, Promise.PUPILS))
            aside.append(np.mean([one.kept(seats, 0, Promise.PUPILS) for one in others]))
        print(
            f"{chance:.0%} asked: {fewest} places keep {here[0]:.3f}, one fewer {here[1]:.3f}; "
            f"in futures set aside {aside[0]:.3f} and {aside[1]:.3f}"
        )
    begun, cpu = time.perf_counter(), time.process_time()
    for cell in range(cells):
        search = Search(world(100 + cell))
        seats = nobody.copy()
        near = None
        for year in range(len(nobody)):
            near = search.fewest(year, seats, chance=0.95, promise=Promise.PUPILS, near=near)
            seats[year:] = near
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{cells} cells x 1,000 futures x 3 years with search: {wall:.1f} s ({cpu:.1f} s CPU)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[1])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/data/exclusions"))
    parser.add_argument("--authorities", type=int, default=24, help="simulated authorities")
    parser.add_argument("--first-seed", type=int, default=0, help="of the simulated authorities")
    parser.add_argument("--cells", type=int, default=100)
    chosen = parser.parse_args()
    if chosen.folder.is_dir():
        real_years(chosen.folder)
        real_terms(chosen.folder)
    else:
        print(f"{chosen.folder} is not there: the real series are skipped.")
    simulated(chosen.authorities, first_seed=chosen.first_seed)
    speed_of_forecast()
    simulation()
    by_closed_form()
    capacity(chosen.cells)


if __name__ == "__main__":
    main()
