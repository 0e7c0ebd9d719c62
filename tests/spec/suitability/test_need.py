"""A commission may list the needs it accepts; need codes are the DfE's."""

title = "The commission accepts the pupil's primary need"


def test_a_need_that_is_not_listed_is_not_accepted(decide):
    decide(
        pupils="""
        pupil | need
        ------+-----
        Ada   | SEMH
        Ben   | ASD
        Cal   |
        """,
        commissions="""
        commission | needs     | places
        -----------+-----------+-------
        Oak        | SEMH SLCN | 3
        """,
        expected="""
        pupil | commission | why
        ------+------------+-----------------------------------------
        Ada   | Oak        |
        Ben   | none       | no provision of this kind is commissioned
        Cal   | Oak        |
        """,
    )


def test_a_commission_without_a_list_accepts_every_need(decide):
    decide(
        pupils="""
        pupil | need
        ------+-----
        Ada   | ASD
        """,
        commissions="""
        commission | needs
        -----------+------
        Oak        |
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        """,
    )
