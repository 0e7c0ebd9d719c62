"""
A search that skips what cannot branch.

More than half of a road network's nodes are dead ends, or bends between two others. They
are taken out in rounds, each replaced by a shortcut of the same cost, so that the search
runs on the few junctions that are left; then their own costs follow from their neighbours'.
Nothing is approximate: costs are whole numbers and every shortcut is a sum of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

_MOST_ROUNDS = 60
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""Odd number that scatters neighbouring numbers, so that a long bend goes in few rounds."""


@dataclass(frozen=True)
class Links:
    """Costs between pairs of nodes, each pair once; infinite where it may not be used so."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    up: NDArray[np.float64]
    """From ``low`` to ``high``."""
    down: NDArray[np.float64]


@dataclass(frozen=True)
class Round:
    """Nodes taken out together, none beside another, with at most two neighbours each."""

    node: NDArray[np.int64]
    neighbour: NDArray[np.int64]
    """Axes (2, nodes); the node itself where it has no such neighbour."""
    there: NDArray[np.float64]
    """Cost from the node to each neighbour (2, nodes)."""
    back: NDArray[np.float64]
    """Cost from each neighbour to the node (2, nodes)."""


@dataclass(frozen=True)
class Core:
    """What is left of a graph when its dead ends and bends are out, and how they went."""

    node_count: int
    rounds: tuple[Round, ...]
    junctions: NDArray[np.int64]
    """Nodes that are left, ascending."""
    incoming: csr_array
    """Costs between junctions with each link turned about."""

    def costs_to(self, ends: NDArray[np.float64], *, limit: float = np.inf) -> NDArray[np.float64]:
        """
        Return the costs from every node to where journeys end (nodes, ends).

        Parameters
        ----------
        ends
            For each node and end, the cost from the node straight to the end; infinite
            almost everywhere (nodes, ends). It is overwritten.
        limit
            Costs above it need not be right. [cost]
        """
        for one in self.rounds:
            _push(one, ends)
        ends[self.junctions] = np.minimum(
            ends[self.junctions], self._search(ends[self.junctions], limit)
        )
        for one in reversed(self.rounds):
            for side in (0, 1):
                onward = one.there[side][:, None] + ends[one.neighbour[side]]
                ends[one.node] = np.minimum(ends[one.node], onward)
        return ends

    def _search(self, seeds: NDArray[np.float64], limit: float) -> NDArray[np.float64]:
        """Search the junctions, with each end as one node more."""
        count = len(self.junctions)
        end, junction = np.nonzero(np.isfinite(seeds.T))
        per_end = np.bincount(end, minlength=seeds.shape[1])
        size = count + seeds.shape[1]
        base = self.incoming
        graph = csr_array(
            (
                np.concatenate([base.data, seeds[junction, end]]),
                np.concatenate([base.indices, junction.astype(base.indices.dtype)]),
                np.concatenate([base.indptr, base.indptr[-1] + np.cumsum(per_end)]),
            ),
            shape=(size, size),
        )
        found = dijkstra(graph, indices=count + np.arange(seeds.shape[1]), limit=limit)
        costs: NDArray[np.float64] = found[:, :count].T
        return costs


def core_of(links: Links, node_count: int) -> Core:
    """Take out dead ends and bends until none is left."""
    links = _joined(links)
    rounds = []
    for _ in range(_MOST_ROUNDS):
        chosen = _chosen(links, node_count)
        if not chosen.any():
            break
        one, links = _take_out(links, chosen)
        rounds.append(one)
    out = np.zeros(node_count, dtype=bool)
    for one in rounds:
        out[one.node] = True
    junctions = np.flatnonzero(~out)
    place = np.cumsum(~out) - 1
    low, high = place[links.low], place[links.high]
    starts, ends = np.concatenate([high, low]), np.concatenate([low, high])
    cost = np.concatenate([links.up, links.down])
    usable = np.isfinite(cost)
    size = len(junctions)
    incoming = csr_array((cost[usable], (starts[usable], ends[usable])), shape=(size, size))
    return Core(node_count, tuple(rounds), junctions, incoming)


def _joined(links: Links) -> Links:
    """Keep one link between two nodes, the cheaper each way, and none from a node to itself."""
    turned = links.low > links.high
    low, high = np.minimum(links.low, links.high), np.maximum(links.low, links.high)
    up = np.where(turned, links.down, links.up)
    down = np.where(turned, links.up, links.down)
    order = np.lexsort((high, low))
    order = order[low[order] != high[order]]
    low, high, up, down = low[order], high[order], up[order], down[order]
    if len(low) == 0:
        return Links(low, high, up, down)
    first = np.flatnonzero(np.append(True, (np.diff(low) != 0) | (np.diff(high) != 0)))
    return Links(
        low[first],
        high[first],
        np.minimum.reduceat(up, first),
        np.minimum.reduceat(down, first),
    )


def _chosen(links: Links, node_count: int) -> NDArray[np.bool_]:
    """Choose nodes with one or two neighbours, none beside another that is chosen."""
    degree = np.bincount(np.concatenate([links.low, links.high]), minlength=node_count)
    eligible = (degree == 1) | (degree == 2)
    rank = np.arange(node_count, dtype=np.uint64) * _MIX
    chosen: NDArray[np.bool_] = eligible.copy()
    both = eligible[links.low] & eligible[links.high]
    low, high = links.low[both], links.high[both]
    low_first = rank[low] < rank[high]
    chosen[np.where(low_first, high, low)] = False
    return chosen


def _take_out(links: Links, chosen: NDArray[np.bool_]) -> tuple[Round, Links]:
    out_low, out_high = chosen[links.low], chosen[links.high]
    gone = out_low | out_high
    node = np.where(out_low, links.low, links.high)[gone]
    neighbour = np.where(out_low, links.high, links.low)[gone]
    there = np.where(out_low, links.up, links.down)[gone]
    back = np.where(out_low, links.down, links.up)[gone]
    order = np.argsort(node, kind="stable")
    nodes, first, count = np.unique(node[order], return_index=True, return_counts=True)
    one, other = order[first], order[first + count - 1]
    single = count == 1
    made = Round(
        node=nodes,
        neighbour=np.stack([neighbour[one], np.where(single, nodes, neighbour[other])]),
        there=np.stack([there[one], np.where(single, np.inf, there[other])]),
        back=np.stack([back[one], np.where(single, np.inf, back[other])]),
    )
    bend = ~single
    shortcuts = Links(
        low=made.neighbour[0][bend],
        high=made.neighbour[1][bend],
        up=(made.back[0] + made.there[1])[bend],
        down=(made.back[1] + made.there[0])[bend],
    )
    kept = ~gone
    left = Links(
        np.concatenate([links.low[kept], shortcuts.low]),
        np.concatenate([links.high[kept], shortcuts.high]),
        np.concatenate([links.up[kept], shortcuts.up]),
        np.concatenate([links.down[kept], shortcuts.down]),
    )
    return made, _joined(left)


def _push(one: Round, ends: NDArray[np.float64]) -> None:
    """Let the ends beside nodes that are taken out be reached from their neighbours."""
    active = np.flatnonzero(np.isfinite(ends[one.node]).any(axis=1))
    for side in (0, 1):
        reached = one.back[side][active][:, None] + ends[one.node[active]]
        np.minimum.at(ends, one.neighbour[side][active], reached)
