"""A site's room, a band of year groups, or a teaching group may be smaller than the places."""

title = "No more than the limits of a site, a year-group band or a teaching group"

OAK_AND_OAK_PREVENTION = """
    commission | site | type | places
    -----------+------+------+-------
    Oak-E      | Oak  | E    | 5
    Oak-P      | Oak  | P    | 5
"""


def test_a_site_s_room_counts_the_pupils_of_all_its_commissions(decide):
    decide(
        pupils="""
        pupil | route               | priority
        ------+---------------------+---------
        Ada   | permanent_exclusion | 1
        Ben   | ebsa                | 3
        """,
        commissions=OAK_AND_OAK_PREVENTION,
        limits="""
        limit | site | unit   | most
        ------+------+--------+-----
        Room  | Oak  | pupils | 1
        """,
        expected="""
        pupil | commission | why
        ------+------------+-----------------------------
        Ada   | Oak-E      |
        Ben   | none       | provision exists and is full
        """,
    )


def test_a_limit_on_some_year_groups_leaves_the_others_alone(decide):
    decide(
        pupils="""
        pupil | year
        ------+-----
        Ada   | 10
        Ben   | 8
        """,
        commissions=OAK_AND_OAK_PREVENTION,
        in_place="""
        pupil | commission | until       | year
        ------+------------+-------------+-----
        Nan   | Oak-E      | 22 Jul 2022 | 11
        """,
        limits="""
        limit | site | years | unit   | most
        ------+------+-------+--------+-----
        KS4   | Oak  | 10-11 | pupils | 1
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        Ben   | Oak-E
        """,
    )


def test_a_group_s_size_in_sessions_lets_part_time_pupils_share(decide):
    decide(
        pupils="""
        pupil | sessions | priority
        ------+----------+---------
        Ada   | 5        | 1
        Ben   | 3        | 1
        Cal   | 1        | 2
        """,
        commissions=OAK_AND_OAK_PREVENTION,
        limits="""
        limit | commission | unit     | most
        ------+------------+----------+-----
        Group | Oak-E      | sessions | 8
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak-E
        Ben   | Oak-E
        Cal   | none
        """,
    )
