"""Offers of an earlier plan for random cases."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from planner.domain.case import Case
from planner.domain.placements import Offer
from planner.domain.policy import Goal
from planner.rules.days import start_in_week
from planner.rules.eligibility.register import barred_by


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
