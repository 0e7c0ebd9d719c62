"""One cell is spoiled at a time: its row, its column, the reason and the remedy are named."""

from __future__ import annotations

from datetime import date

import pytest


@pytest.mark.parametrize(
    ("table", "line", "column", "value", "what", "fix"),
    [
        ("referrals", 2, "route", "permanant_exclusion", "not a code", '"permanent_exclusion"'),
        ("referrals", 2, "sex", "X", "not a code", "Write F or M"),
        ("referrals", 2, "primary_need", "SEHM", "not a code", '"SEMH"'),
        ("referrals", 2, "year_group", "Yr 12", "no year group 12", "0 (reception) to 11"),
        ("referrals", 2, "year_group", "nine", "not a year group", "a number from 0"),
        ("referrals", 2, "referred_on", "12/25/2021", "no month 25", "2021-12-25"),
        ("referrals", 2, "referred_on", "31/9/2021", "no such day", "2025-09-30"),
        ("referrals", 2, "referred_on", "1/11/21", "two digits", "four digits"),
        ("referrals", 2, "referred_on", "44501", "not a day", "1 Nov 2021"),
        ("referrals", 2, "referred_on", "2021-11-01 09:30", "a time", "day alone"),
        ("referrals", 2, "referred_on", "1 Novtober 2021", "no month", "2025-09-30"),
        ("referrals", 2, "referred_on", "0021-11-01", "from 1990 to 2100", "Check the year"),
        ("history", 2, "month", "Autumn", "not a month", "2025-09"),
        ("funding", 2, "financial_year", "last", "not a financial year", "2021/22"),
        ("commissions", 2, "year_groups", ",", "no year group in it", "7-11"),
        ("referrals", 3, "home_easting", "by the church", "not a coordinate", "whole metres"),
        ("stated", 2, "rounded_to", "0", "below", "Write an amount"),
        ("referrals", 2, "referred_on", "soon", "not a day", "2025-09-30"),
        ("referrals", 2, "home_postcode", "WR5", "not a full postcode", "WR5 2NP"),
        ("referrals", 2, "sessions_per_week", "11", "above 10", "from 1 to 10"),
        ("referrals", 2, "sessions_per_week", "7.5", "not a whole number", "whole number"),
        ("referrals", 2, "sessions_per_week", "ten", "not a number", "in figures"),
        ("referrals", 3, "home_easting", "-2.22", "latitude or longitude", "British National Grid"),
        ("referrals", 3, "home_northing", "5225300", "above 1,300,000", "from 0 to 1,300,000"),
        ("commissions", 2, "places", "-1", "below zero", "from 0 to 10,000"),
        ("commissions", 2, "year_groups", "07-Nov", "into a date", "7 8 9 10 11"),
        ("commissions", 2, "year_groups", "2021-11-07", "into a date", "as text"),
        ("commissions", 2, "year_groups", "11-7", "backwards", "7-11"),
        ("commissions", 2, "year_groups", "7 \x1b", '"\\x1b" is not a year', "7-11"),
        ("commissions", 2, "rolls_over", "maybe", "neither yes nor no", '"yes" or "no"'),
        ("commissions", 3, "needs", "SEMH, ADHD", "not a code", "ASD"),
        ("commissions", 3, "spot_weekly_pounds", "450.505", "less than a penny", "whole pence"),
        ("commissions", 3, "spot_weekly_pounds", "cheap", "not an amount", "10000.50"),
        ("commissions", 3, "spot_weekly_pounds", "-1", "below zero", "from £0"),
        ("funding", 2, "financial_year", "2021/23", "follow each other", "2021/22"),
        ("funding", 2, "top_up_pounds", "=SUM(A1:A9)", "formula", "value itself"),
        ("history", 2, "month", "15/9/2021", "inside a month", "2025-09"),
        ("history", 2, "count", "#REF!", "has failed", "value itself"),
        ("providers", 2, "name", "=HYPERLINK(0)", "formula", "value itself"),
        ("providers", 2, "name", "@Oak", "run as a formula", "without the sign"),
        ("providers", 2, "name", "+Oak", "run as a formula", "without the sign"),
        ("providers", 2, "name", "-Oak", "run as a formula", "without the sign"),
        ("providers", 2, "name", "O\x07ak", "invisible or control", "Type the value anew"),
        ("providers", 2, "name", "Ã‰cole", "damaged", "UTF-8"),
        ("providers", 2, "name", "O\ufffdk", "damaged", "UTF-8"),
        ("providers", 2, "name", "O" * 2001, "longer than 2,000", "Shorten"),
        ("providers", 2, "name", "", "empty", "Fill it in"),
        ("services", 2, "service_id", "OUT\u200b1", "invisible", "Type the value anew"),
    ],
)
def test_a_spoiled_cell_is_named_with_what_to_write(
    folder, table: str, line: int, column: str, value: str, what: str, fix: str
) -> None:
    folder.set(table, line, column, value)
    problem = folder.the_problem()
    assert (problem.file, problem.line, problem.column) == (f"{table}.csv", line, column)
    assert what in problem.what
    assert fix in problem.fix


@pytest.mark.parametrize(
    ("table", "line", "column", "same"),
    [
        ("referrals", 2, "referred_on", ["1/11/2021", "01.11.2021", "1 Nov 2021", "2021-11-01"]),
        ("referrals", 2, "route", ["Permanent Exclusion", "permanent-exclusion"]),
        ("referrals", 2, "year_group", ["9", "Year 9", "Y9", "9.0"]),
        ("referrals", 2, "home_postcode", ["wr52np", "WR5  2NP", "WR5 2NP"]),
        ("commissions", 2, "year_groups", ["7 8 9 10 11", "KS3 KS4", "Years 7 to 11", "7–11"]),
        ("commissions", 3, "needs", ["ASD;semh", "asd, SEMH", "SEMH ASD ASD"]),
        ("commissions", 2, "rolls_over", ["No", "FALSE", "n", "0"]),
        ("commissions", 3, "spot_weekly_pounds", ["£450.50", "450.5", "450.500"]),
        ("funding", 2, "financial_year", ["2021", "2021-22", "2021/2022"]),
        ("history", 2, "month", ["Sep-21", "01/09/2021", "2021-9", "September 2021"]),
        ("providers", 2, "name", ["Oak\u00a0", "  Oak"]),
        ("sites", 2, "easting", ["385,100", "385100.4", "385100.0"]),
    ],
)  # fmt: skip
def test_ways_of_writing_that_mean_the_same_give_the_same_fingerprint(
    folder, table: str, line: int, column: str, same: list[str]
) -> None:
    from planner.tables.read import read_dataset

    fingerprints = set()
    for text in [*same, folder.rows(table)[line - 1][folder.rows(table)[0].index(column)]]:
        folder.set(table, line, column, text)
        assert folder.problems() == ()
        fingerprints.add(read_dataset(folder.path, as_at=date(2021, 11, 8)).fingerprint)
    assert len(fingerprints) == 1
