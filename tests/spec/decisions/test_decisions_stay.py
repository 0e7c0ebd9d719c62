"""People decide; what they have decided stands, and contradictions are named before anything."""

import pytest

from planner.allocation.allocate import allocate
from planner.errors import DecisionsClash

title = "Decisions already taken stay"

TWO = """
    pupil | priority
    ------+---------
    Ada   | 1
    Ben   | 3
"""
OAK = """
    commission | places
    -----------+-------
    Oak        | 1
"""


@pytest.mark.parametrize("decision", ["accepted", "overridden", "started"])
def test_a_decided_place_is_not_given_to_somebody_with_a_higher_priority(decide, decision):
    decide(
        pupils=TWO,
        commissions=OAK,
        decisions=f"""
        pupil | decision   | commission | starts
        ------+------------+------------+------------
        Ben   | {decision} | Oak        | 11 Nov 2021
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | none       |
        Ben   | Oak        | 11 Nov 2021
        """,
    )


def test_a_deferred_decision_leaves_everything_open(decide):
    decide(
        pupils=TWO,
        commissions=OAK,
        decisions="""
        pupil | decision | commission | starts
        ------+----------+------------+-------
        Ben   | deferred | Oak        |
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | none
        """,
    )


def test_a_refusal_by_one_provider_leaves_a_place_decided_at_another(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | minutes
        -----------+--------
        Oak        | 60
        Ash        | 5
        """,
        decisions="""
        pupil | decision             | commission | on         | starts
        ------+----------------------+------------+------------+-----------
        Ada   | accepted             | Oak        | 3 Nov 2021 | 11 Nov 2021
        Ada   | declined_by_provider | Ash        | 5 Nov 2021 |
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | Oak        | 11 Nov 2021
        """,
    )


def test_a_provider_that_first_declined_may_accept_later(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions=OAK,
        decisions="""
        pupil | decision             | commission | on         | starts
        ------+----------------------+------------+------------+-----------
        Ada   | declined_by_provider | Oak        | 3 Nov 2021 |
        Ada   | accepted             | Oak        | 5 Nov 2021 | 9 Nov 2021
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        """,
    )


def test_a_provider_that_first_accepted_may_decline_later(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | minutes
        -----------+--------
        Oak        | 5
        Ash        | 60
        """,
        decisions="""
        pupil | decision             | commission | on         | starts
        ------+----------------------+------------+------------+-----------
        Ada   | accepted             | Oak        | 3 Nov 2021 | 9 Nov 2021
        Ada   | declined_by_provider | Oak        | 5 Nov 2021 |
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Ash
        """,
    )


@pytest.mark.parametrize(
    ("decisions", "told"),
    [
        (
            """
            pupil | decision | commission | starts
            ------+----------+------------+-----------
            Ada   | accepted | Oak        | 9 Nov 2021
            Ben   | accepted | Oak        | 9 Nov 2021
            """,
            "Oak has 20 sessions on 10 in the week of 8 Nov 2021",
        ),
        (
            """
            pupil | decision | commission | starts
            ------+----------+------------+-----------
            Ada   | accepted | Oak        | 9 Nov 2021
            Ada   | accepted | Ash        | 9 Nov 2021
            """,
            "Ada has decisions for two places at once",
        ),
        (
            """
            pupil | decision | commission | starts
            ------+----------+------------+-----------
            Ada   | accepted | Ash        | 9 Nov 2021
            """,
            "Ash takes year groups 10 to 11, not 9",
        ),
    ],
)
def test_decisions_that_cannot_all_stand_are_named(drawn, decisions, told):
    case = drawn(
        pupils=TWO,
        commissions="""
        commission | places | years
        -----------+--------+------
        Oak        | 1      | 0-11
        Ash        | 1      | 10-11
        """,
        decisions=decisions,
    )
    with pytest.raises(DecisionsClash, match=told):
        allocate(case)


def test_the_newest_decision_that_stands_counts_and_the_older_are_history(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | minutes
        -----------+--------
        Oak        | 60
        Ash        | 5
        """,
        decisions="""
        pupil | decision   | commission | on         | starts
        ------+------------+------------+------------+------------
        Ada   | accepted   | Ash        | 3 Nov 2021 | 9 Nov 2021
        Ada   | overridden | Oak        | 5 Nov 2021 | 11 Nov 2021
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | Oak        | 11 Nov 2021
        """,
    )


def test_of_two_decisions_on_one_day_the_greater_number_counts(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | minutes
        -----------+--------
        Oak        | 60
        Ash        | 5
        """,
        decisions="""
        pupil | decision             | commission | starts      | number
        ------+----------------------+------------+-------------+-------
        Ada   | declined_by_provider | Oak        |             | 1
        Ada   | accepted             | Oak        | 11 Nov 2021 | 2
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | Oak        | 11 Nov 2021
        """,
    )


def test_a_place_accepted_and_then_deferred_is_open_again(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | minutes
        -----------+--------
        Oak        | 60
        Ash        | 5
        """,
        decisions="""
        pupil | decision | commission | on         | starts
        ------+----------+------------+------------+------------
        Ada   | accepted | Oak        | 3 Nov 2021 | 11 Nov 2021
        Ada   | deferred | Oak        | 5 Nov 2021 |
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Ash
        """,
    )
