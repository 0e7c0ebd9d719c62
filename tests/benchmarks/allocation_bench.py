"""
Time the allocation beside the ways in which it could also be worked out, in one run.

Run from the repository's root, with the package installed::

    python tests/benchmarks/allocation_bench.py --size 400 --rules side

Each method is given the same whole model of the same case: every start week, no option left
out. Building and solving are timed apart, by processor and by wall. Every answer is held
against the plain rules and its goals are compared with ours: a difference ends the run with
status 1. Nothing is asserted of the clock. See README.md beside this file for the methods and
for what was measured.
"""

from __future__ import annotations

import argparse
import sys

from allocation_rivals import greedy, own_process
from allocation_rivals.instances import Rules, bench_case, shares, with_budget
from allocation_rivals.measured import Measured
from allocation_rivals.question import Question, question

from planner.allocation.allocate import allocate
from planner.allocation.program import build
from planner.domain.case import Case
from planner.rules.goals import goal_order
from planner.rules.money import stay_pence
from planner.solver.lexicographic import DEFAULT_EFFORT, solve

RIVALS = {
    "highs": ("row_by_row_mip", "HiGHS"),
    "cbc": ("row_by_row_mip", "CBC"),
    "cpsat": ("plain_cpsat", "CP-SAT"),
}
DEFAULT_OTHERS = ("greedy", "highs", "cpsat")
LATE = ("late_days_looked_after", "late_days")
UNPLACED = ("unplaced_priority_1", "unplaced_priority_2", "unplaced_priority_3")


def main() -> None:
    """Make one case, solve it by every method asked for, and print what was measured."""
    asked = _arguments()
    case = _case(asked.size, asked.seed, Rules(asked.rules), asked.effort)
    print(_headline(case, asked), flush=True)
    mine, unproven = ours(case, asked.effort)
    _print_row(mine, mine)
    if asked.whole:
        _print_row(whole(case, asked.effort), mine)
    asks = question(case)
    others = []
    for name in asked.others:
        other = rival(name, asks, asked.limit_seconds)
        _print_row(other, mine)
        others.append(other)
    print(_goals(case, mine))
    for other in others:
        if other.method.startswith("greedy"):
            print(_gap(case, other, mine))
    faults = [*unproven, *(fault for other in others for fault in _differences(other, mine, asks))]
    print("\n".join(faults) or "Every goal that two methods proved has the same value.")
    sys.exit(1 if faults else 0)


def ours(case: Case, effort: float) -> tuple[Measured, list[str]]:
    """Build and solve with the planner; also name the goals left unproven."""
    measured = Measured("ours")
    with measured.build.counted():
        board = build(case)
    with measured.solve.counted():
        solution = solve(board.program, effort=effort)
    measured.goals = [value.value for value in solution.values]
    options, rows = board.program.matrix.shape[1], board.program.matrix.shape[0]
    measured.note = f"{options:,} options, {rows:,} rows"
    unproven = [
        f"UNPROVEN {value.name}: {value.value}, bound {value.bound}"
        for value in solution.values
        if not value.proven
    ]
    measured.open_goals = len(unproven)
    return measured, unproven


def whole(case: Case, effort: float) -> Measured:
    """Time the whole of ``allocate``: with checks, reasons and occupancy."""
    measured = Measured("ours, whole allocate()")
    with measured.solve.counted():
        answer = allocate(case, effort=effort)
    measured.goals = [goal.value for goal in answer.goals]
    return measured


def rival(name: str, asks: Question, limit_seconds: int) -> Measured:
    """Solve the case by another method."""
    if name == "greedy":
        return greedy.place(asks)
    module, solver = RIVALS[name]
    return own_process.run(module, asks.facts, solver=solver, limit_seconds=limit_seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--size", type=int, default=60, help="waiting pupils (60, 400, 1000)")
    parser.add_argument("--rules", choices=[r.value for r in Rules], default="side")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--others", nargs="*", choices=["greedy", *RIVALS], default=["greedy", "highs", "cpsat"]
    )
    parser.add_argument("--limit-seconds", type=int, default=600, help="CPU, for each other method")
    parser.add_argument(
        "--effort", type=float, default=DEFAULT_EFFORT, help="ours, for all goals together"
    )
    parser.add_argument("--whole", action="store_true", help="time allocate() too")
    return parser.parse_args()


