"""
Random numbers by name: each belongs to one pupil of one future, whoever else there is.

A number drawn in turn changes with everything drawn before it. A number computed from
a key does not, so two scenarios share it and their difference is the scenarios' own.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray
from scipy.special import pdtr, pdtrik

from planner.sizing.stays.survival import Floats

Keys = NDArray[np.uint64]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def named(*parts: object) -> Keys:
    """Return the key of a name, the same on every machine, as an array of one."""
    text = "\x1f".join(str(part) for part in parts)
    return np.frombuffer(
        hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), dtype="<u8"
    ).astype(np.uint64)


def below(key: Keys, *parts: NDArray[np.integer]) -> Keys:
    """Return the keys of whole numbers under a key; the arrays are broadcast together."""
    for part in parts:
        key = _scrambled((key ^ part.astype(np.uint64)) + _GOLDEN)
    return key


def chances(key: Keys, stream: str) -> Floats:
    """Return for each key one number from 0 to 1, evenly spread, another for each stream."""
    bits = _scrambled((key ^ named(stream)) + _GOLDEN) >> np.uint64(11)
    return bits.astype(np.float64) * 2.0**-53


def numbers(key: Keys, stream: str, expected: Floats) -> NDArray[np.int64]:
    """Return for each key a whole number, Poisson about what is expected."""
    chance = chances(key, stream)
    drawn = np.maximum(np.ceil(pdtrik(chance, np.maximum(expected, 1e-9))), 0.0)
    # The inverse may land one too high where a step of the distribution is met.
    high = (drawn > 0) & (pdtr(np.maximum(drawn - 1, 0.0), expected) >= chance)
    whole: NDArray[np.int64] = np.where(expected > 0, drawn - high, 0.0).astype(np.int64)
    return whole


def generator_of(seed: int, *name: object) -> np.random.Generator:
    """Return a generator of its own for a name, for draws that belong to no pupil."""
    return np.random.default_rng((seed, int(named(*name)[0])))


def _scrambled(bits: Keys) -> Keys:
    """
    Return bits mixed so that neighbours have nothing in common.

    Notes
    -----
    Source: Steele, Lea and Flood (2014), "Fast Splittable Pseudorandom Number Generators";
    the constants are Stafford's thirteenth variant.
    """
    bits = (bits ^ (bits >> np.uint64(30))) * _FIRST
    bits = (bits ^ (bits >> np.uint64(27))) * _SECOND
    return bits ^ (bits >> np.uint64(31))
