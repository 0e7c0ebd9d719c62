"""Pupils go only to providers that the council has approved."""

title = "The provider stands in the approved directory"


def test_a_provider_that_is_not_approved_gets_nobody(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission
        ----------
        Oak
        """,
        sites="""
        site | approved
        -----+---------
        Oak  | no
        """,
        expected="""
        pupil | commission | why
        ------+------------+--------------
        Ada   | none       | barred by law or by policy
        """,
    )
