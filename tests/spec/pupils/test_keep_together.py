"""Siblings, for example, may have to be kept together."""

title = "Pupils who must be kept together are at one site"


def test_both_go_where_there_is_room_for_both(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        Ben
        """,
        commissions="""
        commission | places | minutes
        -----------+--------+--------
        Oak        | 1      | 10
        Ash        | 2      | 60
        """,
        pairs="""
        pupil | other | kept
        ------+-------+---------
        Ada   | Ben   | together
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Ash
        Ben   | Ash
        """,
    )


def test_where_there_is_no_room_for_both_neither_is_placed(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        Ben
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 1
        """,
        pairs="""
        pupil | other | kept
        ------+-------+---------
        Ada   | Ben   | together
        """,
        expected="""
        pupil | commission | why
        ------+------------+----------------------------------------------
        Ada   | none       | kept apart from another pupil, or from a site
        Ben   | none       | kept apart from another pupil, or from a site
        """,
    )


def test_a_pupil_who_is_in_a_place_draws_the_other_there(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | places | minutes
        -----------+--------+--------
        Oak        | 5      | 10
        Ash        | 5      | 60
        """,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Ash        | 22 Jul 2022
        """,
        pairs="""
        pupil | other | kept
        ------+-------+---------
        Ada   | Nan   | together
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Ash
        """,
    )
