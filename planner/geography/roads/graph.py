"""The part of a network that one mode can use, and journeys through it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property, partial
from multiprocessing import get_context

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from planner.geography.roads.core import Core, Links, core_of
from planner.geography.roads.cost import (
    COST_OF_A_MINUTE,
    minutes_and_metres,
    pack,
    part_of,
)
from planner.geography.roads.network import DECIMETRES, RoadNetwork
from planner.geography.roads.speeds import WALK_METRES_PER_MINUTE

FURTHEST_SNAP_METRES = 2_000.0
"""A point further than this from every usable road has no journey."""

_BATCH = 32
_PROCESS_WORK = 60_000_000
"""Nodes times sites from which several processes pay for their start."""


@dataclass(frozen=True)
class Snapped:
    """Points laid on the edges of a mode's graph; arrays of one length."""

    edge: NDArray[np.int64]
    """Position among the usable edges; -1 where no road is near."""
    share: NDArray[np.float64]
    """How far along the edge, from its ``from_node``. [0 to 1]"""
    off_road_metres: NDArray[np.float64]

    @property
    def access_cost(self) -> NDArray[np.float64]:
        """Cost of walking between the point and the road."""
        ms = np.floor(60_000 * self.off_road_metres / WALK_METRES_PER_MINUTE + 0.5)
        return pack(ms, np.floor(self.off_road_metres * DECIMETRES + 0.5))


@dataclass(frozen=True)
class ModeGraph:
    """
    The edges that one mode can use, inside the largest part where all can reach all.

    Roads outside that part are islands of the extract, such as a car park whose exit lies
    beyond its border; nothing is snapped to them.
    """

    from_node: NDArray[np.int64]
    to_node: NDArray[np.int64]
    forward: NDArray[np.float64]
    """Cost along the edge; infinite where it may not be used that way."""
    backward: NDArray[np.float64]
    node_count: int
    shape_starts: NDArray[np.int64]
    shape_metres: NDArray[np.float64]
    """Points of the edges' shapes (points, 2). [metres]"""

    @cached_property
    def lines(self) -> NDArray[np.object_]:
        """The edges as lines on the National Grid."""
        counts = np.diff(self.shape_starts)
        owner = np.repeat(np.arange(len(counts)), counts)
        lines: NDArray[np.object_] = shapely.linestrings(self.shape_metres, indices=owner)
        return lines

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.lines)

    @cached_property
    def core(self) -> Core:
        """The junctions that a search has to look at."""
        links = Links(self.from_node, self.to_node, self.forward, self.backward)
        return core_of(links, self.node_count)

    @cached_property
    def node_points(self) -> NDArray[np.float64]:
        """Where the nodes are, in metres (nodes, 2)."""
        points = np.zeros((self.node_count, 2))
        points[self.from_node] = self.shape_metres[self.shape_starts[:-1]]
        points[self.to_node] = self.shape_metres[self.shape_starts[1:] - 1]
        return points

    def snap(self, points: NDArray[np.float64]) -> Snapped:
        """Lay points (points, 2) on the nearest usable edges."""
        edge = np.full(len(points), -1)
        share, off_road = np.zeros(len(points)), np.full(len(points), np.inf)
        if len(points) == 0 or len(self.from_node) == 0:
            return Snapped(edge, share, off_road)
        shapes = shapely.points(points)
        (rows, found), metres = self._tree.query_nearest(
            shapes, return_distance=True, all_matches=False
        )
        # A furthest distance asked of the tree would make it three times as slow.
        near = metres <= FURTHEST_SNAP_METRES
        rows, found = rows[near], found[near]
        edge[rows], off_road[rows] = found, metres[near]
        share[rows] = shapely.line_locate_point(self.lines[found], shapes[rows], normalized=True)
        return Snapped(edge, share, off_road)

    def cost_to(
        self, homes: Snapped, sites: Snapped, *, limit_minutes: float = np.inf, workers: int = 1
    ) -> NDArray[np.float64]:
        """
        Return the costs of journeys from homes to sites (homes, sites); infinite if none.

        The search runs backwards from each site. Homes at one spot are worked out once.
        """
        spots, spot_of = np.unique(
            np.column_stack([homes.edge, homes.share]), axis=0, return_inverse=True
        )
        at = Snapped(spots[:, 0].astype(np.int64), spots[:, 1], np.zeros(len(spots)))
        search = partial(_batch_cost, self, at, sites, limit_minutes)
        batches = [
            np.arange(first, min(first + _BATCH, len(sites.edge)))
            for first in range(0, len(sites.edge), _BATCH)
        ]
        cost = np.full((len(homes.edge), len(sites.edge)), np.inf)
        heavy = workers > 1 and self.node_count * len(sites.edge) >= _PROCESS_WORK
        results = _in_processes(search, batches, workers) if heavy else map(search, batches)
        for batch, part in zip(batches, results, strict=True):
            cost[:, batch] = part[spot_of.reshape(-1)]
        cost += homes.access_cost[:, None] + sites.access_cost[None, :]
        return cost

    def node_cost_to(
        self, sites: Snapped, rows: NDArray[np.int64], *, limit_minutes: float = np.inf
    ) -> NDArray[np.float64]:
        """Return the costs from every node to some of the sites (nodes, sites)."""
        ends = np.full((self.node_count, len(rows)), np.inf)
        column = np.flatnonzero(sites.edge[rows] >= 0)
        edge, share = sites.edge[rows[column]], sites.share[rows[column]]
        for node, cost in (
            (self.from_node[edge], part_of(self.forward[edge], share)),
            (self.to_node[edge], part_of(self.backward[edge], 1 - share)),
        ):
            ends[node, column] = np.minimum(ends[node, column], cost)
        return self.core.costs_to(ends, limit=limit_minutes * COST_OF_A_MINUTE)


