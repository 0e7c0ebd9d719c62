"""Recording what a person decided for a pupil, tied to the run that suggested it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.domain.choices.policy import OTHER_REASON
from planner.domain.codes import DecisionStatus
from planner.domain.dataset import Dataset
from planner.domain.decisions import MAY_FOLLOW, standing_decision
from planner.domain.placements import Decision
from planner.errors import DecisionRefused
from planner.jobs.deciding.record import read_run, refuse_other_case
from planner.jobs.opening import OPENING_STEPS, Tell, case_of, check_case, silently
from planner.results.recorded.record import RunRecord, Shown
from planner.rules.check import decision_clashes
from planner.scenario.reading.nearest import did_you_mean
from planner.tables.append import Overtaken, add_decision
from planner.units import format_day

DECIDE_STEPS = OPENING_STEPS + 1

_TRIES = 5
"""How often a decision is judged anew where others record theirs meanwhile."""

_OF_A_RUN = frozenset({DecisionStatus.ACCEPTED, DecisionStatus.OVERRIDDEN, DecisionStatus.DEFERRED})
_AFTER_A_PLACE = frozenset({DecisionStatus.STARTED, DecisionStatus.ENDED_EARLY})


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody enters about one pupil."""

    pupil_id: str
    status: DecisionStatus
    commission_id: str | None = None
    """Needed for accepted, overridden and declined; otherwise that of the place held."""
    start_date: date | None = None
    """First day agreed, or on which the pupil started; None for the one shown in the run."""
    decided_on: date | None = None
    """Day of the decision; None for the as-at day."""
    reason_code: str = ""
    reason: str = ""


def decide(
    path: Path,
    entry: Entry,
    *,
    run: Path | None = None,
    as_at: date | None = None,
    tell: Tell = silently,
) -> Decision:
    """
    Add one decision to the case's table of decisions.

    Parameters
    ----------
    path
        The scenario's YAML file.
    entry
        What was decided.
    run
        Record of the run that suggested it. Needed to accept, override or defer;
        other decisions stay with the run of the one that stands.
    as_at
        Day on which the question is asked, if not the scenario's own.
    tell
        Is told each step as it begins.

    Raises
    ------
    DecisionRefused
        If the decision contradicts a rule, another decision or its own run.
    RecordRefused, InputProblems, OutputRefused
        If the record, the tables or the place to write to will not do. In every
        case nothing has been recorded.
    """
    record = None if run is None else read_run(run)
    for _ in range(_TRIES - 1):
        try:
            return _decided(path, entry, record, as_at=as_at, tell=tell)
        except Overtaken:
            tell = silently
    return _decided(path, entry, record, as_at=as_at, tell=tell)


def _decided(
    path: Path, entry: Entry, record: RunRecord | None, *, as_at: date | None, tell: Tell
) -> Decision:
    """Judge a decision by the tables as they stand, and record it while they stand so."""
    sound = check_case(path, as_at=as_at, tell=tell)
    if record is not None:
        refuse_other_case(record, sound.dataset)
    _refuse_unknown(entry, sound.dataset)
    case = case_of(sound, tell=tell)
    stands = standing_decision(d for d in case.dataset.decisions if d.pupil_id == entry.pupil_id)
    decision = _tied(_completed(entry, case, stands, record), stands, record)
    _refuse_contradictions(decision, case, stands)
    tell("Recording")
    return add_decision(
        sound.scenario.data,
        decision,
        known=sound.tables.decisions,
        as_at=case.as_at,
        allow_identifiers=sound.scenario.settings.allow_identifiers,
        horizon_weeks=case.policy.horizon_weeks,
    )


def _refuse_unknown(entry: Entry, dataset: Dataset) -> None:
    """Refuse an id that is not there, before anything is measured."""
    pupils = {*dataset.referral}
    if entry.status in _AFTER_A_PLACE:
        pupils |= {placement.pupil_id for placement in dataset.placements}
    if entry.pupil_id not in pupils:
        raise _refused(
            f"No waiting pupil has the id {entry.pupil_id}. {did_you_mean(entry.pupil_id, pupils)}"
        )
    commission_id, commissions = entry.commission_id, dataset.commission
    if commission_id is not None and commission_id not in commissions:
        raise _refused(
            f"No commission has the id {commission_id}. {did_you_mean(commission_id, commissions)}"
        )


def _completed(
    entry: Entry, case: Case, stands: Decision | None, record: RunRecord | None
) -> Decision:
    """Return the decision with what the run or the decision that stands says already."""
    _refuse_without_reason(entry, case)
    if entry.status in _OF_A_RUN and record is None:
        raise _refused(f"To record {entry.status.value} the run that suggested it is needed.")
    commission_id, starts = entry.commission_id, entry.start_date
    if entry.status in _AFTER_A_PLACE:
        if stands is None or not stands.status.holds_a_place:
            raise _refused(f"No place is decided for {entry.pupil_id}, so none can start or end.")
        commission_id, starts = stands.commission_id, starts or stands.start_date
    shown = _shown(entry.pupil_id, commission_id, record)
    if shown is not None and entry.status in _OF_A_RUN:
        starts = starts or shown.start_date
    if entry.status in {DecisionStatus.DEFERRED, DecisionStatus.DECLINED_BY_PROVIDER}:
        starts = None
    return Decision(
        entry.pupil_id,
        entry.status,
        entry.decided_on or case.as_at,
        commission_id,
        starts,
        entry.reason,
        reason_code=entry.reason_code,
    )


