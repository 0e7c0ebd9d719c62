"""A scenario may cap what the new stays cost together, by calendar days of a 365-day year."""

import pytest

from planner.domain.choices.policy import Policy

title = "New stays together cost no more than the budget cap"

# From Tuesday 9 to Friday 12 November: four days of 36,500 pounds a year are 400 pounds.
OAK = """
    commission | price | places
    -----------+-------+-------
    Oak        | 36500 | 5
"""


@pytest.mark.parametrize(("cap_pounds", "placed"), [(800, 2), (799, 1), (399, 0)])
def test_as_many_stays_as_the_cap_pays_for(drawn, decide, cap_pounds, placed):
    policy = Policy(horizon_weeks=1, budget_cap_pence=cap_pounds * 100)
    answer = decide(
        pupils="""
        pupil | weeks
        ------+------
        Ada   | 1
        Ben   | 1
        """,
        commissions=OAK,
        policy=policy,
        expected="""
        pupil
        -----
        Ada
        Ben
        """,
    )
    assert len(answer.placed) == placed
    assert {unplaced.kind.says for unplaced in answer.unplaced} <= {"the budget cap is reached"}


def test_stays_that_are_decided_already_are_not_counted(decide):
    decide(
        pupils="""
        pupil | weeks
        ------+------
        Ada   | 1
        Ben   | 1
        """,
        commissions=OAK,
        decisions="""
        pupil | decision | commission | starts
        ------+----------+------------+-----------
        Ben   | accepted | Oak        | 9 Nov 2021
        """,
        policy=Policy(horizon_weeks=1, budget_cap_pence=40_000),
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | Oak
        """,
    )
