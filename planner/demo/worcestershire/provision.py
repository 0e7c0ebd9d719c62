"""The commissions, funding and services of the county, made from the document's lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from planner.demo.occupancy import Fill
from planner.demo.worcestershire.lines import (
    FINANCIAL_YEAR,
    LINES,
    OUTREACH,
    OUTREACH_SOURCE,
    SOURCE,
    ProviderLine,
)
from planner.domain.codes import Need, PlaceType
from planner.domain.provision import Commission, Funding, Provider, ServiceLine, Site
from planner.units import MONTHS_PER_YEAR

_PLACE_RATE_PENCE = 1_000_000
_CONTRACT_STARTS = date(2020, 9, 1)
_CONTRACT_ENDS = date(2022, 8, 31)


def providers() -> tuple[Provider, ...]:
    """Return the six providers, all in the approved directory."""
    rows = [Provider(line.provider_id, line.name, line.sector) for line in LINES]
    return tuple(sorted(rows, key=lambda row: row.provider_id))


def sites() -> tuple[Site, ...]:
    """Return one registered site for each provider."""
    return tuple(sorted((line.site for line in LINES), key=lambda row: row.site_id))


def commissions() -> tuple[Commission, ...]:
    """Return the exclusion and the prevention places of each provider, apart."""
    rows = [row for line in LINES for row in _commissions(line)]
    return tuple(sorted(rows, key=lambda row: row.commission_id))


def _commissions(line: ProviderLine) -> Iterator[Commission]:
    for place_type, places in _places(line):
        prevention = place_type is PlaceType.PREVENTION
        yield Commission(
            commission_id=f"{line.provider_id}-{place_type}",
            site_id=line.site.site_id,
            place_type=place_type,
            places=places,
            starts=_CONTRACT_STARTS,
            ends=_CONTRACT_ENDS,
            year_groups=line.year_groups,
            needs=line.prevention_needs if prevention else frozenset(),
            specialisms=frozenset({Need.SEMH}),
            tier=line.prevention_tier if prevention else 3,
            commissioner="Worcestershire",
            accepts_overflow=prevention and line.prevention_takes_exclusions,
            delivers_ehc_plan=line.delivers_ehc_plan,
        )


def fills() -> dict[str, Fill]:
    """Return how full each commission is on the as-at date."""
    return {
        f"{line.provider_id}-{place_type}": fill
        for line in LINES
        for place_type, fill in (
            (PlaceType.EXCLUSION, line.exclusion_fill),
            (PlaceType.PREVENTION, line.prevention_fill),
        )
    }


def funding() -> tuple[Funding, ...]:
    """Return who pays for each commission's place-months in 2021/22, and the top-up."""
    rows = [row for line in LINES for row in _funding(line)]
    return tuple(sorted(rows, key=lambda row: row.commission_id))


def _funding(line: ProviderLine) -> Iterator[Funding]:
    """Charge what is deducted from the council's grant to the exclusion places first."""
    deducted_left, direct_left = line.recouped_place_months, line.dfe_direct_place_months
    for place_type, places in _places(line):
        months = places * MONTHS_PER_YEAR
        deducted = min(deducted_left, months)
        direct = min(direct_left, months - deducted)
        deducted_left -= deducted
        direct_left -= direct
        yield Funding(
            commission_id=f"{line.provider_id}-{place_type}",
            financial_year=FINANCIAL_YEAR,
            place_rate_pence=_PLACE_RATE_PENCE,
            council_place_months=months - deducted - direct,
            recouped_place_months=deducted,
            dfe_direct_place_months=direct,
            top_up_pence=100 * line.top_up_pounds if place_type is PlaceType.EXCLUSION else 0,
            source=SOURCE,
        )


def _places(line: ProviderLine) -> tuple[tuple[PlaceType, int], ...]:
    return (
        (PlaceType.EXCLUSION, line.exclusion_places),
        (PlaceType.PREVENTION, line.prevention_places),
    )


def services() -> tuple[ServiceLine, ...]:
    """Return the four outreach lines: bought without places."""
    rows = [
        ServiceLine(
            service_id=f"OUTREACH-{name.upper().replace(' ', '-')}",
            provider_name=name,
            service=service,
            financial_year=FINANCIAL_YEAR,
            annual_pence=pence,
            source=OUTREACH_SOURCE,
        )
        for name, service, pence in OUTREACH
    ]
    return tuple(sorted(rows, key=lambda row: row.service_id))
