"""Asking for the list that a run was asked for."""

from __future__ import annotations

from planner.allocation.suggest.choices import (
    suggest_all,
    suggest_for_commission,
    suggest_for_pupil,
)
from planner.allocation.suggest.question import Question
from planner.results.placing.suggestion import Suggestions


def asked_of(question: Question, *, pupil_id: str | None, commission_id: str | None) -> Suggestions:
    """Return the list of a pupil, of a commission, or of everybody without either."""
    if pupil_id is not None:
        return suggest_for_pupil(question, pupil_id)
    if commission_id is not None:
        return suggest_for_commission(question, commission_id)
    return suggest_all(question)
