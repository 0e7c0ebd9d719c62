"""
Write the tables of Bristol, Hackney and Wiltshire from published counts, again from a seed.

Run by hand from the repository's root: ``python scenarios/build_published_cases.py``.
What no document gives is in ``assumed_networks.py`` and marked so in the tables.
The counts are estimates: rebuilt from the DfE's published termly rates of permanent exclusion
(data set ed60fee6-bdab-414b-82d9-337f914575de, Open Government Licence v3.0). They are not DfE
figures. The month within a term and the key stage within a phase are spread at random.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from assumed_networks import BRISTOL, HACKNEY, WILTSHIRE, Block, Network

from planner.demo.authority import made_up_calendar
from planner.demo.calibration import MONTH_WEIGHTS, SECONDARY_YEARS
from planner.demo.draws import Draws
from planner.demo.history import drifting_years, monthly_history
from planner.demo.occupancy import fill_commissions
from planner.demo.people import Area, waiting_pupils
from planner.domain.codes import Basis, Destination, Route
from planner.domain.dataset import Assumption, Dataset
from planner.domain.placements import Stay
from planner.domain.provision import Funding
from planner.domain.referrals import ReferralCount
from planner.tables.write import write_dataset
from planner.units import MONTHS_PER_YEAR, KeyStage

AS_AT = date(2023, 9, 4)
FIRST_YEAR = 2019
TERM_MONTHS = ((9, 10, 11, 12), (1, 2, 3), (4, 5, 6, 7))
_PLACE_RATE_PENCE = 1_000_000
_STAYS = 40
SOURCE = "estimate rebuilt from the DfE's published termly rates; not a DfE figure"


@dataclass(frozen=True)
class Published:
    """What is known of one authority, and what is assumed."""

    district: str
    primary: tuple[int, ...]
    """Permanent exclusions by term, autumn 2019 to summer 2023, primary schools; estimates."""
    secondary: tuple[int, ...]
    """The same for secondary and special schools."""
    network: Network
    document: str
    said: str
    """What the document gives of places, in a sentence."""


CASES = {
    "bristol": Published(
        "Bristol",
        (2, 0, 0, 3, 0, 2, 2, 2, 3, 1, 3, 2),
        (1, 1, 0, 0, 1, 2, 2, 1, 4, 8, 7, 16),
        BRISTOL,
        "The ALP Improvement Plan of January 2022",
        "78 specialist placements created and 450 the target for September 2023; it does not say "
        "whether the 450 contain the 78. The table stands at the 78; the path is the scenarios'. "
        "They are entered as prevention places, for pupils with an EHC plan alone.",
    ),
    "hackney": Published(
        "Hackney",
        (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        (14, 9, 0, 1, 2, 3, 11, 10, 8, 5, 17, 11),
        HACKNEY,
        "The Integrated AP Strategy update",
        "no number of places; an over-use of independent providers, and three tiers to come.",
    ),
    "wiltshire": Published(
        "Wiltshire",
        (8, 2, 0, 1, 1, 0, 2, 1, 0, 0, 2, 0),
        (2, 1, 0, 2, 0, 0, 0, 0, 0, 0, 1, 1),
        WILTSHIRE,
        "A Strategic Approach to Alternative Provision",
        "no number of places; day-6 provision by residence, and part of the week in AP.",
    ),
}


def dataset_of(case: Published, *, seed: int) -> Dataset:
    """Return an authority's tables."""
    network, calendar = case.network, made_up_calendar(2022, 3)
    commissions = tuple(block.commission for block in network.blocks)
    area = Area(case.district.upper(), AS_AT, calendar, network.settlements, {case.district: 1})
    return Dataset(
        as_at=AS_AT,
        calendar=calendar,
        referrals=waiting_pupils(Draws(seed, "referrals"), area, network.waiting),
        providers=network.providers,
        sites=network.sites,
        commissions=commissions,
        placements=fill_commissions(
            Draws(seed, "placements"),
            commissions=commissions,
            limits=(),
            fills=network.fills,
            as_at=AS_AT,
            prefix=f"{case.district.upper()}-IN",
        ),
        stays=tuple(_stays(Draws(seed, "stays"), network)),
        funding=tuple(_funding(block) for block in network.blocks),
        history=_history(case, seed=seed),
        assumptions=_assumptions(case),
    )


