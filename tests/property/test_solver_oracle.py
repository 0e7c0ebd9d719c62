"""The solver of goals in strict order against trying every choice of columns."""

import random
from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp

from planner.solver.lexicographic import solve
from planner.solver.linear import relaxation
from planner.solver.linear.relaxation import Relaxed
from planner.solver.program import Objective, Program, Solution
from planner.solver.rows import Rows
from planner.solver.settling import goal, nearby
from planner.solver.settling.board import Board
from planner.solver.settling.goal import settle

PROGRAMS_IN_BLOCK = 40


def random_program(seed: int) -> Program:
    """Make a program of part-time pupils on nested limits, with pairs and tight prices."""
    draw = random.Random(seed)
    groups = [group for group in range(draw.randint(3, 6)) for _ in range(draw.randint(1, 3))]
    columns = len(groups)
    rows = [[int(group == each) for each in groups] for group in sorted(set(groups))]
    upper, equal = [1] * len(rows), [False] * len(rows)
    weights = [draw.choice((3, 4, 5, 6, 7, 10)) for _ in range(max(groups) + 1)]
    inner = [draw.random() < 0.8 for _ in groups]
    outer = [inside or draw.random() < 0.5 for inside in inner]
    for members in (inner, outer):  # a limit nested in a wider one
        rows.append(
            [weights[g] if inside else 0 for g, inside in zip(groups, members, strict=True)]
        )
        upper.append(draw.choice((9, 10, 13, 17, 20)))
        equal.append(False)
    if draw.random() < 0.4:  # two groups kept together: as many here as there
        side = [draw.random() < 0.5 for _ in groups]
        rows.append(
            [{0: 1, 1: -1}.get(g, 0) * inside for g, inside in zip(groups, side, strict=True)]
        )
        upper.append(0)
        equal.append(True)
    objectives = []
    for number in range(draw.randint(2, 4)):
        scale = draw.choice((1, 1, 5, 1000))
        costs = [scale * draw.randint(-9, 4) for _ in groups]
        objectives.append(
            Objective(f"goal {number}", "points", np.array(costs), draw.randint(-5, 5))
        )
    ties = [draw.randint(1, 1 << 24) for _ in groups]
    objectives.append(Objective("tie", "points", np.array(ties)))
    return Program(
        sp.csr_matrix(np.array(rows, dtype=np.int64).reshape(-1, columns)),
        np.array(upper, dtype=np.int64),
        np.array(equal, dtype=bool),
        np.array(groups, dtype=np.int64),
        tuple(objectives),
    )


def program_with_many_equals(seed: int) -> Program:
    """Make a program in which very many choices reach the first goals: everybody is alike."""
    draw = random.Random(seed)
    groups = [group for group in range(draw.randint(3, 5)) for _ in range(draw.randint(2, 4))]
    rows = [[int(group == each) for each in groups] for group in sorted(set(groups))]
    rows += [[int(draw.random() < 0.3) for _ in groups] for _ in range(draw.randint(6, 12))]
    costs = [[-1] * len(groups), [draw.randint(-1, 0) for _ in groups]]
    costs += [[draw.randint(-2, 2) for _ in groups], [draw.randint(1, 1 << 24) for _ in groups]]
    return Program(
        sp.csr_matrix(np.array(rows, dtype=np.int64)),
        np.ones(len(rows), dtype=np.int64),
        np.zeros(len(rows), dtype=bool),
        np.array(groups, dtype=np.int64),
        tuple(Objective(f"goal {n}", "points", np.array(cost)) for n, cost in enumerate(costs)),
    )


def best_of_all_choices(program: Program) -> tuple[tuple[int, ...], list[bool]]:
    by_group = [[None, *np.flatnonzero(program.groups == g)] for g in np.unique(program.groups)]
    best = None
    matrix = program.matrix.toarray()
    for picked in product(*by_group):
        chosen = np.zeros(len(program.groups), dtype=bool)
        chosen[[column for column in picked if column is not None]] = True
        totals = matrix[:, chosen].sum(axis=1)
        if (totals > program.upper).any() or (totals != program.upper)[program.equal].any():
            continue
        values = tuple(objective.value(chosen) for objective in program.objectives)
        if best is None or values < best[0]:
            best = values, chosen.tolist()
    assert best is not None
    return best


