"""Every future as lived, added up by school year and by half-term."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import Case
from planner.domain.choices.policy import Policy
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.results.finance.money import Payer
from planner.results.whatif.futures import Futures
from planner.sizing.offer.funding import PlaceFunding, place_funding
from planner.sizing.offer.usual import Usual, usual_of
from planner.sizing.queueing.run import GRACE_DAYS, Lived
from planner.sizing.queueing.world import Ints, World
from planner.sizing.stays.survival import Floats

DAYS_PER_YEAR = 190
_DAYS_PER_WEEK = 5
_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Sums:
    """Adds up over pupils of each future and year of referral."""

    cell: Ints
    draws: int
    periods: int
    wanted: _Flags

    def count(self, which: _Flags) -> Ints:
        """Return how many pupils there are of some kind, (draws, periods)."""
        cells = self.cell[self.wanted & which]
        return np.bincount(cells, minlength=self.draws * self.periods).reshape(self.draws, -1)

    def total(self, which: _Flags, amounts: Floats) -> Floats:
        """Return the sum of amounts over pupils of some kind, whole, (draws, periods)."""
        mine = self.wanted & which
        sums = np.bincount(
            self.cell[mine], weights=amounts[mine], minlength=self.draws * self.periods
        )
        return np.rint(sums).reshape(self.draws, -1)


def futures_of(
    world: World,
    lived: Lived,
    dataset: Dataset,
    policy: Policy,
    *,
    resident_pool: Ints,
    case: Case | None,
) -> Futures:
    """
    Add up what became of every pupil.

    Parameters
    ----------
    world
        Who came.
    lived
        What became of each, in the pools of the commissions.
    dataset
        The commissions.
    policy
        For interim tuition.
    resident_pool
        Pool of each pupil in place at the start.
    case
        Prices and journeys; None where they are not known.
    """
    usual = usual_of(world.cohorts, dataset, case)
    years = len(world.clock.years)
    year_of = np.maximum(world.year_of, 0)
    sums = _Sums(world.draw_of * years + year_of, world.draws, years, world.counted)
    everybody = np.ones(len(world.arrival), dtype=np.bool_)
    began, late = np.isfinite(lived.start), ~lived.on_time
    placed = np.where(began, lived.pool, 0)
    days = _days_without(world, lived)
    without = sums.total(everybody, days)
    weekly = policy.interim.weekly_pence if policy.interim else 0
    is_spot = np.array([c.basis is Basis.SPOT for c in dataset.commissions] or [False])
    minutes, near, knows = _seen(usual, world, placed)
    block, spot = (
        _attendance(world, lived, usual, resident_pool, wanted) for wanted in (~is_spot, is_spot)
    )
    funding = _place_funding(world, dataset)
    half_terms = world.clock.half_terms()
    labels, halves = tuple(label for label, _ in half_terms), _half_sums(world, half_terms)
    return Futures(
        academic_years=tuple(str(year) for year in world.clock.years),
        referrals=sums.count(everybody),
        started=sums.count(began),
        late_pupils=sums.count(late),
        late_days=sums.total(began, np.where(began, days, 0.0)),
        unmet=sums.count(~began),
        days_without=without,
        waited_days=sums.total(began, np.where(began, lived.wait, 0.0)),
        spot_starts=sums.count(began & is_spot[placed]),
        place_pence=np.tile([float(each.pence) for each in funding], (world.draws, 1)),
        place_payers=_by_payer(funding),
        attendance_pence=block,
        spot_pence=spot,
        interim_pence=np.rint(without / _DAYS_PER_WEEK * weekly),
        journey_minutes_sum=sums.total(began & np.isfinite(minutes), np.nan_to_num(minutes)),
        journeys=sums.count(began & np.isfinite(minutes)),
        in_district=sums.count(began & near),
        districts_known=sums.count(began & knows),
        half_terms=labels,
        half_term_referrals=halves.count(everybody),
        half_term_late=halves.count(late),
    )


def edges_of(world: World) -> Floats:
    """Return the time at which each school year starts, and the clock's end."""
    return np.array([*world.clock.year_starts(), len(world.clock.days)], dtype=np.float64)


