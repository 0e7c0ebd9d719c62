"""Minimal fixes held against trying every set of relaxations with the plain rules alone."""

from __future__ import annotations

from itertools import combinations

import pytest

from planner.allocation.suggest.fixes import FixSearch
from planner.allocation.suggest.question import open_question
from planner.allocation.suggest.relaxations import latest_start, relaxations_for, relaxed
from planner.rules.check import decision_clashes
from planner.testing import best_by_trying_everything, random_case

SEEDS = range(14)


def works(case, agreed, referral, latest):
    changed = relaxed(case, agreed, referral)
    if decision_clashes(changed):
        return False
    _, answer = best_by_trying_everything(changed)
    return referral.pupil_id in answer and answer[referral.pupil_id].starts <= latest


def without_a_larger_cap_than_needed(sets):
    """A shorter journey that suffices makes a longer one needless."""

    def grants(one, other):
        same_kind = one.kind == other.kind == "minutes"
        return one == other or (same_kind and one.value >= other.value)

    return {
        agreed
        for agreed in sets
        if not any(
            other != agreed and all(any(grants(a, o) for a in agreed) for o in other)
            for other in sets
        )
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fixes_are_all_smallest_sets_that_trying_everything_finds(seed):
    case = random_case(seed)
    if decision_clashes(case):
        pytest.skip("the drawn decisions clash")
    search = FixSearch(open_question(case), most_relaxations=2, on_time=bool(seed % 2))
    for pupil_id in search.in_need()[:1]:
        referral = case.dataset.referral[pupil_id]
        latest = latest_start(referral, case, on_time=search.on_time)
        pool = relaxations_for(referral, case)
        working: set[frozenset] = set()
        for size in (1, 2):
            for agreed in combinations(pool, size):
                if sum(each.kind == "minutes" for each in agreed) > 1:
                    continue
                if any(smaller <= frozenset(agreed) for smaller in working):
                    continue
                if works(case, agreed, referral, latest):
                    working.add(frozenset(agreed))
        found = search.fixes_for(pupil_id).fixes
        assert {frozenset(f.relaxations) for f in found} == without_a_larger_cap_than_needed(
            working
        )
        assert all(f.effect.exact and f.start_date <= latest for f in found)


def test_law_approval_and_keeping_apart_are_never_relaxed():
    kinds = {
        relaxation.kind
        for seed in range(60)
        for case in [random_case(seed)]
        for referral in case.dataset.referrals
        for relaxation in relaxations_for(referral, case)
    }
    assert kinds == {"place", "year_group", "need", "overflow", "minutes", "end", "notice"}
