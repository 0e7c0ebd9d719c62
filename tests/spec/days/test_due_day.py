"""Day 1 is the first school day of the exclusion; full-time education is due on day 6."""

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.choices.policy import InterimOffer, Policy

title = "Full-time education is due on the sixth school day"

OAK = """
    commission | type | overflow | places
    -----------+------+----------+-------
    Oak        | E    | yes      | 9
"""


@pytest.mark.parametrize(
    ("absent_from", "due"),
    [
        ("1 Nov 2021", "8 Nov 2021"),  # Monday is day 1, the next Monday day 6
        ("5 Nov 2021", "12 Nov 2021"),  # Friday is day 1
        ("6 Nov 2021", "15 Nov 2021"),  # a Saturday: Monday is day 1
        ("15 Nov 2021", "23 Nov 2021"),  # Monday 22 November is a training day
        ("20 Oct 2021", "3 Nov 2021"),  # half-term does not count
    ],
)
def test_only_school_days_count(decide, absent_from, due):
    decide(
        pupils=f"""
        pupil | absent from
        ------+------------
        Ada   | {absent_from}
        """,
        commissions=OAK,
        expected=f"""
        pupil | due
        ------+----
        Ada   | {due}
        """,
    )


def test_days_late_are_the_school_days_from_the_due_day_to_the_start(decide):
    decide(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 1 Nov 2021
        Ben   | 2 Nov 2021
        """,
        commissions=OAK,
        expected="""
        pupil | due        | starts     | days late
        ------+------------+------------+----------
        Ada   | 8 Nov 2021 | 9 Nov 2021 | 1
        Ben   | 9 Nov 2021 | 9 Nov 2021 | 0
        """,
    )


def test_a_pupil_without_a_place_is_late_to_the_end_of_the_horizon(decide):
    # Four weeks from 8 November hold 19 school days; the due day is the first of them.
    decide(
        pupils="""
        pupil | absent from | year
        ------+-------------+-----
        Ada   | 1 Nov 2021  | 9
        """,
        commissions="""
        commission | years
        -----------+------
        Oak        | 10-11
        """,
        expected="""
        pupil | commission | days late
        ------+------------+----------
        Ada   | none       | 19
        """,
    )


def test_a_looked_after_pupil_is_due_on_day_one_unless_the_policy_says_otherwise(decide):
    pupils = """
        pupil | absent from | looked after
        ------+-------------+-------------
        Ada   | 1 Nov 2021  | yes
    """
    decide(
        pupils=pupils,
        commissions=OAK,
        expected="""
        pupil | due        | days late
        ------+------------+----------
        Ada   | 1 Nov 2021 | 6
        """,
    )
    decide(
        pupils=pupils,
        commissions=OAK,
        policy=Policy(horizon_weeks=4, looked_after_due_school_day=None),
        expected="""
        pupil | due
        ------+-----------
        Ada   | 8 Nov 2021
        """,
    )


def test_a_policy_may_bring_the_day_forward_for_pupils_with_a_social_worker(decide):
    decide(
        pupils="""
        pupil | absent from | social worker
        ------+-------------+--------------
        Ada   | 1 Nov 2021  | yes
        """,
        commissions=OAK,
        policy=Policy(horizon_weeks=4, social_worker_due_school_day=3),
        expected="""
        pupil | due
        ------+-----------
        Ada   | 3 Nov 2021
        """,
    )


@pytest.mark.parametrize("route", ["off_site_direction", "section_19_medical", "ebsa"])
def test_other_routes_have_no_statutory_day(decide, route):
    decide(
        pupils=f"""
        pupil | route   | absent from | looked after
        ------+---------+-------------+-------------
        Ada   | {route} | 1 Sep 2021  | yes
        """,
        commissions=OAK,
        expected="""
        pupil | due | days late
        ------+-----+----------
        Ada   |     | 0
        """,
    )


def test_full_time_tuition_in_the_meantime_ends_the_breach_and_part_time_does_not(decide):
    decide(
        pupils="""
        pupil | absent from | tuition from | tuition
        ------+-------------+--------------+--------
        Ada   | 25 Oct 2021 | 9 Nov 2021   | 10
        Ben   | 25 Oct 2021 | 9 Nov 2021   | 9
        """,
        commissions="""
        commission | places | contract from
        -----------+--------+--------------
        Oak        | 5      | 15 Nov 2021
        """,
        expected="""
        pupil | due        | starts      | days late
        ------+------------+-------------+----------
        Ada   | 8 Nov 2021 | 15 Nov 2021 | 1
        Ben   | 8 Nov 2021 | 15 Nov 2021 | 5
        """,
    )


@pytest.mark.parametrize(("sessions", "days_late"), [(10, 1), (5, 5)])
def test_tuition_that_the_scenario_offers_is_priced_and_ends_the_breach_if_full_time(
    decide, sessions, days_late
):
    offer = InterimOffer(sessions, weekly_pence=50_000, lead_school_days=1)
    answer = decide(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 1 Nov 2021
        """,
        commissions="""
        commission | contract from
        -----------+--------------
        Oak        | 15 Nov 2021
        """,
        policy=replace(Policy(horizon_weeks=4), interim=offer),
        expected=f"""
        pupil | starts      | days late
        ------+-------------+----------
        Ada   | 15 Nov 2021 | {days_late}
        """,
    )
    # Tuesday 9 to Friday 12 November: four of five days of 500 pounds a week.
    assert answer.placed[0].interim_pence == 40_000


def test_with_the_due_day_far_beyond_the_horizon_nobody_is_late(decide):
    decide(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 3 Dec 2021
        """,
        commissions=OAK,
        today=date(2021, 12, 1),
        policy=Policy(horizon_weeks=1),
        expected="""
        pupil | days late
        ------+----------
        Ada   | 0
        """,
    )
