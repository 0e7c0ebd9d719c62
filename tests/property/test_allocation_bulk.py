"""Each rule and each goal in the bulk form against its plain meaning, on random cases."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from planner.allocation import program
from planner.allocation.costs import COSTS, Clock, objectives
from planner.allocation.masks import MASKS, Facts, allowed
from planner.allocation.options import Options, all_options
from planner.domain.case import Case
from planner.domain.choices.policy import Goal
from planner.domain.codes import PairKind
from planner.rules.base import PairRule, PlannedStay
from planner.rules.check import breaches
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import PAIR_RULES, barred_by
from planner.rules.goals import MEANINGS
from planner.rules.load import decided_stays
from planner.solver.lexicographic import solve
from planner.testing import random_case

SEEDS = range(250)


@pytest.fixture(scope="module")
def cases() -> tuple[Case, ...]:
    return tuple(random_case(seed) for seed in SEEDS)


@pytest.mark.parametrize("rule", PAIR_RULES, ids=lambda rule: rule.code)
def test_a_mask_bars_whom_its_rule_bars(rule: PairRule, cases: tuple[Case, ...]) -> None:
    barred = 0
    for case in cases:
        mask = MASKS[rule.code](Facts(case))
        meant = [
            [
                rule.bars(referral, commission, case) is None
                for commission in case.dataset.commissions
            ]
            for referral in case.dataset.referrals
        ]
        assert mask.tolist() == meant
        barred += int((~mask).sum())
    assert barred


@pytest.mark.parametrize("change", [1, -1])
@pytest.mark.parametrize(
    ("rule", "threshold"),
    [
        ("travel_cap", "travel_cap_minutes"),
        ("non_school_limits", "non_school_maximum_weeks"),
        ("non_school_limits", "non_school_maximum_sessions"),
        ("registration", "session_minutes"),
    ],
)
def test_a_threshold_that_is_a_little_off_is_found_out(
    rule: str, threshold: str, change: int, cases: tuple[Case, ...]
) -> None:
    # Sessions are 195 minutes; 30 more or less are one session a week more or less.
    change *= 30 if threshold == "session_minutes" else 1
    (right,) = (each for each in PAIR_RULES if each.code == rule)
    held = 0
    for case in cases:
        value = getattr(case.policy, threshold)
        if value is not None:
            off = replace(case, policy=replace(case.policy, **{threshold: value + change}))
            held += MASKS[rule](Facts(off)).tolist() != [
                [right.bars(r, c, case) is None for c in case.dataset.commissions]
                for r in case.dataset.referrals
            ]
    assert held


def test_a_pair_is_allowed_where_no_rule_in_force_bars_it(cases: tuple[Case, ...]) -> None:
    for case in cases:
        assert allowed(case).tolist() == [
            [not barred_by(referral, commission, case) for commission in case.dataset.commissions]
            for referral in case.dataset.referrals
        ]


@pytest.mark.parametrize("goal", Goal)
def test_a_cost_is_what_its_goal_changes_by(goal: Goal, cases: tuple[Case, ...]) -> None:
    meaning = MEANINGS[goal]
    seen = 0
    for case in cases:
        options = all_options(case)
        costs = COSTS[goal](options, Clock(case)).tolist()
        assert costs == [
            meaning(referral, stay, case) - meaning(referral, None, case)
            for referral, stay in _choices(options)
        ]
        seen += sum(cost != 0 for cost in costs)
    assert seen


def test_a_goal_s_constant_is_everybody_decided_and_nobody_else_placed(
    cases: tuple[Case, ...],
) -> None:
    for case in cases:
        decided = decided_stays(case)
        for goal in objectives(all_options(case)):
            assert goal.constant == sum(
                MEANINGS[Goal(goal.name)](r, decided.get(r.pupil_id), case)
                for r in case.dataset.referrals
            )


def test_an_option_is_a_stay_that_breaks_no_rule_by_itself(cases: tuple[Case, ...]) -> None:
    for case in cases:
        alone = _without_limits(case)
        options = {(referral.pupil_id, stay) for referral, stay in _choices(all_options(alone))}
        assert options == set(_sound_alone(alone))


def test_leaving_out_starts_that_could_be_sooner_loses_nothing(
    cases: tuple[Case, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    longer = [replace(case, policy=replace(case.policy, horizon_weeks=10)) for case in cases[:120]]
    leaner = [program.build(case) for case in longer]
    monkeypatch.setattr(
        program, "worth_keeping", lambda options, rooms, goals: np.ones(len(options), dtype=bool)
    )
    fuller = [program.build(case) for case in longer]
    assert sum(len(board.options) for board in leaner) < 0.8 * sum(
        len(board.options) for board in fuller
    )
    for lean, full in zip(leaner, fuller, strict=True):
        if len(lean.options) == len(full.options):
            continue
        few, all_ = solve(lean.program), solve(full.program)
        assert few.values == all_.values
        assert lean.options.stays(few.chosen) == full.options.stays(all_.chosen)


def _choices(options: Options) -> Iterator[tuple]:
    """Yield each option as a referral and a stay."""
    for position in range(len(options)):
        alone = np.arange(len(options)) == position
        ((pupil_id, stay),) = options.stays(alone).items()
        yield options.case.dataset.referral[pupil_id], stay


def _without_limits(case: Case) -> Case:
    """Return the case without anything that is about more than one open pupil."""
    decided = decided_stays(case)
    settled = set(decided) | {p.pupil_id for p in case.dataset.placements}
    pairs = tuple(
        pair
        for pair in case.dataset.pairs
        if pair.kind is PairKind.APART and {pair.pupil_id, pair.other_pupil_id} & settled
    )
    commissions = tuple(replace(c, places=99, steps=()) for c in case.dataset.commissions)
    dataset = replace(case.dataset, limits=(), pairs=pairs, commissions=commissions)
    policy = replace(case.policy, budget_cap_pence=None, unregistered_full_time_maximum=99)
    return replace(case, dataset=dataset, policy=policy)


def _sound_alone(case: Case) -> Iterator[tuple[str, PlannedStay]]:
    decided = decided_stays(case)
    standing = {b.subjects for b in breaches(decided, case)}
    for referral in case.dataset.referrals:
        if referral.pupil_id in decided:
            continue
        for commission in case.dataset.commissions:
            for monday in case.weeks:
                starts = start_in_week(referral, commission, case, monday)
                if starts is None:
                    continue
                stay = stay_from(referral, commission, case, starts)
                broken = breaches({**decided, referral.pupil_id: stay}, case)
                if {b.subjects for b in broken} <= standing:
                    yield referral.pupil_id, stay
