"""The scenario states the order of the goals; a later goal never costs an earlier one anything."""

from planner.domain.choices.policy import DEFAULT_GOALS, Goal, Policy

title = "Goals count strictly in the scenario's order"

NEAR_BUT_LATER_AND_FAR = """
    commission | contract from | minutes | made for | price
    -----------+---------------+---------+----------+------
    Near       | 15 Nov 2021   | 10      |          | 5000
    Far        |               | 70      | SEMH     | 20000
"""
ADA = """
    pupil | absent from | need
    ------+-------------+-----
    Ada   | 1 Nov 2021  | SEMH
"""


def _first(*goals):
    return Policy(
        horizon_weeks=4, goals=(*goals, *(goal for goal in DEFAULT_GOALS if goal not in goals))
    )


def test_by_default_one_school_day_less_late_is_worth_any_journey(decide):
    decide(
        pupils=ADA,
        commissions=NEAR_BUT_LATER_AND_FAR,
        expected="""
        pupil | commission | days late
        ------+------------+----------
        Ada   | Far        | 1
        """,
    )


def test_a_scenario_that_puts_travel_first_gets_the_nearer_place(decide):
    placed_first = (Goal.UNPLACED_FIRST, Goal.UNPLACED_SECOND, Goal.UNPLACED_THIRD)
    decide(
        pupils=ADA,
        commissions=NEAR_BUT_LATER_AND_FAR,
        policy=_first(*placed_first, Goal.TRAVEL_MINUTES),
        expected="""
        pupil | commission | days late
        ------+------------+----------
        Ada   | Near       | 5
        """,
    )


def test_a_scenario_that_puts_cost_first_places_nobody_whom_nothing_compels_it_to(decide):
    decide(
        pupils=ADA,
        commissions=NEAR_BUT_LATER_AND_FAR,
        policy=_first(Goal.COST),
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        """,
    )


def test_a_looked_after_pupil_comes_before_others_who_are_later(decide):
    decide(
        pupils="""
        pupil | absent from | looked after
        ------+-------------+-------------
        Ada   | 20 Sep 2021 |
        Ben   | 8 Nov 2021  | yes
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 1
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        Ben   | Oak
        """,
    )


def test_an_officer_s_own_priority_comes_before_the_rules(decide):
    decide(
        pupils="""
        pupil | route | priority | social worker
        ------+-------+----------+--------------
        Ada   | ebsa  | 3        | yes
        Ben   | ebsa  | 2        |
        """,
        commissions="""
        commission | type
        -----------+-----
        Oak        | P
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        Ben   | Oak
        """,
    )


def test_without_a_priority_a_social_worker_comes_before_none(decide):
    decide(
        pupils="""
        pupil | route | social worker
        ------+-------+--------------
        Ada   | ebsa  |
        Ben   | ebsa  | yes
        """,
        commissions="""
        commission | type
        -----------+-----
        Oak        | P
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        Ben   | Oak
        """,
    )


def test_who_wanted_a_place_earlier_starts_earlier_where_no_statutory_day_applies(decide):
    decide(
        pupils="""
        pupil | route | place by    | weeks
        ------+-------+-------------+------
        Ada   | ebsa  | 15 Nov 2021 | 1
        Ben   | ebsa  | 8 Nov 2021  | 1
        """,
        commissions="""
        commission | type
        -----------+-----
        Oak        | P
        """,
        expected="""
        pupil | starts
        ------+------------
        Ada   | 15 Nov 2021
        Ben   | 9 Nov 2021
        """,
    )


def test_provision_made_for_the_need_comes_before_a_shorter_journey(decide):
    decide(
        pupils="""
        pupil | need
        ------+-----
        Ada   | ASD
        """,
        commissions="""
        commission | made for | minutes
        -----------+----------+--------
        Ash        | SEMH     | 10
        Oak        | ASD      | 40
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        """,
    )


def test_minutes_over_the_guide_come_before_minutes_in_all(decide):
    # To Year 6 the guide is 45 minutes, from Year 7 on it is 75.
    answer = decide(
        pupils="""
        pupil | year
        ------+-----
        Kit   | 6
        Lou   | 7
        """,
        commissions="""
        commission
        ----------
        Ash
        Oak
        """,
        journeys="""
        pupil | site | minutes
        ------+------+--------
        Kit   | Ash  | 40
        Kit   | Oak  | 50
        Lou   | Ash  | 40
        Lou   | Oak  | 70
        """,
        expected="""
        pupil | commission
        ------+-----------
        Kit   | Ash
        Lou   | Oak
        """,
    )
    values = {goal.goal: goal.value for goal in answer.goals}
    assert values["minutes_over_guide"] == 0
    assert values["travel_minutes"] == 110
