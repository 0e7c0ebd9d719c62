"""What commissions take, until when, at what rates; and days that fall out."""

from collections.abc import Callable
from datetime import date

import pytest

from planner.domain.codes import Need
from planner.domain.dataset import Dataset
from planner.errors import ScenarioProblems

Changed = Callable[..., tuple[Dataset, tuple[str, ...]]]


@pytest.mark.parametrize(
    ("change", "keys", "sentence"),
    [
        (
            "accept_needs",
            {"commission": "FORGE-E", "needs": "SEMH, ASD", "specialisms": "ASD"},
            "FORGE-E: needs accepted SEMH -> ASD SEMH; made for ASD (because agreed).",
        ),
        (
            "accept_needs",
            {"commission": "FORGE-E", "needs": "all"},
            "FORGE-E: needs accepted SEMH -> all (because agreed).",
        ),
        (
            "accept_year_groups",
            {"commission": "FORGE-P", "year_groups": [7, 8, 10]},
            "FORGE-P: year groups 7-9 -> 7 8 10 (because agreed).",
        ),
        (
            "set_tier",
            {"commission": "FORGE-P", "tier": 3},
            "FORGE-P: tier not stated -> 3 (because agreed).",
        ),
        (
            "allow_overflow",
            {"commission": "FORGE-P"},
            "FORGE-P: takes pupils whose route asks for the other place type (because agreed).",
        ),
        (
            "extend_contract",
            {"commission": "BECK-P", "ends": "2022-08-31"},
            "BECK-P: ends on 31 Aug 2022, not 31 Mar 2022 (because agreed).",
        ),
        (
            "set_rates",
            {"commissions": "all", "place_rate_pounds": 10500, "spot_weekly_pounds": "410.50"},
            "all commissions: place funding £10,500 a place and year, spot price £410.50 a week "
            "(because agreed).",
        ),
        (
            "set_rates",
            {"commissions": "FORGE-E", "financial_year": "2022/23", "top_up_pounds": 7000},
            "FORGE-E: top-up £7,000 a place and year in 2022/23 (because agreed).",
        ),
        (
            "close_days",
            {"name": "Flood", "first": "2021-11-12", "last": "2021-11-15"},
            "Flood: 2 school days fewer, 12 Nov 2021 to 15 Nov 2021 (because agreed).",
        ),
    ],
)
def test_each_change_says_what_it_did(
    changed: Changed, change: str, keys: dict[str, object], sentence: str
) -> None:
    assert changed(change, **keys)[1] == (sentence,)


def test_terms_are_those_that_were_written(changed: Changed) -> None:
    needs, _ = changed("accept_needs", commission="FORGE-E", needs=["ASD"])
    assert needs.commission["FORGE-E"].needs == frozenset({Need.ASD})
    tier, _ = changed("set_tier", commission="FORGE-E", tier=1)
    assert tier.commission["FORGE-E"].tier == 1
    years, _ = changed("accept_year_groups", commission="FORGE-E", year_groups=11)
    assert years.commission["FORGE-E"].year_groups == frozenset({11})
    overflow, _ = changed("allow_overflow", commission="FORGE-E", allowed="yes")
    assert overflow.commission["FORGE-E"].accepts_overflow
    longer, _ = changed("extend_contract", commission="BECK-P", ends="2022-08-31")
    assert longer.commission["BECK-P"].places_on(date(2022, 8, 31)) == 4
    flood, _ = changed("close_days", name="Flood", first="2021-11-12", last="2021-11-15")
    assert not flood.calendar.is_school_day(date(2021, 11, 12))


def test_a_standard_rate_reaches_every_funded_commission_of_this_year_and_later(
    changed: Changed,
) -> None:
    after, _ = changed("set_rates", commissions="all", place_rate_pounds=9000, top_up_pounds=6000)
    assert {row.place_rate_pence for row in after.funding} == {9_000_00}
    assert [row.top_up_pence for row in after.funding] == [
        4 * 6_000_00,
        35 * 6_000_00,
        35 * 6_000_00,
        12 * 6_000_00,
    ]


def test_one_year_s_rate_leaves_the_other_years(changed: Changed) -> None:
    after, _ = changed(
        "set_rates", commissions="FORGE-E", financial_year="2022/23", place_rate_pounds=9000
    )
    rates = {(r.commission_id, r.financial_year): r.place_rate_pence for r in after.funding}
    changed_rates = [key for key, rate in rates.items() if rate == 9_000_00]
    assert changed_rates == [("FORGE-E", 2022)]


@pytest.mark.parametrize(
    ("change", "keys", "sentence"),
    [
        ("set_tier", {"commission": "FORGE-E", "tier": 2}, "changes nothing"),
        ("set_rates", {"commissions": "BECK-E", "top_up_pounds": 1}, "changes nothing"),
        ("set_rates", {"commissions": ["FORGE-X"], "top_up_pounds": 1}, 'no commission "FORGE-X"'),
        ("extend_contract", {"commission": "FORGE-E", "ends": "2030-01-01"}, "goes on anyway"),
        (
            "extend_contract",
            {"commission": "BECK-P", "ends": "2022-03-31"},
            "runs to 31 Mar 2022 already",
        ),
        (
            "close_days",
            {"name": "Weekend", "first": "2021-11-13", "last": "2021-11-14"},
            "no school day falls on these days",
        ),
    ],
)
def test_terms_that_change_nothing_are_refused(
    changed: Changed, change: str, keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScenarioProblems, match=sentence):
        changed(change, **keys)
