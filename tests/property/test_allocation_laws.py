"""Laws that hold for any case: what may not change an answer, and what may only mend it."""

import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from planner.allocation.allocate import allocate
from planner.domain.case import Case, PriceTable, TravelTable
from planner.domain.codes import DecisionStatus, PairKind
from planner.domain.placements import Decision
from planner.results.placing.allocation import Allocation
from planner.rules.check import decision_clashes
from planner.testing import random_case

LEAN = settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.filter_too_much],
)
seeds = st.integers(10_000, 99_999)


def _sound(seed: int) -> Case:
    case = random_case(seed)
    assume(not decision_clashes(case))
    return case


def _values(answer: Allocation) -> tuple[int, ...]:
    """Return the goals' values without the last draw."""
    return tuple(goal.value for goal in answer.goals if goal.goal != "tie_break")


def _answer(answer: Allocation) -> tuple[object, ...]:
    """Return who goes where and why nobody else does; reasons follow the order of the tables."""
    return (
        sorted(_stays(answer)),
        sorted((u.pupil_id, u.kind, u.school_days_late) for u in answer.unplaced),
        answer.goals,
        sorted(answer.occupancy, key=lambda week: (week.commission_id, week.week)),
    )


@LEAN
@given(seed=seeds, order=st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(seed: int, order: random.Random) -> None:
    case = _sound(seed)
    assert _answer(allocate(_shuffled(case, order))) == _answer(allocate(case))


def _shuffled(case: Case, order: random.Random) -> Case:
    dataset = case.dataset
    referrals = order.sample(dataset.referrals, len(dataset.referrals))
    commissions = order.sample(dataset.commissions, len(dataset.commissions))
    rows = [dataset.referrals.index(referral) for referral in referrals]
    columns = [dataset.commissions.index(commission) for commission in commissions]
    turned = {
        name: tuple(order.sample(table, len(table)))
        for name in ("sites", "providers", "limits", "placements", "decisions", "pairs")
        for table in [getattr(dataset, name)]
    }
    return replace(
        case,
        dataset=replace(
            dataset, referrals=tuple(referrals), commissions=tuple(commissions), **turned
        ),
        prices=PriceTable(case.prices.annual_pence[np.ix_(rows, columns)]),
    )


@LEAN
@given(seed=seeds, which=st.integers(0, 2))
def test_a_further_place_never_worsens_the_goals(seed: int, which: int) -> None:
    case = _sound(seed)
    commissions = list(case.dataset.commissions)
    more = commissions[which % len(commissions)]
    steps = tuple(replace(step, places=step.places + 1) for step in more.steps)
    commissions[which % len(commissions)] = replace(more, places=more.places + 1, steps=steps)
    larger = replace(case, dataset=replace(case.dataset, commissions=tuple(commissions)))
    assert _values(allocate(larger)) <= _values(allocate(case))


@pytest.mark.parametrize(
    "tables",
    [
        {"limits": ()},
        {"avoidances": ()},
        {"pairs": ()},
    ],
    ids=["limits", "avoided areas", "pairs"],
)
@LEAN
@given(seed=seeds)
def test_a_rule_less_never_worsens_the_goals(tables: dict[str, tuple[()]], seed: int) -> None:
    case = _sound(seed)
    freer = replace(case, dataset=replace(case.dataset, **tables))
    assert _values(allocate(freer)) <= _values(allocate(case))


@pytest.mark.parametrize("cap", ["travel_cap_minutes", "budget_cap_pence"])
@LEAN
@given(seed=seeds)
def test_without_a_cap_the_goals_are_no_worse(cap: str, seed: int) -> None:
    case = _sound(seed)
    freer = replace(case, policy=replace(case.policy, **{cap: None}))
    assert _values(allocate(freer)) <= _values(allocate(case))


@LEAN
@given(seed=seeds)
def test_deciding_what_was_suggested_changes_nothing(seed: int) -> None:
    case = _sound(seed)
    together = [p for p in case.dataset.pairs if p.kind is PairKind.TOGETHER]
    answer = allocate(case)
    held = {decision.pupil_id for decision in case.dataset.decisions}
    decisions = tuple(
        Decision(p.pupil_id, DecisionStatus.ACCEPTED, case.as_at, p.commission_id, p.start_date)
        for p in answer.placed
        if p.pupil_id not in held and not together
    )
    locked = replace(
        case,
        dataset=replace(case.dataset, decisions=(*case.dataset.decisions, *decisions)),
        policy=replace(case.policy, budget_cap_pence=None),
    )
    free = allocate(replace(case, policy=locked.policy))
    again = allocate(locked)
    if _values(free) == _values(answer):  # the cap did not bind
        assert again.goals == answer.goals
        assert _stays(again) == _stays(answer)


def _stays(answer: Allocation) -> list[tuple[object, ...]]:
    return [(p.pupil_id, p.commission_id, p.start_date, p.end_date) for p in answer.placed]


@LEAN
@given(seed=seeds, times=st.integers(2, 5))
def test_all_journeys_longer_in_proportion_keep_the_choice_where_no_cap_or_guide_counts(
    seed: int, times: int
) -> None:
    case = _sound(seed)
    policy = replace(
        case.policy,
        travel_cap_minutes=None,
        guide_minutes_primary=9999,
        guide_minutes_secondary=9999,
    )
    minutes = case.travel.minutes
    longer = np.where(minutes < 0, minutes, minutes * times).astype(np.int32)
    table = TravelTable(case.travel.pupil_ids, case.travel.site_ids, longer, longer, "longer")
    near = allocate(replace(case, policy=policy))
    assert _stays(allocate(replace(case, policy=policy, travel=table))) == _stays(near)
