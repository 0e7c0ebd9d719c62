"""Small random cases with every rule in play, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.case import NO_ROUTE, Case, PriceTable, TravelTable
from planner.domain.choices.policy import DEFAULT_GOALS, Goal, InterimOffer, Policy
from planner.domain.codes import (
    DecisionStatus,
    Enforcement,
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
from planner.rules.days import earliest_start, stay_from
from planner.rules.money import stay_pence
from planner.testing.replans import replanned
from planner.units import Pence, monday_of

_NEEDS = (Need.SEMH, Need.ASD, Need.SLCN)
_SHAPES = ((4, 2, 2), (5, 1, 3), (3, 3, 3), (3, 2, 4), (2, 3, 4), (1, 3, 4))
"""Pupils, commissions and weeks of a case: about a thousand answers at most."""
_DAYS = (
    date(2021, 11, 8),
    date(2021, 11, 17),
    date(2021, 10, 18),
    date(2022, 6, 13),
    date(2022, 7, 18),
    date(2022, 8, 22),
)
"""Days on which cases are asked: an ordinary week, one before a training day, one before a
half-term, the end of Year 11, and both ends of the summer."""


class _Draws(random.Random):
    """A stream of draws whose rare things are the rarer, the milder the case is."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.strictness = self.choice((0.1, 0.1, 0.3, 1.0))

    def rarely(self, chance: float) -> bool:
        return self.random() < chance * self.strictness


def small_calendar() -> SchoolCalendar:
    """Return a year's terms with a half-term and a training day."""
    return SchoolCalendar(
        (
            CalendarPeriod(PeriodKind.TERM, "autumn", date(2021, 9, 6), date(2021, 12, 17)),
            CalendarPeriod(PeriodKind.CLOSURE, "half-term", date(2021, 10, 25), date(2021, 10, 29)),
            CalendarPeriod(PeriodKind.CLOSURE, "training", date(2021, 11, 22), date(2021, 11, 22)),
            CalendarPeriod(PeriodKind.TERM, "spring", date(2022, 1, 4), date(2022, 4, 8)),
            CalendarPeriod(PeriodKind.TERM, "summer", date(2022, 4, 25), date(2022, 7, 22)),
            CalendarPeriod(PeriodKind.TERM, "next autumn", date(2022, 9, 5), date(2022, 12, 16)),
        )
    )


def random_case(seed: int) -> Case:
    """
    Return a small case with every rule in play, the same for the same seed.

    Most cases are mild, so that pupils have several choices and compete for
    them; in strict ones nearly everything is barred for somebody.
    """
    draw = _Draws(seed)
    as_at = draw.choice((_DAYS[0], *_DAYS))
    pupils, commissions, weeks = draw.choice(_SHAPES)
    sites = tuple(_site(draw, number) for number in range(2))
    bought = tuple(_commission(draw, number, sites, as_at) for number in range(commissions))
    referrals = tuple(_referral(draw, number, as_at) for number in range(pupils))
    dataset = Dataset(
        as_at=as_at,
        calendar=small_calendar(),
        referrals=referrals,
        providers=tuple(
            Provider(f"V{n}", f"Provider {n}", Sector.AP_ACADEMY, approved=not draw.rarely(0.15))
            for n in range(2)
        ),
        sites=sites,
        commissions=bought,
        limits=tuple(_limits(draw, bought)),
        placements=tuple(_placements(draw, bought, as_at)),
        decisions=tuple(_decisions(draw, referrals, bought, as_at)),
        pairs=tuple(_pairs(draw, referrals)),
        avoidances=tuple(_avoidances(draw, referrals, sites)),
    )
    case = Case(dataset, _policy(draw, weeks), _travel(draw, dataset), _prices(draw, dataset))
    case = replace(case, policy=replace(case.policy, budget_cap_pence=_budget(draw, case)))
    return replanned(draw, case)


def _travel(draw: _Draws, dataset: Dataset) -> TravelTable:
    shape = len(dataset.referrals), len(dataset.sites)
    drawn = [
        NO_ROUTE if draw.rarely(0.15) else draw.choice((5, 20, 21, 50, 60, 61, 80))
        for _ in range(shape[0] * shape[1])
    ]
    minutes = np.array(drawn, dtype=np.int32).reshape(shape)
    pupils = tuple(r.pupil_id for r in dataset.referrals)
    sites = tuple(s.site_id for s in dataset.sites)
    return TravelTable(pupils, sites, minutes, minutes * 400, "drawn")


