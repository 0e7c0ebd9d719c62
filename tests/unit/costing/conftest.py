"""Worcestershire's funding of 2021, typed from the document of June 2021."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from planner.domain.calendar import SchoolCalendar
from planner.domain.codes import PlaceType, Sector
from planner.domain.dataset import Dataset
from planner.domain.finance.stated import StatedFigure, StatedMeasure
from planner.domain.provision import Commission, Funding, Provider, ServiceLine, Site
from planner.domain.referrals import Point

_PROVIDERS = """
    FORGE  | The Forge   | maintained_pru | 35 | 13 | 369
    BEACON | The Beacon  | maintained_pru | 20 | 25 | 262
    PERRY  | Perryfields | maintained_pru | 22 | 30 | 349
    NEWB   | Newbridge   | ap_academy     | 65 |  3 | 554
    CPA    | CPA         | ap_free_school | 40 | 50 | 412
    ASPIRE | Aspire      | ap_academy     | 10 | 95 |  56
"""

_RECOUPED_MONTHS = {"NEWB": 816, "CPA": 304, "ASPIRE": 35}

_SERVICES = (
    ("S1", "Vale of Evesham", "early years outreach", 20_000_00),
    ("S2", "Regency High", "physical disability outreach", 190_450_00),
    ("S3", "Chadsgrove", "physical disability outreach", 190_450_00),
    ("S4", "Fort Royal", "early years outreach", 30_000_00),
)

_SOURCE = "Implementation Plan June 2021"
_THOUSANDS = 1000 * 100


@pytest.fixture
def worcestershire() -> Dataset:
    """The six providers, their money and the figures that the document printed."""
    dataset = Dataset(as_at=date(2021, 11, 8), calendar=SchoolCalendar(()))
    for line in _PROVIDERS.strip().splitlines():
        dataset = _with_provider(dataset, [cell.strip() for cell in line.split("|")])
    services = tuple(
        ServiceLine(key, name, service, 2021, pence, _SOURCE)
        for key, name, service, pence in _SERVICES
    )
    return replace(dataset, services=services, stated=tuple(_stated()))


def _with_provider(dataset: Dataset, cells: list[str]) -> Dataset:
    key, name, sector = cells[:3]
    exclusion, prevention, top_up = (int(cell) for cell in cells[3:])
    commissions, funding = [], []
    recouped = _RECOUPED_MONTHS.get(key, 0)
    for place_type, places in (
        (PlaceType.EXCLUSION, exclusion),
        (PlaceType.PREVENTION, prevention),
    ):
        months = places * 12
        deducted = min(recouped, months)
        recouped -= deducted
        maintained = sector == "maintained_pru"
        commission = Commission(
            f"{key}-{place_type}", key, place_type, places, date(2021, 4, 1), date(2022, 3, 31)
        )
        commissions.append(commission)
        funding.append(
            Funding(
                commission_id=commission.commission_id,
                financial_year=2021,
                place_rate_pence=1_000_000,
                council_place_months=months if maintained else 0,
                recouped_place_months=deducted,
                dfe_direct_place_months=0 if maintained else months - deducted,
                top_up_pence=top_up * _THOUSANDS if place_type is PlaceType.EXCLUSION else 0,
                source=_SOURCE,
            )
        )
    return replace(
        dataset,
        providers=(*dataset.providers, Provider(key, name, Sector(sector))),
        sites=(*dataset.sites, Site(key, key, name, Point(385_000, 255_000), "Worcester")),
        commissions=(*dataset.commissions, *commissions),
        funding=(*dataset.funding, *funding),
    )


def _stated() -> list[StatedFigure]:
    thousands = (
        (
            "high_needs_place_funding",
            "FORGE BEACON PERRY NEWB CPA ASPIRE",
            "480 450 520 680 253 29",
        ),
        ("top_up", "FORGE BEACON PERRY NEWB CPA ASPIRE", "369 262 349 554 412 56"),
        ("high_needs_total", "FORGE BEACON PERRY NEWB CPA ASPIRE", "849 712 869 1234 665 85"),
        ("dfe_direct", "CPA ASPIRE", "647 1012"),
    )
    totals = {
        "high_needs_place_funding": 2412,
        "top_up": 2002,
        "high_needs_total": 4414,
        "dfe_direct": 1668,
        "total": 6082,
    }
    figures = [
        _figure(measure, int(value) * _THOUSANDS, _THOUSANDS, provider)
        for measure, providers, values in thousands
        for provider, value in zip(providers.split(), values.split(), strict=True)
    ]
    figures += [_figure(key, value * _THOUSANDS, _THOUSANDS) for key, value in totals.items()]
    return [
        *figures,
        _figure("deducted_places", 2533, 1, "CPA"),
        _figure("deducted_places", 292, 1, "ASPIRE"),
        _figure("direct_spend", 3_100_000_00, 100_000_00),
        _figure("indirect_spend", 2_630_000_00, 10_000_00),
        _figure("exclusion_places", 192_00, 100),
        _figure("prevention_places", 243_00, 100),
        _figure("places", 408_00, 100),
    ]


def _figure(measure: str, value: int, unit: int, provider: str | None = None) -> StatedFigure:
    return StatedFigure(
        figure_id=f"{measure}-{provider or 'all'}",
        financial_year=2021,
        measure=StatedMeasure(measure),
        value_hundredths=value,
        rounded_to_hundredths=unit,
        provider_id=provider,
        source=_SOURCE,
    )
