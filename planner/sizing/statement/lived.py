"""The coming years as they would be lived with the places commissioned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.domain.dataset import Dataset
from planner.domain.policy import Policy
from planner.results.places import HalfTermRisk, YearLived
from planner.sizing.queueing.run import GRACE_DAYS, Lived, live
from planner.sizing.queueing.world import Ints, World
from planner.sizing.statement.commissioned import commissioned_pools, resident_pools

_DAYS_PER_WEEK = 5
_DAYS_PER_YEAR = 190


def live_with_commissions(world: World, dataset: Dataset) -> Lived:
    """Run every future through the commissions as they open and close."""
    pools = commissioned_pools(world, dataset)
    return live(world, pools, resident_pools(world, pools))


def queue_started(world: World, dataset: Dataset, until: date) -> float | None:
    """Return the mean number of those who wait now who start before a day, if no others come."""
    if not dataset.referrals:
        return None
    queue = world.only(~world.counted, np.ones(len(world.leaves), dtype=np.bool_))
    lived = live_with_commissions(queue, dataset)
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


def years_of(world: World, lived: Lived, dataset: Dataset, policy: Policy) -> tuple[YearLived, ...]:
    """Return each school year as lived, over all futures."""
    rows = []
    for index, year in enumerate(world.clock.years):
        mine = world.counted & (world.year_of == index)
        if not mine.any():
            continue
        counts = np.bincount(world.draw_of[mine], minlength=world.draws)
        low, middle, high = np.quantile(counts, (0.1, 0.5, 0.9))
        started = mine & np.isfinite(lived.start)
        edges = (*world.clock.year_starts(), len(world.clock.days))
        share_of_year = max(1e-9, (edges[index + 1] - edges[index]) / _DAYS_PER_YEAR)
        places = sum(c.places_on(max(year.starts, dataset.as_at)) for c in dataset.commissions)
        rows.append(
            YearLived(
                academic_year=str(year),
                referrals_p10=round(float(low)),
                referrals_p50=round(float(middle)),
                referrals_p90=round(float(high)),
                on_time_share=float(lived.on_time[mine].mean()),
                waiting_days_mean=float(lived.wait[started].mean()) if started.any() else 0.0,
                unmet_mean=float((mine & ~started).sum()) / world.draws,
                pupils_per_place=float(started.sum())
                / world.draws
                / share_of_year
                / max(1, places),
                bridging_pence_p50=_bridging(world, lived, mine, policy),
            )
        )
    return tuple(rows)


def _bridging(world: World, lived: Lived, mine: NDArray[np.bool_], policy: Policy) -> int:
    """Return the median cost of interim tuition from the due day to the start, in pence."""
    if policy.interim is None:
        return 0
    end = float(len(world.clock.days))
    until = np.minimum(np.minimum(lived.start, world.cutoff), end)
    weeks = np.maximum(until - world.arrival - GRACE_DAYS, 0.0) / _DAYS_PER_WEEK
    by_future = np.bincount(world.draw_of[mine], weights=weeks[mine], minlength=world.draws)
    return round(float(np.median(by_future)) * policy.interim.weekly_pence)
