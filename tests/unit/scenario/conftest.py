"""A small authority: two providers, three sites, five commissions, pupils on them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import DecisionStatus, Need, PlaceType, Route, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.stated import StatedFigure, StatedMeasure
from planner.domain.placements import Decision, Placement
from planner.domain.provision import Commission, Funding, Provider, Site
from planner.domain.referrals import Point, Referral
from planner.scenario.apply import apply
from planner.scenario.changes.register import AnyChange
from planner.scenario.schema import Scenario

AS_AT = date(2021, 11, 8)
ADAPTER: TypeAdapter[AnyChange] = TypeAdapter(AnyChange)

Applied = tuple[Dataset, tuple[str, ...]]


def commission(name: str, site: str, places: int, **more: object) -> Commission:
    kind = PlaceType(name[-1])
    return Commission(name, site, kind, places, date(2020, 9, 1), **more)  # type: ignore[arg-type]


def funding(name: str, year: int, **months: int) -> Funding:
    paid = {"council": 0, "recouped": 0, "dfe_direct": 0} | months
    return Funding(
        commission_id=name,
        financial_year=year,
        place_rate_pence=10_000_00,
        council_place_months=paid["council"],
        recouped_place_months=paid["recouped"],
        dfe_direct_place_months=paid["dfe_direct"],
        top_up_pence=sum(paid.values()) * 500_00,
    )


@pytest.fixture
def authority() -> Dataset:
    term = CalendarPeriod(PeriodKind.TERM, "Autumn", date(2021, 9, 1), date(2021, 12, 17))
    return Dataset(
        as_at=AS_AT,
        calendar=SchoolCalendar((term,)),
        referrals=(
            Referral("P1", Route.PERMANENT_EXCLUSION, date(2021, 11, 1), 9),
            Referral("P2", Route.PERMANENT_EXCLUSION, date(2021, 11, 1), 10, planned_weeks=2),
        ),
        providers=(
            Provider("BECK", "Beck", Sector.INDEPENDENT_SCHOOL),
            Provider("FORGE", "The Forge", Sector.MAINTAINED_PRU),
        ),
        sites=(
            Site("BECK-1", "BECK", "Beck", Point(1, 1), "Redditch"),
            Site("FORGE-1", "FORGE", "Forge", Point(2, 2), "Redditch"),
            Site("FORGE-2", "FORGE", "Forge spoke", Point(3, 3), "Worcester"),
        ),
        commissions=(
            commission("BECK-E", "BECK-1", 10, spot_weekly_pence=400_00),
            commission("BECK-P", "BECK-1", 4, ends=date(2022, 3, 31), rolls_over=False),
            commission("FORGE-E", "FORGE-1", 35, needs=frozenset({Need.SEMH}), tier=2),
            commission("FORGE-P", "FORGE-1", 12, year_groups=frozenset({7, 8, 9})),
            commission("FORGE2-P", "FORGE-2", 6),
        ),
        placements=(
            Placement("Q1", "FORGE-E", date(2021, 9, 6), None, 10, 9),
            Placement("Q2", "FORGE-E", date(2021, 9, 6), date(2021, 11, 19), 10, 9),
            Placement("Q3", "FORGE-E", date(2021, 12, 6), None, 10, 9),
            Placement("Q4", "BECK-E", date(2021, 9, 6), None, 10, 9),
        ),
        decisions=(
            Decision("P1", DecisionStatus.ACCEPTED, AS_AT, "FORGE-E", date(2021, 11, 15)),
            Decision("P2", DecisionStatus.ACCEPTED, AS_AT, "FORGE-E", date(2021, 11, 8)),
        ),
        funding=(
            funding("BECK-P", 2021, council=48),
            funding("FORGE-E", 2021, council=120, recouped=300),
            funding("FORGE-E", 2022, council=120, recouped=300),
            funding("FORGE-P", 2021, council=144),
        ),
        stated=(StatedFigure("total", 2021, StatedMeasure.TOTAL, 1),),
    )


@pytest.fixture
def changed(authority: Dataset) -> Callable[..., Applied]:
    """Apply one change, given by its keys as YAML gives them, for the reason "agreed"."""

    def apply_one(change: str, **keys: object) -> Applied:
        written = {"change": change, "because": "agreed"}
        written |= {key.removesuffix("_"): value for key, value in keys.items()}  # type: ignore[dict-item]
        made = ADAPTER.validate_python(written)
        return apply(authority, Scenario("test", "Test", Path(), AS_AT, changes=(made,)))

    return apply_one
