"""Commissions, sites and providers that close, and who is put out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from planner.domain.codes import DecisionStatus
from planner.domain.dataset import Dataset
from planner.errors import ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.changes.places import CloseCommission
from planner.scenario.schema import Scenario

Changed = Callable[..., tuple[Dataset, tuple[str, ...]]]


def test_a_closed_commission_takes_nobody_and_its_pupils_leave(changed: Changed) -> None:
    after, said = changed("close_commission", commission="FORGE-E", from_="2021-11-29")
    forge = after.commission["FORGE-E"]
    assert [forge.places_on(day) for day in (date(2021, 11, 28), date(2021, 11, 29))] == [35, 0]
    ends = {placement.pupil_id: placement.ends for placement in after.placements}
    assert ends == {"Q1": date(2021, 11, 28), "Q2": date(2021, 11, 19), "Q4": None}
    assert said == (
        "FORGE-E: closes from 29 Nov 2021 with 35 places; 2 placements cut short; "
        "1 decision for it cannot stand (because agreed).",
    )


def test_a_decision_for_a_place_that_goes_holds_no_place(changed: Changed) -> None:
    after, _ = changed("close_commission", commission="FORGE-E", from_="2021-11-29")
    status = {decision.pupil_id: decision.status for decision in after.decisions}
    # P2's two weeks end before the closure.
    assert status == {
        "P1": DecisionStatus.DECLINED_BY_PROVIDER,
        "P2": DecisionStatus.ACCEPTED,
    }


def test_a_closed_commission_is_no_longer_funded(changed: Changed) -> None:
    after, _ = changed("close_commission", commission="FORGE-E", from_="2021-12-01")
    rows = [row for row in after.funding if row.commission_id == "FORGE-E"]
    # April to November: eight of twelve months.
    assert [(r.council_place_months, r.recouped_place_months) for r in rows] == [(80, 200), (0, 0)]
    assert [row.top_up_pence for row in rows] == [280 * 500_00, 0]


def test_a_site_closes_with_its_commissions_and_no_others(changed: Changed) -> None:
    after, said = changed("close_site", site="FORGE-1")
    day = date(2021, 11, 8)
    open_then = [each.commission_id for each in after.commissions if each.places_on(day)]
    assert open_then == ["BECK-E", "BECK-P", "FORGE2-P"]
    assert said[0].startswith(
        "FORGE-1: the site closes from 8 Nov 2021 with 47 places; 3 placements"
    )


def test_a_provider_fails_at_all_its_sites(changed: Changed) -> None:
    after, said = changed("provider_fails", provider="FORGE", from_="2022-01-04")
    day = date(2022, 1, 4)
    open_then = [each.commission_id for each in after.commissions if each.places_on(day)]
    assert open_then == ["BECK-E", "BECK-P"]
    assert said[0].startswith("FORGE: fails from 4 Jan 2022 with 53 places; 2 placements")


def test_a_decision_without_a_day_cannot_stand_either(authority: Dataset) -> None:
    undated = replace(authority.decisions[0], start_date=None)
    change = CloseCommission(change="close_commission", commission="FORGE-E", because="x")
    scenario = Scenario("s", "S", Path(), authority.as_at, changes=(change,))
    after, _ = apply(replace(authority, decisions=(undated,)), scenario)
    assert not after.decisions[0].status.holds_a_place


@pytest.mark.parametrize(
    ("change", "keys", "sentence"),
    [
        ("close_site", {"site": "FORGE-3"}, 'no site "FORGE-3" in the tables'),
        ("provider_fails", {"provider": "forge"}, 'Did you mean "FORGE"'),
        (
            "close_commission",
            {"commission": "BECK-P", "from_": "2022-04-01"},
            "nothing is left to close",
        ),
    ],
)
def test_a_closure_that_does_not_fit_is_refused(
    changed: Changed, change: str, keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScenarioProblems, match=sentence):
        changed(change, **keys)
