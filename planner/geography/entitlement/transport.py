"""How an entitled pupil would travel by the authority's policy, what that costs and who pays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from pathlib import Path

import pandas as pd

from planner.domain.codes import PlaceType
from planner.domain.finance.transport import METRES_PER_MILE, TransportRates, TransportRules
from planner.domain.referrals import Referral
from planner.errors import InputProblems, Problem
from planner.geography.entitlement.statutory import Verdict
from planner.results.finance.money import FundingSource, Payer
from planner.units import Pence, divide_half_up, is_primary

JOURNEYS_A_DAY = 2
SCHOOL_DAYS_A_YEAR = 190
SCHOOL_WEEKS_A_YEAR = 38


class Transport(StrEnum):
    """The ways in which a pupil may be brought to a site."""

    WALK = "walk"
    BUS_PASS = "bus_pass"
    MILEAGE = "mileage"
    SHARED_TAXI = "shared_taxi"
    SINGLE_TAXI = "single_taxi"


class CostItem(StrEnum):
    """The unit costs that a price is made of."""

    BUS_PASS_YEAR = "bus_pass_year"
    MILEAGE_MILE = "mileage_mile"
    SHARED_TAXI_MILE = "shared_taxi_mile"
    SINGLE_TAXI_MILE = "single_taxi_mile"
    TAXI_JOURNEY_MINIMUM = "taxi_journey_minimum"
    ASSISTANT_DAY = "assistant_day"


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What one unit costs, from when and where the figure is, and how sure it is."""

    item: CostItem
    pence: Pence
    date: str
    """Year or month that the figure is of."""
    basis: str
    """``published``, ``derived`` from a published figure, or ``assumed``."""
    source: str


DEFAULT_UNIT_COSTS: Mapping[CostItem, UnitCost] = {
    cost.item: cost
    for cost in (
        UnitCost(CostItem.BUS_PASS_YEAR, 31_800, "2022", "published", "Calderdale: bus pass £318"),
        UnitCost(
            CostItem.MILEAGE_MILE, 45, "2024", "published", "Trafford and Sutton: 45p to parents"
        ),
        UnitCost(
            CostItem.SHARED_TAXI_MILE,
            214,
            "2023-24",
            "derived",
            "NAO: £8,116 a year for a SEND pupil, over 190 days and ten miles each way",
        ),
        UnitCost(
            CostItem.SINGLE_TAXI_MILE,
            474,
            "2024",
            "derived",
            "Herefordshire FOI: £20,710 for a round trip of 23 miles, over 190 days",
        ),
        UnitCost(
            CostItem.TAXI_JOURNEY_MINIMUM, 1_000, "2026", "assumed", "No published figure was found"
        ),
        UnitCost(CostItem.ASSISTANT_DAY, 5_000, "2026", "assumed", "No published figure was found"),
    )
}
"""Stand in where the council gives none; every report that uses one must list it."""


@dataclass(frozen=True, kw_only=True)
class TransportPolicy(TransportRules):
    """An authority's rules with what each way of travel costs it."""

    unit_costs: Mapping[CostItem, UnitCost] = field(
        default_factory=lambda: dict(DEFAULT_UNIT_COSTS)
    )
    school_days_a_year: int = SCHOOL_DAYS_A_YEAR


def transport_policy(
    rules: TransportRules, *, rates: TransportRates | None = None, costs: Path | None = None
) -> TransportPolicy:
    """
    Return the rules with the council's own unit costs over the assumed ones.

    Parameters
    ----------
    rules
        The authority's rules, from its scenario.
    rates
        The council's rates in force, from its tables; their mile stands before any other.
    costs
        A file for `read_unit_costs`.
    """
    unit_costs = dict(DEFAULT_UNIT_COSTS if costs is None else read_unit_costs(costs))
    days = SCHOOL_DAYS_A_YEAR
    if rates is not None:
        days = rates.school_days_per_year
        unit_costs[CostItem.SHARED_TAXI_MILE] = UnitCost(
            CostItem.SHARED_TAXI_MILE,
            rates.taxi_pence_per_mile,
            rates.starts.isoformat(),
            "assumed" if rates.assumed else "published",
            rates.source,
        )
    written = {each.name: getattr(rules, each.name) for each in fields(TransportRules)}
    return TransportPolicy(**written, unit_costs=unit_costs, school_days_a_year=days)


@dataclass(frozen=True, slots=True)
class TransportPrice:
    """How one pupil would travel to one site, and what it costs whom."""

    transport: Transport
    assistant: bool
    pence_per_day: Pence
    """For a day of attendance, both ways; 0 for a pass, which is bought by the year."""
    annual_pence: Pence
    placement_pence: Pence
    """For the planned weeks of the placement."""
    payer: Payer
    funding_source: FundingSource
    """The general fund or the school; never the dedicated schools grant."""


