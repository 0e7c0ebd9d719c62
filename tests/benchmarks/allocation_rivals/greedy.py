"""
What is done by hand: the most urgent pupil first, each to the soonest place, then the nearest.

Nobody is moved for somebody else, so there is a gap to the best answer; every rule is kept.
"""

from __future__ import annotations

from datetime import date

from allocation_rivals.facts import Facts
from allocation_rivals.measured import Measured
from allocation_rivals.question import Question
from planner.rules.days import due_date, priority_band


def place(question: Question) -> Measured:
    """Place everybody in the order of urgency."""
    measured = Measured("greedy by urgency")
    with measured.build.counted():
        order = _by_urgency(question)
        choices = _choices(question)
        room = _Room(question.facts)
    with measured.solve.counted():
        for pupil in order:
            best = next((j for j in choices.get(pupil, []) if room.has(j)), None)
            if best is not None:
                room.take(best)
        measured.chosen = sorted(room.chosen)
    _leave_lone_halves(question.facts, measured)
    measured.goals = list(question.values(measured.chosen).values())
    return measured


def _by_urgency(question: Question) -> list[int]:
    case = question.case
    rows = enumerate(case.dataset.referrals)
    return [
        row
        for row, _ in sorted(
            rows,
            key=lambda each: (
                priority_band(each[1], case),
                due_date(each[1], case) or each[1].place_by or date.max,
                each[1].pupil_id,
            ),
        )
    ]


def _choices(question: Question) -> dict[int, list[int]]:
    options = question.options
    choices: dict[int, list[int]] = {}
    keys = list(zip(options.starts.tolist(), options.minutes.tolist(), strict=True))
    for j in sorted(range(len(keys)), key=keys.__getitem__):
        choices.setdefault(int(options.pupil[j]), []).append(j)
    return choices


class _Room:
    """What is left of every limit while pupils are placed one by one."""

    def __init__(self, facts: Facts) -> None:
        self.chosen: set[int] = set()
        self._placed: set[int] = set()
        self._facts = facts
        self._left = [list(limit.left) for limit in facts.limits]
        self._limits: dict[int, list[int]] = {}
        for number, limit in enumerate(facts.limits):
            for j in limit.takes:
                self._limits.setdefault(j, []).append(number)
        self._pairs: dict[int, list[int]] = {}
        for number, pair in enumerate(facts.pairs):
            for j in (*pair.one, *pair.other):
                self._pairs.setdefault(j, []).append(number)
        self._spent = 0

    def has(self, j: int) -> bool:
        """Say whether an option breaks nothing, given whom was placed before."""
        budget = self._facts.budget_pence
        if budget is not None and self._spent + self._facts.price_pence[j] > budget:
            return False
        return self._fits(j) and all(self._pair_allows(n, j) for n in self._pairs.get(j, []))

    def take(self, j: int) -> None:
        """Choose an option."""
        self.chosen.add(j)
        self._placed.add(self._facts.pupil[j])
        self._spent += self._facts.price_pence[j]
        for number in self._limits.get(j, []):
            for week in self._weeks(j, number):
                self._left[number][week] -= self._facts.limits[number].takes[j]

    def _fits(self, j: int) -> bool:
        return all(
            self._facts.limits[number].takes[j] <= self._left[number][week]
            for number in self._limits.get(j, [])
            for week in self._weeks(j, number)
        )

    def _weeks(self, j: int, number: int) -> range:
        last = min(self._facts.last_week[j] + 1, len(self._left[number]))
        return range(self._facts.first_week[j], last)

    def _pair_allows(self, number: int, j: int) -> bool:
        pair = self._facts.pairs[number]
        mine = pair.pupils.index(self._facts.pupil[j])
        here = self.chosen.intersection(pair.one if mine else pair.other)
        if pair.together:
            # The second goes where the first is, or nowhere.
            return bool(here) or pair.pupils[1 - mine] not in self._placed
        return not here


def _leave_lone_halves(facts: Facts, measured: Measured) -> None:
    """Take back one of two who belong together if the other is not at the same site."""
    chosen = set(measured.chosen)
    for pair in facts.pairs:
        if not pair.together:
            continue
        one, other = chosen.intersection(pair.one), chosen.intersection(pair.other)
        if bool(one) != bool(other):
            chosen -= one | other
    measured.chosen = sorted(chosen)
