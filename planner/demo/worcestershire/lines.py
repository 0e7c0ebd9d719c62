"""
The six providers of the June 2021 document: places, money, sites.

Source of places and money: Worcestershire Children First, "Exclusions and
Alternative Provision Review, Implementation Plan", June 2021, section "Analysis
of current LA financial spend on AP/PRUs". What it does not say is assumed and
listed in ``assumptions.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.demo.occupancy import Fill
from planner.domain.codes import Need, Sector
from planner.domain.provision import Limit, LimitUnit, Site
from planner.domain.referrals import Point
from planner.units import MONTHS_PER_YEAR, Pence, PlaceMonths

FINANCIAL_YEAR = 2021
SOURCE = "Implementation Plan June 2021, funding table"
OUTREACH_SOURCE = "Implementation Plan June 2021, agreed outreach figures 2021-22"

_PRIMARY = frozenset(range(1, 7))
_SECONDARY = frozenset(range(7, 12))
_KS3 = frozenset({7, 8, 9})
_KS4 = frozenset({10, 11})


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """One row of the document's funding table, with what had to be assumed beside it."""

    provider_id: str
    name: str
    sector: Sector
    exclusion_places: int
    prevention_places: int
    top_up_pounds: int
    site: Site
    year_groups: frozenset[int]
    recouped_place_months: PlaceMonths
    """Paid by the DfE and deducted from the council's grant."""
    dfe_direct_place_months: PlaceMonths
    """Paid by the DfE beyond what the table deducts. The council pays all other months."""
    exclusion_fill: Fill
    prevention_fill: Fill
    prevention_tier: int
    delivers_ehc_plan: bool
    prevention_needs: frozenset[Need] = frozenset()
    """Needs accepted on prevention places; empty means every need and none."""
    prevention_takes_exclusions: bool = False


