"""A site or a whole district may be unsafe for one pupil."""

title = "No site or district that the pupil must avoid"


def test_the_site_or_the_district_is_barred_for_that_pupil_only(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        Ben
        Cal
        """,
        commissions="""
        commission | places | minutes
        -----------+--------+--------
        Oak        | 5      | 10
        Elm        | 5      | 20
        Ash        | 5      | 60
        """,
        sites="""
        site | district
        -----+---------
        Oak  | Redditch
        Elm  | Redditch
        Ash  | Wychavon
        """,
        avoid="""
        pupil | site | district
        ------+------+---------
        Ada   | Oak  |
        Ben   |      | Redditch
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Elm
        Ben   | Ash
        Cal   | Oak
        """,
    )
