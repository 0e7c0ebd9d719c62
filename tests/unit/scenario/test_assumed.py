"""The register of assumptions: every change with its numbers, its reason and its place."""

from datetime import date
from pathlib import Path

from planner.results.whatif.register import RegisterRow
from planner.scenario.assumed import register_of, taken_at
from planner.scenario.load import load_scenario

BASE = """\
title: Today
data: .
as_at: 2026-09-01
changes:
  - change: close_days
    name: Flood
    first: 2026-09-07
    last: 2026-09-08
    because: the river
policy:
  induced_referrals: {low_percent: 20, high_percent: 60, because: A survey.}
"""
OWN = """\
title: More
base: base.yaml
changes:
  - change: add_places
    commission: FORGE-E
    places: {low: 8, high: 12, likely: 9}
    because: the governors named both.
    evidence: Minutes of 3 May
    owner: Head of inclusion
    reviewed: 2026-08-01
  - change: set_rates
    commissions: [A, B]
    top_up_pounds: {values: [8000, 8500.50]}
    place_rate_pounds: 10000
    because: the framework
"""


def registered(tmp_path: Path, *said: str) -> tuple[RegisterRow, ...]:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    return register_of(load_scenario(tmp_path / "own.yaml"), said)


def test_every_change_stands_in_the_register_with_why_on_what_and_by_whom(tmp_path: Path) -> None:
    flood, places, rates, induced = registered(tmp_path)
    assert flood.where == "base.yaml, line 5"
    assert not flood.is_open
    assert places == RegisterRow(
        sentence="add_places commission FORGE-E, places 8 to 12.",
        value="places 8 to 12, taken as 9",
        is_open=True,
        because="the governors named both.",
        evidence="Minutes of 3 May",
        owner="Head of inclusion",
        reviewed=date(2026, 8, 1),
        file="own.yaml",
        line=4,
    )
    assert rates.value == ("place_rate_pounds 10000; top_up_pounds 8000 or 8500.50, taken as 8000")
    assert (induced.value, induced.because) == ("20 to 60", "A survey.")


def test_the_register_says_what_a_change_did_where_that_is_known(tmp_path: Path) -> None:
    said = (
        "Flood: 2 days (because the river).",
        "FORGE-E: 35 -> 44 (because the governors named both).",
        "z (because the framework).",
    )
    assert [row.sentence for row in registered(tmp_path, *said)][:3] == [
        "Flood: 2 days.",
        "FORGE-E: 35 → 44.",
        "z.",
    ]


def test_a_number_taken_at_its_central_value_is_told_unless_futures_draw_it(
    tmp_path: Path,
) -> None:
    drawn = "  - {change: change_referrals, per_cent: {low: 5, high: 10}, because: x}\n"
    drawn += "  - {change: expect_induced_referrals, per_hundred: {low: 5, high: 10}, because: x}\n"
    path = tmp_path / "own.yaml"
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    path.write_text(OWN + drawn, encoding="utf-8")
    supposed = register_of(load_scenario(path))[3]
    assert supposed.value == "5 to 10 per cent, drawn anew in every future"
    assert taken_at(load_scenario(path)) == (
        "places@FORGE-E may be from 8 to 12 and is taken as 9; planner sweep tries the others.",
        "top_up_pounds@A+B may be from 8000 to 8500.50 and is taken as 8000; planner sweep tries "
        "the others.",
    )
