"""The best answer of a changed case, found from the best answer of the case as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.allocation.options import Options
from planner.allocation.program import build
from planner.allocation.suggest.facts import moves_between
from planner.allocation.suggest.question import Question
from planner.domain.case import Case
from planner.results.placing.suggestion import Effect, GoalChange
from planner.rules.base import PlannedStays
from planner.rules.check import breaches
from planner.rules.load import decided_stays
from planner.solver.program import Program
from planner.solver.warm.forcing import Forcing


@dataclass(frozen=True)
class Again:
    """The best answer of a changed case."""

    case: Case
    stays: PlannedStays
    values: tuple[int, ...]
    exact: bool
    """Whether no goal can be better, besides the last, which only draws between equal answers."""


def solve_again(case: Case, known: PlannedStays) -> Again:
    """
    Return the best answer of a case.

    Parameters
    ----------
    case
        A changed case.
    known
        An answer of the case before; a good start where it is allowed still.

    Raises
    ------
    ValueError
        If the answer breaks a rule: a fault in the planner, so no answer leaves.
    """
    board = build(case)
    start = _chosen(board.options, known)
    if not _allowed(board.program, start):
        start = np.zeros_like(start)
    found = Forcing(board.program, board.options.commission, start).best()
    stays = {**decided_stays(case), **board.options.stays(found.chosen)}
    if breaches(stays, case):
        raise ValueError("the answer to a changed case breaks a rule")
    return Again(case, stays, found.values, found.exact_but_last)


def effect_of(question: Question, again: Again) -> Effect:
    """Return what a change does, against the best answer of the case as it is."""
    return Effect(
        tuple(
            GoalChange(base.name, base.unit, value - base.value)
            for base, value in zip(question.values, again.values, strict=True)
        ),
        again.exact and question.proven,
        tuple(moves_between(question.stays, again.stays, question.case)),
    )


def _chosen(options: Options, stays: PlannedStays) -> NDArray[np.bool_]:
    dataset = options.case.dataset
    wanted = {
        (pupil_id, stay.commission_id, stay.starts.toordinal(), stay.ends.toordinal())
        for pupil_id, stay in stays.items()
    }
    columns = zip(options.pupil, options.commission, options.starts, options.ends, strict=True)
    return np.array(
        [
            (
                dataset.referrals[pupil].pupil_id,
                dataset.commissions[commission].commission_id,
                int(starts),
                int(ends),
            )
            in wanted
            for pupil, commission, starts, ends in columns
        ],
        dtype=bool,
    )


def _allowed(program: Program, chosen: NDArray[np.bool_]) -> bool:
    total = program.matrix @ chosen.astype(np.int64)
    return bool((total <= program.upper).all() and (total == program.upper)[program.equal].all())
