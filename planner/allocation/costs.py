"""The goals once more, for all options at once: what each option adds to each goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from planner.allocation.options import NEVER, Integers, Options
from planner.domain.case import Case
from planner.domain.choices.policy import Goal
from planner.rules.base import PlannedStays
from planner.rules.days import (
    cover_starts,
    due_date,
    has_full_time_tuition,
    priority_band,
)
from planner.rules.goals import MEANINGS, draw_points, goal_order
from planner.rules.load import decided_stays
from planner.rules.money import DAYS_PER_YEAR, SCHOOL_DAYS_PER_WEEK
from planner.solver.program import Objective


@dataclass(frozen=True)
class Clock:
    """One case's school days and each pupil's days, for counting in bulk."""

    case: Case

    @cached_property
    def school_days(self) -> Integers:
        """All school days, in ordinals."""
        return np.array([d.toordinal() for d in self.case.dataset.calendar.days], dtype=np.int64)

    @cached_property
    def due(self) -> Integers:
        """Statutory day of each pupil; ``NEVER`` where there is none, in ordinals."""
        return self._days(lambda r: due_date(r, self.case))

    @cached_property
    def wanted(self) -> Integers:
        """Wanted day of each pupil; ``NEVER`` where there is none, in ordinals."""
        return self._days(lambda r: r.place_by)

    @cached_property
    def cover(self) -> Integers:
        """First day of full-time interim cover of each pupil; ``NEVER`` without, in ordinals."""
        return self._days(lambda r: cover_starts(r, self.case))

    @cached_property
    def statutory(self) -> NDArray[np.bool_]:
        """Whether each pupil's route has a statutory day."""
        routes = self.case.policy.due_school_day
        return np.array([r.route in routes for r in self.case.dataset.referrals], dtype=bool)

    def count(self, starts: Integers, before: Integers) -> Integers:
        """Count school days from ``starts`` up to but not including ``before``."""
        return np.asarray(
            np.maximum(
                0,
                np.searchsorted(self.school_days, before)
                - np.searchsorted(self.school_days, starts),
            )
        )

    def _days(self, of: Callable[..., date | None]) -> Integers:
        days = (of(referral) for referral in self.case.dataset.referrals)
        return np.array([NEVER if d is None else d.toordinal() for d in days], dtype=np.int64)


def objectives(options: Options, order: Sequence[Goal] | None = None) -> tuple[Objective, ...]:
    """
    Return the goals in their order over the options; only some of them if an order is given.

    An option's coefficient is what changes when its pupil is placed so rather
    than not at all; the constant is everybody decided, and nobody else placed.
    """
    clock = Clock(options.case)
    decided = decided_stays(options.case)
    return tuple(
        Objective(
            goal.value,
            goal.unit,
            COSTS[goal](options, clock),
            _constant(goal, decided, options.case),
        )
        for goal in (goal_order(options.case) if order is None else order)
    )


def _constant(goal: Goal, decided: PlannedStays, case: Case) -> int:
    meaning = MEANINGS[goal]
    return sum(meaning(r, decided.get(r.pupil_id), case) for r in case.dataset.referrals)


def _late(options: Options, clock: Clock) -> Integers:
    ends = np.full(len(options), options.case.horizon_ends.toordinal(), dtype=np.int64)
    due, cover = clock.due[options.pupil], clock.cover[options.pupil]
    placed = clock.count(due, np.minimum(options.starts, cover))
    unplaced = clock.count(due, np.minimum(ends, cover))
    return np.asarray(placed - unplaced)


def _looked_after(options: Options) -> NDArray[np.bool_]:
    flags = [r.looked_after for r in options.case.dataset.referrals]
    return np.asarray(np.array(flags, dtype=bool)[options.pupil])


def _late_days_looked_after(options: Options, clock: Clock) -> Integers:
    return np.where(_looked_after(options), _late(options, clock), 0)


def _late_days(options: Options, clock: Clock) -> Integers:
    return np.where(_looked_after(options), 0, _late(options, clock))


def _unplaced(band: int) -> Callable[[Options, Clock], Integers]:
    def cost(options: Options, clock: Clock) -> Integers:
        case = options.case
        bands = [priority_band(r, case) for r in case.dataset.referrals]
        in_band = np.array(bands, dtype=np.int64)[options.pupil] == band
        return np.where(in_band, -1, 0).astype(np.int64)

    return cost


def _changes_to_offers(options: Options, clock: Clock) -> Integers:
    case, dataset = options.case, options.case.dataset
    columns = {c.commission_id: column for column, c in enumerate(dataset.commissions)}
    offers = [case.offer.get(r.pupil_id) for r in dataset.referrals]
    offered = np.array(
        [-1 if o is None else columns.get(o.commission_id, -1) for o in offers], dtype=np.int64
    )[options.pupil]
    day = np.array(
        [NEVER if o is None else o.start_date.toordinal() for o in offers], dtype=np.int64
    )[options.pupil]
    same_day = (options.starts == day) | (day <= case.as_at.toordinal())
    return np.where((options.commission == offered) & same_day, -1, 0).astype(np.int64)


