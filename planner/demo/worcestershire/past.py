"""Yearly counts that the made-up history of referrals is fitted to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from planner.demo.calibration import REFERRED_STAGES
from planner.demo.draws import Draws
from planner.demo.history import Terms, YearCounts, drifting_years
from planner.domain.codes import Route
from planner.units import KeyStage

USUAL: Mapping[Route, int] = {
    Route.SUSPENSION_OVER_FIVE_DAYS: 20,
    Route.OFF_SITE_DIRECTION: 188,
    Route.SECTION_19_MEDICAL: 42,
    Route.SECTION_19_OTHER: 28,
    Route.EBSA: 70,
    Route.NEW_ARRIVAL: 32,
    Route.EHC_PLAN_INTERIM: 62,
}
"""Referrals in 2021/22 by the other routes. [referrals a year] Assumed, and so many that with
permanent exclusions and the stays they fill as many places of each type as are full."""

EXCLUSIONS: Mapping[int, Terms] = {
    2016: (34, 28, 32),
    2017: (44, 36, 41),
    2018: (45, 38, 43),
    2019: (32, 23, 1),
    2020: (36, 9, 19),
    2021: (35, 42, 32),
}
"""Permanent exclusions by term: 94 in 2016/17 published; 121 and 126 in the two years after
assumed, each by the usual shares of the terms; 2019/20 to 2021/22 rebuilt from the DfE's termly
rates. The last year is cut at the as-at date. Sources in ``demo.calibration``."""

# The document: fewer referrals in 2019-20, and a larger share of key stages 2 and 3.
_STAGES_2019_PERCENT: Mapping[KeyStage, int] = {
    KeyStage.KS1: 100,
    KeyStage.KS2: 130,
    KeyStage.KS3: 112,
    KeyStage.KS4: 79,
}
_YEARS_OF_2019_STAGES = (2019, 2020)


def years(draws: Draws) -> Iterator[YearCounts]:
    """Return what each year's history is made to."""
    first, last = min(EXCLUSIONS), max(EXCLUSIONS)
    for year in drifting_years(draws, usual=USUAL, first_year=first, last_year=last):
        known = replace(year, by_term={Route.PERMANENT_EXCLUSION: EXCLUSIONS[year.start_year]})
        yield (
            replace(known, stages=_stages_2019())
            if year.start_year in _YEARS_OF_2019_STAGES
            else known
        )


def _stages_2019() -> dict[Route, dict[KeyStage, int]]:
    return {
        route: {stage: weight * _STAGES_2019_PERCENT[stage] for stage, weight in weights.items()}
        for route, weights in REFERRED_STAGES.items()
    }
