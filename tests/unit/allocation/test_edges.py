"""Cases at the edges: nobody waits, nothing is bought, nothing fits, the calendar ends."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.allocation.allocate import allocate, warnings_of
from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.choices.policy import Goal
from planner.domain.dataset import Dataset
from planner.domain.provision import Limit, LimitUnit
from planner.results.placing.allocation import UnplacedKind
from planner.rules.check import decision_clashes
from planner.testing import random_case, small_calendar

SOUND = [case for seed in range(40) if not decision_clashes(case := random_case(seed))]

IN_TERM = next(case for case in SOUND if case.as_at < date(2021, 12, 1))


def _with(case: Case, **tables: object) -> Case:
    """Return the case with other tables, and journeys and prices of 20 minutes and 8,000 pounds."""
    dataset = replace(case.dataset, decisions=(), pairs=(), avoidances=(), **tables)
    pupils = tuple(r.pupil_id for r in dataset.referrals)
    sites = tuple(s.site_id for s in dataset.sites)
    minutes = np.full((len(pupils), len(sites)), 20, dtype=np.int32)
    prices = np.full((len(pupils), len(dataset.commissions)), 800_000, dtype=np.int64)
    return replace(
        case,
        dataset=dataset,
        travel=TravelTable(pupils, sites, minutes, minutes * 500, "drawn"),
        prices=PriceTable(prices),
    )


@pytest.mark.parametrize("case", SOUND[:6])
def test_with_nobody_waiting_every_goal_is_nought_and_proven(case: Case) -> None:
    answer = allocate(_with(case, referrals=()))
    assert answer.placed == answer.unplaced == ()
    assert {(goal.value, goal.bound) for goal in answer.goals} == {(0, 0)}
    assert answer.proven


@pytest.mark.parametrize("case", SOUND[:6])
def test_with_nothing_bought_everybody_is_unplaced_with_the_reason(case: Case) -> None:
    answer = allocate(_with(case, commissions=(), limits=(), placements=()))
    assert answer.placed == answer.occupancy == ()
    assert {unplaced.kind for unplaced in answer.unplaced} == {UnplacedKind.NO_SUCH_PROVISION}
    assert all(unplaced.reasons for unplaced in answer.unplaced)
    assert answer.proven


def test_a_case_without_any_table_is_answered() -> None:
    empty = Dataset(as_at=date(2021, 11, 8), calendar=small_calendar())
    travel = TravelTable((), (), np.zeros((0, 0), np.int32), np.zeros((0, 0), np.int32), "none")
    prices = PriceTable(np.zeros((0, 0), dtype=np.int64))
    assert allocate(Case(empty, SOUND[0].policy, travel, prices)).proven


@pytest.mark.parametrize("case", SOUND[:6])
def test_with_no_places_nobody_is_placed(case: Case) -> None:
    without = tuple(replace(c, places=0, steps=()) for c in case.dataset.commissions)
    answer = allocate(_with(case, commissions=without))
    assert answer.placed == ()
    assert len(answer.unplaced) == len(case.dataset.referrals)


def test_one_pupil_and_one_place_are_brought_together() -> None:
    case = _open_to_all(IN_TERM)
    answer = allocate(_with(case, referrals=case.dataset.referrals[:1]))
    assert [placed.pupil_id for placed in answer.placed] == [case.dataset.referrals[0].pupil_id]


def _open_to_all(case: Case) -> Case:
    """Return the case with room for everybody at registered, approved sites."""
    dataset = case.dataset
    commissions = tuple(
        replace(
            c,
            places=9,
            steps=(),
            starts=date(2020, 9, 1),
            ends=None,
            year_groups=frozenset(range(12)),
            needs=frozenset(),
            tier=None,
            accepts_overflow=True,
            delivers_ehc_plan=True,
            sex=None,
            minimum_sessions=1,
        )
        for c in dataset.commissions
    )
    opened = replace(
        dataset,
        commissions=commissions,
        limits=(),
        providers=tuple(replace(p, approved=True) for p in dataset.providers),
        sites=tuple(replace(s, registered=True) for s in dataset.sites),
        calendar=SchoolCalendar(
            (CalendarPeriod(PeriodKind.TERM, "always", date(2021, 9, 1), date(2023, 8, 31)),)
        ),
    )
    policy = replace(case.policy, travel_cap_minutes=None, budget_cap_pence=None)
    policy = replace(policy, goals=(Goal.UNPLACED_FIRST, Goal.UNPLACED_SECOND, Goal.UNPLACED_THIRD))
    return replace(case, dataset=opened, policy=policy)


@pytest.mark.parametrize("case", SOUND[:10])
def test_with_room_for_everybody_everybody_is_placed(case: Case) -> None:
    year_11_has_left = case.as_at > date(2022, 6, 1)
    answer = allocate(_with(_open_to_all(case)))
    leavers = {r.pupil_id for r in case.dataset.referrals if r.year_group == 11}
    assert {u.pupil_id for u in answer.unplaced} <= (leavers if year_11_has_left else set())


@pytest.mark.parametrize(
    "periods",
    [
        (),
        (CalendarPeriod(PeriodKind.TERM, "past", date(2020, 9, 1), date(2021, 7, 21)),),
        (CalendarPeriod(PeriodKind.TERM, "too late", date(2023, 9, 1), date(2024, 7, 21)),),
    ],
    ids=["no calendar", "ended", "not begun"],
)
def test_without_a_school_day_in_the_horizon_nobody_starts_and_nobody_is_late(
    periods: tuple[CalendarPeriod, ...],
) -> None:
    answer = allocate(_with(_open_to_all(IN_TERM), calendar=SchoolCalendar(periods)))
    assert answer.placed == ()
    assert {unplaced.school_days_late for unplaced in answer.unplaced} == {0}


def test_places_that_are_overfull_already_take_nobody_and_are_warned_of() -> None:
    case = next(c for c in SOUND if c.dataset.placements and c.as_at < date(2021, 12, 1))
    opened = _open_to_all(case)
    busy = opened.dataset.placements[0].commission_id
    commissions = tuple(
        replace(c, places=0) if c.commission_id == busy else c for c in opened.dataset.commissions
    )
    tight = _with(opened, commissions=commissions)
    answer = allocate(tight)
    assert busy not in {placed.commission_id for placed in answer.placed}
    assert [w.rule for w in warnings_of(tight, answer) if busy in w.subjects] == ["capacity"]


def test_a_limit_of_nought_keeps_everybody_away() -> None:
    case = _open_to_all(IN_TERM)
    closed = tuple(
        Limit(f"closed {s.site_id}", s.site_id, None, frozenset(range(12)), LimitUnit.PUPILS, 0)
        for s in case.dataset.sites
    )
    answer = allocate(_with(case, limits=closed))
    assert answer.placed == ()
    assert {unplaced.kind for unplaced in answer.unplaced} == {UnplacedKind.FULL}
