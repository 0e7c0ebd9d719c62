"""Why a commission may not take a pupil: every reason, from the rules in plain Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from planner.domain.case import Case
from planner.domain.provision import Commission
from planner.domain.referrals import Referral
from planner.results.placing.allocation import Reason
from planner.results.placing.suggestion import NotPossible
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.limits import SET_RULES
from planner.rules.load import decided_stays

BESIDE_OTHERS = Reason(
    "beside_others",
    "There is room, but no answer for everybody in which the pupil goes there keeps pupils who "
    "must be together at one site, or stays within the budget cap.",
)

Sentences = Mapping[str, str]
"""What each broken rule says, by the rule's code."""


@dataclass(frozen=True)
class Refusals:
    """Says why pairs are not possible; pupils who are alike to every limit are looked at once."""

    case: Case
    _known: dict[tuple[object, ...], tuple[Sentences, ...]] = field(default_factory=dict)

    def of(self, referral: Referral, commission: Commission) -> NotPossible:
        """Say with every reason why a commission may not take a pupil."""
        reasons = barred_by(referral, commission, self.case)
        barred = {reason.rule for reason in reasons}
        if "year_group" in barred:
            barred.add("start_day")  # the same once more
        reasons = (*reasons, *self._at_any_start(referral, commission, barred))
        return NotPossible(referral.pupil_id, commission.commission_id, reasons or (BESIDE_OTHERS,))

    def _at_any_start(
        self, referral: Referral, commission: Commission, barred: set[str]
    ) -> Iterator[Reason]:
        """Yield each further rule that is broken if at every start some rule is."""
        stays = tuple(self._stays(referral, commission))
        if not stays:
            yield Reason(
                "start_day",
                f"{commission.commission_id} has no school day within the horizon on which the "
                "pupil may start: contract, notice or term dates.",
            )
            return
        broken = [
            {rule: sentence for rule, sentence in found.items() if rule not in barred}
            for found in self._broken(referral, commission, stays)
        ]
        if all(broken):
            told: dict[str, str] = {}
            for each in broken:
                told = {**each, **told}
            yield from (Reason(rule, sentence) for rule, sentence in sorted(told.items()))

    def _stays(self, referral: Referral, commission: Commission) -> Iterator[PlannedStay]:
        for monday in self.case.weeks:
            starts = start_in_week(referral, commission, self.case, monday)
            if starts is not None:
                yield stay_from(referral, commission, self.case, starts)

    def _broken(
        self, referral: Referral, commission: Commission, stays: tuple[PlannedStay, ...]
    ) -> tuple[Sentences, ...]:
        """Return what is broken at each start beside those already decided, up to a free one."""
        if referral.pupil_id in self._paired:
            return tuple(self._until_free(referral, stays))
        key: tuple[object, ...] = (stays, referral.sessions_per_week, referral.year_group)
        if self.case.policy.budget_cap_pence is not None:
            key += (self.case.annual_pence(referral.pupil_id, commission.commission_id),)
        if key not in self._known:
            self._known[key] = tuple(self._until_free(referral, stays))
        return self._known[key]

    def _until_free(
        self, referral: Referral, stays: tuple[PlannedStay, ...]
    ) -> Iterator[Sentences]:
        for stay in stays:
            answer: PlannedStays = {**self._decided, referral.pupil_id: stay}
            broken = (b for rule in SET_RULES for b in rule.breaches(answer, self.case))
            said: dict[str, str] = {}
            for breach in broken:
                said[breach.rule] = breach.sentence
            yield said
            if not said:
                return

    @cached_property
    def _decided(self) -> dict[str, PlannedStay]:
        return decided_stays(self.case)

    @cached_property
    def _paired(self) -> frozenset[str]:
        pairs = self.case.dataset.pairs
        return frozenset(name for pair in pairs for name in (pair.pupil_id, pair.other_pupil_id))
