"""Whether the tables agree with each other: who is in place, how long, and how many come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.sizing.queueing.world import World
from planner.sizing.statement.tally import DAYS_PER_YEAR

_AGREE = 1.5
"""Times by which two ways to count starts a year may differ before it is said."""


def doubts_of(world: World, dataset: Dataset) -> Iterator[str]:
    """
    Say where those in place now do not go with the referrals and stays expected.

    By Little's law those in place are the starts of a year times the mean stay in years.
    """
    if not dataset.placements:
        return
    until = np.minimum(world.stay, np.maximum(world.cutoff - world.arrival, 0.0))
    for kind in PlaceType:
        wanted = np.array([own is kind for _, own in world.groups])
        mine = world.counted & wanted[world.group] & (world.arrival < DAYS_PER_YEAR)
        there = float(wanted[world.resident_group].sum()) / world.draws
        if not mine.any() or not there:
            continue
        expected = float(mine.sum()) / world.draws
        implied = there / (float(until[mine].mean()) / DAYS_PER_YEAR)
        if max(implied, expected) > _AGREE * min(implied, expected):
            yield (
                f"The tables do not agree on type {kind.value}: {there:.0f} pupils in place and "
                f"the usual stays would take about {implied:.0f} starts a year, and about "
                f"{expected:.0f} referrals are expected in the coming year. Check placements, "
                "stays and history before planning by these figures."
            )
