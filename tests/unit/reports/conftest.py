"""A small answer made by hand, with one of everything that the reports show."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest

from planner.comparison.equity import equity_audit
from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.choices.policy import Policy
from planner.domain.codes import Need, PlaceType, Route, Sector
from planner.domain.dataset import Assumption, Dataset
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point, Referral
from planner.results.answer import Answer
from planner.results.coming.futures import (
    CapacityPlan,
    CohortDemand,
    DemandForecast,
    PlacesNeeded,
    YearTotal,
)
from planner.results.finance.money import (
    CostKind,
    CostLine,
    CostStatement,
    Finding,
    FundingSource,
    Payer,
)
from planner.results.placing.allocation import (
    Allocation,
    Breach,
    GoalValue,
    OccupancyWeek,
    Placed,
    Reason,
    Unplaced,
    UnplacedKind,
)
from planner.results.run import Run
from planner.units import KeyStage

if TYPE_CHECKING:
    import geopandas

AS_AT = date(2021, 11, 8)
WEEKS = tuple(AS_AT + timedelta(days=7 * week) for week in range(4))


@pytest.fixture
def answer() -> Answer:
    return Answer(
        case=_case(),
        allocation=_allocation(),
        warnings=(
            Breach(
                "non_school_weeks",
                ("C-HILL-P",),
                "Hill Farm would keep a pupil for 14 weeks; the announced limit is 12.",
            ),
        ),
        forecast=_forecast(),
        plan=_plan(),
        statement=_statement(),
        equity=equity_audit(
            _case().dataset, _allocation(), horizon_ends=_case().horizon_ends, seed=1
        ),
    )


@pytest.fixture
def empty_answer(answer: Answer) -> Answer:
    """A case without waiting pupils, costs, forecasts or occupancy."""
    nobody = Dataset(as_at=AS_AT, calendar=_calendar(), fingerprint="0" * 64)
    none = np.zeros((0, 0), dtype=np.int32)
    return Answer(
        case=Case(
            nobody,
            Policy(horizon_weeks=4),
            TravelTable((), (), none, none, "none"),
            PriceTable(none.astype(np.int64)),
            title="Nobody waits",
        ),
        allocation=Allocation((), (), (), (), answer.allocation.run),
        warnings=(),
        forecast=DemandForecast("No history.", (), (), ""),
        plan=CapacityPlan("No forecast.", (), ()),
        statement=CostStatement("Costs", "2021/22", ()),
    )


@pytest.fixture
def outlines() -> geopandas.GeoDataFrame:
    import geopandas
    from shapely.geometry import box

    squares = {
        "Eastham": box(10_000, 0, 20_000, 10_000),
        "Northley": box(0, 10_000, 20_000, 20_000),
        "Westbury": box(0, 0, 10_000, 10_000),
    }
    return geopandas.GeoDataFrame(
        {"district": list(squares)}, geometry=list(squares.values()), crs="EPSG:27700"
    )


def _calendar() -> SchoolCalendar:
    return SchoolCalendar(
        (CalendarPeriod(PeriodKind.TERM, "Autumn", date(2021, 9, 1), date(2021, 12, 17)),)
    )


def _case() -> Case:
    homes = {"P1": "Westbury", "P2": "Eastham", "P3": "Westbury", "P4": "Northley"}
    homes |= {f"P{number}": "Northley" for number in range(5, 11)}
    referrals = tuple(
        Referral(
            pupil_id,
            Route.PERMANENT_EXCLUSION,
            AS_AT,
            9,
            primary_need=Need.PMLD,
            home=Point(123_457, 654_321),
            home_postcode="ZZ9 9ZZ",
            home_school="Hidden High",
            district=district,
        )
        for pupil_id, district in sorted(homes.items())
    )
    sites = (
        Site("S-HILL", "HILL", "Hill Farm", Point(15_000, 4_000), "Eastham", registered=False),
        Site("S-OAK", "OAK", "Oak House", Point(4_000, 5_000), "Westbury"),
    )
    commissions = (
        Commission("C-HILL-P", "S-HILL", PlaceType.PREVENTION, 2, date(2020, 9, 1)),
        Commission("C-OAK-E", "S-OAK", PlaceType.EXCLUSION, 4, date(2020, 9, 1)),
    )
    shape = (len(referrals), len(sites))
    return Case(
        dataset=Dataset(
            as_at=AS_AT,
            calendar=_calendar(),
            referrals=referrals,
            providers=(
                Provider("HILL", "Hill Farm Trust", Sector.UNREGISTERED),
                Provider("OAK", "=Oak & <Sons>", Sector.MAINTAINED_PRU),
            ),
            sites=sites,
            commissions=commissions,
            assumptions=(
                Assumption("commissions", "C-OAK-E", "year_groups", "7-11", "Prospectus."),
            ),
            fingerprint="ab" * 32,
        ),
        policy=Policy(horizon_weeks=4),
        travel=TravelTable(
            tuple(pupil.pupil_id for pupil in referrals),
            tuple(site.site_id for site in sites),
            np.full(shape, 25, dtype=np.int32),
            np.full(shape, 12_000, dtype=np.int32),
            "straight line and fitted curve",
            4.2,
        ),
        prices=PriceTable(np.full(shape, 1_054_300, dtype=np.int64)),
        scenario_id="base",
        title="Made-up county",
        question="Who can start by the sixth school day?",
        changes=("C-OAK-E: places 3 → 4 from 1 Nov 2021.",),
        seed=20211108,
        notes=("2 postcodes placed by their sector.",),
    )


def _placed(number: int, late_days: int = 0, **changes: object) -> Placed:
    fields: dict[str, object] = {
        "pupil_id": f"P{number}",
        "commission_id": "C-OAK-E",
        "site_id": "S-OAK",
        "start_date": AS_AT + timedelta(days=late_days),
        "end_date": date(2022, 1, 28),
        "due_date": AS_AT,
        "school_days_late": late_days,
        "uncovered_school_days": late_days,
        "travel_minutes": 25,
        "travel_metres": 12_000,
        "annual_pence": 1_054_300,
        "stay_pence": 236_950,
        "interim_pence": 0,
        "interim_sen_decides": False,
        "reasons": (Reason("need_fit", "Made for the need."),),
    }
    return Placed(**(fields | changes))  # type: ignore[arg-type]


def _allocation() -> Allocation:
    return Allocation(
        placed=(
            _placed(1),
            _placed(
                2,
                late_days=4,
                interim_pence=45_050,
                reasons=(Reason("full", "First free place on 12 Nov 2021."),),
            ),
            _placed(
                3,
                commission_id="C-HILL-P",
                site_id="S-HILL",
                due_date=None,
                interim_sen_decides=True,
                warnings=(Reason("non_school_weeks", "Stays longer than 12 weeks."),),
            ),
        ),
        unplaced=tuple(
            Unplaced(
                f"P{number}",
                UnplacedKind.FULL,
                AS_AT,
                20,
                0,
                (Reason("places", "Oak House is full until 28 Jan 2022."),),
            )
            for number in range(4, 11)
        ),
        goals=(
            GoalValue("late_days", 144, 144, "school days", True),
            GoalValue("unplaced_priority_1", 7, 7, "pupils", True),
            GoalValue("cost", 755_900, 750_000, "pence", False),
        ),
        occupancy=tuple(
            OccupancyWeek(commission_id, week, capacity, placed, suggested)
            for commission_id, capacity, placed in (("C-HILL-P", 20, 5), ("C-OAK-E", 40, 20))
            for week, suggested in zip(WEEKS, (10, 10, 15, 20), strict=True)
        ),
        run=Run(
            scenario_id="base",
            scenario_changes=("C-OAK-E: places 3 → 4 from 1 Nov 2021.",),
            as_at=AS_AT,
            data_fingerprint="ab" * 32,
            seed=20211108,
            planner_version="0.1.0",
            solver_version="9.15",
            solve_seconds=0.25,
        ),
    )


def _forecast() -> DemandForecast:
    return DemandForecast(
        method="Mean of three school years; negative binomial range.",
        leaves_out=("Growth of the pupil population.",),
        cohorts=tuple(
            CohortDemand(year, KeyStage.KS4, place_type, low, low + 10, low + 22)
            for year in ("2021/22", "2022/23", "2023/24")
            for place_type, low in ((PlaceType.EXCLUSION, 40), (PlaceType.PREVENTION, 20))
        ),
        last_month_known="2021-10",
        totals=(YearTotal("2021/22", 62, 80, 103, 77, 79),),
        notes=("June 2020 stands far below its neighbours.",),
    )


def _plan() -> CapacityPlan:
    return CapacityPlan(
        method="Poisson occupancy.",
        leaves_out=("Seasons within the year.",),
        needs=(
            PlacesNeeded(
                "2021/22", KeyStage.KS4, PlaceType.EXCLUSION, 0.95, 27, 4, 19.2, 27_000_000
            ),
            PlacesNeeded(
                "2022/23", KeyStage.KS4, PlaceType.EXCLUSION, 0.95, 28, 29, 20.4, 28_000_000
            ),
        ),
    )


def _statement() -> CostStatement:
    return CostStatement(
        title="Cost by provider and payer",
        financial_year="2021/22",
        lines=(
            _line(CostKind.PLACE, "OAK", Payer.COUNCIL, 40, 1_000_000, 3_333_333),
            _line(CostKind.PLACE, "OAK", Payer.DFE, 8, 1_000_000, 666_667, before=40),
            _line(CostKind.TOP_UP, "OAK", Payer.COUNCIL, 1, 5_000_050, 5_000_050),
            _line(CostKind.SERVICE, "Outreach team", Payer.SCHOOL, 1, 2_000_000, 2_000_000),
        ),
        findings=(
            Finding(
                "transposed_digits",
                "A comment says 1,012 where 1,021 adds up.",
                "1,050 - 29 = 1,021",
            ),
        ),
        leaves_out=("Premises.",),
        assumes=("Service: agreed for an earlier year.",),
    )


def _line(
    kind: CostKind,
    provider_id: str,
    payer: Payer,
    quantity: int,
    rate_pence: int,
    pence: int,
    *,
    before: int = 0,
) -> CostLine:
    months = kind is CostKind.PLACE
    return CostLine(
        kind=kind,
        provider_id=provider_id,
        commission_id="C-OAK-E" if provider_id == "OAK" else None,
        year="2021/22",
        payer=payer,
        funding_source=FundingSource.HIGH_NEEDS,
        quantity=quantity,
        unit="place-months" if months else "year",
        rate_pence=rate_pence,
        rate_unit="place for a year" if months else "year",
        pence=pence,
        source="Schedule 2021.",
        divisor=12 if months else 1,
        before=before,
    )
