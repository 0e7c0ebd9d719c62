"""Five full-time pupils make a site a school, which must register."""

title = "At most four full-time pupils at once at an unregistered site"


def test_the_fifth_full_time_pupil_is_not_placed_while_part_time_ones_are(decide):
    decide(
        pupils="""
        pupil | priority | sessions
        ------+----------+---------
        Ada   | 1        | 10
        Ben   | 2        | 10
        Cal   | 3        | 5
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 9
        """,
        sites="""
        site | registered
        -----+-----------
        Oak  | no
        """,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Oak        | 22 Jul 2022
        Ned   | Oak        | 22 Jul 2022
        Nia   | Oak        | 22 Jul 2022
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | none
        Cal   | Oak
        """,
    )


def test_a_full_time_pupil_follows_one_who_leaves(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 9
        """,
        sites="""
        site | registered
        -----+-----------
        Oak  | no
        """,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Oak        | 12 Nov 2021
        Ned   | Oak        | 22 Jul 2022
        Nia   | Oak        | 22 Jul 2022
        Nora  | Oak        | 22 Jul 2022
        """,
        expected="""
        pupil | starts
        ------+------------
        Ada   | 15 Nov 2021
        """,
    )
