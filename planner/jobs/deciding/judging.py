"""What is refused when somebody enters a decision, and what to do instead."""

from __future__ import annotations

from dataclasses import replace

from planner.domain.case import Case
from planner.domain.choices.policy import AS_SUGGESTED, OTHER_REASON
from planner.domain.codes import DecisionStatus
from planner.domain.decisions import MAY_FOLLOW
from planner.domain.placements import Decision
from planner.errors import DecisionRefused
from planner.results.recorded.record import RunRecord, Shown
from planner.rules.check import decision_clashes
from planner.units import format_day


def refuse_without_reason(decision: Decision, case: Case) -> None:
    """Refuse a decision without a reason, or with one that it cannot have."""
    known, code = case.policy.decision_reasons, decision.reason_code
    if decision.status is DecisionStatus.STARTED and not code:
        return
    if code not in known:
        codes = "\n".join(f"  {each}: {says}" for each, says in known.items())
        raise DecisionRefused(
            f"A reason is needed, as one of these codes. Nothing was recorded.\n{codes}"
        )
    if code == OTHER_REASON and not decision.reason.strip():
        raise refused("Another reason is given in words: add --text.")
    if code == AS_SUGGESTED and decision.status is not DecisionStatus.ACCEPTED:
        raise refused(
            f"{AS_SUGGESTED} is a reason for taking what the run suggests, with --accept."
        )


def refuse_other_word(decision: Decision, shown: Shown | None, record: RunRecord) -> None:
    """Refuse what the run does not bear out."""
    if decision.pupil_id not in record.waiting:
        raise refused(f"{decision.pupil_id} did not wait in run {record.run_id}.")
    if record.asked.pupil_id not in {None, decision.pupil_id}:
        raise refused(
            f"Run {record.run_id} ranked the choices of {record.asked.pupil_id} and showed none "
            f"for {decision.pupil_id}. Name a run that did."
        )
    is_suggested = shown is not None and shown.suggested
    if decision.status is DecisionStatus.ACCEPTED and not is_suggested:
        raise refused(
            f"{_suggested(decision, record)} Record {decision.commission_id} with --override."
        )
    if decision.status is DecisionStatus.OVERRIDDEN and is_suggested:
        raise refused(
            f"{decision.commission_id} is what run {record.run_id} suggests. Record it with "
            "--accept."
        )


def _suggested(decision: Decision, record: RunRecord) -> str:
    """Say what a run suggests for a pupil, where that is not the place decided on."""
    pupil_id = decision.pupil_id
    plan = [s.commission_id for s in record.shown if s.pupil_id == pupil_id and s.suggested]
    if plan:
        return (
            f"Run {record.run_id} suggests {plan[0]} for {pupil_id}, not {decision.commission_id}."
        )
    if record.asked.commission_id is not None:
        return (
            f"Run {record.run_id} ranked the pupils for {record.asked.commission_id} and does not "
            f"suggest it for {pupil_id}."
        )
    return (
        f"Run {record.run_id} suggests no place for {pupil_id}: in the plan that is best for "
        "everybody the pupil goes without one. Its choices only say what each would mean."
    )


def refuse_contradictions(decision: Decision, case: Case, stands: Decision | None) -> None:
    """Refuse what contradicts a rule, the calendar, or what stands already."""
    _refuse_disorder(decision, stands)
    if decision.decided_on > case.as_at:
        raise refused(
            f"{format_day(decision.decided_on)} is after {format_day(case.as_at)}, the day on "
            "which the question is asked. Ask as at that day, with --as-at."
        )
    starts = decision.start_date
    if decision.status is DecisionStatus.STARTED and starts and starts > decision.decided_on:
        raise refused(
            f"{format_day(starts)} is after {format_day(decision.decided_on)}, so nobody has "
            "started yet. Record it on the day, with --as-at."
        )
    newest = 1 + max((each.number for each in case.dataset.decisions), default=0)
    numbered = replace(decision, number=newest)
    known = set(decision_clashes(case))
    dataset = replace(case.dataset, decisions=(*case.dataset.decisions, numbered))
    clashes = [
        clash.sentence
        for clash in decision_clashes(replace(case, dataset=dataset))
        if clash not in known
    ]
    if clashes:
        raise refused(f"It cannot stand: {' '.join(dict.fromkeys(clashes))}")


def _refuse_disorder(decision: Decision, stands: Decision | None) -> None:
    if stands is None:
        return
    if decision.decided_on < stands.decided_on:
        raise refused(_too_early(decision, stands))
    if decision.status not in MAY_FOLLOW[stands.status]:
        possible = ", ".join(sorted(status.value for status in MAY_FOLLOW[stands.status]))
        raise refused(
            f"{decision.status.value} cannot follow {stands.status.value}. Possible: {possible}."
        )


def _too_early(decision: Decision, stands: Decision) -> str:
    """Say what to do with a decision of a day before that of the one that stands."""
    newest, day = format_day(stands.decided_on), format_day(decision.decided_on)
    told = f"{stands.status.value} of {newest} stands for {decision.pupil_id}, and {day} is before."
    if decision.status is DecisionStatus.ENDED_EARLY:
        return (
            f"{told} To enter the end late, record it as of that day with the true day in words: "
            f'--ended {stands.decided_on} --text "left on {day}"; and write {day} into `ends` of '
            "the placements table, by which places come free."
        )
    return (
        f"{told} Decisions are kept in the order of their days: give --on {stands.decided_on} or a "
        "later day."
    )


def refused(why: str) -> DecisionRefused:
    """Return the error that says why, and that nothing was recorded."""
    return DecisionRefused(f"{why} Nothing was recorded.")
