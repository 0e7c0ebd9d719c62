"""All smallest sets of relaxations that place a pupil on time, each solved whole and priced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from planner.allocation.suggest.again import Again, effect_of, solve_again
from planner.allocation.suggest.facts import pence_in
from planner.allocation.suggest.question import Question
from planner.allocation.suggest.relaxations import latest_start, relaxations_for, relaxed
from planner.domain.case import Case
from planner.domain.codes import Basis
from planner.domain.referrals import Referral
from planner.results.placing.suggestion import Fix, Fixes, Relaxation
from planner.rules.base import PlannedStays
from planner.rules.check import breaches, decision_clashes
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.load import decided_stays
from planner.units import MONTHS_PER_YEAR, FinancialYear, Pence, divide_half_up

Agreed = tuple[Relaxation, ...]


@dataclass
class FixSearch:
    """Looks for fixes; remembers each solved case, for other pupils may need it too."""

    question: Question
    most_relaxations: int = 1
    on_time: bool = True
    """Whether a fix must bring a start on time; otherwise any start within the horizon will do."""
    _solved: dict[tuple[object, ...], Again | None] = field(default_factory=dict)

    def in_need(self) -> list[str]:
        """Return the pupils whom the best answer places late, or not at all."""
        case, decided = self.question.case, decided_stays(self.question.case)
        return [
            r.pupil_id
            for r in case.dataset.referrals
            if r.pupil_id not in decided and not self._placed(r, self.question.stays)
        ]

    def fixes_for(self, pupil_id: str) -> Fixes:
        """
        Return all smallest sets of relaxations with which the best answer places a pupil on time.

        Every set of the stated kinds up to the size is either solved whole, or left
        out because a smaller set in it works already, or because the rules about
        one pupil alone leave no start on time.
        """
        case = self.question.case
        referral = case.dataset.referral[pupil_id]
        pool = relaxations_for(referral, case)
        working: list[tuple[Agreed, Again]] = []
        latest = latest_start(referral, case, on_time=self.on_time)
        tried = 0
        for agreed in _sets(pool, self.most_relaxations):
            if any(_covers(agreed, smaller) for smaller, _ in working):
                continue
            if not _may_start(referral, relaxed(case, agreed, referral), latest):
                continue
            tried += 1
            again = self._solve(agreed, referral)
            if again is not None and self._placed(referral, again.stays):
                working.append((agreed, again))
        fixes = tuple(self._fix(referral, agreed, again) for agreed, again in working)
        return Fixes(pupil_id, latest, self.most_relaxations, tried, fixes)

    def _placed(self, referral: Referral, stays: PlannedStays) -> bool:
        """Say whether an answer places a pupil as aimed at."""
        stay = stays.get(referral.pupil_id)
        latest = latest_start(referral, self.question.case, on_time=self.on_time)
        return stay is not None and stay.starts <= latest

    def _solve(self, agreed: Agreed, referral: Referral) -> Again | None:
        """Solve with relaxations agreed; None where decisions already taken then clash."""
        key = tuple(sorted(_alike(each, self.question.case) for each in agreed))
        if key not in self._solved:
            case = relaxed(self.question.case, agreed, referral)
            again = None if decision_clashes(case) else solve_again(case, self.question.stays)
            self._solved[key] = again
        return self._solved[key]

    def _fix(self, referral: Referral, agreed: Agreed, again: Again) -> Fix:
        question = self.question
        effect = effect_of(question, again)
        stay = again.stays[referral.pupil_id]
        this_year = FinancialYear.of(question.case.as_at)
        next_year = FinancialYear(this_year.start_year + 1)
        places = [r for r in agreed if r.kind == "place"]
        rates = {r: _place_rate(question.case, r.subject) for r in places}
        return Fix(
            referral.pupil_id,
            agreed,
            stay.commission_id,
            stay.starts,
            effect,
            self._pence(again, this_year) + _funding(rates, this_year),
            self._pence(again, next_year) + _funding(rates, next_year),
            sum(move.minutes for move in effect.moves),
            all(rate is not None for rate in rates.values()),
        )

    def _pence(self, again: Again, year: FinancialYear) -> Pence:
        return _spent(again.stays, again.case, year) - _spent(
            self.question.stays, self.question.case, year
        )


def _sets(pool: Agreed, most: int) -> Iterator[Agreed]:
    for size in range(1, most + 1):
        for agreed in combinations(pool, size):
            if sum(each.kind == "minutes" for each in agreed) <= 1:
                yield agreed


def _covers(agreed: Agreed, smaller: Agreed) -> bool:
    """Say whether a set grants all that a smaller one does; a longer journey grants a shorter."""
    return all(
        any(
            one == other or (one.kind == other.kind == "minutes" and one.value >= other.value)
            for one in agreed
        )
        for other in smaller
    )


def _alike(relaxation: Relaxation, case: Case) -> tuple[str, str, int, str]:
    """Name what a relaxation does to the rows: pupils alike free the same room by leaving."""
    if relaxation.kind != "end":
        return relaxation.kind, relaxation.subject, relaxation.value, ""
    leaver = next(p for p in case.dataset.placements if p.pupil_id == relaxation.subject)
    paired = {name for pair in case.dataset.pairs for name in (pair.pupil_id, pair.other_pupil_id)}
    alone = relaxation.subject if relaxation.subject in paired else ""
    what = f"{leaver.sessions_per_week} Y{leaver.year_group} {leaver.ends} {alone}"
    return relaxation.kind, leaver.commission_id, relaxation.value, what


def _may_start(referral: Referral, case: Case, latest: date) -> bool:
    """Say whether the rules leave a start as aimed at with nobody else placed."""
    referral = case.dataset.referral[referral.pupil_id]
    decided = decided_stays(case)
    together = {
        name
        for pair in case.dataset.pairs
        for name in (pair.pupil_id, pair.other_pupil_id)
        if referral.pupil_id in (pair.pupil_id, pair.other_pupil_id)
    }
    for commission in case.dataset.commissions:
        if barred_by(referral, commission, case):
            continue
        for monday in case.weeks:
            starts = start_in_week(referral, commission, case, monday)
            if starts is None or starts > latest:
                continue
            stay = stay_from(referral, commission, case, starts)
            if together or not breaches({**decided, referral.pupil_id: stay}, case):
                return True
    return False


def _spent(stays: PlannedStays, case: Case, year: FinancialYear) -> Pence:
    return sum(pence_in(year, case.dataset.referral[p], stay, case) for p, stay in stays.items())


def _place_rate(case: Case, commission_id: str) -> Pence | None:
    """Return what one place costs a year; nothing where places are bought singly."""
    if case.dataset.commission[commission_id].basis is Basis.SPOT:
        return 0
    rates = [
        (row.financial_year, row.place_rate_pence)
        for row in case.dataset.funding
        if row.commission_id == commission_id
    ]
    return max(rates)[1] if rates else None


def _funding(rates: dict[Relaxation, Pence | None], year: FinancialYear) -> Pence:
    """Return the place funding of further places in a year, by whole months from their day."""
    total = 0
    for relaxation, rate in rates.items():
        months = _months_from(relaxation.value, year)
        total += divide_half_up((rate or 0) * months, MONTHS_PER_YEAR)
    return total


def _months_from(ordinal: int, year: FinancialYear) -> int:
    day = max(year.starts, year.starts.fromordinal(ordinal))
    if day > year.ends:
        return 0
    ends = year.ends + timedelta(days=1)
    return (ends.year - day.year) * MONTHS_PER_YEAR + ends.month - day.month
