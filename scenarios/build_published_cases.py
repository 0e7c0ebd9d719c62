"""
Write the tables of Bristol, Hackney and Wiltshire from published counts, again from a seed.

Run by hand from the repository's root: ``python scenarios/build_published_cases.py``.
The counts are estimates: rebuilt from the DfE's published termly rates of permanent exclusion
(data set ed60fee6-bdab-414b-82d9-337f914575de, Open Government Licence v3.0). They are not DfE
figures. The month within a term and the key stage within a phase are spread at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from planner.demo.calibration import MONTH_WEIGHTS
from planner.domain.calendar import CalendarPeriod, PeriodKind, SchoolCalendar
from planner.domain.codes import Need, PlaceType, Route, Sector
from planner.domain.dataset import Assumption, Dataset
from planner.domain.provision import Commission, PlaceStep, Provider, Site
from planner.domain.referrals import Point, ReferralCount
from planner.tables.write import write_dataset
from planner.units import KeyStage

AS_AT = date(2023, 9, 4)
FIRST_YEAR = 2019
TERM_MONTHS = ((9, 10, 11, 12), (1, 2, 3), (4, 5, 6, 7))
SOURCE = "estimate rebuilt from the DfE's published termly rates; not a DfE figure"


@dataclass(frozen=True)
class Published:
    """What is known of one authority."""

    district: str
    primary: tuple[int, ...]
    """Permanent exclusions by term, autumn 2019 to summer 2023, primary schools; estimates."""
    secondary: tuple[int, ...]
    """The same for secondary and special schools."""
    sites: Mapping[str, tuple[str, str, Point]]
    """Name, URN and point by id. Points are the middle of the authority, not the site's own."""
    commissions: tuple[Commission, ...]
    assumptions: tuple[Assumption, ...]


def _unknown(commission_id: str, site_id: str, years: range) -> Commission:
    return Commission(
        commission_id,
        site_id,
        PlaceType.EXCLUSION,
        0,
        date(2019, 9, 1),
        year_groups=frozenset(years),
        delivers_ehc_plan=True,
    )


def _not_given(commission_id: str, document: str) -> Assumption:
    return Assumption(
        "commissions", commission_id, "places", "0", f"{document} gives no number of places."
    )


_BRISTOL_MIDDLE = Point(359298, 173429)
_HACKNEY_MIDDLE = Point(533613, 185311)
_WILTSHIRE_MIDDLE = Point(399686, 160039)
_BRISTOL_PLAN = "The ALP Improvement Plan of January 2022"

