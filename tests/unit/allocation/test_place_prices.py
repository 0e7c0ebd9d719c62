"""Place prices held against trying everything."""

from __future__ import annotations

import pytest

from planner.allocation.suggest.places import place_prices, with_places
from planner.allocation.suggest.question import open_question
from planner.rules.check import decision_clashes
from planner.testing import best_by_trying_everything, random_case

SEEDS = range(25)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_place_more_or_fewer_changes_the_goals_as_trying_everything_says(seed):
    case = random_case(seed)
    if decision_clashes(case):
        pytest.skip("the drawn decisions clash")
    question = open_question(case)
    base = [value.value for value in question.values]
    day = case.weeks[seed % len(case.weeks)]
    ids = [c.commission_id for c in case.dataset.commissions]
    for price in place_prices(question, from_day=day, commission_ids=ids):
        for more, effect in ((1, price.one_more), (-1, price.one_fewer)):
            if effect is None:
                continue
            best, answer = best_by_trying_everything(
                with_places(case, price.commission_id, day, more)
            )
            assert [g.change for g in effect.change] == [
                v - b for v, b in zip(best, base, strict=True)
            ]
            assert effect.exact
            assert {m.pupil_id: m.to_start for m in effect.moves} == {
                p: answer[p].starts if p in answer else None
                for p in case.dataset.referral
                if answer.get(p) != question.stays.get(p)
            }


def test_one_more_place_never_makes_the_goals_worse_and_one_fewer_never_better():
    nothing = 0
    for seed in SEEDS:
        case = random_case(seed)
        if decision_clashes(case):
            continue
        ids = [c.commission_id for c in case.dataset.commissions]
        for price in place_prices(open_question(case), from_day=case.as_at, commission_ids=ids):
            zero = (0,) * len(price.one_more.change)
            assert tuple(g.change for g in price.one_more.change) <= zero
            if price.one_fewer is not None:
                assert tuple(g.change for g in price.one_fewer.change) >= zero
            nothing += 1
    assert nothing
