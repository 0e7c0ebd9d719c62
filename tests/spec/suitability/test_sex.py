"""Provision that is for one sex only."""

title = "Single-sex provision takes only that sex"


def test_the_other_sex_and_pupils_whose_sex_is_not_given_are_not_placed(decide):
    decide(
        pupils="""
        pupil | sex
        ------+----
        Ada   | F
        Ben   | M
        Cal   |
        """,
        commissions="""
        commission | only | places
        -----------+------+-------
        Oak        | F    | 3
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | none
        Cal   | none
        """,
    )
