"""Providers, sites and commissions of a made-up authority, scaled to its pupils."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from planner.demo.draws import Draws
from planner.demo.occupancy import Fill
from planner.demo.people import Settlement
from planner.domain.codes import Basis, Need, PlaceType, Sector
from planner.domain.provision import (
    Commission,
    Funding,
    Limit,
    LimitUnit,
    Provider,
    Site,
)
from planner.domain.referrals import Point
from planner.units import FULL_TIME_SESSIONS, MONTHS_PER_YEAR, FinancialYear

_NAMES = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Gorse", "Hazel", "Ivy", "Juniper",
    "Kestrel", "Larch", "Maple", "Nettle", "Oak", "Poplar", "Quince", "Rowan", "Spruce", "Thorn",
)  # fmt: skip
_SECTORS = (Sector.MAINTAINED_PRU, Sector.AP_ACADEMY, Sector.AP_FREE_SCHOOL)
_PRIMARY = frozenset(range(1, 7))
_SECONDARY = frozenset(range(7, 12))
_KS4 = frozenset({10, 11})
_CONTRACT_STARTS = date(2025, 9, 1)
_CONTRACT_ENDS = date(2027, 8, 31)
_PLACE_RATE_PENCE = 1_000_000
_SPOT_PROVIDER = "TRACKSIDE"
_SPOT_FROM_PUPILS = 20
_FEWEST_PLACES = 4

_PLACES_PER_HUNDRED_PUPILS: Mapping[tuple[bool, PlaceType], int] = {
    (False, PlaceType.EXCLUSION): 190,
    (False, PlaceType.PREVENTION): 230,
    (True, PlaceType.EXCLUSION): 50,
    (True, PlaceType.PREVENTION): 40,
}
"""Places commissioned for each hundred waiting pupils, by phase (True is primary) and type."""


@dataclass(frozen=True, slots=True)
class Network:
    """What a made-up authority has commissioned."""

    providers: tuple[Provider, ...]
    sites: tuple[Site, ...]
    commissions: tuple[Commission, ...]
    limits: tuple[Limit, ...]
    funding: tuple[Funding, ...]
    fills: Mapping[str, Fill]


@dataclass(frozen=True, slots=True)
class _Plan:
    """One provider before it has sites."""

    provider: Provider
    is_primary: bool
    has_spoke: bool

    @property
    def year_groups(self) -> frozenset[int]:
        return _PRIMARY if self.is_primary else _SECONDARY


def made_up_network(
    draws: Draws, *, settlements: tuple[Settlement, ...], pupils: int, as_at: date
) -> Network:
    """
    Make up providers, a hub each and some spokes, two commissions a site.

    Parameters
    ----------
    draws
        Stream for this part.
    settlements
        Where sites may stand.
    pupils
        Waiting pupils, to which places are scaled. [pupils]
    as_at
        The authority's as-at date, which decides the financial year of the funding.
    """
    plans = _plans(pupils)
    by_plan = [(plan, list(_sites(draws, plan, settlements))) for plan in plans]
    commissions = list(_commissions(draws, by_plan, pupils))
    providers = [plan.provider for plan in plans]
    sites = [site for _, rows in by_plan for site in rows]
    if pupils >= _SPOT_FROM_PUPILS:
        provider, site, commission = _spot(draws, settlements, pupils)
        providers.append(provider)
        sites.append(site)
        commissions.append(commission)
    sector = {row.provider_id: row.sector for row in providers}
    provider_of = {row.site_id: row.provider_id for row in sites}
    return Network(
        providers=tuple(sorted(providers, key=lambda row: row.provider_id)),
        sites=tuple(sorted(sites, key=lambda row: row.site_id)),
        commissions=tuple(sorted(commissions, key=lambda row: row.commission_id)),
        limits=tuple(sorted(_limits(by_plan, commissions), key=lambda row: row.limit_id)),
        funding=tuple(
            sorted(
                (
                    _funding(draws, row, sector[provider_of[row.site_id]], as_at)
                    for row in commissions
                    if row.basis is Basis.BLOCK
                ),
                key=lambda row: row.commission_id,
            )
        ),
        fills={row.commission_id: _fill(draws, row) for row in commissions},
    )


def _plans(pupils: int) -> list[_Plan]:
    secondary = min(14, 1 + pupils // 20)
    primary = min(6, 1 + pupils // 60)
    return [
        _Plan(
            provider=Provider(
                provider_id=name.upper(),
                name=f"{name} {'Primary ' if row < primary else ''}Centre",
                sector=_SECTORS[row % len(_SECTORS)],
            ),
            is_primary=row < primary,
            has_spoke=row % 2 == 1,
        )
        for row, name in enumerate(_NAMES[: primary + secondary])
    ]


def _sites(draws: Draws, plan: _Plan, settlements: tuple[Settlement, ...]) -> Iterator[Site]:
    hub, spoke = draws.shuffled(settlements)[:2]
    provider = plan.provider
    yield _site(provider, hub, hub_site_id=None)
    if plan.has_spoke:
        yield _site(provider, spoke, hub_site_id=_site_id(provider, hub))


def _site_id(provider: Provider, settlement: Settlement) -> str:
    return f"{provider.provider_id}-{settlement.name.upper().replace(' ', '-')}"


def _site(provider: Provider, settlement: Settlement, *, hub_site_id: str | None) -> Site:
    return Site(
        site_id=_site_id(provider, settlement),
        provider_id=provider.provider_id,
        name=f"{provider.name}, {settlement.name}",
        point=Point(settlement.centre.easting, settlement.centre.northing),
        district=settlement.district,
        registered=provider.sector is not Sector.UNREGISTERED,
        hub_site_id=hub_site_id,
    )


def _commissions(
    draws: Draws, by_plan: list[tuple[_Plan, list[Site]]], pupils: int
) -> Iterator[Commission]:
    sites_of = {
        phase: sum(len(sites) for plan, sites in by_plan if plan.is_primary is phase)
        for phase in (True, False)
    }
    for plan, sites in by_plan:
        for site in sites:
            for place_type in PlaceType:
                share = _PLACES_PER_HUNDRED_PUPILS[plan.is_primary, place_type]
                places = share * pupils // 100 // sites_of[plan.is_primary]
                yield Commission(
                    commission_id=f"{site.site_id}-{place_type}",
                    site_id=site.site_id,
                    place_type=place_type,
                    places=max(_FEWEST_PLACES, places + draws.between(-2, 2)),
                    starts=_CONTRACT_STARTS,
                    ends=_CONTRACT_ENDS,
                    year_groups=plan.year_groups,
                    specialisms=frozenset({draws.pick({Need.SEMH: 4, Need.ASD: 1})}),
                    tier=3 if place_type is PlaceType.EXCLUSION else draws.one_of((1, 2, 2, 3)),
                    commissioner="Made-up council",
                    accepts_overflow=draws.chance(200),
                    delivers_ehc_plan=draws.chance(700),
                )


def _spot(
    draws: Draws, settlements: tuple[Settlement, ...], pupils: int
) -> tuple[Provider, Site, Commission]:
    """Make up one unregistered provider whose places are bought singly."""
    provider = Provider(_SPOT_PROVIDER, "Trackside Workshops", Sector.UNREGISTERED)
    site = _site(provider, draws.one_of(settlements), hub_site_id=None)
    commission = Commission(
        commission_id=f"{_SPOT_PROVIDER}-SPOT",
        site_id=site.site_id,
        place_type=PlaceType.PREVENTION,
        places=max(_FEWEST_PLACES, pupils // 30),
        starts=_CONTRACT_STARTS,
        year_groups=_KS4,
        specialisms=frozenset({Need.SEMH}),
        tier=1,
        intervention="Motor vehicle workshop",
        commissioner="Made-up council",
        basis=Basis.SPOT,
        accepts_overflow=True,
        spot_weekly_pence=39_000,
    )
    return provider, site, commission


def _limits(
    by_plan: list[tuple[_Plan, list[Site]]], commissions: list[Commission]
) -> Iterator[Limit]:
    """Let no more than two thirds of a secondary site's places be for key stage 4."""
    places: dict[str, int] = {}
    for row in commissions:
        places[row.site_id] = places.get(row.site_id, 0) + row.places
    for plan, sites in by_plan:
        for site in sites if not plan.is_primary else ():
            yield Limit(
                limit_id=f"{site.site_id}-KS4",
                site_id=site.site_id,
                commission_id=None,
                year_groups=_KS4,
                unit=LimitUnit.SESSIONS,
                maximum=places[site.site_id] * FULL_TIME_SESSIONS * 2 // 3,
            )


def _funding(draws: Draws, row: Commission, sector: Sector, as_at: date) -> Funding:
    months = row.places * MONTHS_PER_YEAR
    by_council = sector is Sector.MAINTAINED_PRU
    top_up = draws.between(80, 160) * 10_000 if row.place_type is PlaceType.EXCLUSION else 0
    return Funding(
        commission_id=row.commission_id,
        financial_year=FinancialYear.of(as_at).start_year,
        place_rate_pence=_PLACE_RATE_PENCE,
        council_place_months=months if by_council else 0,
        recouped_place_months=0 if by_council else months,
        dfe_direct_place_months=0,
        top_up_pence=top_up * row.places,
        source="Made up",
    )


def _fill(draws: Draws, row: Commission) -> Fill:
    if row.basis is Basis.SPOT:
        return Fill(free_sessions=row.places * FULL_TIME_SESSIONS // 2, leaving_soon=1)
    free_places = draws.between(0, 1 + row.places // 30)
    return Fill(
        free_sessions=free_places * FULL_TIME_SESSIONS, leaving_soon=1 + row.places * 15 // 100
    )
