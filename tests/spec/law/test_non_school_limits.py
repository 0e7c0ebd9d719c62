"""Announced in August 2025 and not in force: the scenario says whether the limits count."""

import pytest

from planner.domain.choices.policy import Policy
from planner.domain.codes import Enforcement

title = "At an unregistered site: at most twelve weeks, or two days a week"

PUPILS = """
    pupil | weeks | sessions
    ------+-------+---------
    Ada   | 13    | 5
    Ben   | 12    | 5
    Cal   | 13    | 4
"""
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


def test_where_enforced_a_stay_may_pass_one_of_the_limits_but_not_both(decide):
    decide(
        pupils=PUPILS,
        commissions=OAK,
        sites=UNREGISTERED,
        policy=Policy(horizon_weeks=4, non_school_limits=Enforcement.ENFORCE),
        expected="""
        pupil | commission | why
        ------+------------+--------------
        Ada   | none       | barred by law or by policy
        Ben   | Oak        |
        Cal   | Oak        |
        """,
    )


@pytest.mark.parametrize(
    ("choice", "warned"), [(Enforcement.WARN, {"Ada"}), (Enforcement.OFF, set())]
)
def test_otherwise_everybody_is_placed_with_a_warning_if_asked(decide, choice, warned):
    answer = decide(
        pupils=PUPILS,
        commissions=OAK,
        sites=UNREGISTERED,
        policy=Policy(horizon_weeks=4, non_school_limits=choice),
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        Ben   | Oak
        Cal   | Oak
        """,
    )
    assert {placed.pupil_id for placed in answer.placed if placed.warnings} == warned
