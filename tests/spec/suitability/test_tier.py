"""Tiers of support run from 1, the lightest, to 3."""

title = "The commission's tier is sufficient"

THREE_TIERS = """
    commission | tier | minutes
    -----------+------+--------
    Ash        | 1    | 10
    Beech      | 2    | 40
    Oak        | 3    | 20
"""


def test_a_pupil_gets_the_lowest_tier_that_is_sufficient_even_if_farther(decide):
    decide(
        pupils="""
        pupil | tier
        ------+-----
        Ada   | 2
        """,
        commissions=THREE_TIERS,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Beech
        """,
    )


def test_a_higher_tier_is_taken_where_the_lowest_sufficient_one_is_full(decide):
    decide(
        pupils="""
        pupil | tier
        ------+-----
        Ada   | 2
        Ben   | 2
        """,
        commissions=THREE_TIERS,
        journeys="""
        pupil | site | minutes
        ------+------+--------
        Ben   | Oak  | 5
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Beech
        Ben   | Oak
        """,
    )


def test_where_no_tier_is_needed_none_is_barred(decide):
    decide(
        pupils="""
        pupil | tier
        ------+-----
        Ada   |
        """,
        commissions=THREE_TIERS,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Ash
        """,
    )
