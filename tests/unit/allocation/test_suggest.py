"""Ranked choices, held against trying everything with the plain rules alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from planner.allocation.suggest.choices import (
    UnknownSubject,
    suggest_all,
    suggest_for_commission,
    suggest_for_pupil,
)
from planner.allocation.suggest.question import open_question
from planner.domain.case import Case
from planner.domain.referrals import Referral
from planner.results.suggestion import Suggestion
from planner.rules.base import PlannedStay, PlannedStays
from planner.rules.check import breaches, decision_clashes
from planner.rules.days import start_in_week, stay_from
from planner.rules.eligibility.register import barred_by
from planner.rules.goals import MEANINGS, goal_order
from planner.rules.load import decided_stays
from planner.testing import random_case

Values = tuple[int, ...]
Best = dict[tuple[str, str], tuple[Values, PlannedStays]]
SEEDS = range(40)


def sound(seed: int) -> Case:
    case = random_case(seed)
    if decision_clashes(case):
        pytest.skip("the drawn decisions clash")
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


def moved(choice: Suggestion) -> dict[str, tuple[object, ...]]:
    return {m.pupil_id: (m.to_commission_id, m.to_start) for m in choice.moves}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_choice_changes_the_goals_and_moves_others_as_trying_everything_says(seed):
    case = sound(seed)
    base, before, expected = best_with_each_choice(case)
    found = suggest_all(open_question(case))
    assert {(c.pupil_id, c.commission_id) for c in found.choices} == set(expected)
    for choice in found.choices:
        values, after = expected[choice.pupil_id, choice.commission_id]
        assert tuple(g.change for g in choice.change) == tuple(
            v - b for v, b in zip(values, base, strict=True)
        )
        assert choice.exact
        others = {r.pupil_id for r in case.dataset.referrals} - {choice.pupil_id}
        assert moved(choice) == {
            p: (after[p].commission_id, after[p].starts) if p in after else (None, None)
            for p in others
            if before.get(p) != after.get(p)
        }
        assert choice.start_date == after[choice.pupil_id].starts


@pytest.mark.parametrize("seed", range(12))
def test_what_is_not_suggested_is_not_possible_with_a_reason(seed):
    case = sound(seed)
    found = suggest_all(open_question(case))
    pairs = {(c.pupil_id, c.commission_id) for c in found.choices}
    barred = {(n.pupil_id, n.commission_id) for n in found.not_possible}
    waiting = {r.pupil_id for r in case.dataset.referrals} - set(decided_stays(case))
    everything = {(p, c.commission_id) for p in waiting for c in case.dataset.commissions}
    assert pairs | barred == everything
    assert not pairs & barred
    assert all(each.reasons for each in found.not_possible)


def test_every_rule_that_bars_a_pair_is_told():
    for seed in SEEDS:
        case = random_case(seed)
        if decision_clashes(case):
            continue
        for each in suggest_all(open_question(case)).not_possible:
            referral = case.dataset.referral[each.pupil_id]
            commission = case.dataset.commission[each.commission_id]
            told = {reason.rule for reason in each.reasons}
            assert {r.rule for r in barred_by(referral, commission, case)} <= told


def test_a_commissions_list_gives_each_pupil_the_same_terms_as_the_pupils_own_list():
    case = sound(3)
    question = open_question(case)
    by_pupil = {(c.pupil_id, c.commission_id): c.change for c in suggest_all(question).choices}
    for commission in case.dataset.commissions:
        for choice in suggest_for_commission(question, commission.commission_id).choices:
            assert choice.change == by_pupil[choice.pupil_id, choice.commission_id]


def test_ranks_follow_the_goals_in_their_order():
    for seed in SEEDS:
        case = random_case(seed)
        if decision_clashes(case):
            continue
        question = open_question(case)
        for row in case.dataset.referrals:
            if row.pupil_id in decided_stays(case):
                continue
            choices = suggest_for_pupil(question, row.pupil_id).choices
            changes = [tuple(g.change for g in choice.change) for choice in choices]
            assert changes == sorted(changes)
            assert [choice.rank for choice in choices] == list(range(1, len(choices) + 1))


def test_an_unknown_or_decided_pupil_is_named():
    case = sound(0)
    with pytest.raises(UnknownSubject, match="P99"):
        suggest_for_pupil(open_question(case), "P99")
    with pytest.raises(UnknownSubject, match="C99"):
        suggest_for_commission(open_question(case), "C99")
