"""
Every choice there is: pupil × commission × week of the start, as columns of numbers.

Days are ordinals (``date.toordinal``) so that they can be worked with in bulk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from planner.allocation.masks import allowed, minutes_by_pair, takes_year_group
from planner.domain.case import Case
from planner.domain.codes import PairKind, Route
from planner.rules.base import PlannedStay
from planner.rules.load import decided_stays, standing
from planner.units import AcademicYear, last_friday_in_june

Integers = NDArray[np.int64]
NEVER = 10_000_000
"""A day that does not come. [ordinal]"""
_DAYS_IN_WEEK = 7
_TO_FRIDAY = 4
_LAST_YEAR_GROUP = 11


@dataclass(frozen=True)
class Options:
    """Open choices, one entry each, ordered by pupil, commission and start."""

    case: Case
    pupil: Integers
    """Row of the pupil in the dataset's referrals."""
    commission: Integers
    """Column of the commission in the dataset's commissions."""
    week: Integers
    """Week of the start, counted from the horizon's first."""
    starts: Integers
    """First day. [ordinal]"""
    ends: Integers
    """Last day. [ordinal]"""
    minutes: Integers

    def __len__(self) -> int:
        return len(self.pupil)

    def kept(self, kept: NDArray[np.bool_]) -> Options:
        """Return only some of the options."""
        return Options(
            self.case,
            self.pupil[kept],
            self.commission[kept],
            self.week[kept],
            self.starts[kept],
            self.ends[kept],
            self.minutes[kept],
        )

    def stays(self, chosen: NDArray[np.bool_]) -> dict[str, PlannedStay]:
        """Return the stays of the chosen options, by ``pupil_id``."""
        dataset = self.case.dataset
        return {
            dataset.referrals[self.pupil[i]].pupil_id: PlannedStay(
                dataset.commissions[self.commission[i]].commission_id,
                date.fromordinal(int(self.starts[i])),
                date.fromordinal(int(self.ends[i])),
            )
            for i in np.flatnonzero(chosen)
        }


def all_options(case: Case) -> Options:
    """
    Return every choice for pupils for whom nothing is decided yet.

    A choice is left out where any rule about one pupil bars it: the pair rules,
    contract dates, school days, notice, and pupils kept apart from somebody who
    is at the site by then.
    """
    pairs = allowed(case)
    decided = decided_stays(case)
    for row, referral in enumerate(case.dataset.referrals):
        if referral.pupil_id in decided:
            pairs[row] = False
    starts = _start_days(case, pairs)
    pupil, commission, week = np.nonzero(starts < NEVER)
    options = Options(
        case,
        pupil.astype(np.int64),
        commission.astype(np.int64),
        week.astype(np.int64),
        starts[pupil, commission, week],
        np.zeros(len(pupil), dtype=np.int64),
        minutes_by_pair(case)[pupil, commission],
    )
    options = Options(
        case,
        options.pupil,
        options.commission,
        options.week,
        options.starts,
        _last_days(options),
        options.minutes,
    )
    return options.kept(
        _inside_contract(options)
        & _year_group_taken(options)
        & _apart_from_others(options, decided)
    )


def _start_days(case: Case, pairs: NDArray[np.bool_]) -> Integers:
    """Return the first day to start in each week: (pupils, commissions, weeks)."""
    dataset, policy = case.dataset, case.policy
    after_today = case.as_at.toordinal() + 1
    earliest = np.full(len(dataset.referrals), after_today, dtype=np.int64)
    for row, referral in enumerate(dataset.referrals):
        if referral.route is Route.OFF_SITE_DIRECTION:
            noticed = dataset.calendar.add_school_days(
                referral.notice_date or case.as_at, policy.off_site_notice_school_days
            )
            noticed_day = NEVER if noticed is None else noticed.toordinal()
            earliest[row] = max(after_today, noticed_day)
    opens = np.array([c.starts.toordinal() for c in dataset.commissions], dtype=np.int64)
    first = np.maximum(earliest[:, None], opens[None, :])
    mondays = np.array([week.toordinal() for week in case.weeks], dtype=np.int64)
    wanted = np.maximum(first[:, :, None], mondays[None, None, :])
    school_days = np.array([d.toordinal() for d in dataset.calendar.days] + [NEVER])
    day = school_days[np.minimum(np.searchsorted(school_days, wanted), len(school_days) - 1)]
    in_week = (day < mondays + _DAYS_IN_WEEK) & pairs[:, :, None]
    return np.asarray(np.where(in_week, day, NEVER))


