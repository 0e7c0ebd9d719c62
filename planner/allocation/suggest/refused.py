"""Why a commission may not take a pupil: every reason, from the rules in plain Python."""

from __future__ import annotations

from collections.abc import Iterator

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.allocation import Breach, Reason
from planner.results.suggestion import NotPossible
from planner.rules.check import breaches
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.load import decided_stays

BESIDE_OTHERS = Reason(
    "beside_others",
    "There is room, but no answer for everybody in which the pupil goes there keeps pupils who "
    "must be together at one site, or stays within the budget cap.",
)


def refused(referral: Referral, commission: Commission, case: Case) -> NotPossible:
    """Say with every reason why a commission may not take a pupil."""
    reasons = (*barred_by(referral, commission, case), *_at_any_start(referral, commission, case))
    return NotPossible(referral.pupil_id, commission.commission_id, reasons or (BESIDE_OTHERS,))


def _at_any_start(referral: Referral, commission: Commission, case: Case) -> Iterator[Reason]:
    """Yield each rule that is broken at every start beside those already decided."""
    decided = decided_stays(case)
    barred = {reason.rule for reason in barred_by(referral, commission, case)}
    if "year_group" in barred:
        barred.add("start_day")  # the same once more
    broken: list[dict[str, Breach]] = []
    for monday in case.weeks:
        starts = start_in_week(referral, commission, case, monday)
        if starts is None:
            continue
        stay = stay_from(referral, commission, case, starts)
        found = breaches({**decided, referral.pupil_id: stay}, case)
        broken.append({b.rule: b for b in found if b.rule not in barred})
    if not broken:
        yield Reason(
            "start_day",
            f"{commission.commission_id} has no school day within the horizon on which the pupil "
            "may start: contract, notice or term dates.",
        )
        return
    if all(broken):
        told: dict[str, Breach] = {}
        for each in broken:
            told = {**each, **told}
        for rule, breach in sorted(told.items()):
            yield Reason(rule, breach.sentence)
