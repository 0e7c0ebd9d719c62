"""A case solved once and ready to be asked what each choice would change."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from planner.allocation.allocate import run_of
from planner.allocation.options import Integers, Options, all_options
from planner.allocation.program import Board, build
from planner.allocation.suggest.facts import Walks
from planner.allocation.suggest.refused import Refusals
from planner.domain.case import Case
from planner.errors import DecisionsClash
from planner.results.run import Run
from planner.rules.base import PlannedStays
from planner.rules.check import breaches, decision_clashes
from planner.rules.goals import goal_values
from planner.rules.load import decided_stays
from planner.solver.lexicographic import DEFAULT_EFFORT, solve
from planner.solver.program import ObjectiveValue
from planner.solver.warm.forcing import Forced, Forcing


@dataclass(frozen=True)
class Question:
    """The best answer of a case, and the program to ask for others."""

    case: Case
    board: Board
    forcing: Forcing
    values: tuple[ObjectiveValue, ...]
    stays: PlannedStays
    """Who goes where in the best answer, decided stays among them."""
    seconds: float
    walks: Walks
    """Verdicts on walks that were measured along roads and paths; others go by the line."""

    @property
    def proven(self) -> bool:
        """Whether every goal is proven besides the last, which only draws between equal answers."""
        return all(value.proven for value in self.values[:-1])

    def columns(self, pupil: int, commission: int) -> Integers:
        """Return the open choices of one pupil on one commission, by their rows."""
        options = self.board.options
        return np.flatnonzero((options.pupil == pupil) & (options.commission == commission))

    def force(self, columns: Integers) -> tuple[Forced, PlannedStays] | None:
        """
        Return the best answer with one of some choices of a pupil, held against every rule.

        Raises
        ------
        ValueError
            If the answer breaks a rule: a fault in the planner, so no answer leaves.
        """
        forced = self.forcing.force(columns)
        if forced is None:
            return None
        stays = {**decided_stays(self.case), **self.board.options.stays(forced.chosen)}
        if breaches(stays, self.case):
            raise ValueError("the answer to a forced choice breaks a rule")
        if tuple(goal_values(stays, self.case).values()) != forced.values:
            raise ValueError("the goals of a forced choice are not what their rules say")
        return forced, stays

    @cached_property
    def every_option(self) -> Options:
        """All choices that the rules about one pupil leave, full places among them."""
        return all_options(self.case)

    @cached_property
    def refusals(self) -> Refusals:
        """Says why pairs are not possible."""
        return Refusals(self.case)

    @property
    def run(self) -> Run:
        """The identity of this question."""
        return run_of(self.case, self.seconds)


def open_question(
    case: Case, *, effort: float = DEFAULT_EFFORT, walks: Walks | None = None
) -> Question:
    """
    Solve a case and keep what is needed to ask for the price of every choice.

    Parameters
    ----------
    case
        Decisions already taken in it stay as they are.
    effort
        Limit of the proof of each goal. [CP-SAT deterministic seconds]
    walks
        What is known of walks along roads and paths; None where only the line is.

    Raises
    ------
    DecisionsClash
        If decisions already taken break a rule or contradict each other.
    """
    clashes = decision_clashes(case)
    if clashes:
        raise DecisionsClash(
            "Decisions already taken cannot all stand: "
            + " ".join(clash.sentence for clash in clashes)
            + " Change or withdraw one of them in the decisions table. Nothing was calculated."
        )
    began = time.perf_counter()
    board = build(case)
    solution = solve(board.program, effort=effort)
    stays = {**decided_stays(case), **board.options.stays(solution.chosen)}
    if breaches(stays, case):
        raise ValueError("the answer breaks a rule")
    forcing = Forcing(board.program, board.options.commission, solution.chosen, effort)
    return Question(
        case, board, forcing, solution.values, stays, time.perf_counter() - began, walks or {}
    )
