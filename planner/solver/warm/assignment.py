"""
Every forced choice at once where a program is a pure assignment: groups to nodes with room.

From the best answer, forcing a group to a node pushes a chain of others along the
cheapest path in the residual graph, contracted to the nodes. All such paths
come from one Floyd-Warshall run. Costs are vectors of a few 64-bit numbers, each
of which holds several goals in their order exactly.

Source: Ahuja, R., Magnanti, T. and Orlin, J. (1993), Network Flows, chapters 5 and 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.solver.program import Integers, Program

_MOST_BITS = 58
_FAR = 1 << 60
NOWHERE = -1


@dataclass(frozen=True)
class Assignment:
    """The residual graph of a best answer: nodes are rows with room, the last is nowhere."""

    program: Program
    chosen: NDArray[np.bool_]
    digits: Integers
    """Costs of the columns in the goals' order: (digits, columns)."""
    node: Integers
    """Node of each column."""
    at: Integers
    """Node of each group in the answer, by the group's position."""
    distance: Integers
    """Least cost of pushing one unit from node to node: (digits, nodes, nodes)."""
    step: Integers
    """First node on the cheapest path."""
    mover: Integers
    """Column to which a group moves on the cheapest arc; ``NOWHERE`` where nobody moves there."""
    leaver: Integers
    """Position of the group that moves on the cheapest arc; ``NOWHERE`` where nobody moves."""
    position: Integers
    """Position of each column's group."""
    current: Integers
    """Column chosen for each group; ``NOWHERE`` for none."""

    def changes(self) -> Integers:
        """Return by how much forcing each column changes the goals' digits: (digits, columns)."""
        now = np.where(self.current >= 0, self.digits[:, np.maximum(self.current, 0)], 0)
        there = self.distance[:, self.node, self.at[self.position]]
        return np.asarray(self.digits - now[:, self.position] + there)

    def possible(self, columns: Integers) -> Integers:
        """Return which of some columns can be forced at all: there is room to push into."""
        there = self.distance[0, self.node[columns], self.at[self.position[columns]]]
        return np.asarray(columns[there < _FAR])

    def answer(self, column: int) -> NDArray[np.bool_]:
        """Return the best answer in which a column is chosen."""
        chosen = self.chosen.copy()
        group = int(self.position[column])
        if self.current[group] >= 0:
            chosen[self.current[group]] = False
        chosen[column] = True
        node, goal = int(self.node[column]), int(self.at[group])
        while node != goal:
            onward = int(self.step[node, goal])
            moved, target = int(self.leaver[node, onward]), int(self.mover[node, onward])
            if moved >= 0 and self.current[moved] >= 0:
                chosen[self.current[moved]] = False
            if target >= 0:
                chosen[target] = True
            node = onward
        return chosen


def as_assignment(program: Program, chosen: NDArray[np.bool_]) -> Assignment | None:
    """Return the residual graph of a best answer; None where the program is more than this."""
    nodes = _nodes(program)
    digits = _digits(program)
    if nodes is None or digits is None:
        return None
    node, room = nodes
    groups, position = np.unique(program.groups, return_inverse=True)
    current = np.full(len(groups), NOWHERE, dtype=np.int64)
    current[position[chosen]] = np.flatnonzero(chosen)
    nowhere = len(room)
    at = np.where(current >= 0, node[np.maximum(current, 0)], nowhere)
    used = np.bincount(at, minlength=nowhere + 1)[:nowhere]
    arcs, mover, leaver = _arcs(digits, node, position, current, at, nowhere)
    spare = np.flatnonzero(used < room)
    _offer(arcs, mover, leaver, spare, np.full_like(spare, nowhere))
    everywhere = np.arange(nowhere)
    _offer(arcs, mover, leaver, np.full_like(everywhere, nowhere), everywhere)
    distance, step = _paths(arcs)
    return Assignment(
        program, chosen, digits, node, at, distance, step, mover, leaver, position, current
    )


