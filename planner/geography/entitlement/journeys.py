"""Every waiting pupil's journey to every site: minutes, entitlement, way of travel and cost."""

from __future__ import annotations

import numpy as np
import pandas as pd

from planner.domain.case import TravelTable
from planner.domain.choices.policy import Policy
from planner.domain.codes import PlaceType
from planner.domain.dataset import Dataset
from planner.domain.referrals import Referral
from planner.geography.engines.contract import Engine, Mode, travel_times
from planner.geography.entitlement.statutory import Verdict, guide_minutes, walking_tests
from planner.geography.entitlement.transport import (
    TransportPolicy,
    TransportPrice,
    transport_price,
)
from planner.geography.travel import bell, home_points, site_points

JOURNEY_COLUMNS = (
    "pupil_id",
    "site_id",
    "minutes",
    "road_metres",
    "guide_minutes",
    "over_guide_minutes",
    "limit",
    "limit_miles",
    "walk_metres",
    "measured_by",
    "verdict",
    "transit_minutes",
    "transport",
    "assistant",
    "annual_pence",
    "placement_pence",
    "payer",
    "funding_source",
)


def journey_report(
    dataset: Dataset,
    travel: TravelTable,
    policy: Policy,
    *,
    engine: Engine,
    timetable: Engine | None = None,
    transport: TransportPolicy | None = None,
) -> pd.DataFrame:
    """
    Report every pupil's journey to every site.

    Parameters
    ----------
    dataset
        With homes located; a pupil without a home is left out.
    travel
        Minutes and road metres by car, the council's own journeys among them.
    policy
        The authority's guide times and which place types its routes ask for.
    engine
        Measures walks.
    timetable
        Finds journeys by bus and train; None where there is no timetable.
    transport
        Rules and unit costs; the assumed ones if None.

    Returns
    -------
    DataFrame
        The columns ``JOURNEY_COLUMNS``, by pupil and site. It holds pupils' pseudonyms: it
        is for the authority's own officers.
    """
    homes, sites = home_points(list(dataset.referrals)), site_points(dataset)
    tests = walking_tests(dataset, homes, sites, engine)
    by_bus = rides(dataset, timetable)
    rows = []
    for test in tests.to_dict("records"):
        pair = str(test["pupil_id"]), str(test["site_id"])
        ride, referral = by_bus.get(pair), dataset.referral[pair[0]]
        minutes, metres = travel.minutes_between(*pair), travel.metres_between(*pair)
        priced = None
        if metres is not None:
            priced = transport_price(
                referral,
                place_type=_place_type(referral, policy),
                road_metres=metres,
                verdict=Verdict(test["verdict"]),
                transit_minutes=ride,
                policy=transport,
            )
        guide = guide_minutes(referral, policy).minutes
        rows.append(
            {
                **{key: test[key] for key in test if key in JOURNEY_COLUMNS},
                "minutes": minutes,
                "road_metres": metres,
                "guide_minutes": guide,
                "over_guide_minutes": None if minutes is None else max(0, minutes - guide),
                "transit_minutes": None if ride is None else round(ride),
                **_priced(priced),
            }
        )
    table = pd.DataFrame(rows, columns=JOURNEY_COLUMNS)
    whole = ["minutes", "road_metres", "over_guide_minutes", "transit_minutes", "walk_metres"]
    numbers = table[whole].astype("float64").round(0).astype("Int64")
    return table.assign(**{name: numbers[name] for name in whole})


def rides(dataset: Dataset, timetable: Engine | None) -> dict[tuple[str, str], float]:
    """Return minutes by bus or train by pupil and site, where the timetable has a journey."""
    if timetable is None:
        return {}
    homes, sites = home_points(list(dataset.referrals)), site_points(dataset)
    found = travel_times(homes, sites, Mode.TRANSIT, engine=timetable, arrive=bell(dataset))
    pairs = zip(found["from_id"].astype(str), found["to_id"].astype(str), strict=True)
    minutes = found["travel_minutes"].to_numpy(dtype=np.float64)
    ridden = zip(pairs, minutes, strict=True)
    return {pair: float(ride) for pair, ride in ridden if not np.isnan(ride)}


def _place_type(referral: Referral, policy: Policy) -> PlaceType:
    asked = policy.place_types.get(referral.route, frozenset())
    return PlaceType.EXCLUSION if PlaceType.EXCLUSION in asked else PlaceType.PREVENTION


def _priced(price: TransportPrice | None) -> dict[str, object]:
    if price is None:
        return {}
    return {
        "transport": str(price.transport),
        "assistant": price.assistant,
        "annual_pence": price.annual_pence,
        "placement_pence": price.placement_pence,
        "payer": str(price.payer),
        "funding_source": str(price.funding_source),
    }
