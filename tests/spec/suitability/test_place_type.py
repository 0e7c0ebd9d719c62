"""E places are for excluded pupils, P places for prevention; overflow is each commission's own."""

import pytest

title = "The place type fits the route, or the commission takes overflow"


@pytest.mark.parametrize(
    ("route", "place"),
    [
        ("permanent_exclusion", "Oak-E"),
        ("suspension_over_five_days", "Oak-E"),
        ("section_19_medical", "Oak-E"),
        ("off_site_direction", "Oak-P"),
        ("ebsa", "Oak-P"),
    ],
)
def test_the_route_decides_the_place_type(decide, route, place):
    decide(
        pupils=f"""
        pupil | route
        ------+------
        Ada   | {route}
        """,
        commissions="""
        commission | type
        -----------+-----
        Oak-E      | E
        Oak-P      | P
        """,
        expected=f"""
        pupil | commission
        ------+-----------
        Ada   | {place}
        """,
    )


def test_an_excluded_pupil_takes_a_prevention_place_only_where_overflow_is_allowed(decide):
    decide(
        pupils="""
        pupil
        -----
        Ada
        """,
        commissions="""
        commission | type | overflow
        -----------+------+---------
        Ash        | P    | no
        Oak        | P    | yes
        """,
        expected="""
        pupil | commission
        ------+-----------
        Ada   | Oak
        """,
    )
