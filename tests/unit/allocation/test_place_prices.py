"""Laws of place prices; their figures are held against trying everything elsewhere."""

from __future__ import annotations

from planner.allocation.suggest.places import place_prices
from planner.allocation.suggest.question import open_question
from planner.rules.check import decision_clashes
from planner.testing import random_case

SEEDS = range(25)


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
