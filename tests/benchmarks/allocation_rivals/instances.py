"""
Made-up authorities of the benchmark's sizes: N pupils × 60 commissions × 12 weeks.

Pupils, sites, commissions and occupancy are those of ``planner.demo``; the network is that of
an authority of at least 400 waiting pupils, which has 61 commissions, of which the smallest
block commission is left out. Nobody's place is decided beforehand, so that all N are placed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from planner.costing.prices import price_table
from planner.demo.authority import made_up_authority
from planner.demo.draws import Draws
from planner.demo.occupancy import Fill, fill_commissions
from planner.domain.case import Case
from planner.domain.choices.policy import Policy
from planner.domain.codes import Basis
from planner.domain.dataset import Dataset
from planner.domain.placements import Placement
from planner.domain.provision import Limit, LimitUnit
from planner.domain.referrals import Referral
from planner.geography.atlas import open_atlas
from planner.geography.entitlement.prices import transport_table
from planner.geography.entitlement.transport import transport_policy
from planner.geography.travel import engine_of, travel_table
from planner.units import FULL_TIME_SESSIONS

COMMISSIONS = 60
_NETWORK_PUPILS = 400
_KEY_STAGE_THREE = frozenset({7, 8, 9})
_SPEND_SHARE_PERCENT = 95


class Rules(StrEnum):
    """What is in play."""

    FULL = "full"
    """Everybody full-time; places, year groups, needs, dates and routes only."""
    BARE = "bare"
    """The same with part-time pupils."""
    SIDE = "side"
    """With part-time pupils, pairs, places to avoid, nested limits and an unregistered site."""
    FULL_SIDE = "full-side"
    """The rules of ``side`` with everybody full-time."""
    BUDGET = "budget"
    """The rules of ``side``, part-time pupils and a budget cap."""


@dataclass(frozen=True)
class Shares:
    """What the pupils of an instance ask for, as the report states it."""

    pupils: int
    full_time: int
    sessions: dict[int, int]


def bench_case(pupils: int, *, seed: int, rules: Rules) -> Case:
    """Make one instance; the budget's cap is set by :func:`with_budget`."""
    people = made_up_authority(seed=seed, pupils=pupils)
    network = made_up_authority(seed=seed, pupils=max(pupils, _NETWORK_PUPILS))
    dataset = _sixty_commissions(
        replace(
            network,
            referrals=people.referrals,
            pairs=people.pairs,
            avoidances=people.avoidances,
            decisions=(),
        )
    )
    if pupils < _NETWORK_PUPILS:
        dataset = _fewer_leaving(dataset, pupils, seed)
    if rules in {Rules.FULL, Rules.FULL_SIDE}:
        dataset = _everybody_full_time(dataset)
    plain = rules in {Rules.FULL, Rules.BARE}
    dataset = _bare(dataset) if plain else _side_rules(dataset)
    engine, policy = engine_of(open_atlas(None)), Policy()
    travel = travel_table(dataset, open_atlas(None), engine=engine)
    paid = transport_table(dataset, travel, transport_policy(policy.transport), engine=engine)
    prices = price_table(dataset, paid.annual_pence)
    return Case(dataset, policy, travel, prices, scenario_id=f"bench-{rules}")


def with_budget(case: Case, *, spent_pence: int) -> Case:
    """Cap the new stays' cost at 95% of what the best answer without a cap spends."""
    cap = spent_pence * _SPEND_SHARE_PERCENT // 100
    return replace(case, policy=replace(case.policy, budget_cap_pence=cap))


def shares(case: Case) -> Shares:
    """Count the pupils by their sessions."""
    sessions = sorted(r.sessions_per_week for r in case.dataset.referrals)
    return Shares(
        len(sessions),
        sessions.count(FULL_TIME_SESSIONS),
        {n: sessions.count(n) for n in sorted(set(sessions))},
    )


def _sixty_commissions(dataset: Dataset) -> Dataset:
    block = [c for c in dataset.commissions if c.basis is Basis.BLOCK]
    spare = sorted(block, key=lambda c: (c.places, c.commission_id))
    out = {c.commission_id for c in spare[: len(dataset.commissions) - COMMISSIONS]}
    return replace(
        dataset,
        commissions=tuple(c for c in dataset.commissions if c.commission_id not in out),
        placements=tuple(p for p in dataset.placements if p.commission_id not in out),
        funding=tuple(f for f in dataset.funding if f.commission_id not in out),
    )


def _fewer_leaving(dataset: Dataset, pupils: int, seed: int) -> Dataset:
    """Let about as many places come free as there are pupils: a larger authority's is too many."""
    draws = Draws(seed, "benchmark")
    most = 2 * pupils // COMMISSIONS
    fills = {
        c.commission_id: Fill(
            free_sessions=FULL_TIME_SESSIONS * int(draws.chance(250)),
            leaving_soon=draws.between(0, max(1, most)),
        )
        for c in dataset.commissions
    }
    return replace(
        dataset,
        placements=fill_commissions(
            draws,
            commissions=dataset.commissions,
            limits=dataset.limits,
            fills=fills,
            as_at=dataset.as_at,
            prefix="PLACED",
        ),
    )


def _everybody_full_time(dataset: Dataset) -> Dataset:
    referrals = tuple(_full_time(r) for r in dataset.referrals)
    taken: dict[str, int] = {}
    placements: list[Placement] = []
    places = {c.commission_id: c.capacity_sessions(dataset.as_at) for c in dataset.commissions}
    for placement in dataset.placements:
        used = taken.get(placement.commission_id, 0) + FULL_TIME_SESSIONS
        if used <= places[placement.commission_id]:
            taken[placement.commission_id] = used
            placements.append(replace(placement, sessions_per_week=FULL_TIME_SESSIONS))
    return replace(dataset, referrals=referrals, placements=tuple(placements))


def _full_time(referral: Referral) -> Referral:
    return replace(referral, sessions_per_week=FULL_TIME_SESSIONS)


def _bare(dataset: Dataset) -> Dataset:
    return replace(
        dataset,
        sites=tuple(replace(site, registered=True) for site in dataset.sites),
        limits=(),
        pairs=(),
        avoidances=(),
    )


def _side_rules(dataset: Dataset) -> Dataset:
    """Tighten the authority's own limits on key stage 4, and add groups of key stage 3."""
    tight = [replace(row, maximum=_standing(row, dataset)) for row in dataset.limits]
    groups = [
        Limit(
            limit_id=f"{row.site_id}-KS3",
            site_id=row.site_id,
            commission_id=None,
            year_groups=_KEY_STAGE_THREE,
            unit=LimitUnit.PUPILS,
            maximum=0,
        )
        for row in dataset.limits[::2]
    ]
    sized = [replace(row, maximum=_standing(row, dataset)) for row in groups]
    return replace(dataset, limits=tuple(sorted((*tight, *sized), key=lambda row: row.limit_id)))


def _standing(limit: Limit, dataset: Dataset) -> int:
    """Return how much of a limit is used today, so that newcomers need somebody to leave."""
    sites = {c.commission_id: c.site_id for c in dataset.commissions}
    monday = dataset.as_at - timedelta(days=dataset.as_at.weekday())
    here = [
        p
        for p in dataset.placements
        if sites[p.commission_id] == limit.site_id
        and p.year_group in limit.year_groups
        and _is_there(p, monday)
    ]
    return len(here) if limit.unit is LimitUnit.PUPILS else sum(p.sessions_per_week for p in here)


def _is_there(placement: Placement, monday: date) -> bool:
    return placement.starts <= monday and (placement.ends is None or placement.ends >= monday)