def _tied(decision: Decision, stands: Decision | None, record: RunRecord | None) -> Decision:
    """Return the decision tied to its run, or to that of the decision that stands."""
    if record is None:
        if stands is None:
            return decision
        return replace(
            decision,
            run_id=stands.run_id,
            fingerprint=stands.fingerprint,
            seed=stands.seed,
            planner_version=stands.planner_version,
            solver_version=stands.solver_version,
            options_shown=stands.options_shown,
            rank_chosen=stands.rank_chosen,
        )
    shown = _shown(decision.pupil_id, decision.commission_id, record)
    _refuse_other_word(decision, shown, record)
    ranked = sorted((s for s in record.shown if s.pupil_id == decision.pupil_id), key=_rank)
    return replace(
        decision,
        run_id=record.run_id,
        fingerprint=record.run.data_fingerprint,
        seed=record.run.seed,
        planner_version=record.run.planner_version,
        solver_version=record.run.solver_version,
        options_shown="; ".join(each.commission_id for each in ranked),
        rank_chosen=None if shown is None else shown.rank,
    )


def _rank(shown: Shown) -> int:
    return shown.rank


def _shown(pupil_id: str, commission_id: str | None, record: RunRecord | None) -> Shown | None:
    found = () if record is None else record.shown
    wanted = (pupil_id, commission_id)
    return next((s for s in found if (s.pupil_id, s.commission_id) == wanted), None)


def _refuse_without_reason(entry: Entry, case: Case) -> None:
    known = case.policy.decision_reasons
    if entry.status is DecisionStatus.STARTED and not entry.reason_code:
        return
    if entry.reason_code not in known:
        codes = "\n".join(f"  {code}: {says}" for code, says in known.items())
        raise DecisionRefused(
            f"A reason is needed, as one of these codes. Nothing was recorded.\n{codes}"
        )
    if entry.reason_code == OTHER_REASON and not entry.reason.strip():
        raise _refused("Another reason is given in words: add --text.")


def _refuse_other_word(decision: Decision, shown: Shown | None, record: RunRecord) -> None:
    """Refuse what the run does not bear out."""
    if decision.pupil_id not in record.waiting:
        raise _refused(f"{decision.pupil_id} did not wait in run {record.run_id}.")
    if record.asked.pupil_id not in {None, decision.pupil_id}:
        raise _refused(
            f"Run {record.run_id} ranked the choices of {record.asked.pupil_id} and showed none "
            f"for {decision.pupil_id}. Name a run that did."
        )
    is_first = shown is not None and shown.rank == 1
    if decision.status is DecisionStatus.ACCEPTED and not is_first:
        first = next(
            (
                s.commission_id
                for s in record.shown
                if (s.pupil_id, s.rank) == (decision.pupil_id, 1)
            ),
            "no place",
        )
        raise _refused(
            f"Run {record.run_id} suggests {first} for {decision.pupil_id}, not "
            f"{decision.commission_id}. Record the other place with --override."
        )
    if decision.status is DecisionStatus.OVERRIDDEN and is_first:
        raise _refused(
            f"{decision.commission_id} is what run {record.run_id} suggests. Record it with "
            "--accept."
        )


def _refuse_contradictions(decision: Decision, case: Case, stands: Decision | None) -> None:
    _refuse_disorder(decision, stands)
    if decision.decided_on > case.as_at:
        raise _refused(
            f"{format_day(decision.decided_on)} is after {format_day(case.as_at)}, the day on "
            "which the question is asked. Ask as at that day, with --as-at."
        )
    starts = decision.start_date
    if decision.status is DecisionStatus.STARTED and starts and starts > decision.decided_on:
        raise _refused(
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
        raise _refused(f"It cannot stand: {' '.join(dict.fromkeys(clashes))}")


def _refuse_disorder(decision: Decision, stands: Decision | None) -> None:
    if stands is None:
        return
    if decision.decided_on < stands.decided_on:
        raise _refused(
            f"A decision of {format_day(stands.decided_on)} stands for {decision.pupil_id}, and "
            f"{format_day(decision.decided_on)} is before it. Give its day with --on."
        )
    if decision.status not in MAY_FOLLOW[stands.status]:
        possible = ", ".join(sorted(status.value for status in MAY_FOLLOW[stands.status]))
        raise _refused(
            f"{decision.status.value} cannot follow {stands.status.value}. Possible: {possible}."
        )


def _refused(why: str) -> DecisionRefused:
    return DecisionRefused(f"{why} Nothing was recorded.")
