"""The price of using up a place: the best answers with one place fewer and one more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from planner.allocation.suggest.again import effect_of, solve_again
from planner.allocation.suggest.question import Question
from planner.domain.case import Case
from planner.domain.provision import Commission, PlaceStep
from planner.results.placing.suggestion import Effect, PlacePrice
from planner.rules.check import decision_clashes


def place_prices(
    question: Question, *, from_day: date, commission_ids: Sequence[str]
) -> tuple[PlacePrice, ...]:
    """
    Price one place of each commission, each by solving the whole again.

    Parameters
    ----------
    from_day
        Day from which there is one place fewer or one more. As for every change of
        places, more count from the first Monday, fewer from the week itself.
    """
    return tuple(
        PlacePrice(
            commission_id,
            from_day,
            one_fewer=_one_fewer(question, commission_id, from_day),
            one_more=_effect(question, with_places(question.case, commission_id, from_day, 1)),
        )
        for commission_id in commission_ids
    )


def with_places(case: Case, commission_id: str, from_day: date, more: int) -> Case:
    """Return a case in which a commission has some places more (or fewer) from a day on."""
    changed = tuple(
        _with_places(c, from_day, more) if c.commission_id == commission_id else c
        for c in case.dataset.commissions
    )
    return replace(case, dataset=replace(case.dataset, commissions=changed))


def _one_fewer(question: Question, commission_id: str, from_day: date) -> Effect | None:
    commission = question.case.dataset.commission[commission_id]
    if commission.places_on(max(from_day, commission.starts)) < 1:
        return None
    case = with_places(question.case, commission_id, from_day, -1)
    return None if decision_clashes(case) else _effect(question, case)


def _effect(question: Question, case: Case) -> Effect:
    return effect_of(question, solve_again(case, question.stays))


def _with_places(commission: Commission, from_day: date, more: int) -> Commission:
    reached = [step.places for step in commission.steps if step.starts <= from_day]
    before = reached[-1] if reached else commission.places
    earlier = tuple(step for step in commission.steps if step.starts < from_day)
    later = tuple(
        PlaceStep(step.starts, max(0, step.places + more))
        for step in commission.steps
        if step.starts > from_day
    )
    now = PlaceStep(from_day, max(0, before + more))
    return replace(commission, steps=(*earlier, now, *later))
