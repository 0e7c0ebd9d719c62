"""Draws that are the same on every machine and under every release of NumPy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TypeVar

import numpy as np

_Item = TypeVar("_Item")

_WORD = 64


class Draws:
    """
    A stream of draws from one seed, in whole numbers only.

    NumPy promises the raw stream of a bit generator for ever, but not what
    ``Generator`` makes of it (NEP 19). So the raw 64-bit words of PCG64 are
    turned into draws here, without floating point.

    Parameters
    ----------
    seed
        Seed of the whole authority. [0 or more]
    stream
        Name of the part that draws, so that a change to one part leaves the others as they
        were.
    """

    def __init__(self, seed: int, stream: str) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence([seed, *stream.encode()]))

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to one less than ``limit``, all equally likely."""
        if limit < 1:
            raise ValueError("a draw needs a limit of 1 or more")
        return (int(self._bits.random_raw()) * limit) >> _WORD

    def between(self, lowest: int, highest: int) -> int:
        """Return a whole number from ``lowest`` to ``highest``; both ends count."""
        return lowest + self.below(highest - lowest + 1)

    def chance(self, per_thousand: int) -> bool:
        """Say yes in so many cases of a thousand."""
        return self.below(1000) < per_thousand

    def bell(self, spread: int) -> int:
        """Return a whole number from ``-spread`` to ``spread``, those near 0 likelier."""
        third = max(1, spread // 3)
        return sum(self.between(-third, third) for _ in range(3))

    def one_of(self, items: Sequence[_Item]) -> _Item:
        """Return one item, all equally likely."""
        return items[self.below(len(items))]

    def pick(self, weights: Mapping[_Item, int]) -> _Item:
        """Return one key, each as likely as its weight says."""
        return self.spread(1, weights)[0]

    def shuffled(self, items: Sequence[_Item]) -> list[_Item]:
        """Return the items in a drawn order (Fisher and Yates)."""
        deck = list(items)
        for last in range(len(deck) - 1, 0, -1):
            other = self.below(last + 1)
            deck[last], deck[other] = deck[other], deck[last]
        return deck

    def spread(self, count: int, weights: Mapping[_Item, int]) -> list[_Item]:
        """
        Return ``count`` keys whose mix is as near to the weights as whole numbers allow.

        A systematic sample: each key's number is its exact share rounded down or up, so
        that a calibrated mix holds in a case of 60 pupils as it does in one of 6,000.

        Examples
        --------
        >>> sorted(Draws(1, "example").spread(10, {"KS3": 7, "KS4": 3})).count("KS3")
        7
        """
        keys = list(weights)
        ends = list(accumulate(weights[key] for key in keys))
        total = ends[-1]
        # Positions (draw + i * total) / count, held over the common denominator ``count``.
        offset = self.below(total)
        chosen: list[_Item] = []
        index = 0
        for position in range(offset, offset + count * total, total):
            while position >= ends[index] * count:
                index += 1
            chosen.append(keys[index])
        return self.shuffled(chosen)
