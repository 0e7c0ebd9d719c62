"""A scenario may cap one-way journeys; without a cap long ones count against an answer only."""

from planner.domain.choices.policy import Policy

title = "No journey over the travel cap"

COMMISSIONS = """
    commission | places
    -----------+-------
    Oak        | 5
"""
PUPILS = """
    pupil
    -----
    Ada
    Ben
    Cal
"""
JOURNEYS = """
    pupil | site | minutes
    ------+------+--------
    Ada   | Oak  | 60
    Ben   | Oak  | 61
    Cal   | Oak  | none
"""


def test_a_journey_of_the_cap_is_allowed_and_one_minute_more_is_not(decide):
    decide(
        pupils=PUPILS,
        commissions=COMMISSIONS,
        journeys=JOURNEYS,
        policy=Policy(horizon_weeks=4, travel_cap_minutes=60),
        expected="""
        pupil | commission | why
        ------+------------+---------------------------------------------
        Ada   | Oak        |
        Ben   | none       | suitable provision is beyond the travel cap
        Cal   | none       | suitable provision is beyond the travel cap
        """,
    )


def test_without_a_cap_only_a_place_without_any_route_is_barred(decide):
    decide(
        pupils=PUPILS,
        commissions=COMMISSIONS,
        journeys=JOURNEYS,
        expected="""
        pupil | commission | minutes
        ------+------------+--------
        Ada   | Oak        | 60
        Ben   | Oak        | 61
        Cal   | none       |
        """,
    )
