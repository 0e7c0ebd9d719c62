"""Prices from a scenario: dated rates, bands, indices, charges and services."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge, ChargeKind
from planner.domain.finance.rates import IndexChange, IndexKind, Rate, RateKind
from planner.domain.provision import ServiceLine
from planner.errors import ScenarioProblems
from planner.scenario.apply import apply
from planner.scenario.changes.register import AnyChange
from planner.scenario.schema import Scenario

AS_AT = date(2021, 11, 8)
ADAPTER: TypeAdapter[AnyChange] = TypeAdapter(AnyChange)
APRIL, NEXT = date(2021, 4, 1), date(2022, 4, 1)
Changed = Callable[..., Dataset]


def top_up(name: str, pence: int, starts: date, **more: object) -> Rate:
    return Rate(name, RateKind.TOP_UP, pence, starts, **more)  # type: ignore[arg-type]


@pytest.fixture
def priced(authority: Dataset) -> Dataset:
    """The authority with dated rates, an index, a charge and a service."""
    return replace(
        authority,
        funding=tuple(replace(row, top_up_pence=0) for row in authority.funding),
        rates=(
            top_up("GENERAL", 6_000_00, date(2020, 9, 1)),
            top_up("FORGE-A", 7_000_00, date(2020, 9, 1), commission_id="FORGE-E", band="A"),
            top_up("FORGE-B", 9_000_00, date(2020, 9, 1), commission_id="FORGE-E", band="B"),
        ),
        indices=(IndexChange(IndexKind.TOP_UP, 2022, 300),),
        charges=(
            Charge("TAXIS", ChargeKind.TRANSPORT, "Taxis", APRIL, NEXT, 10, "pupils", 5_000_00),
        ),
        services=(ServiceLine("OUTREACH", "Beck", "Outreach", 2020, 40_000_00),),
    )


@pytest.fixture
def changed(priced: Dataset) -> Changed:
    def apply_one(change: str, **keys: object) -> Dataset:
        made = ADAPTER.validate_python({"change": change, "because": "agreed", **keys})
        return apply(priced, Scenario("test", "Test", Path(), AS_AT, changes=(made,)))[0]

    return apply_one


def laid(after: Dataset) -> list[tuple[str | None, str, int, date, date | None]]:
    return [
        (rate.commission_id, rate.band, rate.pence, rate.starts, rate.ends)
        for rate in after.rates
        if rate.rate_id.endswith("~scenario")
    ]


def test_a_dated_rate_is_set_and_no_agreed_sum_comes_of_it(changed: Changed) -> None:
    after = changed("set_rates", commissions="FORGE-E", top_up_pounds=8000)
    assert laid(after) == [
        ("FORGE-E", "A", 8_000_00, APRIL, None),
        ("FORGE-E", "B", 8_000_00, APRIL, None),
        ("FORGE-E", "", 8_000_00, APRIL, None),
    ]
    assert {row.top_up_pence for row in after.funding} == {0}
    assert after.stated == ()


def test_one_band_in_one_year_leaves_the_rest(changed: Changed) -> None:
    after = changed(
        "set_rates", commissions="FORGE-E", band="B", financial_year="2022/23", top_up_pounds=8000
    )
    assert laid(after) == [("FORGE-E", "B", 8_000_00, NEXT, date(2023, 3, 31))]


def test_a_commission_on_the_general_rate_gets_its_own_for_every_year(
    priced: Dataset, changed: Changed
) -> None:
    after = changed(
        "set_rates", commissions="FORGE-P", financial_year="2022/23", top_up_pounds=8000
    )
    own = [rate for rate in after.rates if rate.commission_id == "FORGE-P"]
    assert [(rate.pence, rate.starts) for rate in own] == [
        (6_000_00, date(2020, 9, 1)),
        (8_000_00, NEXT),
    ]
    assert after.rates[: len(priced.rates)] == priced.rates


def test_an_index_is_set_for_a_year(changed: Changed) -> None:
    after = changed("set_index", index="top_up", financial_year="2022/23", change_per_cent="-1.01")
    assert [(i.index, i.financial_year, i.change_basis_points) for i in after.indices] == [
        (IndexKind.TOP_UP, 2022, -101)
    ]


def test_a_charge_is_set_in_price_and_quantity(changed: Changed) -> None:
    (charge,) = changed("set_charge", charge="TAXIS", rate_pounds=4500, quantity=12).charges
    assert (charge.rate_pence, charge.quantity) == (4_500_00, 12)


def test_a_service_costs_the_new_price_from_this_year_on(changed: Changed) -> None:
    services = changed("set_charge", charge="OUTREACH", rate_pounds=50000).services
    assert [(line.financial_year, line.annual_pence) for line in services] == [
        (2020, 40_000_00),
        (2021, 50_000_00),
    ]


def test_a_changed_figure_does_not_pass_for_its_sources_own(changed: Changed) -> None:
    after = changed("set_rates", commissions="FORGE-P", place_rate_pounds=9000)
    sources = {row.commission_id: row.source for row in after.funding}
    assert sources == {"BECK-P": "", "FORGE-E": "", "FORGE-P": "scenario"}
    assert changed("set_charge", charge="TAXIS", quantity=12).charges[0].source == "scenario"


@pytest.mark.parametrize(
    ("change", "keys", "sentence"),
    [
        (
            "set_index",
            {"index": "top_up", "financial_year": "2022/23", "change_per_cent": "3.00"},
            "changes nothing",
        ),
        ("set_charge", {"charge": "TAXI", "quantity": 1}, 'no charge or service "TAXI"'),
        ("set_charge", {"charge": "OUTREACH", "quantity": 1}, "changes nothing"),
        ("set_charge", {"charge": "TAXIS", "quantity": 10}, "changes nothing"),
        ("set_rates", {"commissions": "all", "day_pounds": 90}, "changes nothing"),
        (
            "set_rates",
            {"commissions": "all", "financial_year": "2021/22", "spot_weekly_pounds": 410},
            "BECK-E is written without a year",
        ),
    ],
)
def test_what_changes_nothing_or_is_not_there_is_refused(
    changed: Changed, change: str, keys: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ScenarioProblems, match=sentence):
        changed(change, **keys)


@pytest.mark.parametrize("wrong", ["3%", "1.005", "1e3", "-100", "a lot", True])
def test_an_index_is_written_in_per_cent(changed: Changed, wrong: object) -> None:
    with pytest.raises(ValueError, match="change_per_cent"):
        changed("set_index", index="top_up", financial_year="2022/23", change_per_cent=wrong)
