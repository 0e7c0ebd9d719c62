"""Earlier plans and news for random cases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from planner.allocation.replan.earlier import rooms_of
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.choices.policy import Goal
from planner.domain.codes import DecisionStatus, Route
from planner.domain.placements import Decision, Offer
from planner.results.placing.allocation import Allocation
from planner.results.recorded.record import Asked, Kind, RunRecord, Shown
from planner.rules.days import start_in_week
from planner.rules.eligibility.register import barred_by

NEWCOMER = "P-new"
"""Pupil whom `with_an_exclusion` adds."""


def replanned(draw: random.Random, case: Case) -> Case:
    """Return the case with offers of an earlier plan, in some cases ranked by the scenario."""
    goals = list(case.policy.goals)
    if draw.random() < 0.3:
        goals.insert(draw.randint(0, len(goals)), Goal.CHANGES_TO_OFFERS)
    policy = replace(case.policy, goals=tuple(goals))
    return replace(case, policy=policy, offers=tuple(_offers(draw, case)))


def _offers(draw: random.Random, case: Case) -> Iterator[Offer]:
    """Yield what an earlier plan may have offered some of the pupils, possible still or not."""
    if draw.random() < 0.6:
        return
    for referral in case.dataset.referrals:
        every = case.dataset.commissions
        suitable = [c for c in every if not barred_by(referral, c, case)]
        commission = draw.choice(suitable if suitable and draw.random() < 0.9 else every)
        starts = start_in_week(referral, commission, case, draw.choice(case.weeks))
        gone_by = case.as_at - timedelta(days=draw.choice((0, 3)))
        if draw.random() < 0.8:
            day = gone_by if starts is None or draw.random() < 0.1 else starts
            yield Offer(referral.pupil_id, commission.commission_id, day)


def run_of(case: Case, allocation: Allocation) -> RunRecord:
    """Return the record of a plan, without what only files can give."""
    asked = Asked(
        kind=Kind.ALLOCATE,
        pupil_id=None,
        commission_id=None,
        scenario_id=case.scenario_id,
        scenario="",
        tables={},
        last_decision=max((d.number for d in case.dataset.decisions), default=0),
        geography={},
        journeys="",
        prices="",
        offers=case.offers,
    )
    return RunRecord(
        run_id="0" * 12,
        asked=asked,
        run=allocation.run,
        waiting=tuple(r.pupil_id for r in case.dataset.referrals),
        placed=tuple(p.pupil_id for p in case.dataset.placements),
        shown=tuple(
            Shown(p.pupil_id, p.commission_id, p.start_date, p.end_date, rank=1, suggested=True)
            for p in allocation.placed
        ),
        rooms=rooms_of(case),
        first_week=case.weeks[0],
        answer="",
        found_at="",
    )


def with_refusals(draw: random.Random, case: Case, allocation: Allocation) -> Case:
    """Return the case after providers have declined up to three of a plan's offers."""
    decided = {decision.pupil_id for decision in case.dataset.decisions}
    open_still = [p for p in allocation.placed if p.pupil_id not in decided]
    refused = draw.sample(open_still, min(3, len(open_still)))
    refusals = tuple(
        Decision(
            placed.pupil_id,
            DecisionStatus.DECLINED_BY_PROVIDER,
            case.as_at,
            placed.commission_id,
            number=number,
        )
        for number, placed in enumerate(refused, start=1)
    )
    dataset = replace(case.dataset, decisions=(*case.dataset.decisions, *refusals))
    return replace(case, dataset=dataset)


def with_an_exclusion(draw: random.Random, case: Case) -> Case:
    """Return the case with one pupil more, excluded a week ago, who lives beside another."""
    row = draw.randrange(len(case.dataset.referrals))
    newcomer = replace(
        case.dataset.referrals[row],
        pupil_id=NEWCOMER,
        route=Route.PERMANENT_EXCLUSION,
        absent_from=case.as_at - timedelta(days=7),
        referred_on=case.as_at,
    )
    travel = case.travel
    return replace(
        case,
        dataset=replace(case.dataset, referrals=(*case.dataset.referrals, newcomer)),
        travel=TravelTable(
            (*travel.pupil_ids, NEWCOMER),
            travel.site_ids,
            np.vstack([travel.minutes, travel.minutes[row]]),
            np.vstack([travel.metres, travel.metres[row]]),
            travel.engine,
        ),
        prices=PriceTable(np.vstack([case.prices.annual_pence, case.prices.annual_pence[row]])),
    )


def with_a_place_freed(draw: random.Random, case: Case) -> Case:
    """Return the case with one place more, or with a pupil gone who was in a place."""
    dataset = case.dataset
    if dataset.placements and draw.random() < 0.5:
        leaver = draw.choice(dataset.placements)
        stay = tuple(p for p in dataset.placements if p is not leaver)
        return replace(case, dataset=replace(dataset, placements=stay))
    grown = draw.choice(dataset.commissions)
    commissions = tuple(
        replace(c, places=c.places + 1, steps=()) if c is grown else c for c in dataset.commissions
    )
    return replace(case, dataset=replace(dataset, commissions=commissions))
