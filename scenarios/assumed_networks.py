"""
What is assumed of Bristol, Hackney and Wiltshire so that their questions can be asked.

The documents give hardly a number. Sites stand in real towns, but sizes, prices, lengths of
stay and the pupils are assumed or made up, and each assumption is a row of the case's table
of assumptions. Read by ``build_published_cases.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.demo.occupancy import Fill
from planner.demo.people import Settlement
from planner.domain.codes import Basis, Need, PlaceType, Route, Sector
from planner.domain.provision import Commission, Provider, Site
from planner.domain.referrals import Point
from planner.units import Pence

E, P = PlaceType.EXCLUSION, PlaceType.PREVENTION
_SECONDARY = range(7, 12)
_ALL = range(1, 12)
_SEND = frozenset({Need.SEMH, Need.ASD})


@dataclass(frozen=True)
class Block:
    """One commission with what it costs and how full it is."""

    commission: Commission
    top_up_pence: Pence
    """For one full-time place and year. Place funding is £10,000 for all."""
    free_places: int


@dataclass(frozen=True)
class Network:
    """Everything of one authority that no document gives."""

    settlements: tuple[Settlement, ...]
    providers: tuple[Provider, ...]
    sites: tuple[Site, ...]
    blocks: tuple[Block, ...]
    yearly: Mapping[Route, int]
    """Referrals a year on routes that no statistics tell; with the stays they fill the places."""
    waiting: int
    """Made-up pupils who wait. [pupils]"""
    stays_weeks: Mapping[PlaceType, int]
    """Mean of the made-up recorded stays. [calendar weeks]"""

    @property
    def fills(self) -> dict[str, Fill]:
        """How full each commission is; pupils are there as long as stays of its kind last."""
        return {
            block.commission.commission_id: Fill(
                10 * block.free_places, 3, self.stays_weeks[block.commission.place_type]
            )
            for block in self.blocks
        }


def _block(
    name: str,
    site: str,
    kind: PlaceType,
    places: int,
    *,
    top_up: int,
    free: int = 0,
    years: range = _SECONDARY,
    needs: frozenset[Need] = frozenset(),
    tier: int | None = None,
    plans: bool = True,
    spot_weekly_pounds: int | None = None,
) -> Block:
    commission = Commission(
        name,
        site,
        kind,
        places,
        date(2019, 9, 1),
        year_groups=frozenset(years),
        needs=needs,
        specialisms=frozenset({Need.SEMH}),
        tier=tier,
        basis=Basis.BLOCK if spot_weekly_pounds is None else Basis.SPOT,
        delivers_ehc_plan=plans,
        spot_weekly_pence=None if spot_weekly_pounds is None else 100 * spot_weekly_pounds,
    )
    return Block(commission, 100 * top_up, free)


BRISTOL = Network(
    settlements=(
        Settlement("North", "Bristol", Point(358900, 178000), 1800),
        Settlement("Centre and east", "Bristol", Point(361500, 173800), 1800),
        Settlement("South", "Bristol", Point(358500, 168900), 1800),
    ),
    providers=(
        Provider("HUB", "Framework providers of the ALP Hub", Sector.INDEPENDENT_SCHOOL),
        Provider("SPECIALIST", "Specialist placements, all sites", Sector.MAINSTREAM_OR_SPECIAL),
        Provider("ST-MATTHIAS", "St Matthias Academy", Sector.AP_ACADEMY),
    ),
    sites=(
        Site("HUB-SOUTH", "HUB", "ALP Hub framework, south", Point(358500, 169500), "Bristol"),
        Site(
            "SPECIALIST",
            "SPECIALIST",
            "Specialist placements, all sites",
            Point(359298, 173429),
            "Bristol",
        ),
        Site(
            "ST-MATTHIAS",
            "ST-MATTHIAS",
            "St Matthias Academy",
            Point(359298, 173429),
            "Bristol",
            urn="144285",
        ),
    ),
    blocks=(
        _block("HUB-P", "HUB-SOUTH", P, 60, top_up=9_000, years=_ALL),
        _block("SPECIALIST-P", "SPECIALIST", P, 78, top_up=14_000, years=_ALL, needs=_SEND),
        _block("ST-MATTHIAS-E", "ST-MATTHIAS", E, 36, top_up=11_000, years=_ALL, free=1),
    ),
    yearly={
        Route.EHC_PLAN_INTERIM: 140,
        Route.SECTION_19_MEDICAL: 5,
        Route.SECTION_19_OTHER: 10,
        Route.SUSPENSION_OVER_FIVE_DAYS: 8,
    },
    waiting=30,
    stays_weeks={E: 29, P: 104},
)

HACKNEY = Network(
    settlements=(
        Settlement("North", "Hackney", Point(533700, 187300), 900),
        Settlement("Centre", "Hackney", Point(534900, 185100), 900),
        Settlement("South", "Hackney", Point(533200, 183200), 800),
    ),
    providers=(
        Provider("INDEPENDENT", "Independent schools, bought singly", Sector.INDEPENDENT_SCHOOL),
        Provider("NEW-REGENTS", "New Regents College", Sector.MAINTAINED_PRU),
    ),
    sites=(
        Site("INDEPENDENT", "INDEPENDENT", "Independent schools", Point(535500, 184000), "Hackney"),
        Site(
            "NEW-REGENTS",
            "NEW-REGENTS",
            "New Regents College",
            Point(533613, 185311),
            "Hackney",
            urn="134635",
        ),
    ),
    blocks=(
        _block(
            "INDEPENDENT-E",
            "INDEPENDENT",
            E,
            20,
            top_up=0,
            free=2,
            tier=3,
            spot_weekly_pounds=750,
        ),
        _block("NEW-REGENTS-E", "NEW-REGENTS", E, 28, top_up=14_000, years=_ALL, tier=3),
        _block("NEW-REGENTS-P", "NEW-REGENTS", P, 24, top_up=8_000, years=_ALL, tier=2, free=1),
    ),
    yearly={
        Route.EBSA: 15,
        Route.EHC_PLAN_INTERIM: 8,
        Route.OFF_SITE_DIRECTION: 35,
        Route.SECTION_19_MEDICAL: 8,
        Route.SECTION_19_OTHER: 8,
        Route.SUSPENSION_OVER_FIVE_DAYS: 6,
    },
    waiting=26,
    stays_weeks={E: 36, P: 30},
)

WILTSHIRE = Network(
    settlements=(
        Settlement("Chippenham", "Wiltshire", Point(391900, 173200), 2000),
        Settlement("Devizes", "Wiltshire", Point(400500, 161400), 1500),
        Settlement("Salisbury", "Wiltshire", Point(414400, 130000), 2500),
        Settlement("Trowbridge", "Wiltshire", Point(385500, 157900), 2000),
    ),
    providers=(
        Provider("DIRECTORY", "Approved directory, part-week", Sector.INDEPENDENT_SCHOOL),
        Provider("TRINITY", "Trinity Education Centre", Sector.MAINTAINED_PRU),
    ),
    sites=(
        Site("DIRECTORY", "DIRECTORY", "Approved provider", Point(391900, 173200), "Wiltshire"),
        Site(
            "TRINITY",
            "TRINITY",
            "Trinity Education Centre",
            Point(399686, 160039),
            "Wiltshire",
            urn="126172",
        ),
    ),
    blocks=(
        _block("DIRECTORY-P", "DIRECTORY", P, 22, top_up=6_000, years=_ALL, plans=False, free=1),
        _block("TRINITY-E", "TRINITY", E, 12, top_up=12_000, years=_ALL, free=1),
    ),
    yearly={
        Route.EHC_PLAN_INTERIM: 3,
        Route.OFF_SITE_DIRECTION: 42,
        Route.SECTION_19_MEDICAL: 3,
        Route.SECTION_19_OTHER: 6,
        Route.SUSPENSION_OVER_FIVE_DAYS: 2,
    },
    waiting=12,
    stays_weeks={E: 29, P: 30},
)
