"""Ranked choices: their order, their reasons, and what is refused."""

from __future__ import annotations

import pytest

from planner.allocation.suggest.choices import (
    UnknownSubject,
    suggest_all,
    suggest_for_commission,
    suggest_for_pupil,
)
from planner.allocation.suggest.question import open_question
from planner.domain.case import Case
from planner.rules.check import decision_clashes
from planner.rules.eligibility.register import barred_by
from planner.rules.load import decided_stays
from planner.testing import random_case

SEEDS = range(40)


def sound(seed: int) -> Case:
    case = random_case(seed)
    if decision_clashes(case):
        pytest.skip("the drawn decisions clash")
    return case


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


def test_a_walk_is_judged_by_its_route_where_that_is_known_and_else_by_the_straight_line():
    case = sound(5)
    first = suggest_all(open_question(case)).choices[0]
    walks = {(first.pupil_id, first.site_id): "within"}
    told = suggest_all(open_question(case, walks=walks)).choices
    by_route = {(c.pupil_id, c.site_id) for c in told if c.walking_measured_by == "walking route"}
    assert by_route == set(walks)
    assert told[0].walking_verdict == "within"
    assert first.walking_measured_by == "straight line"
