"""Plans made anew after news: as few changed offers as can be, each change with its causes."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from planner.allocation.allocate import allocate
from planner.allocation.replan.changes import changes_since
from planner.allocation.replan.earlier import Earlier
from planner.domain.case import Case
from planner.domain.choices.policy import DEFAULT_GOALS, Goal
from planner.results.placing.allocation import Allocation
from planner.results.recorded.changes import CauseKind, ChangeKind, OfferChange
from planner.rules.base import PlannedStays
from planner.rules.check import decision_clashes
from planner.testing import best_by_trying_everything, random_case
from planner.testing.replans import (
    NEWCOMER,
    run_of,
    with_a_place_freed,
    with_an_exclusion,
    with_refusals,
)

News = Callable[[random.Random, Case, Allocation], Case]
SEEDS = range(80)
NEWS: dict[str, News] = {
    "a provider declines three offers": with_refusals,
    "one new exclusion": lambda draw, case, _: with_an_exclusion(draw, case),
    "one place freed": lambda draw, case, _: with_a_place_freed(draw, case),
}
FEWEST_COMPARED = 40


def _replans(news: News) -> list[tuple[Earlier, Allocation]]:
    """Plan small random cases, let the news come, and plan anew."""
    found = []
    for seed in SEEDS:
        case = replace(random_case(seed), offers=())
        case = replace(case, policy=replace(case.policy, goals=DEFAULT_GOALS))
        if decision_clashes(case):
            continue
        before = allocate(case)
        after = news(random.Random(seed), case, before)
        if decision_clashes(after):
            continue
        record = run_of(case, before)
        after = replace(after, offers=Earlier(record, after).offers)
        if after.offers:
            found.append((Earlier(record, after), allocate(after)))
    assert len(found) >= FEWEST_COMPARED
    return found


@pytest.fixture(scope="module", params=NEWS)
def replans(request: pytest.FixtureRequest) -> list[tuple[Earlier, Allocation]]:
    return _replans(NEWS[request.param])


def _changed(case: Case, answer: PlannedStays | Allocation) -> set[str]:
    """Return whose offer an answer changes: counted here, without the goal's own rule."""
    if isinstance(answer, Allocation):
        stays = {p.pupil_id: (p.commission_id, p.start_date) for p in answer.placed}
    else:
        stays = {pupil_id: (s.commission_id, s.starts) for pupil_id, s in answer.items()}
    return {
        offer.pupil_id
        for offer in case.offers
        if stays.get(offer.pupil_id) != (offer.commission_id, offer.start_date)
    }


def test_no_sound_answer_with_the_same_duties_changes_fewer_offers(
    replans: list[tuple[Earlier, Allocation]],
) -> None:
    changed = 0
    for earlier, allocation in replans:
        values, stays = best_by_trying_everything(earlier.case)
        assert tuple(goal.value for goal in allocation.goals) == values
        assert len(_changed(earlier.case, allocation)) == len(_changed(earlier.case, stays))
        changed += bool(_changed(earlier.case, stays))
    assert changed


def test_where_offers_come_first_no_sound_answer_at_all_changes_fewer(
    replans: list[tuple[Earlier, Allocation]],
) -> None:
    for earlier, _ in replans:
        case = earlier.case
        goals = (Goal.CHANGES_TO_OFFERS, *DEFAULT_GOALS)
        first = replace(case, policy=replace(case.policy, goals=goals))
        fewest, _ = best_by_trying_everything(first)
        assert len(_changed(case, allocate(first))) == fewest[0]


def test_every_difference_is_listed_once_and_has_a_cause(
    replans: list[tuple[Earlier, Allocation]],
) -> None:
    for earlier, allocation in replans:
        changes = changes_since(earlier, allocation)
        now = {p.pupil_id: (p.commission_id, p.start_date) for p in allocation.placed}
        then = {s.pupil_id: (s.commission_id, s.start_date) for s in earlier.record.shown}
        differing = {p for p in {*now, *then} if now.get(p) != then.get(p)}
        assert [change.pupil_id for change in changes] == sorted(differing)
        assert {c.pupil_id for c in changes if c.counts} == _changed(earlier.case, allocation)
        assert all(change.causes for change in changes)
        for change in changes:
            _check_causes(change, earlier, allocation)


def _check_causes(change: OfferChange, earlier: Earlier, allocation: Allocation) -> None:
    """Hold the causes told of a change against the facts."""
    kinds = {cause.kind for cause in change.causes}
    refused = {
        (d.pupil_id, d.commission_id)
        for d in earlier.case.dataset.decisions
        if d.number  # the news
    }
    declined = (change.pupil_id, change.from_commission_id) in refused
    assert (CauseKind.DECLINED in kinds) == declined
    newcomer = change.pupil_id == NEWCOMER
    assert (CauseKind.REFERRED_SINCE in kinds) == newcomer
    assert change.kind is not ChangeKind.LEFT
    assert CauseKind.DECIDED not in kinds
    placed = {p.pupil_id for p in allocation.placed}
    for cause in change.causes:
        assert change.pupil_id not in cause.pupil_ids
        if "the room" in cause.sentence and cause.kind is CauseKind.TAKEN:
            assert set(cause.pupil_ids) <= placed
        assert "not proven" not in cause.sentence


def test_without_news_nothing_changes() -> None:
    compared = 0
    for seed in SEEDS:
        case = replace(random_case(seed), offers=())
        if decision_clashes(case):
            continue
        before = allocate(case)
        record = run_of(case, before)
        again = replace(case, offers=Earlier(record, case).offers)
        assert changes_since(Earlier(record, again), allocate(again)) == ()
        compared += 1
    assert compared >= FEWEST_COMPARED
