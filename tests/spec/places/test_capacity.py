"""Places are counted in sessions: ten sessions a week are one place."""

title = "No more sessions in any week than the places hold"


def test_the_last_place_goes_to_the_pupil_with_the_higher_priority(decide):
    decide(
        pupils="""
        pupil | priority | route
        ------+----------+-----
        Ada   | 2        | ebsa
        Ben   | 3        | ebsa
        """,
        commissions="""
        commission | type | places
        -----------+------+-------
        Oak        | P    | 1
        """,
        expected="""
        pupil | commission | why
        ------+------------+------------------------------
        Ada   | Oak        |
        Ben   | none       | provision exists and is full
        """,
    )


def test_two_part_time_pupils_share_one_place(decide):
    decide(
        pupils="""
        pupil | sessions | priority
        ------+----------+---------
        Ada   | 6        | 1
        Ben   | 4        | 1
        Cal   | 1        | 2
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 1
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | Oak
        Cal   | none
        """,
    )


def test_a_pupil_starts_in_the_week_after_somebody_leaves(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | places
        -----------+-------
        Oak        | 1
        """,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Oak        | 10 Nov 2021
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | Oak        | 15 Nov 2021
        """,
    )


def test_more_places_count_from_the_first_monday_on_which_they_are_there(decide):
    decide(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 1 Nov 2021
        Ben   | 15 Nov 2021
        """,
        commissions="""
        commission | places | then
        -----------+--------+-------------------
        Oak        | 1      | 2 from 16 Nov 2021
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | Oak        | 9 Nov 2021
        Ben   | Oak        | 23 Nov 2021
        """,
    )


def test_fewer_places_count_from_the_week_in_which_they_go(decide):
    decide(
        pupils="""
        pupil | weeks
        ------+------
        Ada   | 1
        Ben   | 2
        """,
        commissions="""
        commission | places | then
        -----------+--------+-------------------
        Oak        | 2      | 1 from 19 Nov 2021
        """,
        expected="""
        pupil | commission | ends
        ------+------------+------------
        Ada   | Oak        | 12 Nov 2021
        Ben   | Oak        | 19 Nov 2021
        """,
    )