def _prices(draw: _Draws, dataset: Dataset) -> PriceTable:
    shape = len(dataset.referrals), len(dataset.commissions)
    drawn = [draw.choice((500_000, 1_000_000, 1_234_567)) for _ in range(shape[0] * shape[1])]
    return PriceTable(np.array(drawn, dtype=np.int64).reshape(shape))


def _budget(draw: _Draws, case: Case) -> Pence | None:
    """Return a cap that holds the first stays of some pupils exactly, or fails to by a penny."""
    if draw.random() < 0.7:
        return None
    referrals = case.dataset.referrals
    exact = 0
    for referral in draw.sample(referrals, draw.randint(1, len(referrals))):
        commission = draw.choice(case.dataset.commissions)
        starts = earliest_start(referral, commission, case)
        if starts is not None:
            exact += stay_pence(referral, stay_from(referral, commission, case, starts), case)
    return max(0, exact - draw.choice((0, 0, 1)))


def _policy(draw: _Draws, weeks: int) -> Policy:
    goals: tuple[Goal, ...] = DEFAULT_GOALS
    if draw.random() < 0.4:
        shuffled = list(DEFAULT_GOALS)
        draw.shuffle(shuffled)
        goals = tuple(shuffled[: draw.randint(4, len(shuffled))])
    interim = InterimOffer(
        draw.choice((5, 10)), draw.choice((20_000, 33_333)), draw.choice((0, 1, 5))
    )
    return Policy(
        horizon_weeks=weeks,
        goals=goals,
        looked_after_due_school_day=draw.choice((1, 1, None)),
        social_worker_due_school_day=draw.choice((None, 1)),
        travel_cap_minutes=60 if draw.rarely(0.6) else None,
        unregistered_full_time_maximum=draw.choice((1, 1, 1, 2)),
        non_school_limits=draw.choice(tuple(Enforcement)),
        interim=draw.choice((None, interim)),
    )


def _site(draw: _Draws, number: int) -> Site:
    return Site(
        f"S{number}",
        f"V{number}",
        f"Site {number}",
        Point(400_000 + number, 250_000),
        draw.choice(("North", "South")),
        registered=draw.random() < 0.6,
    )


def _commission(draw: _Draws, number: int, sites: tuple[Site, ...], as_at: date) -> Commission:
    steps: tuple[PlaceStep, ...] = ()
    if draw.random() < 0.3:
        days = sorted(draw.sample(range(35), draw.randint(1, 2)))
        steps = tuple(
            PlaceStep(as_at + timedelta(days=day), draw.choice((0, 1, 1, 2))) for day in days
        )
    return Commission(
        commission_id=f"C{number}",
        site_id=draw.choice(sites).site_id,
        place_type=draw.choice(tuple(PlaceType)),
        places=0 if draw.rarely(0.3) else draw.choice((1, 1, 1, 2, 2, 3)),
        starts=as_at + timedelta(days=draw.choice((3, 9)) if draw.rarely(0.6) else -300),
        ends=_contract_end(draw, as_at) if draw.random() < 0.35 else None,
        rolls_over=draw.random() < 0.3,
        year_groups=_year_groups(draw),
        needs=frozenset({Need.SEMH, Need.ASD}) if draw.rarely(0.5) else frozenset(),
        specialisms=draw.choice((frozenset(), frozenset({Need.SEMH}))),
        tier=draw.choice((None, 1, 2, 3, 3)),
        accepts_overflow=not draw.rarely(0.6),
        delivers_ehc_plan=not draw.rarely(0.5),
        sex=Sex.FEMALE if draw.rarely(0.3) else None,
        minimum_sessions=4 if draw.rarely(0.4) else 1,
        steps=steps,
    )


def _contract_end(draw: _Draws, as_at: date) -> date:
    """Return a Friday, on which stays end, or the Thursday before."""
    weeks = draw.choice((0, 1, 1, 2, 2, 3, 6, 12))
    return monday_of(as_at) + timedelta(weeks=weeks, days=draw.choice((3, 4, 4)))


def _year_groups(draw: _Draws) -> frozenset[int]:
    if not draw.rarely(0.7):
        return frozenset(range(12))
    return draw.choice((frozenset({9, 10, 11}), frozenset({8, 9}), frozenset({9})))


