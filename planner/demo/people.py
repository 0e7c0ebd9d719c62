"""Waiting pupils, made up: nobody real stands behind any of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner.demo import calibration
from planner.demo.draws import Draws
from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import Need, Route, SenProvision, Sex
from planner.domain.referrals import Point, Referral
from planner.units import (
    FULL_TIME_SESSIONS,
    AcademicYear,
    KeyStage,
    is_primary,
    key_stage_of,
    last_friday_in_june,
)

_EXCLUSIONS = frozenset({Route.PERMANENT_EXCLUSION, Route.SUSPENSION_OVER_FIVE_DAYS})
_STATUTORY = _EXCLUSIONS | {Route.SECTION_19_OTHER}
_BY_SCHOOLS = frozenset({Route.OFF_SITE_DIRECTION, Route.EBSA})
_GRID_METRES = 100
_OLDEST_ABSENCE_SCHOOL_DAYS = 25


@dataclass(frozen=True, slots=True)
class Settlement:
    """A town or part of one where pupils live, as a centre and a spread."""

    name: str
    district: str
    centre: Point
    spread_metres: int


@dataclass(frozen=True, slots=True)
class Area:
    """What the generator needs to know of an authority to make up its pupils."""

    prefix: str
    """Start of every pupil's id."""
    as_at: date
    calendar: SchoolCalendar
    settlements: tuple[Settlement, ...]
    districts: Mapping[str, int]
    """Weight of each district among the pupils referred."""


def waiting_pupils(draws: Draws, area: Area, count: int) -> tuple[Referral, ...]:
    """
    Make up the pupils who wait for a place.

    Each mix (route, phase and SEN, need, sex, district) is spread over the pupils, so that
    it holds at any ``count``; what is not calibrated is drawn.

    Parameters
    ----------
    draws
        Stream for this part.
    area
        The authority.
    count
        Waiting pupils. [pupils]

    Returns
    -------
    tuple[Referral, ...]
        In the order of their ids; earlier referrals have lower ids.
    """
    routes = draws.spread(count, calibration.ROUTES)
    persons = _persons(draws, routes)
    homes = _homes(draws, area, count)
    rows = [
        _timed(draws, area, replace(person, home=home, district=settlement.district))
        for person, (settlement, home) in zip(persons, homes, strict=True)
    ]
    rows = [_at_school(draws, row) for row in rows]
    rows.sort(key=lambda row: (row.referred_on, row.route, row.year_group))
    width = max(4, len(str(count)))
    return tuple(
        replace(row, pupil_id=f"{area.prefix}-{number:0{width}}")
        for number, row in enumerate(rows, start=1)
    )


def _persons(draws: Draws, routes: list[Route]) -> list[Referral]:
    strata = _strata(draws, routes)
    needs = draws.spread(len(routes), calibration.NEEDS)
    boys = draws.spread(len(routes), _per_thousand(calibration.BOYS_PER_THOUSAND))
    cared_for = draws.spread(len(routes), _per_thousand(calibration.LOOKED_AFTER_PER_THOUSAND))
    years = {
        primary: draws.spread(len(routes), weights)
        for primary, weights in (
            (True, calibration.PRIMARY_YEARS),
            (False, calibration.SECONDARY_YEARS),
        )
    }
    return [
        _person(
            draws,
            route=route,
            year_group=years[primary][row],
            sen=sen,
            need=needs[row],
            boy=boys[row],
            looked_after=cared_for[row],
        )
        for row, (route, (primary, sen)) in enumerate(zip(routes, strata, strict=True))
    ]


def _per_thousand(share: int) -> dict[bool, int]:
    return {True: share, False: 1000 - share}


def _strata(draws: Draws, routes: list[Route]) -> list[tuple[bool, SenProvision]]:
    """Give every pupil a phase and a SEN provision, route by route."""
    decks: dict[Route, list[tuple[bool, SenProvision]]] = {}
    for route, count in sorted(Counter(routes).items()):
        if route is Route.PERMANENT_EXCLUSION:
            decks[route] = draws.spread(count, calibration.EXCLUSION_STRATA)
            continue
        phases = draws.spread(count, _per_thousand(calibration.PRIMARY_SHARE[route]))
        decks[route] = list(zip(phases, _provisions(draws, route, count), strict=True))
    return [decks[route].pop() for route in routes]


def _provisions(draws: Draws, route: Route, count: int) -> list[SenProvision]:
    if route is Route.EHC_PLAN_INTERIM:
        return [SenProvision.EHC_PLAN] * count
    if route in _BY_SCHOOLS:
        return draws.spread(count, calibration.SCHOOL_ARRANGED_SEN)
    return draws.spread(count, calibration.STOCK_SEN)


