"""Suggesting: a case is solved once, then each choice is priced."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.jobs.opening import OPENING_STEPS, Tell, open_case, silently
from planner.results.suggestion import PlacePrice, Suggestions

SUGGEST_STEPS = OPENING_STEPS + 2
"""Steps that are told while choices are priced."""


def suggest(
    path: Path,
    *,
    pupil_id: str | None = None,
    commission_id: str | None = None,
    as_at: date | None = None,
    tell: Tell = silently,
) -> tuple[Case, Suggestions]:
    """
    Rank the choices of a pupil, or the pupils for a commission; of everybody without either.

    Takes and raises what `allocate_case` does; and `UnknownSubject` for an id that
    is not there or already decided.
    """
    from planner.allocation.suggest.choices import (
        suggest_all,
        suggest_for_commission,
        suggest_for_pupil,
    )
    from planner.allocation.suggest.question import open_question

    case = open_case(path, as_at=as_at, tell=tell)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    question = open_question(case)
    tell("Pricing each choice for everybody")
    if pupil_id is not None:
        return case, suggest_for_pupil(question, pupil_id)
    if commission_id is not None:
        return case, suggest_for_commission(question, commission_id)
    return case, suggest_all(question)


def price_places(
    path: Path,
    *,
    commission_id: str | None = None,
    from_day: date | None = None,
    as_at: date | None = None,
    tell: Tell = silently,
) -> tuple[PlacePrice, ...]:
    """
    Price one place fewer and one more at one commission, or at each.

    Takes and raises what `suggest` does. Without ``from_day`` from the as-at day on.
    """
    from planner.allocation.suggest.choices import known_commission
    from planner.allocation.suggest.places import place_prices
    from planner.allocation.suggest.question import open_question

    case = open_case(path, as_at=as_at, tell=tell)
    tell(f"Placing {len(case.dataset.referrals):,} pupils")
    question = open_question(case)
    tell("Pricing one place fewer and one more")
    ids = [c.commission_id for c in case.dataset.commissions]
    if commission_id is not None:
        known_commission(case, commission_id)
        ids = [commission_id]
    return place_prices(question, from_day=from_day or case.as_at, commission_ids=ids)