def _nodes(program: Program) -> tuple[Integers, Integers] | None:
    """Return each column's row with room, and how many columns each row takes."""
    matrix = program.matrix.tocsr()
    if program.equal.any() or not program.groups.size:
        return None
    sizes = np.bincount(program.groups)
    node = np.full(len(program.groups), NOWHERE, dtype=np.int64)
    room: list[int] = []
    for row in range(matrix.shape[0]):
        part = slice(matrix.indptr[row], matrix.indptr[row + 1])
        members, weights = matrix.indices[part], matrix.data[part]
        of = program.groups[members]
        if members.size and (of == of[0]).all() and len(members) == sizes[of[0]]:
            if program.upper[row] != 1 or (weights != 1).any():
                return None
            continue
        if (node[members] >= 0).any() or np.unique(weights).size != 1 or weights[0] <= 0:
            return None
        node[members] = len(room)
        room.append(int(program.upper[row] // weights[0]))
    node[node < 0] = len(room)
    return node, np.array(room, dtype=np.int64)


def _digits(program: Program) -> Integers | None:
    """Pack the goals, in order, into as few whole numbers as hold any sum along a path."""
    groups = len(np.unique(program.groups))
    digits: list[Integers] = []
    bits = _MOST_BITS + 1
    for goal in program.objectives:
        largest = 4 * (groups + 1) * int(np.abs(goal.coefficients).max(initial=0)) + 1
        width = largest.bit_length() + 1
        if width > _MOST_BITS:
            return None
        if bits + width > _MOST_BITS:
            digits.append(goal.coefficients.astype(np.int64))
            bits = width
        else:
            digits[-1] = (digits[-1] << width) + goal.coefficients
            bits += width
    return np.array(digits, dtype=np.int64).reshape(len(digits), -1)


def _arcs(
    digits: Integers,
    node: Integers,
    position: Integers,
    current: Integers,
    at: Integers,
    nowhere: int,
) -> tuple[Integers, Integers, Integers]:
    """Return the cheapest move of anybody from node to node, with who moves and to which column."""
    now = np.where(current >= 0, digits[:, np.maximum(current, 0)], 0)
    groups = np.arange(len(current))
    cost = np.hstack([digits - now[:, position], -now])
    source = np.concatenate([at[position], at])
    target = np.concatenate([node, np.full(len(current), nowhere)])
    column = np.concatenate([np.arange(len(node)), np.full(len(current), NOWHERE)])
    who = np.concatenate([position, groups])
    order = np.lexsort((*cost[::-1], target, source))
    first = np.ones(len(order), dtype=bool)
    pairs = source[order] * (nowhere + 1) + target[order]
    first[1:] = pairs[1:] != pairs[:-1]
    best = order[first]
    best = best[source[best] != target[best]]
    arcs = np.full((len(digits), nowhere + 1, nowhere + 1), _FAR, dtype=np.int64)
    mover = np.full(arcs.shape[1:], NOWHERE, dtype=np.int64)
    leaver = mover.copy()
    arcs[:, source[best], target[best]] = cost[:, best]
    mover[source[best], target[best]] = column[best]
    leaver[source[best], target[best]] = who[best]
    return arcs, mover, leaver


def _offer(
    arcs: Integers, mover: Integers, leaver: Integers, source: Integers, target: Integers
) -> None:
    """Offer moves in which nobody moves: into room to spare, or leaving room unused."""
    free = _less(np.zeros((len(arcs), len(source)), dtype=np.int64), arcs[:, source, target])
    source, target = source[free], target[free]
    arcs[:, source, target] = 0
    mover[source, target] = NOWHERE
    leaver[source, target] = NOWHERE


def _less(one: Integers, other: Integers) -> NDArray[np.bool_]:
    result = np.zeros(one.shape[1:], dtype=bool)
    for mine, theirs in zip(one[::-1], other[::-1], strict=True):
        result = (mine < theirs) | ((mine == theirs) & result)
    return result


def _paths(arcs: Integers) -> tuple[Integers, Integers]:
    """Return least costs between all nodes and the first step of each path."""
    distance = arcs.copy()
    nodes = distance.shape[1]
    step = np.broadcast_to(np.arange(nodes), (nodes, nodes)).copy()
    diagonal = np.arange(nodes)
    distance[:, diagonal, diagonal] = 0
    for middle in range(nodes):
        to, onward = distance[:, :, middle], distance[:, middle, :]
        through = to[:, :, None] + onward[:, None, :]
        known = (to[0] < _FAR)[:, None] & (onward[0] < _FAR)[None, :]
        better = known & _less(through, distance)
        distance = np.where(better, through, distance)
        step = np.where(better, step[:, middle, None], step)
    return distance, step
