"""The search itself: halving what lies between one value that is enough and one that is not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

_LOOKED_AT = 4
"""Parts into which a range is cut where neither end reaches the goal."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where the goal begins to be reached, among steps counted from 0."""

    step: int | None
    """The step next to one that does not reach it; None where no step tried does."""
    most: bool
    """Whether fewer steps reach it too, so that this is the most and not the least."""


def find_edge(reaches: Callable[[int], bool], steps: int) -> Edge:
    """
    Return the first step that reaches a goal, or the last where it is the early ones that do.

    For a figure that moves one way only, this is exact. For another it is the edge of one
    stretch that reaches the goal.

    Parameters
    ----------
    reaches
        Whether a step reaches the goal.
    steps
        The last step; 0 is the first.

    Examples
    --------
    >>> find_edge(lambda step: step >= 17, 60)
    Edge(step=17, most=False)
    >>> find_edge(lambda step: step <= 17, 60)
    Edge(step=17, most=True)
    >>> find_edge(lambda step: False, 60)
    Edge(step=None, most=False)
    """
    first, last = reaches(0), reaches(steps)
    if first and last:
        return Edge(0, most=False)
    if first:
        return Edge(_between(reaches, good=0, bad=steps), most=True)
    if last:
        return Edge(_between(reaches, good=steps, bad=0), most=False)
    for part in range(1, _LOOKED_AT):
        inside = steps * part // _LOOKED_AT
        if reaches(inside):
            return Edge(_between(reaches, good=inside, bad=0), most=False)
    return Edge(None, most=False)


def _between(reaches: Callable[[int], bool], *, good: int, bad: int) -> int:
    """Return the step next to one that does not reach the goal, between one of each kind."""
    while abs(good - bad) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if reaches(middle) else (good, middle)
    return good


def is_monotone(figures: Iterable[float | None]) -> bool:
    """
    Say whether figures in the order of their steps move one way only.

    Examples
    --------
    >>> is_monotone([0.1, 0.4, 0.4, 0.9]), is_monotone([3, 1, 2])
    (True, False)
    """
    known = [each for each in figures if each is not None]
    moves = [after - before for before, after in pairwise(known)]
    return all(move >= 0 for move in moves) or all(move <= 0 for move in moves)
