"""Small counts of pupils, withheld where a reader could find a child."""

from __future__ import annotations

from collections.abc import Mapping

WITHHELD = "withheld"
"""Stands for a count that is not shown."""


def suppressed(counts: Mapping[str, int], *, threshold: int) -> dict[str, int | None]:
    """
    Withhold small counts, and as many more as protect them from subtraction.

    A count from 1 to below ``threshold`` is withheld. If a reader who knows the
    total could take the shown counts from it and be left with one count, or
    with a small one, the next smallest counts are withheld too. Nought is shown:
    it says nothing of anybody.

    Parameters
    ----------
    counts
        Pupils by area or group. [pupils]
    threshold
        Smallest count that is shown. [pupils]

    Returns
    -------
    dict[str, int | None]
        The counts in the same order; None where withheld.

    Notes
    -----
    Protects one table. Two tables that cut the same pupils differently can
    still be set against each other.

    Examples
    --------
    >>> suppressed({"North": 3, "South": 9, "East": 6, "West": 0}, threshold=5)
    {'North': None, 'South': 9, 'East': None, 'West': 0}
    """
    withheld = {key for key, count in counts.items() if 0 < count < threshold}
    others = sorted(
        (key for key, count in counts.items() if count >= threshold),
        key=lambda key: (counts[key], key),
    )
    while withheld and others and not _protects(counts, withheld, threshold):
        withheld.add(others.pop(0))
    return {key: None if key in withheld else count for key, count in counts.items()}


def safe_shares(counts: Mapping[str, tuple[int, int]], *, threshold: int) -> frozenset[str]:
    """
    Return the groups of which a count may be shown beside the size of the group.

    Whoever knows both knows the rest as well, so the counts and the rests are
    each protected, as `suppressed` does it.

    Parameters
    ----------
    counts
        By group, how many have something and how many are in the group. [pupils]
    threshold
        Smallest count that is shown. [pupils]

    Examples
    --------
    >>> sorted(safe_shares({"F": (14, 16), "M": (39, 44), "X": (0, 9)}, threshold=5))
    ['X']
    >>> sorted(safe_shares({"F": (9, 16), "M": (39, 44), "X": (0, 9)}, threshold=5))
    ['F', 'M', 'X']
    """
    sides = (
        suppressed({group: count for group, (count, _) in counts.items()}, threshold=threshold),
        suppressed(
            {group: of - count for group, (count, of) in counts.items()}, threshold=threshold
        ),
    )
    return frozenset(group for group in counts if all(side[group] is not None for side in sides))


def _protects(counts: Mapping[str, int], withheld: set[str], threshold: int) -> bool:
    return len(withheld) > 1 and sum(counts[key] for key in withheld) >= threshold
