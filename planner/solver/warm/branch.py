"""Whole answers from the simplex: cuts, then branching on where one group goes, to proof."""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from planner.solver.covers import separate_covers
from planner.solver.knapsack import separate
from planner.solver.program import Integers, Program
from planner.solver.warm.pool import Pool
from planner.solver.warm.proof import Bound, Vector, may_beat, proven_bound, vector_of
from planner.solver.warm.rounding import separate_by_rounding
from planner.solver.warm.simplex import Simplex, TooManyPivots

_SPLIT = 1e-6
_MOST_NODES = 60
_CUTS_BELOW = 2


class Unproven(Exception):
    """The tree grew too large, or a bound could not be checked; a slower way is needed."""


@dataclass
class Tree:
    """A search for the first whole answer in the goals' order, below a known one if any."""

    costs: Integers
    """Goals by columns, without constants."""
    groups: Integers
    families: Integers
    """What columns of one group are parted by first: the same commission, the same number."""
    knapsacks: Integers
    group_rows: dict[int, int]
    program: Program
    """What an answer must be allowed in; a state may leave rows of it out."""
    pool: Pool
    """Cuts found before, for this question or another of the same program."""
    best: Vector | None = None
    chosen: NDArray[np.bool_] | None = None
    nodes: int = field(default=0)

    def explore(self, state: Simplex, *, cut_rounds: int) -> Simplex:
        """
        Search below a state whose prices are best; keep the first whole answer in order.

        Returns
        -------
        Simplex
            The state at the root with its cuts.

        Raises
        ------
        Unproven
            If the search cannot be ended with a proof.
        """
        try:
            if not state.repair():
                return state
            root = self.with_cuts(state, cut_rounds)
            if root is not None:
                self._below(root)
                return root
        except TooManyPivots:
            raise Unproven from None
        return state

    def with_cuts(self, state: Simplex, rounds: int) -> Simplex | None:
        """Add cuts that the state's answer breaks; None if then nothing is allowed."""
        for _ in range(rounds):
            cuts = self._broken(state)
            if cuts is None:
                break
            cut = state.with_rows(*cuts)
            try:
                if not cut.repair():
                    return None
            except TooManyPivots:
                break
            state = cut.without_idle_rows(len(self.program.upper))
        return state

    def _broken(self, state: Simplex) -> tuple[sp.csr_matrix, Integers] | None:
        """
        Return cuts that the state's answer breaks: known ones, else by group, size or rounding.

        All of them hold whatever a state bars, so that they serve every other question too.
        """
        upper, levels = state.limits, state.chosen
        if not _is_split(levels).any():
            return None
        known = self.pool.broken(levels)
        if known is not None:
            return known
        cuts = (
            separate_covers(state.matrix, upper, self.knapsacks, self.groups, levels)
            or separate(state.matrix, upper, self.knapsacks, levels)
            or separate_by_rounding(state)
        )
        if cuts is not None:
            self.pool.keep(cuts)
        return cuts

    def _below(self, root: Simplex) -> None:
        """Take the state of the least bound first, as far as the first split goal tells."""
        counter = count()
        queue: list[tuple[list[float], int, Simplex]] = [([], next(counter), root)]
        while queue:
            _, _, state = heappop(queue)
            self.nodes += 1
            if self.nodes > _MOST_NODES:
                raise Unproven
            bound = self._proven(state)
            if not self._may_help(bound):
                continue
            levels = state.chosen
            split = np.flatnonzero(_is_split(levels))
            if not split.size:
                self._adopt(bound, levels)
                continue
            for child in self._children(state, levels, split):
                if child.repair() and (cut := self.with_cuts(child, _CUTS_BELOW)) is not None:
                    least = np.round((self.costs * cut.chosen).sum(axis=1), 6).tolist()
                    heappush(queue, (least, next(counter), cut))

    def _may_help(self, bound: Bound | None) -> bool:
        if self.best is None:
            return True
        if bound is None:
            raise Unproven
        return may_beat(bound, self.best)

    def _proven(self, state: Simplex) -> Bound | None:
        """Return a state's bound; where roundings have spoilt its prices, after mending them."""
        bound = proven_bound(self.costs, state)
        if bound is None or (len(bound) < len(self.costs) and state.age):
            state.refresh()
            state.descend()
            bound = proven_bound(self.costs, state)
        return bound

    def _adopt(self, bound: Bound | None, levels: NDArray[np.float64]) -> None:
        whole = levels > 0.5
        value = vector_of(self.costs, np.flatnonzero(whole))
        if self.best is None or value < self.best:
            total = self.program.matrix @ whole.astype(np.int64)
            if (total > self.program.upper).any():
                raise Unproven
            self.best, self.chosen = value, whole
            if self._may_help(bound):
                raise Unproven

    def _children(
        self, state: Simplex, levels: NDArray[np.float64], split: Integers
    ) -> list[Simplex]:
        """Part where one group goes: its likeliest family or anything else; likelier last."""
        closeness = np.abs(levels[split] - 0.5)
        group = self.groups[split[np.argmin(closeness)]]
        members = np.flatnonzero(self.groups == group)
        used = members[levels[members] > _SPLIT]
        keys = self.families if len(np.unique(self.families[used])) > 1 else np.arange(len(levels))
        if len(used) == 1:
            keys = self.families
        weights = {
            int(k): float(levels[used[keys[used] == k]].sum()) for k in np.unique(keys[used])
        }
        likeliest = max(sorted(weights), key=lambda key: weights[key])
        inside = members[keys[members] == likeliest]
        outside = members[keys[members] != likeliest]
        slack = len(levels) + self.group_rows[int(group)]
        without, within = state.copy(), state.copy()
        without.barred[inside] = True
        within.barred[outside] = True
        within.barred[slack] = True
        return [without, within] if weights[likeliest] >= 0.5 else [within, without]


def _is_split(levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (levels > _SPLIT) & (levels < 1 - _SPLIT)
