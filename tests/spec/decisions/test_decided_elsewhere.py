"""A place may be decided before its first day is agreed."""

import pytest

from planner.allocation.allocate import allocate
from planner.errors import DecisionsClash

title = "A pupil whose place is decided goes nowhere else"

OAK_FAR_AND_ASH_NEAR = """
    commission | minutes | years
    -----------+---------+------
    Oak        | 60      | 9-9
    Ash        | 5       | 0-11
"""


def test_a_decided_place_without_a_first_day_is_kept_and_gets_the_first_day_possible(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions=OAK_FAR_AND_ASH_NEAR,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Oak        | 12 Nov 2021
        """,
        decisions="""
        pupil | decision | commission
        ------+----------+-----------
        Ada   | accepted | Oak
        """,
        expected="""
        pupil | commission | starts
        ------+------------+------------
        Ada   | Oak        | 15 Nov 2021
        """,
    )


def test_while_the_place_decided_is_full_the_pupil_waits_for_it(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions=OAK_FAR_AND_ASH_NEAR,
        in_place="""
        pupil | commission | until
        ------+------------+------------
        Nan   | Oak        | 22 Jul 2022
        """,
        decisions="""
        pupil | decision | commission
        ------+----------+-----------
        Ada   | accepted | Oak
        """,
        expected="""
        pupil | commission | why
        ------+------------+-----------------------------
        Ada   | none       | provision exists and is full
        """,
    )


def test_a_place_decided_where_the_pupil_may_not_go_is_named(drawn):
    case = drawn(
        pupils="""
        pupil | year
        ------+-----
        Ada   | 10
        """,
        commissions=OAK_FAR_AND_ASH_NEAR,
        decisions="""
        pupil | decision | commission
        ------+----------+-----------
        Ada   | accepted | Oak
        """,
    )
    with pytest.raises(DecisionsClash, match="Oak takes year groups 9, not 10"):
        allocate(case)
