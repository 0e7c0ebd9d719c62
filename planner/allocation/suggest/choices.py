"""The ranked choices: for one pupil, for one commission, or for everybody who waits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from planner.allocation.suggest.facts import moves_between, occupancy_at, pence_in, walking
from planner.allocation.suggest.question import Question
from planner.domain.dataset import Dataset
from planner.domain.decisions import standing_decision
from planner.domain.referrals import Referral
from planner.errors import PlannerError
from planner.results.placing.suggestion import GoalChange, NotPossible, Suggestion, Suggestions
from planner.rules.base import PlannedStays
from planner.rules.days import school_days_late, uncovered_school_days
from planner.rules.goals import need_gap, tier_excess
from planner.rules.load import decided_stays
from planner.rules.money import interim_pence, stay_pence
from planner.scenario.reading.nearest import did_you_mean
from planner.solver.warm.forcing import Forced
from planner.units import FinancialYear

Pair = tuple[int, int]


class UnknownSubject(PlannerError):
    """A pupil or a commission is asked about that does not wait, or is not there."""


def suggest_for_pupil(question: Question, pupil_id: str) -> Suggestions:
    """
    Rank every commission that may take a pupil, and say of every other why not.

    Raises
    ------
    UnknownSubject
        If the pupil does not wait, or somebody has decided already.
    """
    row = known_pupil(question.case.dataset, pupil_id)
    pairs = [(row, column) for column in range(len(question.case.dataset.commissions))]
    return _suggestions(question, pupil_id, pairs)


def known_pupil(dataset: Dataset, pupil_id: str) -> int:
    """
    Return which of the waiting pupils has an id.

    Raises
    ------
    UnknownSubject
        If the pupil does not wait, or somebody has decided already.
    """
    ids = [r.pupil_id for r in dataset.referrals]
    if pupil_id not in ids:
        raise UnknownSubject(
            f"No waiting pupil has the id {pupil_id}. The ids stand in the referrals table. "
            f"{did_you_mean(pupil_id, ids)}"
        )
    stands = standing_decision(d for d in dataset.decisions if d.pupil_id == pupil_id)
    if stands is not None and stands.status.holds_a_place and stands.start_date is not None:
        raise UnknownSubject(
            f"A decision holds a place for {pupil_id}. Put it off with planner decide --defer, or "
            "withdraw it in the decisions table, to ask for suggestions."
        )
    return ids.index(pupil_id)


def suggest_for_commission(question: Question, commission_id: str) -> Suggestions:
    """
    Rank the waiting pupils whom a commission may take, and say of every other why not.

    Raises
    ------
    UnknownSubject
        If there is no such commission.
    """
    column = known_commission(question.case.dataset, commission_id)
    pairs = [(row, column) for row in _waiting(question)]
    return _suggestions(question, commission_id, pairs)


def known_commission(dataset: Dataset, commission_id: str) -> int:
    """
    Return which of the commissions has an id.

    Raises
    ------
    UnknownSubject
        If there is no such commission.
    """
    ids = [c.commission_id for c in dataset.commissions]
    if commission_id not in ids:
        raise UnknownSubject(
            f"No commission has the id {commission_id}. The ids stand in the commissions table. "
            f"{did_you_mean(commission_id, ids)}"
        )
    return ids.index(commission_id)


def suggest_all(question: Question) -> Suggestions:
    """Price every eligible pair, pupil by pupil, each pupil's choices in their order."""
    found = [
        suggest_for_pupil(question, question.case.dataset.referrals[row].pupil_id)
        for row in _waiting(question)
    ]
    return Suggestions(
        "",
        tuple(choice for each in found for choice in each.choices),
        tuple(barred for each in found for barred in each.not_possible),
        question.run,
    )


def _waiting(question: Question) -> list[int]:
    decided = decided_stays(question.case)
    referrals = question.case.dataset.referrals
    return [row for row, r in enumerate(referrals) if r.pupil_id not in decided]


def _suggestions(question: Question, subject: str, pairs: Iterable[Pair]) -> Suggestions:
    dataset = question.case.dataset
    possible: list[tuple[Pair, Forced, PlannedStays]] = []
    not_possible: list[NotPossible] = []
    for row, column in pairs:
        columns = question.columns(row, column)
        answer = question.force(columns) if columns.size else None
        if answer is None:
            not_possible.append(
                question.refusals.of(dataset.referrals[row], dataset.commissions[column])
            )
        else:
            possible.append(((row, column), *answer))
    # Between equal changes the fixed draw, the last goal, decides; then the ids.
    possible.sort(key=lambda each: (each[1].values, each[0]))
    choices = tuple(
        _suggestion(question, rank, pair, forced, stays)
        for rank, (pair, forced, stays) in enumerate(possible, start=1)
    )
    return Suggestions(subject, choices, tuple(not_possible), question.run)


def _suggestion(
    question: Question, rank: int, pair: Pair, forced: Forced, stays: PlannedStays
) -> Suggestion:
    case = question.case
    referral, commission = case.dataset.referrals[pair[0]], case.dataset.commissions[pair[1]]
    stay = stays[referral.pupil_id]
    verdict, measured_by = walking(referral, commission.site_id, case, question.walks)
    year = FinancialYear.of(case.as_at)
    minutes = case.travel.minutes_between(referral.pupil_id, commission.site_id)
    return Suggestion(
        rank=rank,
        pupil_id=referral.pupil_id,
        commission_id=commission.commission_id,
        site_id=commission.site_id,
        earliest_start=_earliest(question, pair),
        start_date=stay.starts,
        end_date=stay.ends,
        change=tuple(
            GoalChange(base.name, base.unit, value - base.value)
            for base, value in zip(question.values, forced.values, strict=True)
        ),
        exact=forced.exact_but_last and question.proven,
        moves=tuple(moves_between(question.stays, stays, case, besides=referral.pupil_id)),
        need_fit=_fits(referral, stays, question),
        tier=commission.tier,
        tier_excess=tier_excess(referral, stay, case),
        travel_minutes=minutes or 0,
        walking_verdict=verdict,
        walking_measured_by=measured_by,
        school_days_late=school_days_late(referral, case, stay.starts),
        uncovered_school_days=uncovered_school_days(referral, case, stay.starts),
        interim_pence=interim_pence(referral, case, stay.starts),
        interim_sen_decides=referral.has_ehc_plan,
        this_year_pence=pence_in(year, referral, stay, case),
        next_year_pence=pence_in(FinancialYear(year.start_year + 1), referral, stay, case),
        stay_pence=stay_pence(referral, stay, case),
        occupancy=occupancy_at(commission.commission_id, stays, case),
    )


def _fits(referral: Referral, stays: PlannedStays, question: Question) -> bool | None:
    if referral.primary_need is None:
        return None
    return not need_gap(referral, stays[referral.pupil_id], question.case)


def _earliest(question: Question, pair: Pair) -> date:
    options = question.every_option
    mine = (options.pupil == pair[0]) & (options.commission == pair[1])
    return date.fromordinal(int(options.starts[mine].min()))
