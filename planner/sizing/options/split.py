"""One number of places shared out over several commissions."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from fractions import Fraction


def split_places(places: int, weights: Sequence[int]) -> tuple[int, ...]:
    """
    Share whole places out in given proportions.

    Each place in turn goes where it is nearest to the proportions (Webster's method), so
    that one place more in all is never one fewer anywhere.

    Parameters
    ----------
    places
        Places in all.
    weights
        Proportion of each part; all alike where every one is 0.

    Examples
    --------
    >>> split_places(10, (30, 20)), split_places(11, (30, 20))
    ((6, 4), (7, 4))
    """
    parts = [each if any(weights) else 1 for each in weights]
    # Rounding to any divisor is on the way there; from here only a few places are left.
    sure, whole = max(0, places - len(parts)), sum(parts)
    held = [(2 * part * sure + whole) // (2 * whole) for part in parts]
    waiting = [
        (Fraction(2 * each + 1, 2 * part), index)
        for index, (part, each) in enumerate(zip(parts, held, strict=True))
        if part
    ]
    heapq.heapify(waiting)
    for _ in range(places - sum(held)):
        _, index = waiting[0]
        held[index] += 1
        heapq.heapreplace(waiting, (Fraction(2 * held[index] + 1, 2 * parts[index]), index))
    return tuple(held)


def weights_of(
    commissions: Sequence[str], now: Sequence[int], stated: Mapping[str, int]
) -> tuple[int, ...]:
    """Return the proportions that are stated for a site's commissions, or else today's places."""
    if any(each in stated for each in commissions):
        return tuple(stated.get(each, 0) for each in commissions)
    return tuple(now)
