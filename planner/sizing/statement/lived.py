"""The coming years as they would be lived with the places commissioned."""

from __future__ import annotations

from datetime import date

import numpy as np

from planner.domain.case import Case
from planner.domain.dataset import Dataset
from planner.results.coming.places import HalfTermRisk, YearLived
from planner.results.whatif.futures import Futures
from planner.sizing.offer.commissioned import commissioned_pools, resident_pools
from planner.sizing.queueing.clock import SchoolClock
from planner.sizing.queueing.run import Lived, live
from planner.sizing.queueing.world import World
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
    groups = len(world.groups)
    here = np.flatnonzero(world.counted)
    position = np.searchsorted(edges, world.arrival[here], side="right") - 1
    cell = (world.draw_of[here] * len(edges) + position) * groups + world.group[here]
    shape = (world.draws, len(edges), groups)
    came, late = (
        np.bincount(cells, minlength=int(np.prod(shape))).reshape(shape)
        for cells in (cell, cell[~lived.on_time[here]])
    )
    return tuple(
        HalfTermRisk(
            label,
            *world.groups[group],
            float(came[:, index, group].mean()),
            float(late[:, index, group].mean()),
            float((late[:, index, group] > 0).mean()),
        )
        for index, (label, _) in enumerate(half_terms)
        for group in range(groups)
        if came[:, index, group].any()
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