def _days_past_place_by(options: Options, clock: Clock) -> Integers:
    ends = np.full(len(options), options.case.horizon_ends.toordinal(), dtype=np.int64)
    wanted = clock.wanted[options.pupil]
    past = clock.count(wanted, options.starts) - clock.count(wanted, ends)
    return np.where(clock.statutory[options.pupil] | (wanted == NEVER), 0, past)


def _need_fit(options: Options, clock: Clock) -> Integers:
    dataset = options.case.dataset
    gaps = np.array(
        [
            [
                r.primary_need is not None and r.primary_need not in c.specialisms
                for c in dataset.commissions
            ]
            for r in dataset.referrals
        ],
        dtype=np.int64,
    ).reshape(len(dataset.referrals), len(dataset.commissions))
    return np.asarray(gaps[options.pupil, options.commission])


def _tier_excess(options: Options, clock: Clock) -> Integers:
    dataset = options.case.dataset
    needed = np.array([r.tier_needed or 9 for r in dataset.referrals], dtype=np.int64)
    offered = np.array([c.tier or 0 for c in dataset.commissions], dtype=np.int64)
    return np.asarray(np.maximum(0, offered[options.commission] - needed[options.pupil]))


def _minutes_over_guide(options: Options, clock: Clock) -> Integers:
    case = options.case
    guides = [case.policy.guide_minutes(r.year_group) for r in case.dataset.referrals]
    guide = np.array(guides, dtype=np.int64)
    return np.asarray(np.maximum(0, options.minutes - guide[options.pupil]))


def _travel_minutes(options: Options, clock: Clock) -> Integers:
    return options.minutes


def _days_waited(options: Options, clock: Clock) -> Integers:
    today = np.full(len(options), options.case.as_at.toordinal(), dtype=np.int64)
    ends = np.full(len(options), options.case.horizon_ends.toordinal(), dtype=np.int64)
    return np.asarray(clock.count(today, options.starts) - clock.count(today, ends))


def stay_prices(options: Options) -> Integers:
    """Return top-up and transport for each option's stay, in pence."""
    annual = options.case.prices.annual_pence[options.pupil, options.commission]
    return _half_up(annual * (options.ends - options.starts + 1), DAYS_PER_YEAR)


def _cost(options: Options, clock: Clock) -> Integers:
    ends = np.full(len(options), options.case.horizon_ends.toordinal(), dtype=np.int64)
    saved = _interim(options, clock, ends) - _interim(options, clock, options.starts)
    return np.asarray(stay_prices(options) - saved)


def _interim(options: Options, clock: Clock, starts: Integers) -> Integers:
    case, offer = options.case, options.case.policy.interim
    begins = (
        None
        if offer is None
        else case.dataset.calendar.add_school_days(case.as_at, offer.lead_school_days)
    )
    if offer is None or begins is None:
        return np.zeros(len(options), dtype=np.int64)
    due = clock.due[options.pupil]
    days = clock.count(np.maximum(due, begins.toordinal()), starts)
    price = _half_up(offer.weekly_pence * days, SCHOOL_DAYS_PER_WEEK)
    needs_none = [has_full_time_tuition(r) for r in case.dataset.referrals]
    return np.where(np.array(needs_none, dtype=bool)[options.pupil], 0, price)


def _tie_break(options: Options, clock: Clock) -> Integers:
    dataset = options.case.dataset
    pupils = [r.pupil_id for r in dataset.referrals]
    commissions = [c.commission_id for c in dataset.commissions]
    days = {start: date.fromordinal(start) for start in np.unique(options.starts).tolist()}
    points = [
        draw_points(pupils[p], commissions[c], days[start])
        for p, c, start in zip(
            options.pupil.tolist(),
            options.commission.tolist(),
            options.starts.tolist(),
            strict=True,
        )
    ]
    return np.array(points, dtype=np.int64)


def _half_up(numerator: Integers, denominator: int) -> Integers:
    return np.asarray((2 * numerator + denominator) // (2 * denominator))


COSTS: Mapping[Goal, Callable[[Options, Clock], Integers]] = {
    Goal.LATE_DAYS_LOOKED_AFTER: _late_days_looked_after,
    Goal.LATE_DAYS: _late_days,
    Goal.UNPLACED_FIRST: _unplaced(1),
    Goal.UNPLACED_SECOND: _unplaced(2),
    Goal.UNPLACED_THIRD: _unplaced(3),
    Goal.CHANGES_TO_OFFERS: _changes_to_offers,
    Goal.DAYS_PAST_PLACE_BY: _days_past_place_by,
    Goal.NEED_FIT: _need_fit,
    Goal.TIER_EXCESS: _tier_excess,
    Goal.MINUTES_OVER_GUIDE: _minutes_over_guide,
    Goal.TRAVEL_MINUTES: _travel_minutes,
    Goal.DAYS_WAITED: _days_waited,
    Goal.COST: _cost,
    Goal.TIE_BREAK: _tie_break,
}
"""One column of costs for each goal."""
