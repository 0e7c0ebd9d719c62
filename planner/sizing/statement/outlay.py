"""What the years as lived would cost, who goes without a place, and how far pupils travel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import Case
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.results.places import YearOutlay
from planner.sizing.need import place_rate_pence
from planner.sizing.queueing.run import GRACE_DAYS, Lived
from planner.sizing.queueing.world import Ints, World
from planner.sizing.statement.commissioned import commissioned_pools, resident_pools
from planner.sizing.stays.survival import Floats
from planner.units import AcademicYear

_DAYS_PER_WEEK = 5
_DAYS_PER_YEAR = 190
_RANGE = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class MeanPrices:
    """Price and journey of a usual pupil, by group of the world and commission."""

    year_pence: Floats
    """Top-up or spot price, with transport, for a school year, (groups, commissions)."""
    minutes: Floats
    """One-way journey; not a number where none is known, (groups, commissions)."""


def mean_prices(world: World, case: Case) -> MeanPrices | None:
    """Return means over those who wait, of the key stage where it has any; None if nobody waits."""
    dataset = case.dataset
    if not dataset.referrals or not dataset.commissions:
        return None
    stages = np.array([referral.key_stage for referral in dataset.referrals])
    sites = [case.travel.site_ids.index(c.site_id) for c in dataset.commissions]
    rows = [case.travel.pupil_ids.index(referral.pupil_id) for referral in dataset.referrals]
    minutes = case.travel.minutes[np.ix_(rows, sites)].astype(np.float64)
    known = minutes >= 0
    price, journey = [], []
    for stage, _ in world.groups:
        mine = stages == stage if (stages == stage).any() else np.ones(len(stages), dtype=np.bool_)
        price.append(case.prices.annual_pence[mine].mean(axis=0))
        there = known[mine].sum(axis=0)
        total = np.where(known[mine], minutes[mine], 0.0).sum(axis=0)
        journey.append(np.where(there > 0, total / np.maximum(there, 1), np.nan))
    return MeanPrices(np.array(price), np.array(journey))


def outlays_of(world: World, lived: Lived, case: Case) -> tuple[YearOutlay, ...]:
    """Return the cost, the days without a place and the journeys of each year, with ranges."""
    prices = mean_prices(world, case)
    if prices is None:
        return ()
    edges = (*world.clock.year_starts(), len(world.clock.days))
    return tuple(
        _outlay(world, lived, case, prices, year, (edges[index], edges[index + 1]))
        for index, year in enumerate(world.clock.years)
        if (world.counted & (world.year_of == index)).any()
    )


def _outlay(
    world: World,
    lived: Lived,
    case: Case,
    prices: MeanPrices,
    year: AcademicYear,
    span: tuple[int, int],
) -> YearOutlay:
    is_spot = np.array([c.basis is Basis.SPOT for c in case.dataset.commissions])
    came = world.counted & (world.arrival >= span[0]) & (world.arrival < span[1])
    began = came & np.isfinite(lived.start)
    without = _days_without(world, lived)
    by_future = np.bincount(world.draw_of[came], weights=without[came], minlength=world.draws)
    block, spot = (
        _attendance(world, lived, case, prices, span, wanted) for wanted in (~is_spot, is_spot)
    )
    weekly = case.policy.interim.weekly_pence if case.policy.interim else 0
    interim = by_future / _DAYS_PER_WEEK * weekly
    places = _place_pence(case.dataset, year, span)
    days = _quantiles(by_future.astype(np.float64))
    total = _quantiles(places + block + spot + interim)
    minutes = prices.minutes[world.group[began], lived.pool[began]]
    journey = float(np.nanmean(minutes)) if np.isfinite(minutes).any() else None
    return YearOutlay(
        academic_year=str(year),
        days_without_p10=days[0],
        days_without_p50=days[1],
        days_without_p90=days[2],
        spot_starts_mean=float(is_spot[lived.pool[began]].sum()) / world.draws,
        place_pence=places,
        attendance_pence_p50=_quantiles(block)[1],
        spot_pence_p50=_quantiles(spot)[1],
        interim_pence_p50=_quantiles(interim)[1],
        total_pence_p10=total[0],
        total_pence_p50=total[1],
        total_pence_p90=total[2],
        journey_minutes_mean=journey,
    )


def _days_without(world: World, lived: Lived) -> Floats:
    """Return each pupil's school days past the due day without a place, to the clock's end."""
    end = float(len(world.clock.days))
    until = np.minimum(np.minimum(lived.start, world.cutoff), end)
    days: Floats = np.maximum(until - world.arrival - GRACE_DAYS, 0.0)
    return days


def _attendance(
    world: World,
    lived: Lived,
    case: Case,
    prices: MeanPrices,
    span: tuple[int, int],
    wanted: NDArray[np.bool_],
) -> Floats:
    """Return what pupils on some commissions cost in a span of days, in each future."""
    placed = np.flatnonzero(lived.pool >= 0)
    start = lived.start[placed]
    until = np.minimum(start + world.stay[placed], world.cutoff[placed])
    there = resident_pools(world, commissioned_pools(world, case.dataset))
    resident_draw = np.repeat(np.arange(world.draws), np.diff(world.resident_bounds))
    draw: Ints = np.concatenate((world.draw_of[placed], resident_draw))
    group: Ints = np.concatenate((world.group[placed], world.resident_group))
    pool: Ints = np.concatenate((lived.pool[placed], there))
    first = np.maximum(np.concatenate((start, np.zeros(len(there)))), span[0])
    last = np.minimum(np.concatenate((until, world.leaves)), span[1])
    years = np.maximum(last - first, 0.0) / _DAYS_PER_YEAR
    pence: Floats = years * prices.year_pence[group, pool] * wanted[pool]
    return np.bincount(draw, weights=pence, minlength=world.draws).astype(np.float64)


def _place_pence(dataset: Dataset, year: AcademicYear, span: tuple[int, int]) -> int:
    """Return place funding of the blocks for the part of a year that is simulated."""
    day = max(year.starts, dataset.as_at)
    places = sum(c.places_on(day) for c in dataset.commissions if c.basis is Basis.BLOCK)
    return round(places * place_rate_pence(dataset) * min(1.0, (span[1] - span[0]) / 190))


def _quantiles(values: Floats) -> tuple[int, int, int]:
    low, middle, high = (round(float(each)) for each in np.quantile(values, _RANGE))
    return low, middle, high
