"""What travel to each commission would cost the council, pupil by pupil, for a year."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.domain.case import TravelTable
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.geography.engines.contract import Engine
from planner.geography.entitlement.journeys import rides
from planner.geography.entitlement.statutory import (
    Verdict,
    judge_route,
    walking_limit,
    walking_tests,
)
from planner.geography.entitlement.transport import (
    DEFAULT_UNIT_COSTS,
    CostItem,
    Transport,
    TransportPolicy,
    TransportPrice,
    UnitCost,
    transport_price,
)
from planner.geography.travel import home_points, site_points
from planner.results.finance.money import Payer
from planner.units import format_pounds

_ITEMS = {
    Transport.BUS_PASS: (CostItem.BUS_PASS_YEAR,),
    Transport.MILEAGE: (CostItem.MILEAGE_MILE,),
    Transport.SHARED_TAXI: (CostItem.SHARED_TAXI_MILE,),
    Transport.SINGLE_TAXI: (CostItem.SINGLE_TAXI_MILE, CostItem.TAXI_JOURNEY_MINIMUM),
}
_SAYS = {
    CostItem.BUS_PASS_YEAR: "a bus pass for a year",
    CostItem.MILEAGE_MILE: "a mile that a parent drives",
    CostItem.SHARED_TAXI_MILE: "a mile for one pupil in a shared taxi",
    CostItem.SINGLE_TAXI_MILE: "a mile in a taxi alone",
    CostItem.TAXI_JOURNEY_MINIMUM: "the least for a journey in a taxi alone",
    CostItem.ASSISTANT_DAY: "a passenger assistant for a day",
}


class TransportTable(NamedTuple):
    """What the council would pay for travel, and what that takes for granted."""

    annual_pence: NDArray[np.int64]
    """Axes (pupils, commissions), in the order of the dataset. [pence a year]"""
    notes: tuple[str, ...]
    """Unit costs that are not the council's own and what could not be priced, in sentences."""


def transport_table(
    dataset: Dataset,
    travel: TravelTable,
    policy: TransportPolicy,
    *,
    engine: Engine,
    timetable: Engine | None = None,
) -> TransportTable:
    """
    Price every pupil's travel to every commission by the authority's transport policy.

    Nil for a pupil who can walk, where the school pays, and where nobody can be sent
    because there is no route. The prices are those of the journey report.

    Parameters
    ----------
    dataset
        With homes located. A pupil without one is judged by the council's own metres.
    travel
        Metres from each pupil to each site.
    policy
        Rules and unit costs.
    engine
        Measures walks.
    timetable
        Finds journeys by bus and train; None where there is no timetable.
    """
    tests = _verdicts(dataset, engine)
    by_bus = rides(dataset, timetable)
    shape = (len(dataset.referrals), len(dataset.commissions))
    pence = np.zeros(shape, dtype=np.int64)
    used: set[CostItem] = set()
    columns = _columns(dataset)
    for row, referral in enumerate(dataset.referrals):
        for (site_id, kind), at in columns.items():
            metres = travel.metres_between(referral.pupil_id, site_id)
            if metres is None:
                continue
            pair = (referral.pupil_id, site_id)
            verdict = tests.get(pair) or judge_route(metres, walking_limit(referral))
            price = transport_price(
                referral,
                place_type=kind,
                road_metres=metres,
                verdict=verdict,
                transit_minutes=by_bus.get(pair),
                policy=policy,
            )
            if price.payer is Payer.COUNCIL:
                pence[row, at] = price.annual_pence
                used.update(_items(price))
    return TransportTable(pence, (*_cost_notes(used, policy), *_hole_notes(dataset, travel)))


def _columns(dataset: Dataset) -> dict[tuple[str, PlaceType], list[int]]:
    """Return the commissions' positions by what decides a pupil's price there."""
    columns: dict[tuple[str, PlaceType], list[int]] = {}
    for column, commission in enumerate(dataset.commissions):
        columns.setdefault((commission.site_id, commission.place_type), []).append(column)
    return columns


def _verdicts(dataset: Dataset, engine: Engine) -> dict[tuple[str, str], Verdict]:
    homes, sites = home_points(list(dataset.referrals)), site_points(dataset)
    tests = walking_tests(dataset, homes, sites, engine)
    pairs = zip(tests["pupil_id"], tests["site_id"], strict=True)
    return dict(zip(pairs, map(Verdict, tests["verdict"]), strict=True))


def _items(price: TransportPrice) -> Iterator[CostItem]:
    yield from _ITEMS.get(price.transport, ())
    if price.assistant:
        yield CostItem.ASSISTANT_DAY


def _cost_notes(used: Set[CostItem], policy: TransportPolicy) -> Iterator[str]:
    for item in CostItem:
        cost = policy.unit_costs[item]
        if item in used and (cost == DEFAULT_UNIT_COSTS[item] or cost.basis == "assumed"):
            yield _cost_note(cost)


def _cost_note(cost: UnitCost) -> str:
    basis = "taken from" if cost.basis == "published" else f"{cost.basis}:"
    source = cost.source.rstrip(".")
    return (
        f"Transport is priced at {format_pounds(cost.pence)} for {_SAYS[cost.item]}, "
        f"{basis} {source} ({cost.date}). Replace it by the council's own contract rate."
    )


def _hole_notes(dataset: Dataset, travel: TravelTable) -> Iterator[str]:
    holes = int(((travel.minutes >= 0) & (travel.metres < 0)).sum())
    if holes and dataset.commissions:
        yield (
            f"{holes} of {travel.minutes.size} journeys in the council's own table have no metres "
            "and no home to measure from, so their transport is priced at nothing."
        )
