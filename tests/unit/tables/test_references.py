"""Ids that name nothing, and many faults at once."""

from __future__ import annotations

import pytest

REFERENCES: list[tuple[str, int, str, str, str]] = [
    ("sites", 2, "provider_id", "OAKS", '"OAK"'),
    ("sites", 3, "hub_site_id", "OAKW", '"OAK-W"'),
    ("commissions", 2, "site_id", "OAK-X", "OAK-"),
    ("place_steps", 2, "commission_id", "OAK-F", "OAK-"),
    ("limits", 2, "site_id", "oak-w", '"OAK-W"'),
    ("limits", 3, "commission_id", "ELM", "add the row to commissions"),
    ("placements", 2, "commission_id", "OAKE", '"OAK-E"'),
    ("decisions", 3, "pupil_id", "P33", '"P3"'),
    ("decisions", 2, "commission_id", "OAKE", '"OAK-E"'),
    ("pairs", 2, "other_pupil_id", "Z9", "add the row to referrals or placements"),
    ("avoidances", 2, "pupil_id", "P20", '"P2"'),
    ("avoidances", 2, "site_id", "OAKD", '"OAK-D"'),
    ("journeys", 2, "site_id", "OAKW", '"OAK-W"'),
    ("funding", 2, "commission_id", "OAKE", '"OAK-E"'),
    ("stated", 2, "provider_id", "OAKS", '"OAK"'),
]


@pytest.mark.parametrize(("table", "line", "column", "value", "fix"), REFERENCES)
def test_an_id_that_names_nothing_is_given_the_nearest_that_there_is(
    folder, table: str, line: int, column: str, value: str, fix: str
) -> None:
    folder.set(table, line, column, value)
    problem = folder.the_problem()
    assert (problem.file, problem.line, problem.column) == (f"{table}.csv", line, column)
    assert (problem.value, fix in problem.fix) == (value, True)
    assert "There is no such id in the table" in problem.what


def test_a_wrong_id_brings_no_second_fault_in_the_tables_that_use_the_row(folder) -> None:
    folder.set("sites", 2, "easting", "far away")
    assert folder.the_problem().column == "easting"


def test_twenty_faults_are_named_in_one_go(folder) -> None:
    for table, line, column, value, _ in REFERENCES:
        folder.set(table, line, column, value)
    folder.set("referrals", 2, "route", "exclusion")
    folder.set("referrals", 3, "year_group", "14")
    folder.set("commissions", 3, "places", "-4")
    folder.set("calendar", 4, "starts", "13/13/2022")
    folder.set("funding", 2, "top_up_pounds", "lots")
    places = {(problem.file, problem.line, problem.column) for problem in folder.problems()}
    expected = {(f"{table}.csv", line, column) for table, line, column, _, _ in REFERENCES}
    expected |= {
        ("referrals.csv", 2, "route"),
        ("referrals.csv", 3, "year_group"),
        ("commissions.csv", 3, "places"),
        ("calendar.csv", 4, "starts"),
        ("funding.csv", 2, "top_up_pounds"),
    }
    assert len(expected) == 20
    assert expected <= places