def mode_graph(network: RoadNetwork, *, walk: bool) -> ModeGraph:
    """Return the graph of walkers, or of drivers."""
    there = network.walk_ms if walk else network.drive_ms
    back = network.walk_ms if walk else network.drive_back_ms
    forward, backward = _cost(there, network.length_dm), _cost(back, network.length_dm)
    starts, ends = network.from_node.astype(np.int64), network.to_node.astype(np.int64)
    links = _cheapest(
        np.concatenate([starts, ends]),
        np.concatenate([ends, starts]),
        np.concatenate([forward, backward]),
        network.node_count,
    )
    _, part = connected_components(links, directed=True, connection="strong")
    in_largest = part == np.argmax(np.bincount(part, minlength=1))
    usable = np.isfinite(forward) | np.isfinite(backward)
    edges = np.flatnonzero(usable & in_largest[starts] & in_largest[ends])
    return _cut_out(network, edges, forward[edges], backward[edges])


def _cut_out(
    network: RoadNetwork,
    edges: NDArray[np.int64],
    forward: NDArray[np.float64],
    backward: NDArray[np.float64],
) -> ModeGraph:
    ends = np.stack([network.from_node[edges], network.to_node[edges]])
    nodes, index = np.unique(ends, return_inverse=True)
    from_node, to_node = index.reshape(ends.shape)
    first = network.shape_starts[edges].astype(np.int64)
    counts = network.shape_starts[edges + 1] - first
    starts = np.concatenate([[0], np.cumsum(counts)])
    points = np.arange(starts[-1]) + np.repeat(first - starts[:-1], counts)
    metres = np.column_stack([network.shape_east_dm[points], network.shape_north_dm[points]])
    return ModeGraph(
        from_node=from_node,
        to_node=to_node,
        forward=forward,
        backward=backward,
        node_count=len(nodes),
        shape_starts=starts,
        shape_metres=metres / DECIMETRES,
    )


def _cost(ms: NDArray[np.int32], length_dm: NDArray[np.int32]) -> NDArray[np.float64]:
    packed = pack(ms.astype(np.float64), length_dm.astype(np.float64))
    return np.where(ms > 0, packed, np.inf)


def _cheapest(
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    cost: NDArray[np.float64],
    node_count: int,
) -> csr_array:
    """Keep the cheapest of the edges that join the same two nodes; a matrix would add them."""
    usable = np.isfinite(cost)
    starts, ends, cost = starts[usable], ends[usable], cost[usable]
    order = np.lexsort((cost, ends, starts))
    starts, ends, cost = starts[order], ends[order], cost[order]
    is_first = np.ones(len(starts), dtype=bool)
    is_first[1:] = (np.diff(starts) != 0) | (np.diff(ends) != 0)
    return csr_array(
        (cost[is_first], (starts[is_first], ends[is_first])), shape=(node_count, node_count)
    )


def _batch_cost(
    graph: ModeGraph,
    homes: Snapped,
    sites: Snapped,
    limit_minutes: float,
    batch: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the costs from homes on their edges to one batch of sites (homes, batch)."""
    to_site = graph.node_cost_to(sites, batch, limit_minutes=limit_minutes)
    near = homes.edge >= 0
    edge, share = homes.edge[near], homes.share[near]
    onward = part_of(graph.forward[edge], 1 - share)[:, None] + to_site[graph.to_node[edge]]
    back = part_of(graph.backward[edge], share)[:, None] + to_site[graph.from_node[edge]]
    cost = np.full((len(homes.edge), len(batch)), np.inf)
    cost[near] = np.minimum(onward, back)
    for column, site in enumerate(batch):
        row, direct = _along_one_edge(graph, homes, sites.edge[site], sites.share[site])
        cost[row, column] = np.minimum(cost[row, column], direct)
    cost[minutes_and_metres(cost)[0] > limit_minutes] = np.inf
    return cost


def _along_one_edge(
    graph: ModeGraph, homes: Snapped, edge: int, share: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the homes on a site's own edge, and their costs without leaving it."""
    row = np.flatnonzero((homes.edge == edge) & (edge >= 0))
    ahead = share - homes.share[row]
    cost = np.where(ahead >= 0, graph.forward[edge], graph.backward[edge])
    return row, part_of(cost, np.abs(ahead))


_SEARCH: list[partial[NDArray[np.float64]]] = []
"""In a worker process: the search, sent once and not with every batch."""


def _in_processes(
    search: partial[NDArray[np.float64]], batches: list[NDArray[np.int64]], workers: int
) -> Iterator[NDArray[np.float64]]:
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_remember, initargs=(search,)
    ) as pool:
        yield from pool.map(_search_batch, batches)


def _remember(search: partial[NDArray[np.float64]]) -> None:
    _SEARCH.append(search)


def _search_batch(batch: NDArray[np.int64]) -> NDArray[np.float64]:
    return _SEARCH[0](batch)
