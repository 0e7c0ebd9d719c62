"""Rows about pupils that contradict each other: each fault by itself, in its own sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Spoil = Callable[[Any], None]

ROWS: list[tuple[str, Spoil, str, int, str, str]] = [
    (
        "a referral made after the as-at date",
        lambda f: f.set("referrals", 3, "referred_on", "2021-11-09"),
        "referrals",
        3,
        "referred_on",
        "after the as-at date, 8 Nov 2021",
    ),
    (
        "an absence after the as-at date",
        lambda f: f.set("referrals", 2, "absent_from", "2021-11-30"),
        "referrals",
        2,
        "absent_from",
        "after the as-at date",
    ),
    (
        "a place wanted before the referral",
        lambda f: f.set("referrals", 3, "place_by", "2021-10-01"),
        "referrals",
        3,
        "place_by",
        "before referred_on, 3 Nov 2021",
    ),
    (
        "a statutory route without its first day",
        lambda f: f.set("referrals", 2, "absent_from", ""),
        "referrals",
        2,
        "absent_from",
        "has a statutory day",
    ),
    (
        "an absence before the calendar begins",
        lambda f: f.set("referrals", 2, "absent_from", "2021-07-01"),
        "referrals",
        2,
        "absent_from",
        "begins only on 6 Sep 2021",
    ),
    (
        "no home",
        lambda f: f.set("referrals", 2, "home_postcode", ""),
        "referrals",
        2,
        "home_postcode",
        "neither as a postcode nor as coordinates",
    ),
    (
        "half a home",
        lambda f: f.set("referrals", 3, "home_easting", ""),
        "referrals",
        3,
        "home_easting",
        "One coordinate of the home",
    ),
    (
        "a home with its coordinates swapped",
        lambda f: (
            f.set("referrals", 3, "home_easting", "255300"),
            f.set("referrals", 3, "home_northing", "384900"),
        ),
        "referrals",
        3,
        "home_easting",
        "seem to be swapped",
    ),
    (
        "interim sessions without a day",
        lambda f: f.set("referrals", 4, "interim_from", ""),
        "referrals",
        4,
        "interim_from",
        "not its first day",
    ),
    (
        "an interim day without sessions",
        lambda f: f.set("referrals", 4, "interim_sessions_per_week", ""),
        "referrals",
        4,
        "interim_sessions_per_week",
        "no sessions",
    ),
    (
        "a placement that ends before it starts",
        lambda f: f.set("placements", 2, "ends", "2021-09-01"),
        "placements",
        2,
        "ends",
        "before starts, 6 Sep 2021",
    ),
    (
        "two placements on one commission at once",
        lambda f: f.add(
            "placements",
            pupil_id="Q1",
            commission_id="OAK-E",
            starts="2021-11-01",
            sessions_per_week="10",
            year_group="9",
        ),
        "placements",
        5,
        "starts",
        "overlaps the one in row 2",
    ),
    (
        "a pupil placed twice",
        lambda f: f.set("placements", 4, "sessions_per_week", "5"),
        "placements",
        4,
        "pupil_id",
        "placed twice: with row 3 it makes 11 sessions",
    ),
    (
        "a pupil who waits and stays where it is",
        lambda f: f.add(
            "placements",
            pupil_id="P1",
            commission_id="OAK-E",
            starts="2021-11-01",
            sessions_per_week="10",
            year_group="9",
        ),
        "placements",
        5,
        "ends",
        "also waits for a place (referrals, row 2)",
    ),
    (
        "a decision of tomorrow",
        lambda f: f.set("decisions", 2, "decided_on", "2021-11-09"),
        "decisions",
        2,
        "decided_on",
        "after the as-at date",
    ),
    (
        "a place kept nowhere",
        lambda f: f.set("decisions", 2, "commission_id", ""),
        "decisions",
        2,
        "commission_id",
        "names no commission",
    ),
    (
        "a start without a day",
        lambda f: f.change(
            "decisions",
            lambda rows: [
                rows[0],
                ["P1", "started", "2021-11-05", "OAK-E", "", ""],
            ],
        ),
        "decisions",
        2,
        "start_date",
        "there is no first day",
    ),
    (
        "two places kept for one pupil",
        lambda f: f.add(
            "decisions",
            pupil_id="P1",
            status="overridden",
            decided_on="2021-11-05",
            commission_id="OAK-P",
        ),
        "decisions",
        4,
        "pupil_id",
        "Row 2 already keeps a place",
    ),
    (
        "a start after a deferral",
        lambda f: f.add(
            "decisions",
            pupil_id="P3",
            status="started",
            decided_on="2021-11-06",
            commission_id="OAK-E",
            start_date="2021-11-06",
        ),
        "decisions",
        4,
        "status",
        '"started" cannot follow "deferred" in row 3',
    ),
    (
        "a pupil paired with itself",
        lambda f: f.set("pairs", 2, "other_pupil_id", "P1"),
        "pairs",
        2,
        "other_pupil_id",
        "paired with itself",
    ),
    (
        "a pair apart and together",
        lambda f: f.add("pairs", pupil_id="Q1", other_pupil_id="P1", kind="together"),
        "pairs",
        4,
        "kind",
        "cannot be both apart and together",
    ),
    (
        "a pair in both orders",
        lambda f: f.add("pairs", pupil_id="Q1", other_pupil_id="P1", kind="apart"),
        "pairs",
        4,
        "pupil_id",
        "in the other order",
    ),
    (
        "nothing to avoid",
        lambda f: f.set("avoidances", 2, "site_id", ""),
        "avoidances",
        2,
        "site_id",
        "neither a site nor a district",
    ),
    (
        "two things to avoid in one row",
        lambda f: f.set("avoidances", 2, "district", "Wychavon"),
        "avoidances",
        2,
        "site_id",
        "both a site and a district",
    ),
    (
        "a district misspelt",
        lambda f: f.set("avoidances", 3, "district", "Whychavon"),
        "avoidances",
        3,
        "district",
        "nothing would be avoided",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "table", "line", "column", "what"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_contradiction_about_pupils_is_named_where_it_stands(
    folder, spoil: Spoil, table: str, line: int, column: str, what: str
) -> None:
    spoil(folder)
    found = folder.problems_at(table, line, column)
    assert any(what in problem.what for problem in found), folder.problems()
    assert all(problem.fix for problem in found)


def test_good_tables_have_no_problem(folder) -> None:
    assert folder.problems() == ()


def test_the_same_row_twice_names_both_rows(folder) -> None:
    folder.change("referrals", lambda rows: [*rows, rows[1]])
    problem = folder.the_problem()
    assert (problem.line, problem.what) == (5, "Row 2 has the same pupil_id.")


def test_a_pupil_whose_journeys_are_all_given_needs_no_home(folder) -> None:
    folder.set("referrals", 2, "home_postcode", "")
    folder.add("journeys", pupil_id="P1", site_id="OAK-D", minutes="30")
    assert folder.problems() == ()


def test_a_pupil_may_be_part_time_at_two_commissions(folder) -> None:
    shared = [row for row in folder.rows("placements") if row[0] == "Q2"]
    assert [row[4] for row in shared] == ["6", "4"]
    assert folder.problems() == ()


def test_a_waiting_pupil_may_be_in_a_placement_that_ends(folder) -> None:
    folder.add(
        "placements",
        pupil_id="P1",
        commission_id="OAK-E",
        starts="2021-11-01",
        ends="2021-11-30",
        sessions_per_week="10",
        year_group="9",
    )
    assert folder.problems() == ()
