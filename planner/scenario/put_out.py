"""Pupils whom a closure puts out of their place: who they are taken to be, and when they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from planner.domain.codes import PlaceType, Route
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.domain.referrals import Referral

_FIRST_CHOICE = (Route.PERMANENT_EXCLUSION, Route.OFF_SITE_DIRECTION)
"""Routes that stand for the exclusion and the prevention places that are lost."""


def put_out(
    before: Dataset, after: Dataset, place_types: Mapping[Route, frozenset[PlaceType]]
) -> tuple[Referral, ...]:
    """
    Return those whose placement a scenario cuts short, as pupils who need a place.

    Parameters
    ----------
    before
        The council's tables.
    after
        The same with a scenario's changes.
    place_types
        Place types that may serve each route.

    Returns
    -------
    tuple[Referral, ...]
        In the order of their ids. Each comes on the first day without the place, at the
        earliest the day after the as-at date.

    Notes
    -----
    A placement tells neither home nor route: no district is taken for the home's, so that
    journeys and the share taught in the home district leave these pupils out; of the routes
    that ask for the place's type the most usual is taken.
    """
    kept = {(each.pupil_id, each.starts): each for each in after.placements}
    return tuple(sorted(_lost(before, kept, place_types), key=lambda each: each.pupil_id))


def _lost(
    before: Dataset,
    kept: Mapping[tuple[str, date], Placement],
    place_types: Mapping[Route, frozenset[PlaceType]],
) -> Iterator[Referral]:
    for placement in before.placements:
        now = kept.get((placement.pupil_id, placement.starts))
        if placement.starts > before.as_at or now == placement:
            continue
        if placement.ends is not None and placement.ends <= before.as_at:
            continue
        last = before.as_at if now is None or now.ends is None else now.ends
        kind = before.commission[placement.commission_id].place_type
        route = _route_to(kind, place_types)
        if route is not None:
            yield Referral(
                pupil_id=placement.pupil_id,
                route=route,
                referred_on=max(last, before.as_at) + timedelta(days=1),
                year_group=placement.year_group,
                sen_provision=placement.sen_provision,
                looked_after=placement.looked_after,
                sessions_per_week=placement.sessions_per_week,
            )


def _route_to(kind: PlaceType, place_types: Mapping[Route, frozenset[PlaceType]]) -> Route | None:
    routes = [*_FIRST_CHOICE, *(route for route in Route if route not in _FIRST_CHOICE)]
    alone = (route for route in routes if place_types.get(route) == frozenset({kind}))
    either = (route for route in routes if kind in place_types.get(route, frozenset()))
    return next(alone, None) or next(either, None)


def put_out_says(pupils: tuple[Referral, ...], *, threshold: int) -> str:
    """
    Return what is taken for pupils whom a closure puts out, in a sentence; empty for none.

    Parameters
    ----------
    pupils
        The pupils.
    threshold
        Smallest count that is told: the sentence stands in what may be published. [pupils]
    """
    if not pupils:
        return ""
    count = len(pupils)
    who = f"{count} pupils" if count >= max(threshold, 2) else "Pupils"
    return (
        f"{who} whom a closure puts out are taken to need a place of the same type again from "
        "the first day without one, with a stay like anybody's who starts. The tables give no "
        "home of a pupil in a place, so journeys and the share taught in the home district leave "
        "them out, and so does the suggested placing of those who wait now."
    )
