"""An EHC plan must be delivered wherever the pupil is."""

title = "Pupils with an EHC plan only where the plan can be delivered"


def test_a_pupil_with_a_plan_goes_farther_to_where_it_is_delivered(decide):
    answer = decide(
        pupils="""
        pupil | plan
        ------+-----
        Ada   | yes
        Ben   |
        """,
        commissions="""
        commission | plans | minutes
        -----------+-------+--------
        Ash        | no    | 10
        Oak        | yes   | 60
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | Ash
        """,
    )
    marked = {placed.pupil_id: placed.interim_sen_decides for placed in answer.placed}
    assert marked == {"Ada": True, "Ben": False}  # interim: SEN casework decides
