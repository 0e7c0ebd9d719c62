"""A place is for the year groups that its commission lists."""

title = "The commission takes the pupil's year group"

COMMISSIONS = """
    commission | years
    -----------+------
    Oak        | 7-9
"""


def test_pupils_of_other_year_groups_are_not_placed(decide):
    decide(
        pupils="""
        pupil | year
        ------+-----
        Ada   | 9
        Ben   | 10
        """,
        commissions=COMMISSIONS,
        expected="""
        pupil | commission | why
        ------+------------+-----------------------------------------
        Ada   | Oak        |
        Ben   | none       | no provision of this kind is commissioned
        """,
    )


def test_a_stay_ends_in_august_where_the_next_year_group_is_not_taken(decide):
    decide(
        pupils="""
        pupil | year | weeks
        ------+------+------
        Ada   | 9    | 50
        """,
        commissions=COMMISSIONS,
        expected="""
        pupil | ends
        ------+------------
        Ada   | 31 Aug 2022
        """,
    )


def test_a_year_11_pupil_leaves_on_the_last_friday_in_june(decide):
    decide(
        pupils="""
        pupil | year | weeks
        ------+------+------
        Ada   | 11   | 50
        """,
        commissions="""
        commission
        ----------
        Oak
        """,
        expected="""
        pupil | ends
        ------+------------
        Ada   | 24 Jun 2022
        """,
    )
