"""Rows about places and terms that contradict each other: each fault by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

Spoil = Callable[[Any], None]

ROWS: list[tuple[str, Spoil, str, int, str, str]] = [
    (
        "a site that is its own hub",
        lambda f: f.set("sites", 2, "hub_site_id", "OAK-W"),
        "sites",
        2,
        "hub_site_id",
        "its own hub",
    ),
    (
        "a spoke of a spoke",
        lambda f: f.add(
            "sites",
            site_id="OAK-E",
            provider_id="OAK",
            name="Oak Evesham",
            easting="403700",
            northing="244100",
            district="Wychavon",
            hub_site_id="OAK-D",
        ),
        "sites",
        4,
        "hub_site_id",
        "itself a spoke of another",
    ),
    (
        "a contract that ends before it starts",
        lambda f: f.set("commissions", 3, "ends", "2020-08-31"),
        "commissions",
        3,
        "ends",
        "before starts, 1 Sep 2021",
    ),
    (
        "a spot purchase without a price",
        lambda f: f.set("commissions", 3, "spot_weekly_pounds", ""),
        "commissions",
        3,
        "spot_weekly_pounds",
        "have no price",
    ),
    (
        "a step before the contract",
        lambda f: f.set("place_steps", 2, "starts", "2021-01-04"),
        "place_steps",
        2,
        "starts",
        "starts only on 1 Sep 2021",
    ),
    (
        "a step after the contract",
        lambda f: f.set("place_steps", 2, "starts", "2023-01-04"),
        "place_steps",
        2,
        "starts",
        "does not roll over",
    ),
    (
        "a limit without a place",
        lambda f: f.set("limits", 2, "site_id", ""),
        "limits",
        2,
        "site_id",
        "neither a site nor a commission",
    ),
    (
        "a limit at two places",
        lambda f: f.set("limits", 2, "commission_id", "OAK-E"),
        "limits",
        2,
        "site_id",
        "both a site and a commission",
    ),
    (
        "terms that overlap",
        lambda f: f.set("calendar", 4, "starts", "2021-12-17"),
        "calendar",
        4,
        "starts",
        "overlaps the one in row 2, which ends on 17 Dec 2021",
    ),
    (
        "a term over two years",
        lambda f: f.set("calendar", 4, "ends", "2023-04-08"),
        "calendar",
        4,
        "ends",
        "longer than a year",
    ),
    (
        "a closure that ends before it starts",
        lambda f: f.set("calendar", 3, "ends", "2021-10-24"),
        "calendar",
        3,
        "ends",
        "before starts, 25 Oct 2021",
    ),
    (
        "a calendar that stops before the horizon",
        lambda f: f.set("calendar", 4, "ends", "2022-01-21"),
        "calendar",
        0,
        "",
        "The last term ends on 21 Jan 2022",
    ),
    (
        "a calendar without terms",
        lambda f: f.change("calendar", lambda rows: [rows[0], rows[2]]),
        "calendar",
        0,
        "",
        "no term in the calendar",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "table", "line", "column", "what"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_a_contradiction_about_places_is_named_where_it_stands(
    folder, spoil: Spoil, table: str, line: int, column: str, what: str
) -> None:
    spoil(folder)
    found = folder.problems_at(table, line, column)
    assert any(what in problem.what for problem in found), folder.problems()
    assert all(problem.fix for problem in found)


def test_an_as_at_date_before_the_first_term_is_refused(folder) -> None:
    says = [problem.what for problem in folder.problems(as_at=date(2021, 9, 1))]
    assert any("The first term starts on 6 Sep 2021, after the as-at date" in what for what in says)
