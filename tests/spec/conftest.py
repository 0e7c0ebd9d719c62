"""Examples drawn as tables: who waits, what is bought, and what the planner answers."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

import numpy as np
import pytest

from planner.allocation.allocate import allocate
from planner.domain.calendar import SchoolCalendar
from planner.domain.case import NO_ROUTE, Case, PriceTable, TravelTable
from planner.domain.choices.policy import Policy
from planner.domain.codes import (
    DecisionStatus,
    Need,
    PairKind,
    PlaceType,
    Route,
    Sector,
    SenProvision,
    Sex,
)
from planner.domain.dataset import Dataset
from planner.domain.placements import Decision, Placement
from planner.domain.provision import Commission, Limit, LimitUnit, PlaceStep, Provider, Site
from planner.domain.referrals import Avoidance, Pair, Point, Referral
from planner.results.placing.allocation import Allocation
from planner.testing import small_calendar
from planner.units import format_day

TODAY = date(2021, 11, 8)
"""A Monday in an ordinary term; the examples are asked on it unless they say otherwise."""
NEVER_ENDS = date(2030, 8, 31)

Row = Mapping[str, str]
Decide = Callable[..., Allocation]


@pytest.fixture
def decide() -> Decide:
    """Answer a case that is drawn as tables; compare the answer with a drawn one."""

    def answer(pupils: str, commissions: str, expected: str, **more: object) -> Allocation:
        allocation = allocate(drawn_case(pupils, commissions, **more))
        wanted = list(_rows(expected))
        given = {row["pupil"]: row for row in _told(allocation)}
        columns = list(wanted[0])
        assert [{c: given[row["pupil"]][c] for c in columns} for row in wanted] == wanted
        assert allocation.proven
        return allocation

    return answer


@pytest.fixture
def drawn() -> Callable[..., Case]:
    """Make a case of drawn tables without answering it."""
    return drawn_case


def drawn_case(pupils: str, commissions: str, **more: object) -> Case:
    tables = {name: list(_rows(table)) for name, table in more.items() if isinstance(table, str)}
    waiting, bought = list(_rows(pupils)), list(_rows(commissions))
    as_at = more.get("today", TODAY)
    assert isinstance(as_at, date)
    calendar = more.get("calendar", small_calendar())
    assert isinstance(calendar, SchoolCalendar)
    sites = _sites(bought, tables.get("sites", []))
    dataset = Dataset(
        as_at=as_at,
        calendar=calendar,
        referrals=tuple(_referral(row, as_at) for row in waiting),
        providers=tuple(_providers(sites, tables.get("sites", []))),
        sites=sites,
        commissions=tuple(_commission(row) for row in bought),
        limits=tuple(_limit(row) for row in tables.get("limits", [])),
        placements=tuple(_placement(row) for row in tables.get("in_place", [])),
        decisions=tuple(_decision(row) for row in tables.get("decisions", [])),
        pairs=tuple(
            Pair(row["pupil"], row["other"], PairKind(row["kept"]))
            for row in tables.get("pairs", [])
        ),
        avoidances=tuple(
            Avoidance(row["pupil"], row.get("site") or None, row.get("district") or None)
            for row in tables.get("avoid", [])
        ),
    )
    policy = more.get("policy", Policy(horizon_weeks=4))
    assert isinstance(policy, Policy)
    return Case(
        dataset,
        policy,
        _travel(waiting, bought, sites, tables.get("journeys", [])),
        PriceTable(
            np.array([[int(c.get("price") or 8000) * 100 for c in bought] for _ in waiting])
        ),
    )


def _rows(table: str) -> Iterable[Row]:
    lines = [line for line in table.splitlines() if line.strip() and set(line.strip()) - set("-+")]
    heading = [cell.strip() for cell in lines[0].split("|")]
    for line in lines[1:]:
        yield dict(zip(heading, (cell.strip() for cell in line.split("|")), strict=True))


def _day(text: str) -> date:
    return datetime.strptime(text, "%d %b %Y").date()


def _optional_day(row: Row, column: str) -> date | None:
    return _day(row[column]) if row.get(column) else None


def _yes(row: Row, column: str, *, default: str = "no") -> bool:
    return {"yes": True, "no": False}[row.get(column) or default]


def _number(row: Row, column: str, default: int | None = None) -> int | None:
    return int(row[column]) if row.get(column) else default


def _referral(row: Row, as_at: date) -> Referral:
    return Referral(
        pupil_id=row["pupil"],
        route=Route(row.get("route") or "permanent_exclusion"),
        referred_on=as_at,
        absent_from=_optional_day(row, "absent from") or as_at,
        year_group=_number(row, "year", 9) or 0,
        sex=Sex(row["sex"]) if row.get("sex") else None,
        sen_provision=SenProvision.EHC_PLAN if _yes(row, "plan") else SenProvision.NONE,
        primary_need=Need(row["need"]) if row.get("need") else None,
        looked_after=_yes(row, "looked after"),
        social_worker=_yes(row, "social worker"),
        sessions_per_week=_number(row, "sessions", 10) or 0,
        planned_weeks=_number(row, "weeks", 12) or 0,
        notice_date=_optional_day(row, "notice"),
        place_by=_optional_day(row, "place by"),
        priority=_number(row, "priority"),
        tier_needed=_number(row, "tier"),
        interim_from=_optional_day(row, "tuition from"),
        interim_sessions_per_week=_number(row, "tuition", 0) or 0,
    )


def _commission(row: Row) -> Commission:
    first, _, last = (row.get("years") or "0-11").partition("-")
    return Commission(
        commission_id=row["commission"],
        site_id=_site_id(row),
        place_type=PlaceType(row.get("type") or "E"),
        places=int(row.get("places") or 1),
        starts=_optional_day(row, "contract from") or date(2020, 9, 1),
        ends=_optional_day(row, "contract to"),
        rolls_over=_yes(row, "rolls over"),
        year_groups=frozenset(range(int(first), int(last or first) + 1)),
        needs=frozenset(Need(need) for need in (row.get("needs") or "").split()),
        specialisms=frozenset(Need(need) for need in (row.get("made for") or "").split()),
        tier=_number(row, "tier"),
        accepts_overflow=_yes(row, "overflow"),
        delivers_ehc_plan=_yes(row, "plans", default="yes"),
        sex=Sex(row["only"]) if row.get("only") else None,
        minimum_sessions=_number(row, "fewest sessions", 1) or 1,
        steps=tuple(_steps(row)),
    )


def _steps(row: Row) -> Iterable[PlaceStep]:
    if row.get("then"):
        places, _, day = row["then"].partition(" from ")
        yield PlaceStep(_day(day), int(places))


def _site_id(row: Row) -> str:
    return row.get("site") or row["commission"]


def _sites(bought: list[Row], told: list[Row]) -> tuple[Site, ...]:
    facts = {row["site"]: row for row in told}
    names = sorted({_site_id(row) for row in bought})
    return tuple(
        Site(
            name,
            f"provider of {name}",
            name,
            Point(400_000, 250_000),
            facts.get(name, {}).get("district") or "Worcester",
            registered=_yes(facts.get(name, {}), "registered", default="yes"),
        )
        for name in names
    )


def _providers(sites: tuple[Site, ...], told: list[Row]) -> Iterable[Provider]:
    facts = {row["site"]: row for row in told}
    for site in sites:
        approved = _yes(facts.get(site.site_id, {}), "approved", default="yes")
        yield Provider(site.provider_id, site.provider_id, Sector.AP_ACADEMY, approved=approved)


def _limit(row: Row) -> Limit:
    first, _, last = (row.get("years") or "0-11").partition("-")
    return Limit(
        row["limit"],
        row.get("site") or None,
        row.get("commission") or None,
        frozenset(range(int(first), int(last or first) + 1)),
        LimitUnit(row["unit"]),
        int(row["most"]),
    )


def _placement(row: Row) -> Placement:
    return Placement(
        row["pupil"],
        row["commission"],
        date(2021, 9, 6),
        _optional_day(row, "until"),
        _number(row, "sessions", 10) or 0,
        _number(row, "year", 9) or 0,
    )


def _decision(row: Row) -> Decision:
    return Decision(
        row["pupil"],
        DecisionStatus(row["decision"]),
        _optional_day(row, "on") or TODAY,
        row["commission"],
        _optional_day(row, "starts"),
        number=_number(row, "number", 0) or 0,
    )


def _travel(
    waiting: list[Row], bought: list[Row], sites: tuple[Site, ...], journeys: list[Row]
) -> TravelTable:
    usual = {_site_id(row): int(row.get("minutes") or 20) for row in bought}
    own = {
        (row["pupil"], row["site"]): NO_ROUTE if row["minutes"] == "none" else int(row["minutes"])
        for row in journeys
    }
    minutes = np.array(
        [
            [own.get((row["pupil"], site.site_id), usual[site.site_id]) for site in sites]
            for row in waiting
        ],
        dtype=np.int32,
    ).reshape(len(waiting), len(sites))
    pupils = tuple(row["pupil"] for row in waiting)
    return TravelTable(pupils, tuple(s.site_id for s in sites), minutes, minutes * 500, "drawn")


def _told(allocation: Allocation) -> Iterable[Row]:
    for placed in allocation.placed:
        yield {
            "pupil": placed.pupil_id,
            "commission": placed.commission_id,
            "starts": format_day(placed.start_date),
            "ends": format_day(placed.end_date),
            "due": format_day(placed.due_date) if placed.due_date else "",
            "days late": str(placed.school_days_late),
            "uncovered days": str(placed.uncovered_school_days),
            "minutes": str(placed.travel_minutes),
            "why": "",
        }
    for unplaced in allocation.unplaced:
        yield {
            "pupil": unplaced.pupil_id,
            "commission": "none",
            "starts": "",
            "ends": "",
            "due": format_day(unplaced.due_date) if unplaced.due_date else "",
            "days late": str(unplaced.school_days_late),
            "uncovered days": "",
            "minutes": "",
            "why": unplaced.kind.says,
        }