def _person(
    draws: Draws,
    *,
    route: Route,
    year_group: int,
    sen: SenProvision,
    need: Need,
    boy: bool,
    looked_after: bool,
) -> Referral:
    has_sen = sen is not SenProvision.NONE
    sessions = calibration.SESSIONS.get(route)
    return Referral(
        pupil_id="",
        route=route,
        referred_on=date.min,
        year_group=year_group,
        sex=Sex.MALE if boy else Sex.FEMALE,
        sen_provision=sen,
        primary_need=need if has_sen else None,
        secondary_need=_second_need(draws, need) if has_sen else None,
        looked_after=looked_after,
        social_worker=looked_after or draws.chance(calibration.SOCIAL_WORKER_PER_THOUSAND),
        low_income=draws.chance(calibration.LOW_INCOME_PER_THOUSAND),
        priority=1 if draws.chance(calibration.URGENT_PER_THOUSAND) else None,
        tier_needed=draws.pick(calibration.TIERS) if route in _BY_SCHOOLS else None,
        sessions_per_week=draws.pick(sessions) if sessions else FULL_TIME_SESSIONS,
    )


def _second_need(draws: Draws, first: Need) -> Need | None:
    second = draws.pick(calibration.NEEDS)
    return second if second is not first and draws.chance(500) else None


def _homes(draws: Draws, area: Area, count: int) -> list[tuple[Settlement, Point]]:
    places: dict[str, list[Settlement]] = {name: [] for name in area.districts}
    for settlement in area.settlements:
        places[settlement.district].append(settlement)
    homes: list[tuple[Settlement, Point]] = []
    for district in draws.spread(count, area.districts):
        settlement = draws.one_of(places[district])
        homes.append((settlement, home_near(draws, settlement)))
    return homes


def home_near(draws: Draws, settlement: Settlement) -> Point:
    """Draw a home near a settlement's centre, on a grid of 100 metres so that it is no address."""
    return Point(
        easting=_on_grid(settlement.centre.easting + draws.bell(settlement.spread_metres)),
        northing=_on_grid(settlement.centre.northing + draws.bell(settlement.spread_metres)),
    )


def _on_grid(metres: int) -> int:
    return (metres + _GRID_METRES // 2) // _GRID_METRES * _GRID_METRES


def _timed(draws: Draws, area: Area, row: Referral) -> Referral:
    row = replace(row, planned_weeks=_planned_weeks(draws, area, row))
    if row.route in _STATUTORY:
        return _excluded(draws, area, row)
    if row.route is Route.OFF_SITE_DIRECTION:
        return _directed(draws, area, row)
    return _referred(draws, area, row)


def _planned_weeks(draws: Draws, area: Area, row: Referral) -> int:
    if row.route in _BY_SCHOOLS:
        group = "prevention"
    elif is_primary(row.year_group):
        group = "primary"
    else:
        group = str(key_stage_of(row.year_group))
    weeks = draws.pick(calibration.PLANNED_WEEKS[group])
    if row.year_group < 11 or group != KeyStage.KS4:
        return weeks
    leaves = last_friday_in_june(AcademicYear.of(area.as_at).ends.year)
    return max(1, (leaves - area.as_at).days // 7)


def _days_back(draws: Draws, area: Area, most: int) -> date:
    """Draw a school day before the as-at date; recent days are likelier."""
    days = min(draws.below(most) for _ in range(3))
    day = area.calendar.add_school_days(area.as_at, -days)
    return day if day is not None else area.as_at


def _excluded(draws: Draws, area: Area, row: Referral) -> Referral:
    absent_from = _days_back(draws, area, _OLDEST_ABSENCE_SCHOOL_DAYS)
    told = area.calendar.add_school_days(absent_from, draws.below(3)) or absent_from
    due = area.calendar.nth_school_day(absent_from, 1 if row.looked_after else 6)
    row = replace(row, absent_from=absent_from, referred_on=min(told, area.as_at))
    if due is None or due >= area.as_at or not draws.chance(600):
        return row
    begins = area.calendar.add_school_days(due, draws.between(1, 6))
    if begins is None or begins > area.as_at:
        return row
    return replace(
        row, interim_from=begins, interim_sessions_per_week=draws.one_of((2, 3, 4, 5, 10))
    )


def _directed(draws: Draws, area: Area, row: Referral) -> Referral:
    """Date an off-site direction; the newest have their notice on the day itself."""
    referred_on = _days_back(draws, area, 20)
    noticed = area.calendar.add_school_days(referred_on, draws.below(4)) or referred_on
    return replace(
        row,
        referred_on=referred_on,
        notice_date=min(noticed, area.as_at),
        place_by=referred_on + timedelta(days=7 * draws.between(2, 4)),
    )


def _referred(draws: Draws, area: Area, row: Referral) -> Referral:
    referred_on = _days_back(draws, area, 35)
    absent = row.route is Route.SECTION_19_MEDICAL
    return replace(
        row,
        referred_on=referred_on,
        absent_from=referred_on if absent else None,
        place_by=referred_on + timedelta(days=7 * draws.between(3, 7)),
    )


def _at_school(draws: Draws, row: Referral) -> Referral:
    """Name the home school by a made-up code: no real school is meant."""
    if row.route is Route.NEW_ARRIVAL:
        return row
    phase = "primary" if is_primary(row.year_group) else "secondary"
    return replace(row, home_school=f"{row.district} {phase} {draws.between(1, 4)} (made up)")