def _referral(draw: _Draws, number: int, as_at: date) -> Referral:
    absent = as_at - timedelta(days=draw.randint(-3, 20))
    return Referral(
        pupil_id=f"P{number}",
        route=draw.choice(tuple(Route)[:5]),
        referred_on=min(absent, as_at),
        absent_from=draw.choice((absent, absent, None)),
        year_group=draw.choice((6, 8, 9, 9, 9, 10, 11)),
        sex=draw.choice((Sex.FEMALE, Sex.MALE, None)),
        sen_provision=draw.choice(tuple(SenProvision)),
        primary_need=draw.choice((None, *_NEEDS)),
        looked_after=draw.random() < 0.25,
        social_worker=draw.random() < 0.3,
        sessions_per_week=draw.choice((10, 10, 10, 6, 5, 4, 3)),
        planned_weeks=draw.choice((1, 1, 2, 3, 12, 13, 40)),
        notice_date=draw.choice((None, as_at - timedelta(days=1), as_at - timedelta(days=3))),
        place_by=draw.choice((None, as_at + timedelta(days=4))),
        priority=draw.choice((None, None, 1, 2, 3)),
        tier_needed=draw.choice((1, 2, 3)) if draw.rarely(0.6) else draw.choice((None, 1)),
        interim_from=draw.choice((None, None, as_at - timedelta(days=2), as_at)),
        interim_sessions_per_week=draw.choice((0, 5, 10)),
    )


def _limits(draw: _Draws, commissions: tuple[Commission, ...]) -> Iterator[Limit]:
    everybody, band = frozenset(range(12)), frozenset({9, 10})
    if draw.random() < 0.4:
        years, most = draw.choice((everybody, band)), draw.choice((1, 2))
        yield Limit("L-site", draw.choice(("S0", "S1")), None, years, LimitUnit.PUPILS, most)
    if draw.random() < 0.4:
        years, most = draw.choice((everybody, band)), draw.choice((8, 10, 15))
        commission_id = draw.choice(commissions).commission_id
        yield Limit("L-group", None, commission_id, years, LimitUnit.SESSIONS, most)


def _placements(
    draw: _Draws, commissions: tuple[Commission, ...], as_at: date
) -> Iterator[Placement]:
    for number in range(draw.choice((0, 0, 1, 1, 2))):
        ends = as_at + timedelta(days=draw.randint(0, 25))
        waits_too = draw.random() < 0.2
        yield Placement(
            pupil_id=f"P{number}" if waits_too else f"N{number}",
            commission_id=draw.choice(commissions).commission_id,
            starts=as_at - timedelta(days=60),
            ends=draw.choice((None, ends, ends)) if not waits_too else ends,
            sessions_per_week=draw.choice((10, 10, 5)),
            year_group=draw.choice((8, 9, 10)),
        )


def _decisions(
    draw: _Draws,
    referrals: tuple[Referral, ...],
    commissions: tuple[Commission, ...],
    as_at: date,
) -> Iterator[Decision]:
    for _ in range(draw.choice((0, 0, 0, 1, 1, 2))):
        yield Decision(
            draw.choice(referrals).pupil_id,
            draw.choice(
                (
                    DecisionStatus.DECLINED_BY_PROVIDER,
                    DecisionStatus.DECLINED_BY_PROVIDER,
                    DecisionStatus.ACCEPTED,
                    DecisionStatus.DEFERRED,
                )
            ),
            as_at - timedelta(days=draw.randint(0, 2)),
            draw.choice(commissions).commission_id,
            None if draw.random() < 0.3 else as_at + timedelta(days=draw.choice((1, 8))),
        )


def _pairs(draw: _Draws, referrals: tuple[Referral, ...]) -> Iterator[Pair]:
    names = [*(r.pupil_id for r in referrals), "N0"]
    for kind in PairKind:
        if draw.random() < 0.3:
            one, other = sorted(draw.sample(names, 2))
            yield Pair(one, other, kind)


def _avoidances(
    draw: _Draws, referrals: tuple[Referral, ...], sites: tuple[Site, ...]
) -> Iterator[Avoidance]:
    if draw.rarely(0.5):
        yield Avoidance(draw.choice(referrals).pupil_id, site_id=draw.choice(sites).site_id)
    if draw.rarely(0.3):
        yield Avoidance(draw.choice(referrals).pupil_id, district="South")