def transport_price(
    referral: Referral,
    *,
    place_type: PlaceType,
    road_metres: float,
    verdict: Verdict,
    transit_minutes: float | None = None,
    policy: TransportPolicy | None = None,
) -> TransportPrice:
    """
    Price one pupil's travel to one site by the authority's policy.

    A pupil within the walking limit walks. Where the route must be measured first, travel
    is priced, so that a budget is not short. Beyond it: a bus pass if the pupil is old
    enough and the timetable has a journey; else mileage, if it is offered; else a taxi.

    Parameters
    ----------
    referral
        The pupil, with sessions a week and planned weeks.
    place_type
        What the place is for, which decides who pays.
    road_metres
        One way by road. [metres]
    verdict
        What the walking test says.
    transit_minutes
        One way by bus or train; None where there is no journey or no timetable. [minutes]
    policy
        The authority's rules and unit costs.
    """
    policy = policy or TransportPolicy()
    transport = _chosen(referral, verdict, transit_minutes, policy)
    taxi = transport in {Transport.SHARED_TAXI, Transport.SINGLE_TAXI}
    assistant = taxi and policy.assistant_for_primary and is_primary(referral.year_group)
    per_day = _pence_per_day(transport, road_metres, policy.unit_costs)
    if assistant:
        per_day += policy.unit_costs[CostItem.ASSISTANT_DAY].pence
    days_a_week = (referral.sessions_per_week + 1) // 2
    annual = per_day * divide_half_up(policy.school_days_a_year * days_a_week, 5)
    if transport is Transport.BUS_PASS:
        annual = policy.unit_costs[CostItem.BUS_PASS_YEAR].pence
    school = policy.school_pays_for_prevention and place_type is PlaceType.PREVENTION
    return TransportPrice(
        transport=transport,
        assistant=assistant,
        pence_per_day=per_day,
        annual_pence=annual,
        placement_pence=_placement_pence(annual, referral.planned_weeks),
        payer=Payer.SCHOOL if school else Payer.COUNCIL,
        funding_source=FundingSource.SCHOOL if school else FundingSource.GENERAL_FUND,
    )


def _chosen(
    referral: Referral,
    verdict: Verdict,
    transit_minutes: float | None,
    policy: TransportPolicy,
) -> Transport:
    if verdict is Verdict.WITHIN:
        return Transport.WALK
    old_enough = referral.year_group >= policy.bus_from_year_group
    by_bus = transit_minutes is not None and transit_minutes <= policy.bus_longest_minutes
    alone = referral.has_ehc_plan and referral.primary_need in policy.single_taxi_needs
    if old_enough and by_bus and not alone:
        return Transport.BUS_PASS
    if policy.mileage_offered:
        return Transport.MILEAGE
    return Transport.SINGLE_TAXI if alone else Transport.SHARED_TAXI


_MILE_ITEM = {
    Transport.MILEAGE: CostItem.MILEAGE_MILE,
    Transport.SHARED_TAXI: CostItem.SHARED_TAXI_MILE,
    Transport.SINGLE_TAXI: CostItem.SINGLE_TAXI_MILE,
}


def _pence_per_day(
    transport: Transport, road_metres: float, costs: Mapping[CostItem, UnitCost]
) -> Pence:
    if transport not in _MILE_ITEM:
        return 0
    miles = road_metres / METRES_PER_MILE
    # A parent drives each way twice and is paid for all four; a taxi's mile has the pupil in it.
    legs = 2 * JOURNEYS_A_DAY if transport is Transport.MILEAGE else JOURNEYS_A_DAY
    pence = legs * miles * costs[_MILE_ITEM[transport]].pence
    if transport is Transport.SINGLE_TAXI:
        pence = max(pence, JOURNEYS_A_DAY * costs[CostItem.TAXI_JOURNEY_MINIMUM].pence)
    return int(pence + 0.5)


def _placement_pence(annual: Pence, planned_weeks: int) -> Pence:
    weeks = min(planned_weeks, SCHOOL_WEEKS_A_YEAR)
    return divide_half_up(annual * weeks, SCHOOL_WEEKS_A_YEAR)


def read_unit_costs(path: Path) -> Mapping[CostItem, UnitCost]:
    """
    Read a council's own unit costs (item, pence, date, basis, source) over the defaults.

    Raises
    ------
    InputProblems
        If the file cannot be read, an item is unknown or a price is no whole number of
        pence from 0; all at once.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError) as error:
        what = "The table of unit costs is empty, or is no CSV file in UTF-8."
        raise InputProblems([Problem(path.name, 0, "", "", what, "Save it again.")]) from error
    if not {"item", "pence"} <= set(table.columns):
        what, fix = "The table has no columns item and pence.", "Name them in the first line."
        raise InputProblems([Problem(path.name, 1, "", "", what, fix)])
    problems, costs = [], dict(DEFAULT_UNIT_COSTS)
    for line, row in enumerate(table.to_dict("records"), start=2):
        item, pence = str(row.get("item", "")), str(row.get("pence", ""))
        if item not in set(CostItem):
            fix = f"Use one of {', '.join(CostItem)}."
            problems.append(Problem(path.name, line, "item", item, "No such unit cost.", fix))
        elif not pence.isdigit():
            fix = "Write whole pence, from 0."
            problems.append(Problem(path.name, line, "pence", pence, "No price in pence.", fix))
        else:
            written = {key: str(row.get(key, "")) for key in ("date", "basis", "source")}
            costs[CostItem(item)] = UnitCost(CostItem(item), int(pence), **written)
    if problems:
        raise InputProblems(problems)
    return costs
