"""Who is on the commissions now, and until when: made up to a stated fullness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

from planner.demo import calibration
from planner.demo.draws import Draws
from planner.domain.codes import PlaceType, SenProvision
from planner.domain.placements import Placement
from planner.domain.provision import Commission, Limit, LimitUnit
from planner.units import (
    FULL_TIME_SESSIONS,
    AcademicYear,
    Sessions,
    divide_half_up,
    is_primary,
    last_friday_in_june,
    monday_of,
)

_PART_WEEK: Mapping[Sessions, int] = {4: 2, 5: 3, 6: 2, 10: 5}
"""Sessions a week on a prevention place. Assumed."""
_STAYS_ON_PER_THOUSAND = 150
"""Pupils without a planned end, who wait for a special school or a mainstream one. Assumed."""


@dataclass(frozen=True, slots=True)
class Fill:
    """How full one commission is, and how many of its pupils leave soon."""

    free_sessions: Sessions
    leaving_soon: int
    """Pupils whose planned end is inside the next weeks."""
    since_weeks: int = 50
    """Longest that anybody is there already. [calendar weeks]"""


class _Room:
    """Room left on a commission and under every limit that counts it."""

    def __init__(self, commission: Commission, sessions: Sessions, limits: list[_Counter]) -> None:
        self.sessions = sessions
        self._limits = limits
        self._years = commission.year_groups

    def years(self, weights: Mapping[int, int], sessions: Sessions) -> dict[int, int]:
        """Return the year groups that one more pupil could be in, with their weights."""
        if sessions > self.sessions:
            return {}
        return {
            year: weight
            for year, weight in weights.items()
            if year in self._years and all(limit.allows(year, sessions) for limit in self._limits)
        }

    def take(self, year: int, sessions: Sessions) -> None:
        """Take the room of one pupil."""
        self.sessions -= sessions
        for limit in self._limits:
            limit.take(year, sessions)


class _Counter:
    """What is used of one limit."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._left = limit.maximum

    def allows(self, year: int, sessions: Sessions) -> bool:
        """Say whether one more pupil fits."""
        return year not in self.limit.year_groups or self._cost(sessions) <= self._left

    def take(self, year: int, sessions: Sessions) -> None:
        """Count one more pupil."""
        if year in self.limit.year_groups:
            self._left -= self._cost(sessions)

    def _cost(self, sessions: Sessions) -> int:
        return 1 if self.limit.unit is LimitUnit.PUPILS else sessions


def fill_commissions(
    draws: Draws,
    *,
    commissions: Iterable[Commission],
    limits: Iterable[Limit],
    fills: Mapping[str, Fill],
    as_at: date,
    prefix: str,
) -> tuple[Placement, ...]:
    """
    Fill commissions with made-up pupils to a stated number of free sessions.

    No placement breaks a rule: year groups, limits, capacity and the delivery of EHC plans
    are kept. Year 11 leaves on the last Friday in June.

    Parameters
    ----------
    draws
        Stream for this part.
    commissions, limits
        What is commissioned; a commission without a fill stays empty.
    fills
        Fill by commission id.
    as_at
        The day on which the placements stand.
    prefix
        Start of every pupil's id.

    Returns
    -------
    tuple[Placement, ...]
        In the order of their pupils' ids.
    """
    commissions = tuple(commissions)
    counters = [_Counter(limit) for limit in limits]
    numbers = count(1)
    placements: list[Placement] = []
    for commission in commissions:
        fill = fills.get(commission.commission_id)
        if fill is None:
            continue
        mine = [
            counter
            for counter in counters
            if commission.site_id == counter.limit.site_id
            or commission.commission_id == counter.limit.commission_id
        ]
        room = _Room(commission, commission.capacity_sessions(as_at) - fill.free_sessions, mine)
        pupils = list(_pupils(draws, commission, room))
        ends = _ends(draws, [year for year, _ in pupils], fill.leaving_soon, as_at)
        for (year, sessions), end in zip(pupils, ends, strict=True):
            placements.append(
                Placement(
                    pupil_id=f"{prefix}-{next(numbers):04}",
                    commission_id=commission.commission_id,
                    starts=_start(draws, fill, as_at),
                    ends=end,
                    sessions_per_week=sessions,
                    year_group=year,
                    looked_after=draws.chance(calibration.LOOKED_AFTER_PER_THOUSAND),
                )
            )
    plans = {commission.commission_id for commission in commissions if commission.delivers_ehc_plan}
    return tuple(_with_sen(draws, placements, plans))


