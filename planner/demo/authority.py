"""A made-up authority of any size, from a seed. No name, place or pupil in it is real."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from planner.demo.draws import Draws
from planner.demo.history import YearCounts, drifting_years, monthly_history
from planner.demo.network import Network, made_up_network
from planner.demo.occupancy import fill_commissions
from planner.demo.people import Area, Settlement, waiting_pupils
from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import DecisionStatus, PairKind, PlaceType, Route, SenProvision
from planner.domain.dataset import Assumption, Dataset
from planner.domain.placements import Decision
from planner.domain.referrals import Avoidance, Pair, Point, Referral
from planner.units import FULL_TIME_SESSIONS, AcademicYear

AS_AT = date(2026, 11, 9)

DISTRICTS: Mapping[str, int] = {
    "Coldharrow": 24,
    "Harlowick": 21,
    "Marchfield": 19,
    "Osterleigh": 16,
    "Stanemoor": 12,
    "Willowbeck": 8,
}
"""Share of referrals by district. [%]"""

_SETTLEMENTS: tuple[Settlement, ...] = tuple(
    Settlement(name, district, Point(easting, northing), spread)
    for district, name, easting, northing, spread in (
        ("Coldharrow", "Coldharrow North", 447500, 271500, 1800),
        ("Coldharrow", "Coldharrow South", 446900, 268200, 1500),
        ("Harlowick", "Harlowick", 455200, 275800, 2200),
        ("Harlowick", "Nether Harlow", 458400, 272900, 1200),
        ("Marchfield", "Marchfield", 438600, 263400, 1900),
        ("Marchfield", "Saltgate", 434800, 260100, 1300),
        ("Osterleigh", "Osterleigh", 450300, 258700, 1700),
        ("Osterleigh", "Quarry End", 455100, 254600, 1200),
        ("Stanemoor", "Stanemoor", 432700, 277300, 2500),
        ("Willowbeck", "Willowbeck", 461800, 262500, 2600),
    )
)

_USUAL_YEAR: Mapping[Route, int] = {
    Route.PERMANENT_EXCLUSION: 123,
    Route.SUSPENSION_OVER_FIVE_DAYS: 20,
    Route.SECTION_19_MEDICAL: 30,
    Route.SECTION_19_OTHER: 20,
    Route.EHC_PLAN_INTERIM: 25,
    Route.OFF_SITE_DIRECTION: 210,
    Route.EBSA: 85,
    Route.NEW_ARRIVAL: 40,
}
"""Referrals in the last year where 60 pupils wait; scaled to other sizes. [referrals a year]
So many that with the stays they fill as many places of each type as are full."""
_USUAL_WAITING = 60
_YEARS_OF_HISTORY = 5


def made_up_authority(*, seed: int, pupils: int) -> Dataset:
    """
    Make up an authority.

    Parameters
    ----------
    seed
        Seed of everything. The same seed and size give the same authority on any machine.
    pupils
        Waiting pupils, from 1 to several thousand. [pupils]

    Returns
    -------
    Dataset
        With an empty fingerprint, which reading the tables gives.

    Raises
    ------
    ValueError
        If ``pupils`` is below 1 or ``seed`` below 0.
    """
    if pupils < 1 or seed < 0:
        raise ValueError("an authority needs at least one pupil, and a seed of 0 or more")
    area = Area("PUPIL", AS_AT, made_up_calendar(2025, 4), _SETTLEMENTS, DISTRICTS)
    referrals = waiting_pupils(Draws(seed, "referrals"), area, pupils)
    together = _together(referrals)
    referrals = _under_one_roof(referrals, together)
    network = made_up_network(
        Draws(seed, "network"), settlements=_SETTLEMENTS, pupils=pupils, as_at=AS_AT
    )
    apart = _apart(referrals)
    avoidances = _avoidances(Draws(seed, "avoidances"), referrals, network)
    bound = _members((*apart, *together)) | {row.pupil_id for row in avoidances}
    return Dataset(
        as_at=AS_AT,
        calendar=area.calendar,
        referrals=referrals,
        providers=network.providers,
        sites=network.sites,
        commissions=network.commissions,
        limits=network.limits,
        placements=fill_commissions(
            Draws(seed, "placements"),
            commissions=network.commissions,
            limits=network.limits,
            fills=network.fills,
            as_at=AS_AT,
            prefix="PLACED",
        ),
        decisions=_decisions(referrals, network, bound=bound),
        pairs=tuple(sorted((*apart, *together), key=lambda row: row.pupil_id)),
        avoidances=avoidances,
        funding=network.funding,
        history=monthly_history(
            Draws(seed, "history"),
            years=_years(Draws(seed, "years"), pupils),
            districts=DISTRICTS,
            before=_month(AS_AT),
        ),
        assumptions=(
            Assumption("all", "all", "all", "made up", f"A made-up authority, seed {seed}."),
        ),
    )


def made_up_calendar(first_year: int, years: int) -> SchoolCalendar:
    """Make up the terms and half-terms of some academic years, the same weeks each year."""
    periods = [period for year in range(first_year, first_year + years) for period in _terms(year)]
    return SchoolCalendar(tuple(periods))


def _terms(year: int) -> Iterator[CalendarPeriod]:
    first = _monday_on_or_after(date(year, 9, 1))
    terms = (
        ("Autumn", first, 15, 7),
        ("Spring", first + timedelta(weeks=18), 11, 6),
        ("Summer", first + timedelta(weeks=31), 15, 6),
    )
    for name, starts, weeks, half_term in terms:
        ends = starts + timedelta(weeks=weeks, days=-3)
        pause = starts + timedelta(weeks=half_term)
        label = f"{name} {starts.year}"
        yield CalendarPeriod(PeriodKind.TERM, label, starts, ends)
        yield CalendarPeriod(
            PeriodKind.CLOSURE, f"{label} half-term", pause, pause + timedelta(days=4)
        )


def _monday_on_or_after(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _month(day: date) -> date:
    return day.replace(day=1)


def _years(draws: Draws, pupils: int) -> tuple[YearCounts, ...]:
    last = AcademicYear.of(AS_AT).start_year
    usual = {
        route: max(1, count * pupils // _USUAL_WAITING) for route, count in _USUAL_YEAR.items()
    }
    return drifting_years(draws, usual=usual, first_year=last - _YEARS_OF_HISTORY, last_year=last)


def _paired(rows: list[Referral], most: int, kind: PairKind) -> tuple[Pair, ...]:
    pairs = [Pair(one.pupil_id, other.pupil_id, kind) for one, other in pairwise(rows)]
    return tuple(pairs[::2][:most])


def _apart(referrals: tuple[Referral, ...]) -> tuple[Pair, ...]:
    """Keep some pupils apart who were excluded in one district."""
    excluded = [
        row
        for row in referrals
        if row.route is Route.PERMANENT_EXCLUSION and row.district == "Coldharrow"
    ]
    return _paired(excluded, max(1, len(referrals) // 30), PairKind.APART)


def _together(referrals: tuple[Referral, ...]) -> tuple[Pair, ...]:
    """Keep some pupils together who stay away from school."""
    avoiding = [row for row in referrals if row.route is Route.EBSA and row.year_group >= 7]
    alike = [row for row in avoiding if not row.has_ehc_plan and row.tier_needed is None]
    return _paired(alike, max(1, len(referrals) // 60), PairKind.TOGETHER)


def _under_one_roof(
    referrals: tuple[Referral, ...], together: tuple[Pair, ...]
) -> tuple[Referral, ...]:
    by_id = {row.pupil_id: row for row in referrals}
    sibling_of = {pair.other_pupil_id: by_id[pair.pupil_id] for pair in together}
    return tuple(
        replace(row, home=sibling_of[row.pupil_id].home, district=sibling_of[row.pupil_id].district)
        if row.pupil_id in sibling_of
        else row
        for row in referrals
    )


def _members(pairs: tuple[Pair, ...]) -> frozenset[str]:
    return frozenset(id_ for pair in pairs for id_ in (pair.pupil_id, pair.other_pupil_id))


def _avoidances(
    draws: Draws, referrals: tuple[Referral, ...], network: Network
) -> tuple[Avoidance, ...]:
    excluded = [row for row in referrals if row.route is Route.PERMANENT_EXCLUSION]
    chosen = draws.shuffled(excluded)[: len(referrals) // 40]
    rows = [Avoidance(row.pupil_id, site_id=draws.one_of(network.sites).site_id) for row in chosen]
    return tuple(sorted(rows, key=lambda row: row.pupil_id))


def _decisions(
    referrals: tuple[Referral, ...], network: Network, *, bound: frozenset[str]
) -> tuple[Decision, ...]:
    """Take one decision for each exclusion commission with a free place, while pupils last."""
    simple = [
        row
        for row in referrals
        if row.route is Route.PERMANENT_EXCLUSION
        and row.year_group in {7, 8, 9}
        and row.sen_provision is SenProvision.NONE
        and row.pupil_id not in bound
    ]
    free = [
        row.commission_id
        for row in network.commissions
        if row.place_type is PlaceType.EXCLUSION
        and 7 in row.year_groups
        and network.fills[row.commission_id].free_sessions >= FULL_TIME_SESSIONS
    ]
    wanted = len(referrals) // 30
    return tuple(
        Decision(
            pupil.pupil_id,
            DecisionStatus.ACCEPTED,
            decided_on=AS_AT - timedelta(days=3),
            commission_id=commission_id,
            start_date=AS_AT + timedelta(days=2),
            reason="Agreed with the provider before the as-at date.",
        )
        for pupil, commission_id in list(zip(simple, free, strict=False))[:wanted]
    )
