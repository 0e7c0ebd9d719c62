"""The rules once more, as rows over the options: what the solver is given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from planner.allocation.costs import objectives, stay_prices
from planner.allocation.occupancy import Room, first_week, last_week, rooms
from planner.allocation.options import Integers, Options, all_options
from planner.allocation.sooner import possible, worth_keeping
from planner.domain.case import Case
from planner.domain.codes import PairKind
from planner.rules.goals import goal_order
from planner.rules.load import locked_decisions
from planner.solver.program import Program, sparse_rows


@dataclass(frozen=True)
class Row:
    """One rule for one subject: a sum over some options that must not pass a limit."""

    rule: str
    members: Integers
    weights: Integers
    upper: int
    equal: bool = False


@dataclass(frozen=True)
class Board:
    """The options that are worth considering, and the program over them."""

    options: Options
    program: Program


def build(case: Case) -> Board:
    """Build the program of a case: options, goals and one row for each limit that can bind."""
    options = all_options(case)
    limits = list(rooms(options))
    fits = possible(options, limits)
    options, limits = options.kept(fits), [limit.kept(fits) for limit in limits]
    *order, draw = goal_order(case)
    goals = objectives(options, order)
    kept = worth_keeping(options, limits, goals)
    options, limits = options.kept(kept), [limit.kept(kept) for limit in limits]
    goals = (
        *(replace(goal, coefficients=goal.coefficients[kept]) for goal in goals),
        *objectives(options, [draw]),
    )
    rows = list(all_rows(options, limits))
    return Board(
        options,
        Program(
            matrix=sparse_rows([(row.members, row.weights) for row in rows], len(options)),
            upper=np.array([row.upper for row in rows], dtype=np.int64),
            equal=np.array([row.equal for row in rows], dtype=bool),
            groups=options.pupil,
            objectives=goals,
        ),
    )


def all_rows(options: Options, limits: Iterable[Room]) -> Iterator[Row]:
    """Yield every row: one place a pupil, limits week by week, pairs, the budget."""
    yield from _one_place(options)
    for room in limits:
        yield from _room_rows(room, options)
    yield from _pairs(options)
    yield from _budget(options)


def _one_place(options: Options) -> Iterator[Row]:
    # Options are ordered by pupil.
    borders = np.flatnonzero(np.diff(options.pupil)) + 1
    for members in np.split(np.arange(len(options)), borders):
        if members.size:
            yield Row("one_place", members, np.ones(len(members), dtype=np.int64), 1)


def _room_rows(room: Room, options: Options) -> Iterator[Row]:
    """Yield a row for each week in which the limit can bind and no earlier row says more."""
    inside = np.flatnonzero(room.takes)
    if not inside.size:
        return
    first, last = first_week(options)[inside], last_week(options)[inside]
    tightest: int | None = None
    for week, left in enumerate(room.left.tolist()):
        # With nobody new since the last row, a row with as much room says nothing more.
        if tightest is not None and left >= tightest and not (first == week).any():
            continue
        present = inside[(first <= week) & (last >= week)]
        tightest = left
        if room.takes[present].sum() > left:
            yield Row(room.rule, present, room.takes[present], left)


def _pairs(options: Options) -> Iterator[Row]:
    case = options.case
    rows = {r.pupil_id: row for row, r in enumerate(case.dataset.referrals)}
    sites = np.array([c.site_id for c in case.dataset.commissions], dtype=object)
    for pair in case.dataset.pairs:
        if pair.pupil_id not in rows or pair.other_pupil_id not in rows:
            continue
        one = np.flatnonzero(options.pupil == rows[pair.pupil_id])
        other = np.flatnonzero(options.pupil == rows[pair.other_pupil_id])
        if pair.kind is PairKind.TOGETHER and _settled(pair.pupil_id, pair.other_pupil_id, case):
            continue
        for site in sorted(set(sites)):
            ones = one[sites[options.commission[one]] == site]
            others = other[sites[options.commission[other]] == site]
            members = np.concatenate([ones, others])
            if pair.kind is PairKind.TOGETHER and members.size:
                weights = np.concatenate([np.ones_like(ones), -np.ones_like(others)])
                yield Row("keep_together", members, weights, 0, equal=True)
            elif ones.size and others.size:
                yield Row("keep_apart", members, np.ones_like(members), 1)


def _settled(pupil_id: str, other_pupil_id: str, case: Case) -> bool:
    """Say whether one of two pupils has a decided place; the other is drawn to it as an option."""
    return bool({d.pupil_id for d in locked_decisions(case)} & {pupil_id, other_pupil_id})


def _budget(options: Options) -> Iterator[Row]:
    cap = options.case.policy.budget_cap_pence
    if cap is not None:
        yield Row("budget_cap", np.arange(len(options)), stay_prices(options), cap)
