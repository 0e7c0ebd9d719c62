"""Helpers that the tests share: small random cases, and the best answer by trying everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product

import numpy as np

from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.case import NO_ROUTE, Case, PriceTable, TravelTable
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
from planner.domain.policy import DEFAULT_GOALS, Goal, InterimOffer, Policy
from planner.domain.provision import Commission, Limit, LimitUnit, PlaceStep, Provider, Site
from planner.domain.referrals import Avoidance, Pair, Point, Referral
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility import barred_by
from planner.rules.goals import MEANINGS, goal_order
from planner.rules.load import decided_stays

MONDAY = date(2021, 11, 8)
_NEEDS = (Need.SEMH, Need.ASD, Need.SLCN)


def small_calendar() -> SchoolCalendar:
    """Return a year's terms with a short closure."""
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

    At most four pupils, three commissions and four weeks, so that every answer
    can be tried.
    """
    draw = random.Random(seed)
    as_at = MONDAY if draw.random() < 0.8 else date(2022, 6, 13)
    if draw.random() < 0.1:
        as_at = date(2022, 7, 18)
    sites = _sites(draw)
    commissions = tuple(_commission(draw, n, sites, as_at) for n in range(draw.randint(1, 3)))
    referrals = tuple(_referral(draw, n, as_at) for n in range(draw.randint(1, 4)))
    dataset = Dataset(
        as_at=as_at,
        calendar=small_calendar(),
        referrals=referrals,
        providers=tuple(
            Provider(f"V{n}", f"Provider {n}", Sector.AP_ACADEMY, approved=draw.random() < 0.9)
            for n in range(2)
        ),
        sites=sites,
        commissions=commissions,
        limits=tuple(_limits(draw, commissions)),
        placements=tuple(_placements(draw, commissions, as_at)),
        decisions=tuple(_decisions(draw, referrals, commissions, as_at)),
        pairs=tuple(_pairs(draw, referrals)),
        avoidances=tuple(_avoidances(draw, referrals, sites)),
    )
    return _case(draw, dataset)


def _case(draw: random.Random, dataset: Dataset) -> Case:
    shape = len(dataset.referrals), len(dataset.sites)
    minutes = np.array(
        [
            [draw.choice((5, 20, 20, 50, 80, NO_ROUTE)) for _ in range(shape[1])]
            for _ in range(shape[0])
        ],
        dtype=np.int32,
    ).reshape(shape)
    prices = np.array(
        [
            [draw.choice((500_000, 1_000_000, 1_234_567)) for _ in dataset.commissions]
            for _ in dataset.referrals
        ],
        dtype=np.int64,
    )
    return Case(
        dataset=dataset,
        policy=_policy(draw),
        travel=TravelTable(
            tuple(r.pupil_id for r in dataset.referrals),
            tuple(s.site_id for s in dataset.sites),
            minutes,
            minutes * 400,
            "drawn",
        ),
        prices=PriceTable(prices),
    )


def _policy(draw: random.Random) -> Policy:
    goals: tuple[Goal, ...] = DEFAULT_GOALS
    if draw.random() < 0.3:
        shuffled = list(DEFAULT_GOALS)
        draw.shuffle(shuffled)
        goals = tuple(shuffled[: draw.randint(4, len(shuffled))])
    interim = InterimOffer(draw.choice((5, 10)), draw.choice((20_000, 33_333)))
    return Policy(
        horizon_weeks=draw.randint(2, 4),
        goals=goals,
        looked_after_due_school_day=draw.choice((1, 1, None)),
        social_worker_due_school_day=draw.choice((None, 1)),
        travel_cap_minutes=draw.choice((None, None, 60)),
        budget_cap_pence=draw.choice((None, None, 300_000, 600_000)),
        unregistered_full_time_maximum=draw.choice((1, 2, 4)),
        non_school_limits=draw.choice(tuple(Enforcement)),
        interim=draw.choice((None, interim)),
    )


def _sites(draw: random.Random) -> tuple[Site, ...]:
    return tuple(
        Site(
            f"S{n}",
            f"V{n % 2}",
            f"Site {n}",
            Point(400_000 + n, 250_000),
            draw.choice(("North", "South")),
            registered=draw.random() < 0.7,
        )
        for n in range(2)
    )


def _commission(
    draw: random.Random, number: int, sites: tuple[Site, ...], as_at: date
) -> Commission:
    places = draw.randint(0, 2)
    steps: tuple[PlaceStep, ...] = ()
    if draw.random() < 0.3:
        steps = (PlaceStep(as_at + timedelta(days=draw.randint(0, 30)), draw.randint(0, 2)),)
    ends = draw.choice((None, None, as_at + timedelta(days=draw.randint(5, 60))))
    return Commission(
        commission_id=f"C{number}",
        site_id=draw.choice(sites).site_id,
        place_type=draw.choice(tuple(PlaceType)),
        places=places,
        starts=as_at + timedelta(days=draw.choice((-300, -300, 3, 9))),
        ends=ends,
        rolls_over=draw.random() < 0.5,
        year_groups=draw.choice((frozenset(range(12)), frozenset({9, 10, 11}), frozenset({9}))),
        needs=draw.choice((frozenset(), frozenset(), frozenset({Need.SEMH, Need.ASD}))),
        specialisms=draw.choice((frozenset(), frozenset({Need.SEMH}))),
        tier=draw.choice((None, 1, 2, 3)),
        accepts_overflow=draw.random() < 0.6,
        delivers_ehc_plan=draw.random() < 0.7,
        sex=draw.choice((None, None, None, Sex.FEMALE)),
        minimum_sessions=draw.choice((1, 1, 4)),
        steps=steps,
    )


def _referral(draw: random.Random, number: int, as_at: date) -> Referral:
    absent = as_at - timedelta(days=draw.randint(0, 20))
    return Referral(
        pupil_id=f"P{number}",
        route=draw.choice(tuple(Route)[:5]),
        referred_on=absent,
        absent_from=draw.choice((absent, absent, None)),
        year_group=draw.choice((8, 9, 9, 9, 10, 11)),
        sex=draw.choice((Sex.FEMALE, Sex.MALE, None)),
        sen_provision=draw.choice(tuple(SenProvision)),
        primary_need=draw.choice((None, *_NEEDS)),
        looked_after=draw.random() < 0.2,
        social_worker=draw.random() < 0.3,
        sessions_per_week=draw.choice((10, 10, 5, 6, 3)),
        planned_weeks=draw.choice((1, 2, 3, 13, 40)),
        notice_date=draw.choice((None, as_at - timedelta(days=3))),
        place_by=draw.choice((None, as_at + timedelta(days=4))),
        priority=draw.choice((None, None, 1, 2, 3)),
        tier_needed=draw.choice((None, 1, 2)),
        interim_from=draw.choice((None, None, as_at - timedelta(days=2))),
        interim_sessions_per_week=draw.choice((0, 5, 10)),
    )


def _limits(draw: random.Random, commissions: tuple[Commission, ...]) -> Iterator[Limit]:
    years = draw.choice((frozenset(range(12)), frozenset({9, 10})))
    if draw.random() < 0.4:
        yield Limit("L-site", draw.choice(("S0", "S1")), None, years, LimitUnit.PUPILS, 1)
    if draw.random() < 0.4:
        commission_id = draw.choice(commissions).commission_id
        yield Limit("L-group", None, commission_id, years, LimitUnit.SESSIONS, draw.choice((8, 15)))


def _placements(
    draw: random.Random, commissions: tuple[Commission, ...], as_at: date
) -> Iterator[Placement]:
    for number in range(draw.randint(0, 3)):
        yield Placement(
            pupil_id=f"N{number}",
            commission_id=draw.choice(commissions).commission_id,
            starts=as_at - timedelta(days=60),
            ends=draw.choice((None, as_at + timedelta(days=draw.randint(0, 25)))),
            sessions_per_week=draw.choice((10, 10, 5)),
            year_group=draw.choice((8, 9, 10)),
        )


def _decisions(
    draw: random.Random,
    referrals: tuple[Referral, ...],
    commissions: tuple[Commission, ...],
    as_at: date,
) -> Iterator[Decision]:
    if draw.random() < 0.25:
        yield Decision(
            draw.choice(referrals).pupil_id,
            draw.choice((DecisionStatus.DECLINED_BY_PROVIDER, DecisionStatus.ACCEPTED)),
            as_at - timedelta(days=1),
            draw.choice(commissions).commission_id,
            as_at + timedelta(days=draw.choice((1, 8))),
        )


def _pairs(draw: random.Random, referrals: tuple[Referral, ...]) -> Iterator[Pair]:
    names = [r.pupil_id for r in referrals] + ["N0"]
    for kind in PairKind:
        if draw.random() < 0.3:
            one, other = sorted(draw.sample(names, 2)) if len(names) > 1 else (names[0], "N0")
            yield Pair(one, other, kind)


def _avoidances(
    draw: random.Random, referrals: tuple[Referral, ...], sites: tuple[Site, ...]
) -> Iterator[Avoidance]:
    if draw.random() < 0.2:
        yield Avoidance(draw.choice(referrals).pupil_id, site_id=draw.choice(sites).site_id)
    if draw.random() < 0.1:
        yield Avoidance(draw.choice(referrals).pupil_id, district="South")


def best_by_trying_everything(case: Case) -> tuple[tuple[int, ...], PlannedStays]:
    """
    Return the best goals in their order, and an answer that has them, by the plain rules alone.

    Only for very small cases: every combination of stays is tried.
    """
    goals = goal_order(case)
    decided = decided_stays(case)
    choices = []
    for referral in case.dataset.referrals:
        stays = (
            [decided[referral.pupil_id]]
            if referral.pupil_id in decided
            else [None, *_stays(referral, case)]
        )
        choices.append(
            [
                (stay, np.array([MEANINGS[g](referral, stay, case) for g in goals], dtype=np.int64))
                for stay in stays
            ]
        )
    best: tuple[tuple[int, ...], PlannedStays] | None = None
    for combination in product(*choices):
        values = tuple(sum(vector for _, vector in combination).tolist())  # type: ignore[union-attr]
        if best is not None and values >= best[0]:
            continue
        answer = {
            referral.pupil_id: stay
            for referral, (stay, _) in zip(case.dataset.referrals, combination, strict=True)
            if stay is not None
        }
        if not breaches(answer, case):
            best = values, answer
    assert best is not None
    return best


def _stays(referral: Referral, case: Case) -> Iterator[PlannedStay]:
    for commission in case.dataset.commissions:
        if barred_by(referral, commission, case):
            continue
        for monday in case.weeks:
            starts = start_in_week(referral, commission, case, monday)
            if starts is not None:
                yield stay_from(referral, commission, case, starts)
