"""
The last journey that still arrives in time.

Rides are gone through once, latest departure first (a connection scan, backwards from
where the journeys end), for all sites together.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from planner.geography.roads.speeds import WALK_METRES_PER_MINUTE
from planner.geography.timetable.feed import Timetable

WALK_FACTOR = 1.25
"""Metres walked for each straight-line metre to, from and between stops."""

STOP_METRES = 800.0
"""Furthest straight line walked to the first stop and from the last."""

CHANGE_METRES = 250.0
"""Furthest straight line walked between two stops to change."""

CHANGE_SECONDS = 120
"""Least time to change at one stop; an assumption."""

WALK_ONLY_METRES = 3_200.0
"""Furthest that a pupil walks the whole way instead: about two miles."""

NEVER = 1 << 18
"""A moment after every timetable; also the span that one moment takes in a label."""

_NO_LABEL = -1


@dataclass(frozen=True)
class Walks:
    """Walks between points and stops: places in both lists, and the seconds they take."""

    point: NDArray[np.int64]
    stop: NDArray[np.int64]
    seconds: NDArray[np.int64]


def walks_to_stops(
    points: NDArray[np.float64], stops: NDArray[np.float64], furthest: float
) -> Walks:
    """Return the walks up to ``furthest`` straight metres, by point."""
    known = np.flatnonzero(np.isfinite(stops).all(axis=1))
    if len(points) == 0 or len(known) == 0:
        nothing = np.array([], dtype=np.int64)
        return Walks(nothing, nothing, nothing)
    near = cKDTree(points).sparse_distance_matrix(
        cKDTree(stops[known]), furthest, output_type="coo_matrix"
    )
    order = np.lexsort((near.col, near.row))
    seconds = walk_seconds(near.data[order])
    return Walks(near.row[order].astype(np.int64), known[near.col[order]], seconds)


def walk_seconds(straight_metres: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the seconds that a walk takes, from its straight line."""
    seconds = 60 * WALK_FACTOR * straight_metres / WALK_METRES_PER_MINUTE
    return np.floor(seconds + 0.5).astype(np.int64)


def label(departs: NDArray[np.int64] | int, arrives: NDArray[np.int64]) -> NDArray[np.int64]:
    """Join departure and arrival so that a greater number is a later start, then an earlier end."""
    return np.asarray(departs * NEVER + (NEVER - 1 - arrives), dtype=np.int64)


def departure_and_arrival(
    labels: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Take labels apart."""
    return labels // NEVER, NEVER - 1 - labels % NEVER


def last_labels(
    timetable: Timetable, sites: NDArray[np.float64], *, arrive_by: int, earliest: int
) -> NDArray[np.int64]:
    """
    Return, for every stop and site, the last start that arrives by a moment.

    Parameters
    ----------
    timetable
        Rides of the day.
    sites
        Where the journeys end (sites, 2). [metres]
    arrive_by, earliest
        Seconds after midnight; rides that depart before ``earliest`` are not looked at.

    Returns
    -------
    NDArray
        Labels (stops, sites); below zero where no ride arrives in time.
    """
    stops = len(timetable.stop_metres)
    egress = np.full((stops, len(sites)), NEVER, dtype=np.int64)
    to_sites = walks_to_stops(sites, timetable.stop_metres, STOP_METRES)
    egress[to_sites.stop, to_sites.point] = to_sites.seconds
    changes = _changes(timetable.stop_metres)
    labels = np.full((stops, len(sites)), _NO_LABEL, dtype=np.int64)
    of_trip = np.full((int(timetable.trip.max(initial=-1)) + 1, len(sites)), NEVER, dtype=np.int64)
    for ride in range(len(timetable.departs)):
        if timetable.departs[ride] < earliest:
            break
        if timetable.arrives[ride] > arrive_by:
            continue
        _scan_ride(timetable, ride, arrive_by, egress, labels, of_trip, changes)
    return labels


def _scan_ride(
    timetable: Timetable,
    ride: int,
    arrive_by: int,
    egress: NDArray[np.int64],
    labels: NDArray[np.int64],
    of_trip: NDArray[np.int64],
    changes: list[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> None:
    """Let one ride improve what is known, in place."""
    trip, stop = timetable.trip[ride], timetable.to_stop[ride]
    arrives = of_trip[trip]
    if timetable.may_alight[ride]:
        here = int(timetable.arrives[ride])
        on_foot = here + egress[stop]
        onward = labels[stop]
        in_time = onward >= (here + CHANGE_SECONDS) * NEVER
        by_change = np.where(in_time, departure_and_arrival(onward)[1], NEVER)
        arrives = np.minimum(
            np.minimum(arrives, by_change), np.where(on_foot <= arrive_by, on_foot, NEVER)
        )
        of_trip[trip] = arrives
    if not timetable.may_board[ride] or arrives.min(initial=NEVER) >= NEVER:
        return
    start = timetable.from_stop[ride]
    new = np.where(arrives < NEVER, label(int(timetable.departs[ride]), arrives), _NO_LABEL)
    np.maximum(labels[start], new, out=labels[start])
    others, seconds = changes[start]
    if len(others):
        labels[others] = np.maximum(labels[others], new[None, :] - seconds[:, None] * NEVER)


def _changes(stops: NDArray[np.float64]) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return for each stop the others from which one may walk to it, and the seconds."""
    walks = walks_to_stops(np.nan_to_num(stops, nan=-1e9), stops, CHANGE_METRES)
    other = walks.point != walks.stop
    ends = np.searchsorted(walks.point[other], np.arange(len(stops) + 1))
    found, seconds = walks.stop[other], walks.seconds[other]
    return [(found[first:last], seconds[first:last]) for first, last in pairwise(ends)]


def join_homes(
    homes: NDArray[np.float64], stops: NDArray[np.float64], labels: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the last start from each home (homes, sites), the walk to its stop included."""
    best = np.full((len(homes), labels.shape[1]), _NO_LABEL, dtype=np.int64)
    walks = walks_to_stops(homes, stops, STOP_METRES)
    if len(walks.point) == 0:
        return best
    firsts = np.flatnonzero(np.diff(walks.point, prepend=-1))
    starts = labels[walks.stop]
    starts = np.where(starts >= 0, starts - walks.seconds[:, None] * NEVER, _NO_LABEL)
    best[walks.point[firsts]] = np.maximum.reduceat(starts, firsts, axis=0)
    return best
