"""A provider may say no to a pupil; the pupil is suggested elsewhere."""

title = "Not where the provider has declined the pupil"


def test_the_pupil_goes_to_the_next_best_place(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | minutes
        -----------+--------
        Oak        | 10
        Ash        | 60
        """,
        decisions="""
        pupil | decision             | commission
        ------+----------------------+-----------
        Ada   | declined_by_provider | Oak
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Ash
        """,
    )
