"""The coming years as they would be lived with the places commissioned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.results.places import HalfTermRisk, YearLived
from planner.results.whatif.futures import Futures
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.run import Lived, live
from planner.sizing.queueing.world import Ints, World
from planner.sizing.statement.commissioned import commissioned_pools, resident_pools
from planner.sizing.statement.tally import DAYS_PER_YEAR


def live_with_commissions(world: World, dataset: Dataset, case: Case | None = None) -> Lived:
    """Run every future through the commissions as they open and close."""
    pools = commissioned_pools(world, dataset, case)
    return live(world, pools, resident_pools(world, dataset, pools))


def queue_started(world: World, dataset: Dataset, case: Case, until: date) -> float | None:
    """Return the mean number of those who wait now who start before a day, if no others come."""
    if not dataset.referrals:
        return None
    queue = world.only(~world.counted, np.ones(len(world.leaves), dtype=np.bool_))
    lived = live_with_commissions(queue, dataset, case)
    return float((lived.start < world.clock.time(until)).sum()) / world.draws


def risks_of(world: World, lived: Lived) -> tuple[HalfTermRisk, ...]:
    """Return the chance that somebody starts late, by half-term and group."""
    half_terms = world.clock.half_terms()
    edges = np.array([time for _, time in half_terms], dtype=np.float64)
    position = np.searchsorted(edges, world.arrival, side="right") - 1
    return tuple(_risks(world, lived, position, [label for label, _ in half_terms]))


def _risks(
    world: World,
    lived: Lived,
    position: Ints,
    labels: list[str],
) -> Iterator[HalfTermRisk]:
    for index, label in enumerate(labels):
        for group, (stage, kind) in enumerate(world.groups):
            mine = world.counted & (position == index) & (world.group == group)
            if mine.any():
                late = mine & ~lived.on_time
                yield HalfTermRisk(
                    label,
                    stage,
                    kind,
                    float(mine.sum()) / world.draws,
                    float(late.sum()) / world.draws,
                    len(np.unique(world.draw_of[late])) / world.draws,
                )


def years_of(futures: Futures, clock: SchoolClock, dataset: Dataset) -> tuple[YearLived, ...]:
    """Return each school year as lived, over all futures."""
    edges = (*clock.year_starts(), len(clock.days))
    rows = []
    for index, year in enumerate(clock.years):
        referrals = futures.referrals[:, index]
        if not referrals.any():
            continue
        low, middle, high = np.quantile(referrals, (0.1, 0.5, 0.9))
        started = int(futures.started[:, index].sum())
        share_of_year = max(1e-9, (edges[index + 1] - edges[index]) / DAYS_PER_YEAR)
        places = sum(c.places_on(max(year.starts, dataset.as_at)) for c in dataset.commissions)
        rows.append(
            YearLived(
                academic_year=str(year),
                referrals_p10=round(float(low)),
                referrals_p50=round(float(middle)),
                referrals_p90=round(float(high)),
                on_time_share=1 - float(futures.late_pupils[:, index].sum() / referrals.sum()),
                waiting_days_mean=float(futures.waited_days[:, index].sum()) / max(1, started),
                unmet_mean=float(futures.unmet[:, index].mean()),
                pupils_per_place=started / futures.draws / share_of_year / max(1, places),
                bridging_pence_p50=round(float(np.median(futures.interim_pence[:, index]))),
            )
        )
    return tuple(rows)
