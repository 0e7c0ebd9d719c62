"""Hold any answer against every rule, with no solver."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.case import Case
from planner.domain.codes import Enforcement
from planner.results.placing.allocation import Breach
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.eligibility.law import NonSchoolLimits
from planner.rules.eligibility.register import barred_by
from planner.rules.limits import SET_RULES
from planner.rules.load import decided_stays, held_places, locked_decisions


def breaches(stays: PlannedStays, case: Case) -> tuple[Breach, ...]:
    """
    Return every way in which an answer breaks a rule; nothing for a sound answer.

    Decisions already taken are part of the answer and must stand in it.
    """
    return tuple(_breaches(stays, case))


def _breaches(stays: PlannedStays, case: Case) -> Iterator[Breach]:
    for pupil_id, stay in sorted(stays.items()):
        referral = case.dataset.referral[pupil_id]
        commission = case.dataset.commission[stay.commission_id]
        for reason in barred_by(referral, commission, case):
            yield Breach(reason.rule, (pupil_id, stay.commission_id), reason.sentence)
    for rule in SET_RULES:
        yield from rule.breaches(stays, case)
    for pupil_id, decided in decided_stays(case).items():
        if stays.get(pupil_id) != decided:
            yield Breach(
                "decisions_stay", (pupil_id,), "A decision already taken does not stand in it."
            )


def decision_clashes(case: Case) -> tuple[Breach, ...]:
    """
    Return how the decisions already taken break rules or contradict each other.

    A decided start may lie in the past or on any day: somebody decided it.
    """
    stays: dict[str, PlannedStay] = decided_stays(case)
    twice = [
        Breach(
            "one_decision",
            (decision.pupil_id,),
            f"{decision.pupil_id} has decisions for two places at once.",
        )
        for decision in locked_decisions(case)
        if len(
            {
                other.commission_id
                for other in case.dataset.decisions
                if other.pupil_id == decision.pupil_id
                and other.status.holds_a_place
                and other.order == decision.order
            }
        )
        > 1
    ]
    return (*twice, *_barred_promises(case), *_breaches(stays, case))


def _barred_promises(case: Case) -> Iterator[Breach]:
    """Yield decided places without a first day yet to which the pupil may not go."""
    for pupil_id, decision in sorted(held_places(case).items()):
        if decision.start_date is None and decision.commission_id is not None:
            commission = case.dataset.commission[decision.commission_id]
            for reason in barred_by(case.dataset.referral[pupil_id], commission, case):
                yield Breach(reason.rule, (pupil_id, commission.commission_id), reason.sentence)


def policy_warnings(stays: PlannedStays, case: Case) -> tuple[Breach, ...]:
    """Return what policy packs that only warn say of an answer."""
    if case.policy.non_school_limits is not Enforcement.WARN:
        return ()
    rule = NonSchoolLimits()
    reasons = (
        (
            pupil_id,
            stay.commission_id,
            rule.bars(
                case.dataset.referral[pupil_id], case.dataset.commission[stay.commission_id], case
            ),
        )
        for pupil_id, stay in sorted(stays.items())
    )
    return tuple(
        Breach(rule.code, (pupil_id, commission_id), reason.sentence)
        for pupil_id, commission_id, reason in reasons
        if reason is not None
    )
