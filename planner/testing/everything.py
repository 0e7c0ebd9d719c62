"""The best answer to a very small case, by the plain rules alone: every answer is tried."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.goals import MEANINGS, goal_order
from planner.rules.load import decided_stays


def best_by_trying_everything(case: Case) -> tuple[tuple[int, ...], PlannedStays]:
    """
    Return the best goals in their order, and an answer that has them, by the plain rules alone.

    Every combination of stays is put in the order of its goals; the first that
    breaks no rule is the best. Only for very small cases without a clash.
    """
    decided = decided_stays(case)
    choices = [_choices(referral, case, decided) for referral in case.dataset.referrals]
    totals = np.zeros((1, len(goal_order(case))), dtype=np.int64)
    for referral, stays in zip(case.dataset.referrals, choices, strict=True):
        values = np.array([_values(referral, stay, case) for stay in stays], dtype=np.int64)
        totals = (totals[:, None, :] + values[None, :, :]).reshape(-1, totals.shape[1])
    shape = tuple(len(stays) for stays in choices)
    for position in np.lexsort(totals.T[::-1]):
        picked = np.unravel_index(position, shape) if shape else ()
        answer = {
            referral.pupil_id: stay
            for referral, stays, pick in zip(case.dataset.referrals, choices, picked, strict=True)
            if (stay := stays[int(pick)]) is not None
        }
        if not breaches(answer, case):
            return tuple(totals[position].tolist()), answer
    raise ValueError("no answer is sound, so decisions already taken clash")


def _choices(
    referral: Referral, case: Case, decided: PlannedStays
) -> list[PlannedStay] | list[PlannedStay | None]:
    if referral.pupil_id in decided:
        return [decided[referral.pupil_id]]
    return [None, *_stays(referral, case)]


def _values(referral: Referral, stay: PlannedStay | None, case: Case) -> list[int]:
    return [MEANINGS[goal](referral, stay, case) for goal in goal_order(case)]


def _stays(referral: Referral, case: Case) -> Iterator[PlannedStay]:
    for commission in case.dataset.commissions:
        if barred_by(referral, commission, case):
            continue
        for monday in case.weeks:
            starts = start_in_week(referral, commission, case, monday)
            if starts is not None:
                yield stay_from(referral, commission, case, starts)
