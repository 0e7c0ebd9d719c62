"""Who goes where and from when, for everybody who waits: solved, checked and explained."""

from __future__ import annotations

import time

from planner import __version__
from planner.allocation.explain import Whys, whys
from planner.allocation.program import build
from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.errors import DecisionsClash
from planner.results.placing.allocation import (
    Allocation,
    Breach,
    GoalValue,
    OccupancyWeek,
    Placed,
    Reason,
    Unplaced,
)
from planner.results.run import Run
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches, decision_clashes, policy_warnings
from planner.rules.days import due_date, school_days_late, uncovered_school_days
from planner.rules.goals import goal_values
from planner.rules.load import (
    Attendance,
    attending,
    decided_stays,
    standing,
    week_capacity_sessions,
)
from planner.rules.money import interim_pence, stay_pence
from planner.solver.lexicographic import DEFAULT_EFFORT, solve
from planner.solver.search import SOLVER_VERSION
from planner.units import format_day


def allocate(case: Case, *, effort: float = DEFAULT_EFFORT) -> Allocation:
    """
    Suggest a commission and a start for every waiting pupil, or say why there is none.

    Parameters
    ----------
    case
        The question; decisions already taken in it stay as they are.
    effort
        Limit of all goals together. [CP-SAT deterministic seconds]

    Returns
    -------
    Allocation
        Goals in the scenario's order, each with value, bound and proof. The
        same case gives the same answer on every machine.

    Raises
    ------
    DecisionsClash
        If decisions already taken break a rule or contradict each other; named
        before anything is solved.
    """
    _refuse_clashes(case)
    began = time.perf_counter()
    board = build(case)
    solution = solve(board.program, effort=effort)
    seconds = time.perf_counter() - began
    stays = {**decided_stays(case), **board.options.stays(solution.chosen)}
    goals = tuple(GoalValue(v.name, v.value, v.bound, v.unit, v.proven) for v in solution.values)
    _hold_against_rules(stays, goals, case)
    why = whys(case, stays)
    return Allocation(
        placed=tuple(
            _placed(why, referral, stays[referral.pupil_id])
            for referral in case.dataset.referrals
            if referral.pupil_id in stays
        ),
        unplaced=tuple(
            _unplaced(why, referral)
            for referral in case.dataset.referrals
            if referral.pupil_id not in stays
        ),
        goals=goals,
        occupancy=tuple(_occupancy(stays, case)),
        run=run_of(case, seconds),
    )


def warnings_of(case: Case, allocation: Allocation) -> tuple[Breach, ...]:
    """Return what policy packs that only warn say, and limits already passed in the tables."""
    stays = {
        p.pupil_id: PlannedStay(p.commission_id, p.start_date, p.end_date)
        for p in allocation.placed
    }
    overfull: dict[str, OccupancyWeek] = {}
    for week in allocation.occupancy:
        if week.placed_sessions > week.capacity_sessions:
            overfull.setdefault(week.commission_id, week)
    return (
        *policy_warnings(stays, case),
        *(
            Breach(
                "capacity",
                (week.commission_id,),
                f"{week.commission_id} has {week.placed_sessions} sessions on "
                f"{week.capacity_sessions} from pupils there now, in the week of "
                f"{format_day(week.week)}.",
            )
            for week in overfull.values()
        ),
    )


def _refuse_clashes(case: Case) -> None:
    clashes = decision_clashes(case)
    if clashes:
        lines = "\n".join(f"  {', '.join(clash.subjects)}: {clash.sentence}" for clash in clashes)
        raise DecisionsClash(
            f"Decisions already taken cannot all stand:\n{lines}\n"
            "Change or withdraw one of them in the decisions table. Nothing was calculated."
        )


def _hold_against_rules(stays: PlannedStays, goals: tuple[GoalValue, ...], case: Case) -> None:
    """
    Hold the answer against every rule and every goal, with no solver.

    Raises
    ------
    ValueError
        If anything differs: a fault in the planner, so no answer leaves.
    """
    broken = breaches(stays, case)
    if broken:
        raise ValueError(f"the answer breaks rules: {sorted({b.rule for b in broken})}")
    meant = {goal.value: value for goal, value in goal_values(stays, case).items()}
    solved = {goal.goal: goal.value for goal in goals}
    if meant != solved:
        differing = sorted(name for name in meant if meant[name] != solved[name])
        raise ValueError(f"the goals are not what their rules say: {differing}")


def _placed(why: Whys, referral: Referral, stay: PlannedStay) -> Placed:
    case = why.case
    site = case.dataset.site_of(stay.commission_id)
    warnings = tuple(
        Reason(breach.rule, breach.sentence)
        for breach in policy_warnings({referral.pupil_id: stay}, case)
    )
    return Placed(
        pupil_id=referral.pupil_id,
        commission_id=stay.commission_id,
        site_id=site.site_id,
        start_date=stay.starts,
        end_date=stay.ends,
        due_date=due_date(referral, case),
        school_days_late=school_days_late(referral, case, stay.starts),
        uncovered_school_days=uncovered_school_days(referral, case, stay.starts),
        travel_minutes=case.travel.minutes_between(referral.pupil_id, site.site_id) or 0,
        travel_metres=case.travel.metres_between(referral.pupil_id, site.site_id) or 0,
        annual_pence=case.annual_pence(referral.pupil_id, stay.commission_id),
        stay_pence=stay_pence(referral, stay, case),
        interim_pence=interim_pence(referral, case, stay.starts),
        interim_sen_decides=referral.has_ehc_plan,
        reasons=why.placed(referral, stay),
        warnings=warnings,
    )


def _unplaced(why: Whys, referral: Referral) -> Unplaced:
    kind, reasons = why.unplaced(referral)
    return Unplaced(
        pupil_id=referral.pupil_id,
        kind=kind,
        due_date=due_date(referral, why.case),
        school_days_late=school_days_late(referral, why.case, None),
        interim_pence=interim_pence(referral, why.case, None),
        reasons=reasons,
    )


def _occupancy(stays: PlannedStays, case: Case) -> list[OccupancyWeek]:
    decided = decided_stays(case)
    new = {pupil_id: stay for pupil_id, stay in stays.items() if pupil_id not in decided}
    everybody: list[Attendance] = [
        *standing(case),
        *attending(decided, case, suggested=False),
        *attending(new, case, suggested=True),
    ]
    weeks = []
    for commission in case.dataset.commissions:
        here = [a for a in everybody if a.commission_id == commission.commission_id]
        for week in case.weeks:
            present = [a for a in here if a.in_week(week)]
            weeks.append(
                OccupancyWeek(
                    commission.commission_id,
                    week,
                    week_capacity_sessions(commission, week),
                    sum(a.sessions for a in present if not a.suggested),
                    sum(a.sessions for a in present if a.suggested),
                )
            )
    return weeks


def run_of(case: Case, seconds: float) -> Run:
    """Return what identifies an answer to a case, and how long it took."""
    return Run(
        scenario_id=case.scenario_id,
        scenario_changes=case.changes,
        as_at=case.as_at,
        data_fingerprint=case.dataset.fingerprint,
        seed=case.seed,
        planner_version=__version__,
        solver_version=SOLVER_VERSION,
        solve_seconds=round(seconds, 3),
    )
