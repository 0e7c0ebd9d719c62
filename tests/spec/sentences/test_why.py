"""Why here, and why not: every sentence has to be true of the tables that it speaks of."""

import pytest

title = "The reasons that an officer reads are true"

OAK = """
    commission | places
    -----------+-------
    Oak        | 1
"""


@pytest.fixture
def sentences(decide):
    """Return each pupil's reasons as one text."""

    def told(**drawn):
        answer = decide(**drawn)
        people = (*answer.placed, *answer.unplaced)
        return {p.pupil_id: " ".join(reason.sentence for reason in p.reasons) for p in people}

    return told


def test_a_late_start_after_full_time_tuition_says_that_the_tuition_covers_the_wait(sentences):
    told = sentences(
        pupils="""
        pupil | absent from | tuition from | tuition
        ------+-------------+--------------+--------
        Ada   | 4 Oct 2021  | 13 Oct 2021  | 10
        """,
        commissions=OAK,
        expected="""
        pupil | starts     | due         | days late
        ------+------------+-------------+----------
        Ada   | 9 Nov 2021 | 11 Oct 2021 | 2
        """,
    )
    assert (
        "Starts on 9 Nov 2021; full-time education is due by 11 Oct 2021, and full-time tuition "
        "covers the wait from 13 Oct 2021: 2 school days late; no earlier start is possible."
    ) in told["Ada"]


def test_one_day_late_is_one_school_day(sentences):
    told = sentences(
        pupils="""
        pupil | absent from
        ------+------------
        Ada   | 1 Nov 2021
        """,
        commissions=OAK,
        expected="""
        pupil | starts     | days late
        ------+------------+----------
        Ada   | 9 Nov 2021 | 1
        """,
    )
    assert "due by 8 Nov 2021: 1 school day late;" in told["Ada"]


@pytest.mark.parametrize(
    ("elm", "in_place", "but"),
    [
        ("9 | SEMH | 2 | 1 Sep 2020", "", "is not made for the pupil's primary need"),
        ("9 | ASD | 3 | 1 Sep 2020", "", "is of a higher tier than is needed"),
        ("9 | ASD | 2 | 29 Nov 2021", "", "cannot start by then"),
        ("1 | ASD | 2 | 1 Sep 2020", "Zed | Elm | 30 Jun 2022", "has no room by then beside"),
    ],
)
def test_a_nearer_place_that_is_not_taken_has_its_own_reason(sentences, elm, in_place, but):
    told = sentences(
        pupils="""
        pupil | need | tier
        ------+------+-----
        Ada   | ASD  | 2
        """,
        commissions=f"""
        commission | minutes | places | made for | tier | contract from
        -----------+---------+--------+----------+------+--------------
        Oak        | 30      | 1      | ASD      | 2    | 1 Sep 2020
        Elm        | 10      | {elm}
        """,
        in_place=f"""
        pupil | commission | until
        ------+------------+------
        {in_place}
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        """,
    )
    assert f"Elm is nearer (10 minutes), but {but}" in told["Ada"]


def test_a_refusal_by_the_only_provider_is_not_told_as_a_lack_of_provision(sentences):
    told = sentences(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions=OAK,
        decisions="""
        pupil | decision             | commission | on
        ------+----------------------+------------+-----------
        Ada   | declined_by_provider | Oak        | 4 Nov 2021
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        """,
    )
    assert "Oak declined the pupil on 4 Nov 2021." in told["Ada"]
    assert "provider's refusal" in told["Ada"]


def test_without_any_commission_the_tables_are_said_to_hold_none(sentences):
    told = sentences(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="commission",
        expected="""
        pupil | commission
        ------+-----------
        Ada   | none
        """,
    )
    assert told["Ada"] == "The tables hold no commission."