CASES = {
    "bristol": Published(
        "Bristol",
        (2, 0, 0, 3, 0, 2, 2, 2, 3, 1, 3, 2),
        (1, 1, 0, 0, 1, 2, 2, 1, 4, 8, 7, 16),
        {
            "ST-MATTHIAS": ("St Matthias Academy", "144285", _BRISTOL_MIDDLE),
            "SPECIALIST": ("Specialist placements, all sites", "", _BRISTOL_MIDDLE),
        },
        (
            _unknown("ST-MATTHIAS-E", "ST-MATTHIAS", range(7, 12)),
            Commission(
                "SPECIALIST-P",
                "SPECIALIST",
                PlaceType.PREVENTION,
                78,
                date(2022, 1, 1),
                needs=frozenset({Need.SEMH, Need.ASD}),
                delivers_ehc_plan=True,
                steps=(PlaceStep(date(2023, 9, 1), 450),),
            ),
        ),
        (
            _not_given("ST-MATTHIAS-E", _BRISTOL_PLAN),
            Assumption(
                "commissions",
                "SPECIALIST-P",
                "places",
                "78, then 450 from 1 September 2023",
                f"{_BRISTOL_PLAN}: 78 specialist placements created, 450 the target for September "
                "2023; it does not say whether the 450 contain the 78. Taken as prevention places "
                "that do contain them, and as if the target were met.",
            ),
        ),
    ),
    "hackney": Published(
        "Hackney",
        (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (14, 9, 0, 1, 2, 3, 11, 10, 8, 5, 17, 11),
        {"NEW-REGENTS": ("New Regents College", "134635", _HACKNEY_MIDDLE)},
        (_unknown("NEW-REGENTS-E", "NEW-REGENTS", range(12)),),
        (_not_given("NEW-REGENTS-E", "The Integrated AP Strategy update"),),
    ),
    "wiltshire": Published(
        "Wiltshire",
        (8, 2, 0, 1, 1, 0, 2, 1, 0, 0, 2, 0),
        (2, 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 1),
        {"TRINITY": ("Trinity Education Centre", "126172", _WILTSHIRE_MIDDLE)},
        (_unknown("TRINITY-E", "TRINITY", range(12)),),
        (_not_given("TRINITY-E", "A Strategic Approach to Alternative Provision"),),
    ),
}


def dataset_of(case: Published, *, seed: int) -> Dataset:
    """Return an authority's tables."""
    return Dataset(
        as_at=AS_AT,
        calendar=_calendar(),
        providers=tuple(
            Provider(site_id, name, Sector.MAINTAINED_PRU)
            for site_id, (name, _, _) in case.sites.items()
        ),
        sites=tuple(
            Site(site_id, site_id, name, point, case.district, urn=urn or None)
            for site_id, (name, urn, point) in case.sites.items()
        ),
        commissions=case.commissions,
        history=_history(case, np.random.default_rng(seed)),
        assumptions=(*case.assumptions, *_assumptions(case)),
    )


def _assumptions(case: Published) -> tuple[Assumption, ...]:
    return (
        Assumption("history", "all", "count", "estimates", f"Each count is an {SOURCE}."),
        Assumption(
            "history",
            "all",
            "month, key_stage",
            "spread at random",
            "Published are terms and phases. Months follow usual weights within a term; primary "
            "is taken as key stage 2, secondary as key stages 3 and 4 in equal parts.",
        ),
        Assumption(
            "calendar", "all", "starts, ends", "usual terms", "Terms of a usual English year."
        ),
        *(
            Assumption(
                "sites", site_id, "easting, northing", "middle of the authority", "Not looked up."
            )
            for site_id in case.sites
        ),
    )


def _calendar() -> SchoolCalendar:
    spans = (
        ("Autumn 2023", date(2023, 9, 4), date(2023, 12, 20)),
        ("Spring 2024", date(2024, 1, 8), date(2024, 3, 28)),
        ("Summer 2024", date(2024, 4, 15), date(2024, 7, 23)),
    )
    breaks = (
        ("Autumn half-term", date(2023, 10, 23), date(2023, 10, 27)),
        ("Spring half-term", date(2024, 2, 12), date(2024, 2, 16)),
        ("May Day", date(2024, 5, 6), date(2024, 5, 6)),
        ("Summer half-term", date(2024, 5, 27), date(2024, 5, 31)),
    )
    return SchoolCalendar(
        (
            *(CalendarPeriod(PeriodKind.TERM, *span) for span in spans),
            *(CalendarPeriod(PeriodKind.CLOSURE, *span) for span in breaks),
        )
    )


def _history(case: Published, generator: np.random.Generator) -> tuple[ReferralCount, ...]:
    counts: Counter[tuple[date, KeyStage]] = Counter()
    for position, (primary, secondary) in enumerate(zip(case.primary, case.secondary, strict=True)):
        year, term = FIRST_YEAR + position // 3, position % 3
        months = [date(year + (month < 9), month, 1) for month in TERM_MONTHS[term]]
        weights = np.array([MONTH_WEIGHTS[month.month] for month in months], dtype=float)
        for stages, number in (
            ((KeyStage.KS2,), primary),
            ((KeyStage.KS3, KeyStage.KS4), secondary),
        ):
            spread = generator.multinomial(number, weights / weights.sum())
            for month, count in zip(months, spread, strict=True):
                parts = generator.multinomial(count, [1 / len(stages)] * len(stages))
                for stage, part in zip(stages, parts, strict=True):
                    counts[month, stage] += int(part)
    return tuple(
        ReferralCount(month, case.district, stage, None, Route.PERMANENT_EXCLUSION, count)
        for (month, stage), count in sorted(counts.items())
    )


if __name__ == "__main__":
    for seed, (name, case) in enumerate(sorted(CASES.items()), start=2023):
        write_dataset(dataset_of(case, seed=seed), Path(__file__).parent / name / "tables")