def _case(size: int, seed: int, rules: Rules, effort: float) -> Case:
    case = bench_case(size, seed=seed, rules=rules)
    if rules is not Rules.BUDGET:
        return case
    board = build(case)
    stays = board.options.stays(solve(board.program, effort=effort).chosen)
    spent = sum(stay_pence(case.dataset.referral[p], stay, case) for p, stay in stays.items())
    return with_budget(case, spent_pence=spent)


def _headline(case: Case, asked: argparse.Namespace) -> str:
    counted = shares(case)
    dataset = case.dataset
    sessions = ", ".join(f"{n} sessions: {many}" for n, many in counted.sessions.items())
    cap = case.policy.budget_cap_pence
    return (
        f"\n{counted.pupils} pupils × {len(dataset.commissions)} commissions × "
        f"{case.policy.horizon_weeks} weeks, rules {asked.rules}, seed {asked.seed}\n"
        f"pupils by sessions a week: {sessions}; {len(dataset.limits)} nested limits, "
        f"{len(dataset.pairs)} pairs, {sum(not s.registered for s in dataset.sites)} unregistered "
        f"site(s), budget cap {'none' if cap is None else f'{cap:,} pence'}\n\n"
        "| method | build CPU s | solve CPU s | all CPU s | wall s | goals proven | times ours |\n"
        "|---|---|---|---|---|---|---|"
    )


def _print_row(measured: Measured, mine: Measured) -> None:
    over = "" if measured.finished else "> "
    cells = (
        f"{measured.method} {measured.note}".strip(),
        f"{measured.build.cpu:.2f}",
        f"{over}{measured.cpu - measured.build.cpu:.2f}",
        f"{over}{measured.cpu:.2f}",
        f"{over}{measured.wall:.2f}",
        "none" if measured.method.startswith("greedy") else _proven(measured),
        f"{over}{measured.cpu / mine.cpu:.1f}",
    )
    print(f"| {' | '.join(cells)} |", flush=True)


def _proven(measured: Measured) -> str:
    return str(len(measured.goals) - measured.open_goals)


def _goals(case: Case, mine: Measured) -> str:
    pairs = zip(goal_order(case), mine.goals, strict=True)
    return "\ngoals: " + ", ".join(f"{goal.value} {value:,}" for goal, value in pairs)


def _gap(case: Case, other: Measured, mine: Measured) -> str:
    names = [goal.value for goal in goal_order(case)]
    best = dict(zip(names, mine.goals, strict=True))
    hand = dict(zip(names, other.goals, strict=True))
    late = [sum(values[name] for name in LATE) for values in (hand, best)]
    pupils = len(case.dataset.referrals)
    placed = [pupils - sum(values[name] for name in UNPLACED) for values in (hand, best)]
    minutes = [values["travel_minutes"] for values in (hand, best)]
    return (
        f"greedy by urgency: {late[0]} school days late where {late[1]} are unavoidable; "
        f"{placed[0]} pupils placed instead of {placed[1]}; "
        f"{minutes[0] / max(1, placed[0]):.1f} minutes' travel a pupil placed instead of "
        f"{minutes[1] / max(1, placed[1]):.1f}"
    )


def _differences(other: Measured, mine: Measured, asks: Question) -> list[str]:
    if other.method.startswith("greedy"):
        return []
    names = [goal.value for goal in goal_order(asks.case)]
    faults = [
        f"DIFFERENT {name}: ours {own}, {other.method} {value}"
        for name, own, value in zip(names, mine.goals, other.goals, strict=False)
        if own != value
    ]
    if other.finished and list(asks.values(other.chosen).values()) != other.goals:
        faults.append(f"DIFFERENT {other.method}: its answer does not have its goals")
    return faults


if __name__ == "__main__":
    main()
