"""Roads as lines with their uses, cut where they meet and turned into arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.geography.roads.network import DECIMETRES, RoadNetwork
from planner.geography.roads.speeds import (
    JUNCTION_SECONDS,
    SIGNAL_SECONDS,
    WALK_METRES_PER_MINUTE,
    Use,
)


@dataclass(frozen=True)
class Lines:
    """Roads as they were read: points in one long row, and where each road begins in it."""

    starts: NDArray[np.int64]
    """One longer than the roads."""
    point_ids: NDArray[np.int64]
    """The same number wherever roads share a point."""
    eastings: NDArray[np.float64]
    northings: NDArray[np.float64]
    uses: Sequence[Use]
    signal_ids: NDArray[np.int64]
    """Points with traffic lights."""


def assemble(lines: Lines) -> RoadNetwork:
    """Cut roads wherever two meet, and work out each piece's length and times."""
    first, last = _pieces(lines)
    road = np.searchsorted(lines.starts, first, side="right") - 1
    length = _lengths(lines, first, last)
    kept = length > 0
    first, last, road, length = first[kept], last[kept], road[kept], length[kept]
    ends = np.stack([lines.point_ids[first], lines.point_ids[last]])
    nodes, index = np.unique(ends, return_inverse=True)
    from_node, to_node = index.reshape(ends.shape).astype(np.int32)
    wait = _waits(lines, first, last)
    speed = np.array([use.drive_kmh for use in lines.uses])[road]
    crossing = _crossing_seconds(from_node[speed > 0], to_node[speed > 0], len(nodes))
    seconds = np.divide(3.6 * length, speed, out=np.zeros_like(length), where=speed > 0) + wait
    forward = np.array([use.forward for use in lines.uses], dtype=bool)[road] & (speed > 0)
    backward = np.array([use.backward for use in lines.uses], dtype=bool)[road] & (speed > 0)
    walk = np.array([use.walk for use in lines.uses], dtype=bool)[road]
    starts, east, north = _shapes(lines, first, last)
    return RoadNetwork(
        from_node=from_node,
        to_node=to_node,
        length_dm=_whole(length * DECIMETRES),
        drive_ms=_milliseconds(seconds + crossing[to_node], forward),
        drive_back_ms=_milliseconds(seconds + crossing[from_node], backward),
        walk_ms=_milliseconds(60 * length / WALK_METRES_PER_MINUTE, walk),
        is_main=np.array([use.is_main for use in lines.uses], dtype=bool)[road],
        shape_starts=starts,
        shape_east_dm=_whole(east * DECIMETRES),
        shape_north_dm=_whole(north * DECIMETRES),
    )


def _pieces(lines: Lines) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and last point of each piece between two cuts."""
    _, index, uses = np.unique(lines.point_ids, return_inverse=True, return_counts=True)
    is_cut = uses[index] > 1
    is_cut[lines.starts[:-1]] = True
    is_cut[lines.starts[1:] - 1] = True
    cuts = np.flatnonzero(is_cut)
    first, last = cuts[:-1], cuts[1:]
    road_ends = np.isin(first, lines.starts[1:] - 1)
    return first[~road_ends], last[~road_ends]


def _lengths(
    lines: Lines, first: NDArray[np.int64], last: NDArray[np.int64]
) -> NDArray[np.float64]:
    steps = np.hypot(np.diff(lines.eastings), np.diff(lines.northings))
    run = np.concatenate([[0.0], np.cumsum(steps)])
    lengths: NDArray[np.float64] = run[last] - run[first]
    return lengths


def _waits(lines: Lines, first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the seconds lost at the traffic lights on each piece, its last point included."""
    has_signal = np.isin(lines.point_ids, lines.signal_ids)
    run = np.concatenate([[0], np.cumsum(has_signal)])
    seconds: NDArray[np.float64] = SIGNAL_SECONDS * (run[last + 1] - run[first + 1])
    return seconds


def _crossing_seconds(
    from_node: NDArray[np.int32], to_node: NDArray[np.int32], node_count: int
) -> NDArray[np.float64]:
    """Return the seconds lost at each node: only where more than two driven edges meet."""
    degree = np.bincount(np.concatenate([from_node, to_node]), minlength=node_count)
    return np.where(degree > 2, JUNCTION_SECONDS, 0.0)


def _shapes(
    lines: Lines, first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int32], NDArray[np.float64], NDArray[np.float64]]:
    counts = last - first + 1
    starts = np.concatenate([[0], np.cumsum(counts)])
    points = np.arange(starts[-1]) - np.repeat(starts[:-1] - first, counts)
    return starts.astype(np.int32), lines.eastings[points], lines.northings[points]


def _milliseconds(seconds: NDArray[np.float64], allowed: NDArray[np.bool_]) -> NDArray[np.int32]:
    return np.where(allowed, np.maximum(_whole(1000 * seconds), 1), 0).astype(np.int32)


def _whole(values: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.floor(values + 0.5).astype(np.int32)
