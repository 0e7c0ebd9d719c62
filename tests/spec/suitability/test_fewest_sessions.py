"""Some providers do not take pupils for an afternoon."""

title = "The provider takes pupils for so few sessions a week"


def test_a_pupil_for_fewer_sessions_goes_elsewhere(decide):
    decide(
        pupils="""
        pupil | sessions
        ------+---------
        Ada   | 4
        Ben   | 3
        """,
        commissions="""
        commission | fewest sessions
        -----------+----------------
        Oak        | 4
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | none
        """,
    )
