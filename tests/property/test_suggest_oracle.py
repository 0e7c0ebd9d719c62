"""
Suggestions, place prices and minimal fixes of random small cases, held against trying everything.

Every case has side rules drawn at random: nested limits, pairs, budgets, decisions, avoided
places, unregistered sites. ``--oracle-seeds 500`` takes 500 cases instead of a few.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

from planner.allocation.suggest.choices import suggest_all
from planner.allocation.suggest.fixes import FixSearch
from planner.allocation.suggest.places import place_prices, with_places
from planner.allocation.suggest.question import open_question
from planner.allocation.suggest.relaxations import latest_start, relaxations_for, relaxed
from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.results.placing.suggestion import Effect, Relaxation, Suggestion
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches, decision_clashes
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.goals import MEANINGS, goal_order
from planner.rules.load import decided_stays
from planner.testing import best_by_trying_everything, random_case

Values = tuple[int, ...]
Best = dict[tuple[str, str], tuple[Values, PlannedStays]]
Agreed = frozenset[Relaxation]


@lru_cache(maxsize=1)
def sound_case(number: int) -> Case:
    """Return the case of a seed, or of the next seed of a thousand on whose decisions can stand."""
    seed = number
    while decision_clashes(case := random_case(seed)):
        seed += 1_000
    return case


def possible_stays(referral: Referral, case: Case) -> Iterator[PlannedStay]:
    for commission in case.dataset.commissions:
        if not barred_by(referral, commission, case):
            for monday in case.weeks:
                starts = start_in_week(referral, commission, case, monday)
                if starts is not None:
                    yield stay_from(referral, commission, case, starts)


def best_with_each_choice(case: Case) -> tuple[Values, PlannedStays, Best]:
    """Try every answer; keep the best of all and the best with each pupil on each commission."""
    goals, decided = goal_order(case), decided_stays(case)
    choices = []
    for referral in case.dataset.referrals:
        held = decided.get(referral.pupil_id)
        stays = [held] if held else [None, *possible_stays(referral, case)]
        choices.append(
            [(stay, [MEANINGS[g](referral, stay, case) for g in goals]) for stay in stays]
        )
    best: tuple[Values, PlannedStays] | None = None
    by_choice: Best = {}
    for combination in product(*choices):
        values = tuple(map(sum, zip(*(vector for _, vector in combination), strict=True)))
        answer = {
            referral.pupil_id: stay
            for referral, (stay, _) in zip(case.dataset.referrals, combination, strict=True)
            if stay is not None
        }
        keys = [(p, s.commission_id) for p, s in answer.items() if p not in decided]
        news = [k for k in keys if k not in by_choice or values < by_choice[k][0]]
        if (best is None or values < best[0] or news) and not breaches(answer, case):
            if best is None or values < best[0]:
                best = values, answer
            by_choice.update(dict.fromkeys(news, (values, answer)))
    assert best is not None
    return *best, by_choice


def others_who_move(
    before: PlannedStays, after: PlannedStays, case: Case, *, besides: str = ""
) -> dict[str, object]:
    return {
        p: (after[p].commission_id, after[p].starts) if p in after else (None, None)
        for p in case.dataset.referral
        if p != besides and before.get(p) != after.get(p)
    }


def told_to_move(found: Suggestion | Effect) -> dict[str, object]:
    return {m.pupil_id: (m.to_commission_id, m.to_start) for m in found.moves}


def change(found: Suggestion | Effect) -> Values:
    return tuple(goal.change for goal in found.change)


def test_every_suggestion_changes_the_goals_and_moves_others_as_trying_everything_says(oracle_seed):
    case = sound_case(oracle_seed)
    base, before, expected = best_with_each_choice(case)
    question = open_question(case)
    assert tuple(value.value for value in question.values) == base
    found = suggest_all(question)
    assert {(c.pupil_id, c.commission_id) for c in found.choices} == set(expected)
    for choice in found.choices:
        values, after = expected[choice.pupil_id, choice.commission_id]
        assert choice.exact
        assert change(choice) == tuple(v - b for v, b in zip(values, base, strict=True))
        assert told_to_move(choice) == others_who_move(before, after, case, besides=choice.pupil_id)
        assert choice.start_date == after[choice.pupil_id].starts


def test_every_place_price_is_as_trying_everything_says(oracle_seed):
    case = sound_case(oracle_seed)
    question = open_question(case)
    base = [value.value for value in question.values]
    day = case.weeks[oracle_seed % len(case.weeks)]
    ids = [c.commission_id for c in case.dataset.commissions]
    for price in place_prices(question, from_day=day, commission_ids=ids):
        for more, effect in ((1, price.one_more), (-1, price.one_fewer)):
            if effect is None:
                continue
            changed = with_places(case, price.commission_id, day, more)
            best, answer = best_by_trying_everything(changed)
            assert effect.exact
            assert change(effect) == tuple(v - b for v, b in zip(best, base, strict=True))
            assert told_to_move(effect) == others_who_move(question.stays, answer, case)


def test_the_fixes_are_all_smallest_sets_that_trying_everything_finds(oracle_seed):
    case = sound_case(oracle_seed)
    search = FixSearch(open_question(case), most_relaxations=2, on_time=bool(oracle_seed % 2))
    answers: dict[frozenset[tuple[str, str, int]], PlannedStays | None] = {}
    for pupil_id in search.in_need():
        referral = case.dataset.referral[pupil_id]
        latest = latest_start(referral, case, on_time=search.on_time)
        working: set[Agreed] = set()
        for size in (1, 2):
            for agreed in combinations(relaxations_for(referral, case), size):
                if sum(each.kind == "minutes" for each in agreed) > 1:
                    continue
                if any(smaller <= frozenset(agreed) for smaller in working):
                    continue
                what = frozenset((each.kind, each.subject, each.value) for each in agreed)
                if what not in answers:
                    answers[what] = best_if_it_can_stand(relaxed(case, agreed, referral))
                stay = (answers[what] or {}).get(pupil_id)
                if stay is not None and stay.starts <= latest:
                    working.add(frozenset(agreed))
        found = search.fixes_for(pupil_id).fixes
        assert {frozenset(f.relaxations) for f in found} == without_longer_journeys(working)
        assert all(f.effect.exact and f.start_date <= latest for f in found)


def best_if_it_can_stand(case: Case) -> PlannedStays | None:
    """Return the best answer; None where decisions already taken clash."""
    return None if decision_clashes(case) else best_by_trying_everything(case)[1]


def without_longer_journeys(sets: set[Agreed]) -> set[Agreed]:
    """Leave out sets in which a shorter journey would do: a longer one grants it too."""

    def grants(one: Relaxation, other: Relaxation) -> bool:
        both_minutes = one.kind == other.kind == "minutes"
        return one == other or (both_minutes and one.value >= other.value)

    return {
        agreed
        for agreed in sets
        if not any(
            other != agreed and all(any(grants(a, o) for a in agreed) for o in other)
            for other in sets
        )
    }
