"""Pupils who are ready to leave and hold their place until a special place is to be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.domain.placements import Stay
from planner.sizing.stays.survival import Floats, Spells, exits_and_risk

_WEEKS = 160
_WEEKS_PER_DAY = 39 / 365.25
_DAYS_PER_WEEK = 5
_USUAL_WEEKS = 20.0
"""Mean wait that a single record is pulled towards, so that few open waits end. [school weeks]"""


@dataclass(frozen=True)
class BlockLaw:
    """How many of those ready to leave are blocked, and for how long they hold their place."""

    blocked: int
    """Stays with a day from which the pupil was ready and blocked."""
    ready: int
    """Stays that ended, or whose pupil was ready to."""
    cdf: Floats
    """Chance that the wait for a special place is over by each school week, (weeks)."""

    @property
    def says(self) -> str:
        """What the records tell, in a sentence; empty where they tell of nobody blocked."""
        if not self.blocked:
            return ""
        weeks = float((1 - self.cdf).sum()) + 0.5
        return (
            f"{self.blocked} of {self.ready} pupils ready to leave waited for a special place, "
            f"about {weeks:.0f} school weeks, and held their place meanwhile"
        )

    def shares(self, draws: int, generator: np.random.Generator) -> Floats:
        """Return the share of those ready who are blocked, drawn for each future."""
        if not self.blocked:
            return np.zeros(draws)
        drawn: Floats = generator.beta(self.blocked + 0.5, self.ready - self.blocked + 0.5, draws)
        return drawn

    def days(self, share: Floats, first: Floats, second: Floats, third: Floats) -> Floats:
        """
        Return for each pupil the time a place is held after being ready, in school days.

        Parameters
        ----------
        share
            Chance of each pupil to be blocked, that of the pupil's future.
        first, second, third
            Three numbers from 0 to 1 of each pupil: whether, how many weeks, which day.
        """
        if not self.blocked:
            return np.zeros(len(share))
        weeks = np.searchsorted(self.cdf, second)
        days: Floats = (first < share) * _DAYS_PER_WEEK * (weeks + third)
        return days


def block_law(stays: Sequence[Stay], as_at: date) -> BlockLaw:
    """Return the law of blocked leavers; waits still under way count as open."""
    blocked = [stay for stay in stays if stay.ready_from is not None]
    ready = sum(stay.ends is not None or stay.ready_from is not None for stay in stays)
    lengths = [
        max(0, int(((stay.ends or as_at) - (stay.ready_from or as_at)).days * _WEEKS_PER_DAY))
        for stay in blocked
    ]
    spells = Spells(
        np.zeros(len(blocked), dtype=np.int64),
        np.array(lengths, dtype=np.int64) + 1,
        np.array([stay.ends is not None for stay in blocked], dtype=np.bool_),
        np.ones(len(blocked)),
    )
    exits, risk = exits_and_risk(spells, _WEEKS)
    cdf: Floats = (1 - np.cumprod(1 - (exits + 1 / _USUAL_WEEKS) / (risk + 1))).astype(np.float64)
    cdf[-1] = 1.0
    return BlockLaw(len(blocked), ready, cdf)


def until_ready(stay: Stay) -> Stay:
    """Return the stay as if it had ended when the pupil was ready to leave."""
    if stay.ready_from is None:
        return stay
    return replace(stay, ends=min(stay.ready_from, stay.ends or stay.ready_from))
