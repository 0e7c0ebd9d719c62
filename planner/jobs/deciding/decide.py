"""Recording what a person decided for a pupil, tied to the run that suggested it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from planner.domain.case import Case
from planner.domain.codes import DecisionStatus
from planner.domain.dataset import Dataset
from planner.domain.decisions import in_order, standing_decision
from planner.domain.placements import Decision
from planner.jobs.deciding.judging import (
    refuse_contradictions,
    refuse_other_word,
    refuse_without_reason,
    refused,
)
from planner.jobs.deciding.record import read_run, refuse_other_case
from planner.jobs.opening import OPENING_STEPS, Tell, case_of, check_case, silently
from planner.results.recorded.record import RunRecord, Shown
from planner.scenario.reading.nearest import did_you_mean
from planner.tables.append import Overtaken, add_decision

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


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it stands in the table."""

    decision: Decision
    written: bool
    """Whether a row was added; the same decision twice is one row."""


def decide(
    path: Path,
    entry: Entry,
    *,
    run: Path | None = None,
    as_at: date | None = None,
    tell: Tell = silently,
) -> Recorded:
    """
    Add one decision to the case's table of decisions, unless just that stands already.

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
) -> Recorded:
    """Judge a decision by the tables as they stand, and record it while they stand so."""
    sound = check_case(path, as_at=as_at, tell=tell)
    if record is not None:
        refuse_other_case(record, sound.dataset)
    _refuse_unknown(entry, sound.dataset)
    case = case_of(sound, tell=tell)
    stands = standing_decision(d for d in case.dataset.decisions if d.pupil_id == entry.pupil_id)
    completed = _completed(entry, case, stands, record)
    refuse_without_reason(completed, case)
    decision = _tied(completed, stands, record)
    same = _same(decision, stands, case.dataset)
    if same is not None:
        return Recorded(same, written=False)
    refuse_contradictions(decision, case, stands)
    tell("Recording")
    added = add_decision(
        sound.scenario.data,
        decision,
        known=sound.tables.decisions,
        as_at=case.as_at,
        allow_identifiers=sound.scenario.settings.allow_identifiers,
        horizon_weeks=case.policy.horizon_weeks,
    )
    return Recorded(added, written=True)


def _same(decision: Decision, stands: Decision | None, dataset: Dataset) -> Decision | None:
    """Return the decision that says just this, where it stands or was the last for the pupil."""
    mine = in_order(d for d in dataset.decisions if d.pupil_id == decision.pupil_id)
    recorded = [each for each in (stands, *mine[-1:]) if each is not None]
    return next((r for r in recorded if replace(r, number=0) == decision), None)


def _refuse_unknown(entry: Entry, dataset: Dataset) -> None:
    """Refuse an id that is not there, before anything is measured."""
    pupils = {*dataset.referral}
    if entry.status in _AFTER_A_PLACE:
        pupils |= {placement.pupil_id for placement in dataset.placements}
    if entry.pupil_id not in pupils:
        raise refused(
            f"No waiting pupil has the id {entry.pupil_id}. {did_you_mean(entry.pupil_id, pupils)}"
        )
    commission_id, commissions = entry.commission_id, dataset.commission
    if commission_id is not None and commission_id not in commissions:
        raise refused(
            f"No commission has the id {commission_id}. {did_you_mean(commission_id, commissions)}"
        )


def _completed(
    entry: Entry, case: Case, stands: Decision | None, record: RunRecord | None
) -> Decision:
    """Return the decision with what the run or the decision that stands says already."""
    if entry.status in _OF_A_RUN and record is None:
        raise refused(f"To record {entry.status.value} the run that suggested it is needed.")
    commission_id, starts = entry.commission_id, entry.start_date
    if entry.status in _AFTER_A_PLACE:
        if stands is None or not (stands.status.holds_a_place or stands.status is entry.status):
            raise refused(f"No place is decided for {entry.pupil_id}, so none can start or end.")
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
    refuse_other_word(decision, shown, record)
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
