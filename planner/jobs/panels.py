"""The simulation's rule held against the real allocation, on panel days of one future."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner.domain.calendar import SchoolCalendar
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.choices.policy import Goal
from planner.domain.codes import Route
from planner.domain.placements import Placement
from planner.domain.referrals import Referral
from planner.results.coming.futures import DemandPaths
from planner.results.coming.panels import Panel, PanelDifference, PanelPupil
from planner.results.placing.allocation import Allocation

_GOLDEN = 0.6180339887
_WEEKS_PER_DAY = 365 / 7 / 190
_ON_TIME_DAYS = 5
_GOALS_HELD = frozenset(
    {
        Goal.LATE_DAYS_LOOKED_AFTER,
        Goal.LATE_DAYS,
        Goal.UNPLACED_FIRST,
        Goal.UNPLACED_SECOND,
        Goal.UNPLACED_THIRD,
    }
)
"""Goals that decide who starts and who is late; those after them only choose among places."""


def panel_differences(case: Case, paths: DemandPaths, *, count: int) -> tuple[PanelDifference, ...]:
    """
    Place the same simulated pupils by the simulation's rule and by the allocation.

    Each simulated pupil is like one who waits now, of the same district and key stage
    where there is one: home, sessions and what decides where are that pupil's. Pairs,
    pupils to be kept from a site and decisions are left out of both; of the scenario's
    goals those are kept that decide who starts and who is late.

    Parameters
    ----------
    case
        The case; pupils must wait in it, for the simulated ones are like them.
    paths
        Futures of demand.
    count
        Panel days. [days]
    """
    from planner.allocation.allocate import allocate
    from planner.sizing.panels import panels_of

    if not case.dataset.referrals:
        return ()
    found = []
    for panel in panels_of(case, paths, count=count, seed=case.seed):
        calendar = case.dataset.calendar.carried_on(until=panel.day + timedelta(days=400))
        held = _case_on(case, panel, calendar)
        found.append(_difference(panel, held, allocate(held), calendar))
    return tuple(found)


def differences_say(rows: Sequence[PanelDifference], weeks: int) -> str:
    """Return the differences of all panel days in a sentence; nothing where there are none."""
    if not rows:
        return ""
    waiting, simulated, allocated, late, allocated_late = (
        sum(getattr(row, name) for row in rows)
        for name in (
            "waiting",
            "simulated_starts",
            "allocated_starts",
            "simulated_late",
            "allocated_late",
        )
    )
    return (
        f"On {len(rows)} panel days of the middle future {waiting} simulated pupils wait: within "
        f"{weeks} weeks the simulation's rule starts {simulated} of them and the allocation "
        f"{allocated}; {late} and {allocated_late} start after five school days or not at all."
    )


def _difference(
    panel: Panel, case: Case, answer: Allocation, calendar: SchoolCalendar
) -> PanelDifference:
    ends = case.horizon_ends
    simulated = {
        f"F{index:04d}": pupil.starts
        for index, pupil in enumerate(panel.waiting)
        if pupil.starts is not None and pupil.starts < ends
    }
    allocated = {placed.pupil_id: placed.start_date for placed in answer.placed}
    referred = {
        f"F{index:04d}": max(p.referred_on, panel.day) for index, p in enumerate(panel.waiting)
    }

    def late(starts: dict[str, date]) -> int:
        return sum(
            pupil not in starts or calendar.count(day, starts[pupil]) > _ON_TIME_DAYS
            for pupil, day in referred.items()
        )

    return PanelDifference(
        panel.day,
        len(panel.waiting),
        len(panel.in_place),
        len(simulated),
        len(allocated),
        late(simulated),
        late(allocated),
    )


def _case_on(case: Case, panel: Panel, calendar: SchoolCalendar) -> Case:
    """Return the case as it would stand on a panel day."""
    rows = list(_alike(panel, case.dataset.referrals))
    referrals = tuple(
        _referral(index, pupil, case.dataset.referrals[row])
        for index, (pupil, row) in enumerate(zip(panel.waiting, rows, strict=True))
    )
    placements = tuple(
        Placement(
            f"H{index:04d}",
            stay.commission_id,
            panel.day - timedelta(days=28),
            stay.ends,
            _sessions(case, stay.commission_id),
            stay.year_group,
        )
        for index, stay in enumerate(panel.in_place)
    )
    at = [case.travel.pupil_ids.index(case.dataset.referrals[row].pupil_id) for row in rows]
    travel = TravelTable(
        tuple(referral.pupil_id for referral in referrals),
        case.travel.site_ids,
        case.travel.minutes[at],
        case.travel.metres[at],
        case.travel.engine,
    )
    dataset = replace(
        case.dataset,
        as_at=panel.day,
        calendar=calendar,
        referrals=referrals,
        placements=placements,
        decisions=(),
        pairs=(),
        avoidances=(),
    )
    prices = PriceTable(case.prices.annual_pence[rows])
    goals = tuple(goal for goal in case.policy.goals if goal in _GOALS_HELD)
    policy = replace(case.policy, goals=goals or case.policy.goals)
    return replace(case, dataset=dataset, policy=policy, travel=travel, prices=prices, whatif=())


def _sessions(case: Case, commission_id: str) -> int:
    """Return the mean sessions of those on a commission now; full-time where nobody is."""
    held = [p.sessions_per_week for p in case.dataset.placements_at.get(commission_id, ())]
    return max(1, round(sum(held) / len(held))) if held else 10


def _alike(panel: Panel, referrals: Sequence[Referral]) -> Iterator[int]:
    """Return for each simulated pupil the position of one who waits now and is like it."""
    for index, pupil in enumerate(panel.waiting):
        stage = [i for i, r in enumerate(referrals) if r.key_stage is pupil.cohort.key_stage]
        near = [i for i in stage if referrals[i].district == pupil.cohort.district]
        choices = near or stage or list(range(len(referrals)))
        yield choices[int(index * _GOLDEN % 1.0 * len(choices))]


def _referral(index: int, pupil: PanelPupil, like: Referral) -> Referral:
    """Return a simulated pupil as a row of the referral table."""
    route = pupil.cohort.route
    return replace(
        like,
        pupil_id=f"F{index:04d}",
        route=route,
        referred_on=pupil.referred_on,
        absent_from=pupil.referred_on,
        year_group=pupil.year_group,
        primary_need=pupil.cohort.need,
        secondary_need=None,
        planned_weeks=max(1, round(pupil.stay_days * _WEEKS_PER_DAY)),
        notice_date=pupil.referred_on if route is Route.OFF_SITE_DIRECTION else None,
        place_by=None,
        priority=None,
        interim_from=None,
        interim_sessions_per_week=0,
    )
