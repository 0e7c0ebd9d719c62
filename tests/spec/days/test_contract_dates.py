"""A stay is planned only while its contract runs; some contracts roll over."""

title = "A stay lies inside the contract"


def test_a_stay_that_would_outlast_the_contract_is_not_suggested(decide):
    decide(
        pupils="""
        pupil | weeks | priority
        ------+-------+---------
        Ada   | 2     | 1
        Ben   | 3     | 1
        """,
        commissions="""
        commission | places | contract to | rolls over
        -----------+--------+-------------+-----------
        Oak        | 5      | 19 Nov 2021 | no
        """,
        expected="""
        pupil | commission | ends
        ------+------------+------------
        Ada   | Oak        | 19 Nov 2021
        Ben   | none       |
        """,
    )


def test_a_contract_that_ends_on_the_thursday_before_is_one_day_too_short(decide):
    decide(
        pupils="""
        pupil | weeks
        ------+------
        Ada   | 2
        """,
        commissions="""
        commission | contract to | rolls over
        -----------+-------------+-----------
        Oak        | 18 Nov 2021 | no
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        """,
    )


def test_a_contract_that_rolls_over_goes_on(decide):
    decide(
        pupils="""
        pupil | weeks
        ------+------
        Ada   | 12
        """,
        commissions="""
        commission | contract to | rolls over
        -----------+-------------+-----------
        Oak        | 19 Nov 2021 | yes
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        """,
    )


def test_nobody_starts_before_the_contract(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | contract from
        -----------+--------------
        Oak        | 17 Nov 2021
        """,
        expected="""
        pupil | starts
        ------+------------
        Ada   | 17 Nov 2021
        """,
    )
