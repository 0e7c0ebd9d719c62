"""
A network of roads and paths as plain arrays, and its cache on disk.

Nothing here knows how it was read or what it is asked.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

FORMAT = 1
"""Raised whenever the arrays, or how the readers fill them, change: old caches are then unread."""

DECIMETRES = 10
"""Coordinates and lengths are whole decimetres, so that sums are exact on every machine."""


@dataclass(frozen=True)
class RoadNetwork:
    """
    Roads and paths, cut wherever two meet.

    The arrays of one length, edges, hold whole numbers. A time of 0 says that the edge may
    not be used that way.
    """

    from_node: NDArray[np.int32]
    to_node: NDArray[np.int32]
    length_dm: NDArray[np.int32]
    """Length along the edge. [decimetres]"""
    drive_ms: NDArray[np.int32]
    """Time by car from ``from_node`` to ``to_node``. [milliseconds]"""
    drive_back_ms: NDArray[np.int32]
    walk_ms: NDArray[np.int32]
    """Time on foot, in either direction. [milliseconds]"""
    is_main: NDArray[np.bool_]
    """Whether a map that shows main roads shows this one."""
    shape_starts: NDArray[np.int32]
    """Where each edge's points begin in the two arrays below; one longer than the edges."""
    shape_east_dm: NDArray[np.int32]
    shape_north_dm: NDArray[np.int32]

    def __post_init__(self) -> None:
        edges = len(self.from_node)
        if len(self.shape_starts) != edges + 1 or any(
            len(getattr(self, one.name)) != edges for one in fields(self)[1:7]
        ):
            raise ValueError("the arrays of a road network must have one length")

    @property
    def node_count(self) -> int:
        """How many places there are where edges meet or end."""
        return int(max(self.from_node.max(initial=-1), self.to_node.max(initial=-1))) + 1

    def lines(self, edges: NDArray[np.int64]) -> NDArray[np.object_]:
        """Return some edges as lines on the National Grid."""
        first = self.shape_starts[edges].astype(np.int64)
        counts = self.shape_starts[edges + 1] - first
        starts = np.concatenate([[0], np.cumsum(counts)])
        points = np.arange(starts[-1]) + np.repeat(first - starts[:-1], counts)
        metres = np.column_stack([self.shape_east_dm[points], self.shape_north_dm[points]])
        owner = np.repeat(np.arange(len(edges)), counts)
        lines: NDArray[np.object_] = shapely.linestrings(metres / DECIMETRES, indices=owner)
        return lines

    def save(self, path: Path, *, made_from: str) -> None:
        """Write the arrays compressed, with the checksum of the file they were made from."""
        arrays = {one.name: getattr(self, one.name) for one in fields(self)}
        path.parent.mkdir(parents=True, exist_ok=True)
        half_written = path.with_suffix(".part.npz")
        np.savez_compressed(half_written, made_from=np.array(f"{FORMAT} {made_from}"), **arrays)
        half_written.replace(path)


def load_network(path: Path, *, made_from: str) -> RoadNetwork | None:
    """Read a cache, or None where there is none that was made from this very file."""
    if not path.is_file():
        return None
    try:
        with np.load(path, allow_pickle=False) as kept:
            if str(kept["made_from"]) != f"{FORMAT} {made_from}":
                return None
            return RoadNetwork(**{one.name: kept[one.name] for one in fields(RoadNetwork)})
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError):
        # A half-written or foreign file is no cache; it is made anew over the old one.
        return None
