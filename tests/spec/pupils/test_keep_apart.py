"""Two pupils may have to be kept apart."""

title = "Pupils who must be kept apart are not at one site"

TWO_COMMISSIONS_AT_OAK = """
    commission | site | places | minutes
    -----------+------+--------+--------
    Oak-1      | Oak  | 5      | 10
    Oak-2      | Oak  | 5      | 10
    Ash        | Ash  | 5      | 60
"""


def test_one_of_them_goes_farther(decide):
    answer = decide(
        pupils="""
        pupil
        -----
        Ada
        Ben
        """,
        commissions=TWO_COMMISSIONS_AT_OAK,
        pairs="""
        pupil | other | kept
        ------+-------+------
        Ada   | Ben   | apart
        """,
        expected="""
        pupil | days late
        ------+----------
        Ada   | 0
        Ben   | 0
        """,
    )
    assert {placed.site_id for placed in answer.placed} == {"Oak", "Ash"}


def test_a_pupil_who_is_there_now_keeps_the_other_away_until_leaving(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 5
        """,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Oak        | 12 Nov 2021
        """,
        pairs="""
        pupil | other | kept
        ------+-------+------
        Ada   | Nan   | apart
        """,
        expected="""
        pupil | starts
        ------+------------
        Ada   | 15 Nov 2021
        """,
    )


def test_where_there_is_one_site_only_one_of_them_is_placed_and_the_reason_is_told(decide):
    decide(
        pupils="""
        pupil | priority
        ------+---------
        Ada   | 1
        Ben   | 2
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 5
        """,
        pairs="""
        pupil | other | kept
        ------+-------+------
        Ben   | Ada   | apart
        """,
        expected="""
        pupil | commission | why
        ------+------------+----------------------------------------------
        Ada   | Oak        |
        Ben   | none       | kept apart from another pupil, or from a site
        """,
    )
