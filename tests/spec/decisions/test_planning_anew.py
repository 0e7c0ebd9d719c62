"""After news a plan is made anew; every difference from the earlier plan is told with its cause."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.allocation.allocate import allocate
from planner.allocation.replan.changes import changes_since
from planner.allocation.replan.earlier import Earlier
from planner.domain.case import Case
from planner.testing.replans import run_of

title = "Each change to an earlier plan is told with its cause"

TWO = """
    pupil | priority
    ------+---------
    Ada   | 1
    Ben   | 2
"""
OAK_AND_ASH = """
    commission | minutes
    -----------+--------
    Oak        | 5
    Ash        | 60
"""
Anew = Callable[[Case, Case], dict[str, list[str]]]


@pytest.fixture
def anew() -> Anew:
    """Plan a case, then the case as it is after news; give the sentences for each pupil."""

    def plan(before: Case, after: Case) -> dict[str, list[str]]:
        record = run_of(before, allocate(before))
        after = replace(after, offers=Earlier(record, after).offers)
        changes = changes_since(Earlier(record, after), allocate(after))
        return {
            f"{each.pupil_id}: {each.from_commission_id} -> {each.to_commission_id}": [
                cause.sentence for cause in each.causes
            ]
            for each in changes
        }

    return plan


def test_a_provider_declines(drawn, anew):
    told = anew(
        drawn(pupils=TWO, commissions=OAK_AND_ASH),
        drawn(
            pupils=TWO,
            commissions="""
            commission | minutes
            -----------+--------
            Oak        | 5
            Ash        | 60
            Elm        | 70
            """,
            decisions="""
            pupil | decision             | commission | starts | number
            ------+----------------------+------------+--------+-------
            Ada   | declined_by_provider | Oak        |        | 1
            Ada   | declined_by_provider | Ash        |        | 2
            """,
        ),
    )
    place = next(key for key in told if key.startswith("Ada"))
    assert place in {"Ada: Oak -> Elm", "Ada: Ash -> Elm"}
    assert "declined the pupil on 8 Nov 2021." in told[place][0]
    assert set(told) == {place}  # Ben keeps what he was offered, though the nearer place is free


def test_a_new_exclusion_comes_before_a_lower_priority(drawn, anew):
    told = anew(
        drawn(pupils=TWO, commissions=OAK_AND_ASH),
        drawn(
            pupils="""
            pupil | priority | absent from
            ------+----------+------------
            Ada   | 1        |
            Ben   | 2        |
            Cy    | 1        | 1 Nov 2021
            """,
            commissions=OAK_AND_ASH,
        ),
    )
    (ben,) = (told[key] for key in told if key.startswith("Ben"))
    assert ben[0].startswith("Cy, referred since, takes the room at")
    (cy,) = (told[key] for key in told if key.startswith("Cy: None"))
    assert cy == ["The pupil was referred after the earlier plan."]


def test_a_place_is_freed_for_a_pupil_who_had_none(drawn, anew):
    told = anew(
        drawn(pupils=TWO, commissions="commission\n----------\nOak"),
        drawn(pupils=TWO, commissions="commission | places\n-----------+-------\nOak | 2"),
    )
    assert told == {
        "Ben: None -> Oak": [
            "Oak has more room: 0 of 20 sessions taken in the week of 8 Nov 2021, 0 of 10 in the "
            "earlier plan."
        ]
    }


def test_a_commission_is_gone(drawn, anew):
    ada = "pupil\n-----\nAda"
    ash = "commission | minutes\n-----------+--------\nAsh | 60"
    told = anew(drawn(pupils=ada, commissions=OAK_AND_ASH), drawn(pupils=ada, commissions=ash))
    assert told == {"Ada: Oak -> Ash": ["Oak is not in the tables any more."]}


def test_somebody_is_in_the_place_by_now(drawn, anew):
    ada = "pupil\n-----\nAda"
    told = anew(
        drawn(pupils=ada, commissions=OAK_AND_ASH),
        drawn(
            pupils=ada,
            commissions=OAK_AND_ASH,
            in_place="""
            pupil | commission | until
            ------+------------+------------
            Nan   | Oak        | 22 Jul 2022
            """,
        ),
    )
    assert told == {
        "Ada: Oak -> Ash": [
            "Oak has less room: 10 of 10 sessions taken in the week of 8 Nov 2021, 0 of 10 when it "
            "was offered."
        ]
    }


def test_people_decided_otherwise(drawn, anew):
    ada = "pupil\n-----\nAda"
    told = anew(
        drawn(pupils=ada, commissions=OAK_AND_ASH),
        drawn(
            pupils=ada,
            commissions=OAK_AND_ASH,
            decisions="""
            pupil | decision   | commission | starts      | number
            ------+------------+------------+-------------+-------
            Ada   | overridden | Ash        | 15 Nov 2021 | 1
            """,
        ),
    )
    assert told == {"Ada: Oak -> Ash": ["Overridden by people on 8 Nov 2021: Ash."]}


def test_nothing_but_the_order_of_goals(drawn, anew):
    late = "pupil | absent from\n------+------------\nAda | 1 Nov 2021"
    told = anew(
        drawn(
            pupils=late,
            commissions="""
            commission | contract from
            -----------+--------------
            Oak        | 15 Nov 2021
            """,
        ),
        drawn(
            pupils=late,
            commissions="""
            commission | contract from
            -----------+--------------
            Oak        | 15 Nov 2021
            Ash        |
            """,
        ),
    )
    assert told == {
        "Ada: Oak -> Ash": [
            "Nothing stands against the old offer but the order of goals: keeping it would mean 4 "
            "more school days late past the statutory day, other pupils.",
            "Ash is new in the tables.",
        ]
    }


def test_two_pupils_are_kept_apart_since(drawn, anew):
    pupils = "pupil | priority\n------+---------\nAda | 1\nBen | 2"
    oak_and_ash = """
    commission | places | minutes
    -----------+--------+--------
    Oak        | 2      | 5
    Ash        | 1      | 60
    """
    told = anew(
        drawn(pupils=pupils, commissions=oak_and_ash),
        drawn(
            pupils=pupils,
            commissions=oak_and_ash,
            pairs="""
            pupil | other | kept
            ------+-------+------
            Ada   | Ben   | apart
            """,
        ),
    )
    ((change, causes),) = told.items()
    other = {"Ada: Oak -> Ash": "Ben", "Ben: Oak -> Ash": "Ada"}[change]
    assert causes == [f"Kept apart from {other}, who is suggested for Oak."]
