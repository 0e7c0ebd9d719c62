"""A rule or a goal that is stated a little wrong in the bulk form is found by the oracle."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from planner.allocation import costs, masks, options, program
from planner.allocation.occupancy import Room
from planner.allocation.options import Integers, Options
from planner.allocation.program import Board, Row
from planner.domain.case import Case
from planner.domain.choices.policy import Goal
from planner.rules.base import PlannedStays
from planner.rules.check import decision_clashes
from planner.rules.load import decided_stays
from planner.solver.lexicographic import solve
from planner.testing import best_by_trying_everything, random_case

SEEDS = range(500)
ROOMS = ("capacity", "limit", "unregistered_full_time")


@dataclass(frozen=True)
class Known:
    """A case, its right program, and its best answer by trying everything."""

    case: Case
    board: Board
    values: tuple[int, ...]
    stays: PlannedStays

    def is_answered_wrongly(self) -> bool:
        board = program.build(self.case)
        if _is_same(board, self.board):
            return False
        solution = solve(board.program)
        stays = {**decided_stays(self.case), **board.options.stays(solution.chosen)}
        values = tuple(value.value for value in solution.values)
        return values != self.values or stays != self.stays


def _is_same(one: Board, other: Board) -> bool:
    return _numbers(one) == _numbers(other)


def _numbers(board: Board) -> list[list[int]]:
    options, matrix = board.options, board.program.matrix
    arrays = (
        *(options.pupil, options.commission, options.starts, options.ends),
        *(matrix.indptr, matrix.indices, matrix.data, board.program.upper, board.program.equal),
        *(objective.coefficients for objective in board.program.objectives),
    )
    return [array.tolist() for array in arrays]


@pytest.fixture(scope="module")
def known() -> tuple[Known, ...]:
    cases = (random_case(seed) for seed in SEEDS)
    return tuple(
        Known(case, program.build(case), *best_by_trying_everything(case))
        for case in cases
        if not decision_clashes(case)
    )


@pytest.fixture
def is_found_out(known: tuple[Known, ...]) -> Callable[[], bool]:
    """Say whether some case is answered differently than by trying everything."""
    return lambda: any(each.is_answered_wrongly() for each in known)


def test_the_right_program_is_not_found_out(is_found_out: Callable[[], bool]) -> None:
    assert not is_found_out()


@pytest.mark.parametrize("rule", masks.MASKS)
def test_a_pair_rule_that_is_forgotten(
    rule: str, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    monkeypatch.setitem(masks.MASKS, rule, lambda facts: np.ones(facts.shape, dtype=bool))
    if rule == "year_group":  # the year group on the day of the start says it once more
        monkeypatch.setattr(options, "_year_group_taken", _everything)
    assert is_found_out()


@pytest.mark.parametrize("change", [1, -1])
@pytest.mark.parametrize("rule", ["one_place", *ROOMS, "keep_apart", "budget_cap"])
def test_a_limit_that_is_off_by_one(
    rule: str, change: int, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    right = program.all_rows

    def wrong(options: Options, limits: Iterable[Room]) -> Iterator[Row]:
        for row in right(options, limits):
            off = row.rule == rule and row.upper + change >= 0
            yield replace(row, upper=row.upper + change) if off else row

    monkeypatch.setattr(program, "all_rows", wrong)
    assert is_found_out()


@pytest.mark.parametrize("rule", ["keep_together", "keep_apart", *ROOMS, "budget_cap"])
def test_a_row_that_is_forgotten(
    rule: str, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    right = program.all_rows
    monkeypatch.setattr(
        program,
        "all_rows",
        lambda options, limits: (row for row in right(options, limits) if row.rule != rule),
    )
    assert is_found_out()


@pytest.mark.parametrize("change", [1, -1])
@pytest.mark.parametrize("rule", ROOMS)
def test_room_that_is_counted_off_by_one(
    rule: str, change: int, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    right = program.rooms
    monkeypatch.setattr(
        program,
        "rooms",
        lambda options: (
            replace(room, left=np.maximum(0, room.left + change)) if room.rule == rule else room
            for room in right(options)
        ),
    )
    assert is_found_out()


@pytest.mark.parametrize("clause", ["_inside_contract", "_year_group_taken", "_apart_from_others"])
def test_a_clause_that_is_forgotten(
    clause: str, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    monkeypatch.setattr(options, clause, lambda options, *others: np.ones(len(options), dtype=bool))
    assert is_found_out()


@pytest.mark.parametrize("change", [1, -1])
def test_a_contract_held_a_day_off(
    change: int, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    right = options._inside_contract
    monkeypatch.setattr(
        options,
        "_inside_contract",
        lambda options: right(replace(options, ends=options.ends + change)),
    )
    assert is_found_out()


@pytest.mark.parametrize("change", [1, -1])
def test_notice_that_is_a_day_off(
    change: int, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    right = options._start_days

    def wrong(case: Case, pairs: np.ndarray) -> Integers:
        days = case.policy.off_site_notice_school_days + change
        return right(
            replace(case, policy=replace(case.policy, off_site_notice_school_days=days)), pairs
        )

    monkeypatch.setattr(options, "_start_days", wrong)
    assert is_found_out()


@pytest.mark.parametrize("change", [1, -1])
def test_a_last_day_that_is_a_day_off(
    change: int, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    right = options._last_days
    monkeypatch.setattr(options, "_last_days", lambda options: right(options) + change)
    assert is_found_out()


@pytest.mark.parametrize("goal", Goal)
def test_a_goal_that_is_one_too_much_for_one_choice(
    goal: Goal, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    _put_wrong(goal, lambda options, cost: cost + (np.arange(len(options)) == 0), monkeypatch)
    assert is_found_out()


@pytest.mark.parametrize("goal", Goal)
def test_a_goal_that_is_forgotten(
    goal: Goal, monkeypatch: pytest.MonkeyPatch, is_found_out: Callable[[], bool]
) -> None:
    _put_wrong(goal, lambda options, cost: 0 * cost, monkeypatch)
    assert is_found_out()


def _everything(options: Options, *_: object) -> np.ndarray:
    return np.ones(len(options), dtype=bool)


def _put_wrong(
    goal: Goal,
    change: Callable[[Options, Integers], Integers],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = costs.COSTS[goal]
    monkeypatch.setitem(
        costs.COSTS, goal, lambda options, clock: change(options, right(options, clock))
    )
