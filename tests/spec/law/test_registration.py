"""One full-time pupil with an EHC plan or in care makes a site a school, which must register."""

title = "No full-time pupil with an EHC plan or looked after at an unregistered site"

OAK = """
    commission | places
    -----------+-------
    Oak        | 9
"""
UNREGISTERED = """
    site | registered
    -----+-----------
    Oak  | no
"""


def test_full_time_pupils_with_a_plan_or_in_care_are_barred_and_part_time_ones_are_not(decide):
    decide(
        pupils="""
        pupil | plan | looked after | sessions
        ------+------+--------------+---------
        Ada   | yes  |              | 10
        Ben   |      | yes          | 10
        Cal   | yes  |              | 5
        Dee   |      | yes          | 5
        Eve   |      |              | 10
        """,
        commissions=OAK,
        sites=UNREGISTERED,
        expected="""
        pupil | commission | why
        ------+------------+--------------
        Ada   | none       | barred by law or by policy
        Ben   | none       | barred by law or by policy
        Cal   | Oak        |
        Dee   | Oak        |
        Eve   | Oak        |
        """,
    )


def test_full_time_is_more_than_eighteen_hours_a_week(decide):
    # Six sessions of 195 minutes are 19.5 hours; five are 16.25.
    decide(
        pupils="""
        pupil | plan | sessions
        ------+------+---------
        Ada   | yes  | 6
        Ben   | yes  | 5
        """,
        commissions=OAK,
        sites=UNREGISTERED,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        Ben   | Oak
        """,
    )
