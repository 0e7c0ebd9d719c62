"""The allocation against trying everything: the same goals and the same placements."""

import pytest

from planner.allocation.allocate import allocate
from planner.domain.case import Case
from planner.rules.base import PlannedStay
from planner.rules.check import decision_clashes
from planner.testing import best_by_trying_everything, random_case

SEEDS_IN_BLOCK = 125
FEWEST_COMPARED_IN_BLOCK = 100


@pytest.mark.parametrize("block", range(20))
def test_the_best_of_all_answers_is_found_and_proven(block: int) -> None:
    seeds = range(block * SEEDS_IN_BLOCK, (block + 1) * SEEDS_IN_BLOCK)
    cases = [case for seed in seeds if not decision_clashes(case := random_case(seed))]
    assert len(cases) >= FEWEST_COMPARED_IN_BLOCK
    for case in cases:
        _compare(case)


def _compare(case: Case) -> None:
    answer = allocate(case)
    values, stays = best_by_trying_everything(case)
    assert tuple(goal.value for goal in answer.goals) == values
    assert {
        placed.pupil_id: PlannedStay(placed.commission_id, placed.start_date, placed.end_date)
        for placed in answer.placed
    } == stays
    assert answer.proven
    assert {unplaced.pupil_id for unplaced in answer.unplaced} == (
        set(case.dataset.referral) - set(stays)
    )