LINES: tuple[ProviderLine, ...] = (
    ProviderLine(
        provider_id="FORGE",
        name="The Forge",
        sector=Sector.MAINTAINED_PRU,
        exclusion_places=35,
        prevention_places=13,
        top_up_pounds=369_000,
        site=Site(
            site_id="FORGE-REDDITCH",
            provider_id="FORGE",
            name="The Forge, Easemore Road, Redditch",
            point=Point(404830, 268245),
            district="Redditch",
            postcode="B98 8HF",
            urn="136161",
        ),
        year_groups=_SECONDARY,
        recouped_place_months=0,
        dfe_direct_place_months=0,
        exclusion_fill=Fill(free_sessions=10, leaving_soon=4),
        prevention_fill=Fill(free_sessions=5, leaving_soon=2),
        prevention_tier=3,
        delivers_ehc_plan=True,
    ),
    ProviderLine(
        provider_id="BEACON",
        name="The Beacon",
        sector=Sector.MAINTAINED_PRU,
        exclusion_places=20,
        prevention_places=25,
        top_up_pounds=262_000,
        site=Site(
            site_id="BEACON-REDDITCH",
            provider_id="BEACON",
            name="The Beacon, Redditch",
            point=Point(404150, 267750),
            district="Redditch",
            urn="130987",
        ),
        year_groups=_PRIMARY,
        recouped_place_months=0,
        dfe_direct_place_months=0,
        exclusion_fill=Fill(free_sessions=0, leaving_soon=2),
        prevention_fill=Fill(free_sessions=170, leaving_soon=2),
        prevention_tier=2,
        delivers_ehc_plan=True,
    ),
    ProviderLine(
        provider_id="PERRYFIELDS",
        name="Perryfields",
        sector=Sector.MAINTAINED_PRU,
        exclusion_places=22,
        prevention_places=30,
        top_up_pounds=349_000,
        site=Site(
            site_id="PERRYFIELDS-WORCESTER",
            provider_id="PERRYFIELDS",
            name="Perryfields, Glebe Close, Worcester",
            point=Point(383966, 254527),
            district="Worcester",
            postcode="WR2 5AX",
            urn="130984",
        ),
        year_groups=_PRIMARY,
        recouped_place_months=0,
        dfe_direct_place_months=0,
        exclusion_fill=Fill(free_sessions=10, leaving_soon=2),
        prevention_fill=Fill(free_sessions=220, leaving_soon=2),
        prevention_tier=2,
        delivers_ehc_plan=True,
    ),
    ProviderLine(
        provider_id="NEWBRIDGE",
        name="Newbridge",
        sector=Sector.AP_ACADEMY,
        exclusion_places=65,
        prevention_places=3,
        top_up_pounds=554_000,
        site=Site(
            site_id="NEWBRIDGE-WORCESTER",
            provider_id="NEWBRIDGE",
            name="Newbridge, Midland Road, Worcester",
            point=Point(385824, 254671),
            district="Worcester",
            postcode="WR5 1DS",
            urn="140383",
        ),
        year_groups=_SECONDARY,
        recouped_place_months=68 * MONTHS_PER_YEAR,
        dfe_direct_place_months=0,
        exclusion_fill=Fill(free_sessions=20, leaving_soon=8),
        prevention_fill=Fill(free_sessions=0, leaving_soon=1),
        prevention_tier=3,
        delivers_ehc_plan=True,
        prevention_needs=frozenset({Need.SEMH}),
        prevention_takes_exclusions=True,
    ),
    ProviderLine(
        provider_id="CPA",
        name="ContinU Plus Academy",
        sector=Sector.AP_FREE_SCHOOL,
        exclusion_places=40,
        prevention_places=50,
        top_up_pounds=412_000,
        site=Site(
            site_id="CPA-KIDDERMINSTER",
            provider_id="CPA",
            name="ContinU Plus Academy, Finepoint Way, Kidderminster",
            point=Point(381620, 273559),
            district="Wyre Forest",
            postcode="DY11 7FB",
            urn="139648",
        ),
        year_groups=_SECONDARY,
        recouped_place_months=304,
        dfe_direct_place_months=776,
        exclusion_fill=Fill(free_sessions=30, leaving_soon=5),
        prevention_fill=Fill(free_sessions=20, leaving_soon=4),
        prevention_tier=2,
        delivers_ehc_plan=True,
    ),
    ProviderLine(
        provider_id="ASPIRE",
        name="Aspire Academy",
        sector=Sector.AP_FREE_SCHOOL,
        exclusion_places=10,
        prevention_places=95,
        top_up_pounds=56_000,
        site=Site(
            site_id="ASPIRE-WORCESTER",
            provider_id="ASPIRE",
            name="Aspire Academy, Bridgwater Road, Worcester",
            point=Point(389065, 257221),
            district="Worcester",
            postcode="WR4 9FQ",
            urn="141034",
        ),
        year_groups=_SECONDARY,
        recouped_place_months=35,
        dfe_direct_place_months=1_225,
        exclusion_fill=Fill(free_sessions=0, leaving_soon=2),
        prevention_fill=Fill(free_sessions=25, leaving_soon=7),
        prevention_tier=2,
        delivers_ehc_plan=False,
    ),
)

OUTREACH: tuple[tuple[str, str, Pence], ...] = (
    ("Vale of Evesham", "EY Outreach", 2_000_000),
    ("Regency High", "PD Outreach", 19_045_000),
    ("Chadsgrove", "PD Outreach", 19_045_000),
    ("Fort Royal", "EY Outreach", 3_000_000),
)

LIMITS: tuple[Limit, ...] = (
    Limit("BEACON-P-SEATS", None, "BEACON-P", _PRIMARY, LimitUnit.PUPILS, 10),
    Limit("CPA-KS3-GROUPS", "CPA-KIDDERMINSTER", None, _KS3, LimitUnit.PUPILS, 64),
    Limit("FORGE-KS4-GROUPS", "FORGE-REDDITCH", None, _KS4, LimitUnit.PUPILS, 27),
    Limit("NEWBRIDGE-KS3-GROUPS", "NEWBRIDGE-WORCESTER", None, _KS3, LimitUnit.PUPILS, 38),
    Limit("NEWBRIDGE-KS4-GROUPS", "NEWBRIDGE-WORCESTER", None, _KS4, LimitUnit.PUPILS, 34),
    Limit("PERRYFIELDS-P-SEATS", None, "PERRYFIELDS-P", _PRIMARY, LimitUnit.PUPILS, 10),
)
"""Group limits; all assumed."""
