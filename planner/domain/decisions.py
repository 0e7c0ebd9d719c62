"""Which decision may follow which, and which of a pupil's decisions stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from planner.domain.codes import DecisionStatus
from planner.domain.placements import Decision

_DECIDED = frozenset({DecisionStatus.ACCEPTED, DecisionStatus.OVERRIDDEN})
_BEFORE_A_START = _DECIDED | {DecisionStatus.DEFERRED, DecisionStatus.DECLINED_BY_PROVIDER}

MAY_FOLLOW: Mapping[DecisionStatus | None, frozenset[DecisionStatus]] = {
    None: frozenset(DecisionStatus),
    DecisionStatus.DEFERRED: _BEFORE_A_START,
    DecisionStatus.DECLINED_BY_PROVIDER: _BEFORE_A_START,
    DecisionStatus.ACCEPTED: _BEFORE_A_START | {DecisionStatus.STARTED},
    DecisionStatus.OVERRIDDEN: _BEFORE_A_START | {DecisionStatus.STARTED},
    DecisionStatus.STARTED: frozenset({DecisionStatus.ENDED_EARLY}),
    DecisionStatus.ENDED_EARLY: _BEFORE_A_START,
}
"""What may be decided next for a pupil, by what stands; None where nothing is recorded, as a
council may keep only the newest row. A decision before the start may be taken anew."""

GIVES_UP = frozenset({DecisionStatus.DECLINED_BY_PROVIDER, DecisionStatus.ENDED_EARLY})
"""Statuses that concern one commission only: elsewhere they change nothing that stands."""


def in_order(decisions: Iterable[Decision]) -> list[Decision]:
    """
    Return decisions from the oldest to the newest.

    Of two on one day without numbers, a place decided counts after a deferral,
    and a refusal counts last.
    """
    return sorted(decisions, key=lambda d: (d.order, _weight(d.status)))


def concerns(decision: Decision, stands: Decision | None) -> bool:
    """Say whether a decision changes what stands; a refusal by another provider does not."""
    return (
        stands is None
        or not stands.status.holds_a_place
        or decision.status not in GIVES_UP
        or decision.commission_id in (None, stands.commission_id)
    )


def standing_decision(decisions: Iterable[Decision]) -> Decision | None:
    """Return the newest of one pupil's decisions that stands; None where there is none."""
    stands: Decision | None = None
    for decision in in_order(decisions):
        if concerns(decision, stands):
            stands = decision
    return stands


def _weight(status: DecisionStatus) -> int:
    if status is DecisionStatus.DEFERRED:
        return 0
    return 1 if status.holds_a_place else 2
