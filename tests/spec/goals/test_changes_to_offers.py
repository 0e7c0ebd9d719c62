"""Planning anew after news: families who have been told of a place keep it where they can."""

from dataclasses import replace
from datetime import date

from planner.allocation.allocate import allocate
from planner.domain.choices.policy import DEFAULT_GOALS, Goal, Policy
from planner.domain.placements import Offer

title = "A place offered earlier is changed only for a reason that ranks before it"

TUESDAY, NEXT_MONDAY = date(2021, 11, 9), date(2021, 11, 15)
OAK_AND_A_NEARER_ASH = """
    commission | minutes
    -----------+--------
    Oak        | 60
    Ash        | 5
"""
ADA = """
    pupil
    -----
    Ada
"""


def _places(case):
    return {placed.pupil_id: placed.commission_id for placed in allocate(case).placed}


def _value(case, goal):
    return {each.goal: each.value for each in allocate(case).goals}[goal]


def test_a_nearer_place_is_no_reason_to_change_an_offer(drawn):
    case = drawn(pupils=ADA, commissions=OAK_AND_A_NEARER_ASH)
    assert _places(case) == {"Ada": "Ash"}
    offered = replace(case, offers=(Offer("Ada", "Oak", TUESDAY),))
    assert _places(offered) == {"Ada": "Oak"}
    assert _value(offered, "changes_to_offers") == 0


def test_a_pupil_who_would_be_late_by_statute_is_a_reason(drawn):
    case = drawn(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 8 Nov 2021
        Ben   | 1 Nov 2021
        """,
        commissions="""
        commission | contract from
        -----------+--------------
        Oak        |
        Ash        | 15 Nov 2021
        """,
    )
    offered = replace(case, offers=(Offer("Ada", "Oak", TUESDAY),))
    assert _places(offered) == {"Ada": "Ash", "Ben": "Oak"}
    assert _value(offered, "changes_to_offers") == 1


def test_a_scenario_may_rank_offers_before_lateness(drawn):
    case = drawn(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 8 Nov 2021
        Ben   | 1 Nov 2021
        """,
        commissions="""
        commission | contract from
        -----------+--------------
        Oak        |
        Ash        | 15 Nov 2021
        """,
        policy=Policy(horizon_weeks=4, goals=(Goal.CHANGES_TO_OFFERS, *DEFAULT_GOALS)),
    )
    offered = replace(case, offers=(Offer("Ada", "Oak", TUESDAY),))
    assert _places(offered) == {"Ada": "Oak", "Ben": "Ash"}


def test_another_first_day_changes_an_offer_too(drawn):
    case = drawn(pupils=ADA, commissions=OAK_AND_A_NEARER_ASH)
    offered = replace(case, offers=(Offer("Ada", "Oak", NEXT_MONDAY),))
    (placed,) = allocate(offered).placed
    assert (placed.commission_id, placed.start_date) == ("Oak", NEXT_MONDAY)


def test_where_the_day_offered_has_gone_by_the_place_is_kept_from_the_first_day_there_is(drawn):
    case = drawn(pupils=ADA, commissions=OAK_AND_A_NEARER_ASH)
    offered = replace(case, offers=(Offer("Ada", "Oak", date(2021, 11, 4)),))
    (placed,) = allocate(offered).placed
    assert (placed.commission_id, placed.start_date) == ("Oak", TUESDAY)
    assert _value(offered, "changes_to_offers") == 0


def test_without_an_earlier_plan_there_is_no_such_goal(drawn):
    case = drawn(pupils=ADA, commissions=OAK_AND_A_NEARER_ASH)
    assert "changes_to_offers" not in {goal.goal for goal in allocate(case).goals}