def _last_days(options: Options) -> Integers:
    """Return the last day of each planned stay; see :func:`planner.rules.days.stay_from`."""
    case = options.case
    weeks = np.array([r.planned_weeks for r in case.dataset.referrals], dtype=np.int64)
    groups = np.array([r.year_group for r in case.dataset.referrals], dtype=np.int64)
    monday = options.starts - (options.starts - 1) % _DAYS_IN_WEEK
    ends = monday + _DAYS_IN_WEEK * (weeks[options.pupil] - 1) + _TO_FRIDAY
    ends = np.maximum(ends, options.starts)
    this_year = AcademicYear.of(case.as_at)
    taken = takes_year_group(case)
    if not len(options):
        return np.asarray(ends)
    last_year = AcademicYear.of(date.fromordinal(int(ends.max()))).start_year
    for ahead in range(last_year - this_year.start_year + 1):
        year = AcademicYear(this_year.start_year + ahead)
        group = np.minimum(groups[options.pupil] + ahead, 12)
        crosses = (options.starts <= year.ends.toordinal()) & (ends > year.ends.toordinal())
        leaves = group >= _LAST_YEAR_GROUP
        outgrows = ~taken[options.commission, group + 1]
        june = last_friday_in_june(year.ends.year).toordinal()
        in_year = (options.starts <= year.ends.toordinal()) & (ends >= year.starts.toordinal())
        ends = np.where(crosses & ~leaves & outgrows, year.ends.toordinal(), ends)
        ends = np.where(in_year & leaves, np.minimum(ends, june), ends)
    return np.asarray(ends)


def _year_group_taken(options: Options) -> NDArray[np.bool_]:
    """Bar starts on which the pupil's year group then is not taken."""
    case = options.case
    groups = np.array([r.year_group for r in case.dataset.referrals], dtype=np.int64)
    rises = AcademicYear.of(case.as_at).ends.toordinal()
    # Horizons are far shorter than a year, so at most one 1 September lies before a start.
    group = groups[options.pupil] + (options.starts > rises)
    return np.asarray(takes_year_group(case)[options.commission, group])


def _inside_contract(options: Options) -> NDArray[np.bool_]:
    ends = np.array(
        [
            NEVER if c.ends is None or c.rolls_over else c.ends.toordinal()
            for c in options.case.dataset.commissions
        ],
        dtype=np.int64,
    )
    inside = options.ends <= ends[options.commission]
    return np.asarray(inside & (options.ends >= options.starts))


def _apart_from_others(options: Options, decided: dict[str, PlannedStay]) -> NDArray[np.bool_]:
    """Bar sites where somebody settled is whom the pupil must be kept apart from, or drawn to."""
    case = options.case
    kept = np.ones(len(options), dtype=bool)
    rows = {r.pupil_id: row for row, r in enumerate(case.dataset.referrals)}
    site_of = np.array([c.site_id for c in case.dataset.commissions], dtype=object)
    for pair in case.dataset.pairs:
        for one, other in (
            (pair.pupil_id, pair.other_pupil_id),
            (pair.other_pupil_id, pair.pupil_id),
        ):
            row = rows.get(one)
            if row is None or one in decided:
                continue
            spells = _settled_spells(other, case, decided)
            if not spells:
                continue
            mine = options.pupil == row
            sites = site_of[options.commission]
            if pair.kind is PairKind.TOGETHER:
                kept &= ~mine | np.isin(sites, [site for site, _, _ in spells])
                continue
            for site, starts, ends in spells:
                overlaps = (options.starts <= ends) & (options.ends >= starts)
                kept &= ~(mine & (sites == site) & overlaps)
    return kept


def _settled_spells(
    pupil_id: str, case: Case, decided: dict[str, PlannedStay]
) -> list[tuple[str, int, int]]:
    """Return where and when a pupil who is not to be placed any more is: site, first, last day."""
    if pupil_id in decided:
        stay = decided[pupil_id]
        # A decided pupil waits still: the rule keeps waiting pupils apart at any time.
        return [(case.dataset.site_of(stay.commission_id).site_id, 0, NEVER)]
    return [
        (
            case.dataset.commission[a.commission_id].site_id,
            a.starts.toordinal(),
            NEVER if a.ends is None else a.ends.toordinal(),
        )
        for a in standing(case)
        if a.pupil_id == pupil_id
    ]
