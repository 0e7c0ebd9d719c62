"""Survival of stays week by week, with open stays and late records handled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spells:
    """
    Stays as whole weeks: from where they are seen, to where they end or are lost from view.

    Arrays have one entry a stay.
    """

    entered: NDArray[np.int64]
    """Weeks already stayed when the record begins; 0 where it begins with the stay."""
    left: NDArray[np.int64]
    """Weeks stayed when the record ends. [at least one more than ``entered``]"""
    ended: NDArray[np.bool_]
    """Whether the stay ended then, or is still open."""
    weight: Floats


def exits_and_risk(spells: Spells, weeks: int) -> tuple[Floats, Floats]:
    """
    Return exits in each week of stay, and stays at risk of it, weighted.

    A stay is at risk in a week only if it was on record then, so that stays first
    seen late do not count as if they had been seen from the start (left truncation).
    """
    last = np.minimum(spells.left, weeks) - 1
    exits = np.bincount(
        last, weights=spells.weight * (spells.ended & (spells.left <= weeks)), minlength=weeks
    )[:weeks]
    first = np.minimum(spells.entered, weeks)
    steps = np.bincount(first, weights=spells.weight, minlength=weeks + 1)
    steps -= np.bincount(last + 1, weights=spells.weight, minlength=weeks + 1)
    return exits.astype(np.float64), np.cumsum(steps)[:weeks].clip(min=0.0)


def kaplan_meier(spells: Spells, weeks: int) -> Floats:
    """
    Return the share of stays that last beyond each week, (weeks).

    Notes
    -----
    Source: Kaplan and Meier (1958); left truncation as in Klein and Moeschberger (2003),
    "Survival Analysis", section 4.6.

    Examples
    --------
    >>> spells = Spells(np.zeros(3, int), np.array([1, 2, 2]), np.array([True, True, False]),
    ...                 np.ones(3))
    >>> kaplan_meier(spells, 2).round(3).tolist()
    [0.667, 0.333]
    """
    exits, risk = exits_and_risk(spells, weeks)
    hazard: Floats = exits / np.maximum(risk, 1e-12)
    return np.cumprod(1 - hazard).astype(np.float64)


def aalen_johansen(spells: Spells, causes: NDArray[np.int64], kinds: int, weeks: int) -> Floats:
    """
    Return the share of stays that have ended for each cause by each week, (kinds, weeks).

    Parameters
    ----------
    spells
        The stays.
    causes
        Cause of each end, from 0 to ``kinds`` - 1; any value for open stays.
    kinds
        Number of causes.
    weeks
        Weeks to look at.

    Notes
    -----
    Source: Aalen and Johansen (1978), for causes that exclude each other.
    """
    survival = kaplan_meier(spells, weeks)
    before = np.concatenate(([1.0], survival[:-1]))
    _, risk = exits_and_risk(spells, weeks)
    shares = np.zeros((kinds, weeks))
    for kind in range(kinds):
        own = Spells(spells.entered, spells.left, spells.ended & (causes == kind), spells.weight)
        exits, _ = exits_and_risk(own, weeks)
        shares[kind] = np.cumsum(before * exits / np.maximum(risk, 1e-12))
    return shares