def _compare(program: Program, solution: Solution) -> None:
    values, chosen = best_of_all_choices(program)
    assert tuple(value.value for value in solution.values) == values
    assert all(value.proven for value in solution.values)
    assert solution.chosen.tolist() == chosen


@pytest.fixture
def cuts_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have cuts made even where so few columns are left that a search alone would do."""
    monkeypatch.setattr(goal, "_VERY_FEW", -1)
    monkeypatch.setattr(goal, "_SLOW_PROGRESS", 0.0)


@pytest.mark.parametrize("block", range(4))
def test_the_best_of_all_choices_is_found_and_proven(block: int) -> None:
    for seed in range(block * PROGRAMS_IN_BLOCK, (block + 1) * PROGRAMS_IN_BLOCK):
        program = random_program(seed)
        _compare(program, solve(program))


@pytest.mark.usefixtures("cuts_first")
@pytest.mark.parametrize("block", range(10))
def test_with_cuts_the_best_of_all_choices_is_found_and_proven(block: int) -> None:
    for seed in range(block * PROGRAMS_IN_BLOCK, (block + 1) * PROGRAMS_IN_BLOCK):
        program = random_program(seed)
        _compare(program, solve(program))


@pytest.mark.usefixtures("cuts_first")
def test_among_them_are_programs_that_need_cuts_of_both_kinds_and_searches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    used = {"separate": 0, "round_tableau": 0, "search_near": 0}
    for name in used:
        right = getattr(goal, name)

        def counted(*values: object, name: str = name, right: object = right, **more: object):
            outcome = right(*values, **more)
            used[name] += outcome is not None or name == "search_near"
            return outcome

        monkeypatch.setattr(goal, name, counted)
    for seed in range(150):
        solve(random_program(seed))
    assert min(used.values()) >= 5, used


@pytest.mark.parametrize("seed", range(60))
def test_after_an_open_goal_the_answer_keeps_every_row_and_bounds_are_honest(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = random_program(seed)
    board = Board.of(program, 25.0)
    first, *later = program.objectives
    settle(board, [first.coefficients.astype(np.int64)])
    board.proven = False
    for objective in later:
        ((value, least),) = settle(board, [objective.coefficients.astype(np.int64)])
        assert least <= value == board.value(cost_now(objective, board))
        assert board.rows.allow(board.chosen)
    chosen = np.zeros(len(program.groups), dtype=bool)
    chosen[board.open_columns[board.chosen]] = True
    assert Rows.of(program).allow(chosen)
    assert first.value(chosen) == best_of_all_choices(program)[0][0]


def cost_now(objective: Objective, board: Board) -> np.ndarray:
    return objective.coefficients[board.open_columns].astype(np.int64)


@pytest.mark.parametrize("seed", range(40))
def test_without_cuts_the_search_proves_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goal, "separate", lambda *_: None)
    monkeypatch.setattr(goal, "round_tableau", lambda *_: None)
    monkeypatch.setattr(goal, "search_near", lambda *_, **__: None)
    program = random_program(seed)
    _compare(program, solve(program))


@pytest.mark.parametrize("few", [0, 4])
def test_where_few_columns_are_searched_at_once_the_bound_is_raised_step_by_step(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goal, "_FEW", few)
    monkeypatch.setattr(goal, "_CUT_ROUNDS", 0)
    monkeypatch.setattr(goal, "_PATIENCE", 0)
    raised = 0
    honest = Board.search

    def counted(*values: object, **more: object):
        nonlocal raised
        found = honest(*values, **more)
        raised += found.complete and found.chosen is None and "floor" in more
        return found

    monkeypatch.setattr(Board, "search", counted)
    for seed in range(60):
        program = random_program(seed)
        _compare(program, solve(program))
    assert raised >= 5


@pytest.mark.parametrize("few", [0, 4, 6])
def test_goals_settled_together_have_the_values_of_the_best_of_all_choices(
    few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nearby, "_FEW_SPLIT", few)
    monkeypatch.setattr(goal, "_FEW_AHEAD", 0)
    together: list[int] = []
    honest = goal.look_ahead

    def counted(*values: object):
        together.append(len(reached := honest(*values)))
        return reached

    monkeypatch.setattr(goal, "look_ahead", counted)
    compared = 0
    for seed in range(100):
        together.clear()
        solution = solve(program := program_with_many_equals(seed))
        if max(together, default=0) > 1:
            _compare(program, solution)
            compared += 1
    assert compared >= 4


@pytest.mark.usefixtures("cuts_first")
def test_no_cut_bars_a_choice_that_the_rows_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    cuts: list[tuple[Rows, tuple[sp.csr_matrix, np.ndarray]]] = []
    right = goal.round_tableau

    def noted(rows: Rows, relaxed: Relaxed):
        found = right(rows, relaxed)
        if found is not None:
            cuts.append((rows, found))
        return found

    monkeypatch.setattr(goal, "round_tableau", noted)
    for seed in range(40):
        solve(random_program(seed))
    assert len(cuts) > 20
    for rows, (matrix, upper) in cuts:
        columns = min(rows.matrix.shape[1], 12)
        every = np.array(list(product((0, 1), repeat=columns)), dtype=np.int64)
        used = every @ rows.matrix[:, :columns].toarray().T
        allowed = (used <= rows.upper).all(axis=1) & (used == rows.upper)[:, rows.equal].all(axis=1)
        assert (every[allowed] @ matrix[:, :columns].toarray().T <= upper).all()


@pytest.mark.parametrize("seed", range(20))
def test_where_floating_point_fails_the_searches_prove_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relaxation, "_solved", lambda *_: None)
    program = random_program(seed)
    _compare(program, solve(program))


def test_a_bound_that_only_search_can_lift_is_proven() -> None:
    # Any two of the three pairs of columns exclude each other: the relaxation takes halves.
    rows = [[1, 1, 0], [0, 1, 1], [1, 0, 1], *np.eye(3, dtype=int).tolist()]
    program = Program(
        sp.csr_matrix(np.array(rows)),
        np.ones(6, dtype=np.int64),
        np.zeros(6, dtype=bool),
        np.arange(3),
        (
            Objective("placed", "columns", np.array([-1, -1, -1])),
            Objective("cost", "points", np.array([5, 3, 4])),
        ),
    )
    solution = solve(program)
    assert [value.value for value in solution.values] == [-1, 3]
    _compare(program, solution)


def test_where_the_effort_is_too_small_the_bound_stays_below_and_nothing_is_called_proven(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(goal, "separate", lambda *_: None)
    monkeypatch.setattr(goal, "round_tableau", lambda *_: None)
    honest = Board.search
    monkeypatch.setattr(
        Board, "search", lambda *values, **more: honest(*values, **more | {"effort": 0.0})
    )
    unproven = 0
    for seed in range(60):
        program = random_program(seed)
        solution = solve(program)
        values, _ = best_of_all_choices(program)
        first = solution.values[0]
        assert first.bound <= values[0] <= first.value
        unproven += not first.proven
    assert unproven


def test_a_program_in_which_choosing_nothing_is_barred_is_refused() -> None:
    with pytest.raises(ValueError, match="choosing nothing must be allowed by every row"):
        Program(
            sp.csr_matrix(np.ones((1, 1), dtype=np.int64)),
            np.array([1]),
            np.array([True]),
            np.zeros(1, dtype=np.int64),
            (),
        )


def test_a_program_without_columns_has_its_constants_as_values() -> None:
    program = Program(
        sp.csr_matrix((0, 0), dtype=np.int64),
        np.zeros(0, dtype=np.int64),
        np.zeros(0, dtype=bool),
        np.zeros(0, dtype=np.int64),
        (Objective("late", "days", np.zeros(0, dtype=np.int64), 7),),
    )
    solution = solve(program)
    assert (solution.values[0].value, solution.values[0].bound) == (7, 7)