def _stays(draws: Draws, network: Network) -> Iterator[Stay]:
    """Make up ended stays, each length from a half to one and a half times the mean."""
    for kind, mean_weeks in sorted(network.stays_weeks.items()):
        for number in range(1, _STAYS + 1):
            weeks = max(2, mean_weeks * draws.between(50, 150) // 100)
            ends = AS_AT - timedelta(days=45 + 7 * draws.below(40))
            yield Stay(
                f"{kind}-{number:03}",
                kind,
                draws.pick(SECONDARY_YEARS),
                ends - timedelta(weeks=weeks),
                ends,
                Destination.OTHER,
            )


def _funding(block: Block) -> Funding:
    commission = block.commission
    singly = commission.basis is Basis.SPOT
    return Funding(
        commission_id=commission.commission_id,
        financial_year=2023,
        place_rate_pence=0 if singly else _PLACE_RATE_PENCE,
        council_place_months=0 if singly else commission.places * MONTHS_PER_YEAR,
        recouped_place_months=0,
        dfe_direct_place_months=0,
        top_up_pence=block.top_up_pence * commission.places,
        source="assumed",
    )


def _assumptions(case: Published) -> tuple[Assumption, ...]:
    document, network = case.document, case.network
    routes = ", ".join(f"{route.says} {count}" for route, count in sorted(network.yearly.items()))
    stays = ", ".join(f"{kind} {weeks}" for kind, weeks in sorted(network.stays_weeks.items()))
    made_up = "No pupil data is published. Made up from a seed; nobody real stands behind a row."
    rows = (
        ("calendar", "starts, ends", "usual terms", "Terms of a usual English year."),
        ("commissions", "places", "assumed", f"{document} gives {case.said}"),
        (
            "commissions",
            "year_groups, tier, delivers_ehc_plan",
            "assumed",
            f"{document} does not say.",
        ),
        (
            "funding",
            "all",
            "£10,000 a place; top-up assumed",
            "The national rate for places (GOV.UK, high needs operational guide 2023 to 2024); "
            f"{document} gives no top-up.",
        ),
        (
            "history",
            "count",
            "estimates",
            f"Permanent exclusions: each count is an {SOURCE}. Other routes assumed, in the last "
            f"year: {routes}, earlier years drawn around it; {document} gives none.",
        ),
        (
            "history",
            "month, key_stage",
            "spread at random",
            "Published are terms and phases. Months follow usual weights within a term; primary "
            "is taken as key stage 2, secondary as key stages 3 and 4 in equal parts.",
        ),
        ("placements", "all", "made up", made_up),
        ("referrals", "all", "made up", made_up),
        (
            "sites",
            "easting, northing",
            "middle of the authority or of a town",
            "No address was looked up.",
        ),
        (
            "stays",
            "all",
            f"made up; means in calendar weeks: {stays}",
            "202 calendar days in one county (Devon, freedom-of-information answer 2024/25) "
            "where nothing else is known; longer or shorter by place type is assumed.",
        ),
    )
    return tuple(Assumption(table, "all", column, value, why) for table, column, value, why in rows)


def _history(case: Published, *, seed: int) -> tuple[ReferralCount, ...]:
    excluded = _exclusions(case, np.random.default_rng(seed))
    others = monthly_history(
        Draws(seed, "history"),
        years=drifting_years(
            Draws(seed, "years"),
            usual=case.network.yearly,
            first_year=FIRST_YEAR,
            last_year=FIRST_YEAR + len(case.primary) // 3 - 1,
        ),
        districts={case.district: 1},
        before=AS_AT.replace(day=1),
    )
    by_all_needs: Counter[tuple[date, KeyStage, Route]] = Counter()
    for row in others:
        by_all_needs[row.month, row.key_stage, row.route] += row.count
    rows = [
        ReferralCount(month, case.district, stage, None, route, count)
        for (month, stage, route), count in by_all_needs.items()
    ]
    return tuple(sorted((*excluded, *rows), key=lambda row: (row.month, row.key_stage, row.route)))


def _exclusions(case: Published, generator: np.random.Generator) -> tuple[ReferralCount, ...]:
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