def _pupils(draws: Draws, commission: Commission, room: _Room) -> Iterator[tuple[int, Sessions]]:
    """Draw pupils until the room is used; a last part-week pupil may take what is left."""
    weights = _year_weights(commission)
    part_week = commission.place_type is PlaceType.PREVENTION
    while room.sessions > 0:
        sessions = draws.pick(_PART_WEEK) if part_week else FULL_TIME_SESSIONS
        years = room.years(weights, sessions)
        if not years:
            # Nothing larger than the smallest part week would fit either.
            sessions = min(_PART_WEEK) if part_week else FULL_TIME_SESSIONS
            years = room.years(weights, sessions)
        if not years:
            return
        year = draws.pick(years)
        room.take(year, sessions)
        yield year, sessions


def _year_weights(commission: Commission) -> dict[int, int]:
    """Return the weights of the year groups; where both phases are taught, each has its share."""
    phases = {is_primary(year) for year in commission.year_groups}
    if phases == {True}:
        return dict(calibration.PRIMARY_YEARS)
    if phases == {False}:
        return dict(calibration.SECONDARY_YEARS)
    primary = calibration.STOCK_PRIMARY_PER_HUNDRED
    return {
        **{year: primary * weight for year, weight in calibration.PRIMARY_YEARS.items()},
        **{year: (100 - primary) * weight for year, weight in calibration.SECONDARY_YEARS.items()},
    }


def _with_sen(
    draws: Draws, placements: list[Placement], delivering: set[str]
) -> Iterator[Placement]:
    """Give pupils EHC plans, only where a plan can be delivered, and SEN support to others."""
    able = [row for row, place in enumerate(placements) if place.commission_id in delivering]
    wanted = divide_half_up(len(placements) * calibration.STOCK_PLANS_PER_THOUSAND, 1000)
    planned = set(draws.shuffled(able)[:wanted])
    others = draws.spread(len(placements), calibration.STOCK_SUPPORT)
    for row, place in enumerate(placements):
        provision = SenProvision.EHC_PLAN if row in planned else others[row]
        yield replace(place, sen_provision=provision)


def _start(draws: Draws, fill: Fill, as_at: date) -> date:
    """Draw a Monday from one week ago to the longest that anybody is there."""
    return monday_of(as_at) - timedelta(weeks=draws.between(1, fill.since_weeks))


def _ends(draws: Draws, years: list[int], leaving_soon: int, as_at: date) -> list[date | None]:
    """Give the stated number of pupils an end inside twelve weeks, and the others a later one."""
    leaves_school = last_friday_in_june(AcademicYear.of(as_at).ends.year)
    ends: list[date | None] = [
        leaves_school if year == 11 else _later_end(draws, as_at) for year in years
    ]
    younger = draws.shuffled([row for row, year in enumerate(years) if year < 11])
    for row in younger[:leaving_soon]:
        ends[row] = _friday(as_at, draws.between(0, 10))
    return ends


def _later_end(draws: Draws, as_at: date) -> date | None:
    if draws.chance(_STAYS_ON_PER_THOUSAND):
        return None
    return _friday(as_at, draws.between(13, 36))


def _friday(as_at: date, weeks: int) -> date:
    return monday_of(as_at) + timedelta(days=4, weeks=weeks)
