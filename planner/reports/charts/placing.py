"""Where marks and names go on a map, so that they can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

import numpy as np
import shapely
from numpy.typing import NDArray

_ROUNDS = 200
_TURN = pi * (3 - 5**0.5)
"""The golden angle: multiples of it never point the same way. [radians]"""
_STEPS = 48
"""Candidate spots along each side of a shape's frame."""
_NAME_GAP = 6.0
_EDGE_GAP = 12.0
_PULL = 0.05
"""How much a step away from the middle of a shape counts against a spot."""


@dataclass(frozen=True, slots=True)
class Disc:
    """A round mark, in units of the paper."""

    x: float
    y: float
    radius: float


def apart(discs: Sequence[Disc]) -> tuple[Disc, ...]:
    """
    Move marks that overlap just far enough apart, each as little as can be.

    Examples
    --------
    >>> [disc.x for disc in apart([Disc(0, 0, 5), Disc(4, 0, 5), Disc(40, 0, 5)])]
    [-3.0, 7.0, 40]
    """
    placed = list(discs)
    for _ in range(_ROUNDS):
        moved = False
        for first in range(len(placed)):
            for second in range(first + 1, len(placed)):
                pair = _pushed(placed[first], placed[second], _TURN * second)
                moved = moved or pair is not None
                placed[first], placed[second] = pair or (placed[first], placed[second])
        if not moved:
            break
    return tuple(placed)


def _pushed(one: Disc, other: Disc, angle: float) -> tuple[Disc, Disc] | None:
    across, up = other.x - one.x, other.y - one.y
    distance = hypot(across, up)
    overlap = one.radius + other.radius - distance
    if overlap <= 1e-6:
        return None
    # marks on one spot leave it each in its own direction, so that they end in a cluster
    east, north = (across / distance, up / distance) if distance else (cos(angle), sin(angle))
    half = overlap / 2
    return (
        Disc(one.x - east * half, one.y - north * half, one.radius),
        Disc(other.x + east * half, other.y + north * half, other.radius),
    )


def name_spots(
    shapes: Sequence[shapely.Geometry], sizes: Sequence[tuple[float, float]], discs: Sequence[Disc]
) -> tuple[tuple[float, float], ...]:
    """
    Choose a spot for each shape's name: inside, off the edge, clear of marks and other names.

    Parameters
    ----------
    shapes
        The areas, in units of the paper.
    sizes
        Width and height of each name. [units of the paper]
    discs
        Marks to keep clear of.

    Returns
    -------
    tuple[tuple[float, float], ...]
        Middle of each name, in the order of ``shapes``.
    """
    taken: list[tuple[float, float, float, float]] = []
    spots = []
    for shape, (width, height) in zip(shapes, sizes, strict=True):
        x, y = _candidates(shape)
        ends = [_inside(shape, x + side * width / 2, y) for side in (-1, 0, 1)]
        middle = shapely.centroid(shape)
        score = np.minimum.reduce([*ends, np.full_like(x, _EDGE_GAP)])
        score -= _PULL * np.hypot(x - shapely.get_x(middle), y - shapely.get_y(middle))
        for disc in discs:
            gap = _gap(x - disc.x, y - disc.y, width / 2, height / 2) - disc.radius
            score += 8 * np.minimum(gap - _NAME_GAP, 0)
        for other_x, other_y, other_width, other_height in taken:
            gap = _gap(
                x - other_x, y - other_y, (width + other_width) / 2, (height + other_height) / 2
            )
            score += 8 * np.minimum(gap - _NAME_GAP, 0)
        best = int(np.argmax(score.round(6)))
        spots.append((float(x[best]), float(y[best])))
        taken.append((*spots[-1], width, height))
    return tuple(spots)


def _candidates(shape: shapely.Geometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    west, south, east, north = shapely.bounds(shape)
    x, y = np.meshgrid(np.linspace(west, east, _STEPS), np.linspace(south, north, _STEPS))
    return x.ravel(), y.ravel()


def _inside(
    shape: shapely.Geometry, x: NDArray[np.float64], y: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return how far each point is inside a shape; outside counts double against it."""
    points = shapely.points(x, y)
    distance = shapely.distance(points, shapely.boundary(shape))
    within = shapely.contains_xy(shape, x, y)
    signed: NDArray[np.float64] = np.where(within, distance, -2 * distance)
    return signed


def _gap(
    across: NDArray[np.float64], up: NDArray[np.float64], half_width: float, half_height: float
) -> NDArray[np.float64]:
    """Return the distance of points from a frame around nought; nought inside it."""
    gap: NDArray[np.float64] = np.hypot(
        np.maximum(np.abs(across) - half_width, 0), np.maximum(np.abs(up) - half_height, 0)
    )
    return gap