def _half_sums(world: World, half_terms: tuple[tuple[str, int], ...]) -> _Sums:
    edges = np.array([time for _, time in half_terms], dtype=np.float64)
    position = np.maximum(np.searchsorted(edges, world.arrival, side="right") - 1, 0)
    return _Sums(world.draw_of * len(edges) + position, world.draws, len(half_terms), world.counted)


def _seen(usual: Usual, world: World, placed: Ints) -> tuple[Floats, _Flags, _Flags]:
    """Return each pupil's journey, whether in the own district, and whether that is known."""
    if not usual.minutes.shape[1]:
        nothing = np.zeros(len(placed), dtype=np.bool_)
        return np.full(len(placed), np.nan), nothing, nothing
    where = (world.cohort, placed)
    return usual.minutes[where], usual.in_district[where], usual.knows_district[where]


def _days_without(world: World, lived: Lived) -> Floats:
    """Return each pupil's school days past the due day without a place, to the clock's end."""
    end = float(len(world.clock.days))
    until = np.minimum(np.minimum(lived.start, world.cutoff), end)
    days: Floats = np.maximum(until - world.arrival - GRACE_DAYS, 0.0)
    return days


def _attendance(
    world: World, lived: Lived, usual: Usual, resident_pool: Ints, wanted: _Flags
) -> Floats:
    """Return what pupils on some commissions cost in each year, (draws, years)."""
    edges = edges_of(world)
    if not usual.year_pence.shape[1]:
        return np.zeros((world.draws, len(edges) - 1))
    placed = np.flatnonzero(lived.pool >= 0)
    mine = placed[wanted[lived.pool[placed]]]
    there = np.flatnonzero(wanted[resident_pool])
    start = lived.start[mine]
    until = np.minimum(start + world.stay[mine], world.cutoff[mine])
    draw: Ints = np.concatenate((world.draw_of[mine], world.resident_draw[there]))
    first = np.concatenate((start, np.zeros(len(there))))
    last = np.concatenate((until, world.leaves[there]))
    pence = np.concatenate(
        (
            usual.year_pence[world.cohort[mine], lived.pool[mine]],
            _resident_pence(world, usual)[world.resident_group[there], resident_pool[there]],
        )
    )
    spent = np.zeros((world.draws, len(edges) - 1))
    for year, (opens, closes) in enumerate(pairwise(edges)):
        days = np.maximum(np.minimum(last, closes) - np.maximum(first, opens), 0.0)
        spent[:, year] = np.bincount(draw, weights=days * pence, minlength=world.draws)
    return np.rint(spent / DAYS_PER_YEAR)


def _resident_pence(world: World, usual: Usual) -> Floats:
    """Return the mean price over a group's cohorts, for residents whose cohort is not known."""
    rows = []
    for group in world.groups:
        mine = [own == group for own in world.group_of_cohort]
        rows.append(usual.year_pence[mine if any(mine) else slice(None)].mean(axis=0))
    return np.array(rows)


def _place_funding(world: World, dataset: Dataset) -> tuple[PlaceFunding, ...]:
    """Return place funding of the blocks for the part of each year that is simulated."""
    lengths = np.diff(edges_of(world))
    return tuple(
        place_funding(
            dataset,
            max(year.starts, dataset.as_at),
            year.ends,
            share_of_year=min(Fraction(1), Fraction(float(length)) / DAYS_PER_YEAR),
        )
        for year, length in zip(world.clock.years, lengths, strict=True)
    )


def _by_payer(funding: tuple[PlaceFunding, ...]) -> dict[Payer, Floats]:
    """Return each payer's place funding, (years); nothing where some year's is not known."""
    if not all(each.by_payer for each in funding):
        return {}
    return {
        payer: np.array([each.by_payer[payer] for each in funding], dtype=np.float64)
        for payer in funding[0].by_payer
    }
