"""Yearly counts that the made-up history of referrals is fitted to."""

from __future__ import annotations

from collections.abc import Mapping

from planner.demo.calibration import TERM_SHARES
from planner.demo.history import STAGES, YearCounts
from planner.domain.codes import Route
from planner.units import KeyStage

# The document: fewer referrals in 2019-20, and a larger share of key stages 2 and 3.
_STAGES_2019: Mapping[KeyStage, int] = {
    KeyStage.KS1: 2,
    KeyStage.KS2: 17,
    KeyStage.KS3: 47,
    KeyStage.KS4: 34,
}


def _year(
    start_year: int,
    exclusions: int,
    others_percent: int,
    *,
    terms: tuple[int, int, int] = TERM_SHARES,
    stages: Mapping[KeyStage, int] = STAGES,
) -> YearCounts:
    """Scale the routes that no document counts by a percentage of a usual year."""
    others = {route: usual * others_percent // 100 for route, usual in _USUAL.items()}
    return YearCounts(
        start_year=start_year,
        by_route={Route.PERMANENT_EXCLUSION: exclusions, **others},
        terms=terms,
        stages=stages,
    )


_USUAL: Mapping[Route, int] = {
    Route.SUSPENSION_OVER_FIVE_DAYS: 20,
    Route.OFF_SITE_DIRECTION: 110,
    Route.SECTION_19_MEDICAL: 40,
    Route.SECTION_19_OTHER: 20,
    Route.EBSA: 40,
    Route.NEW_ARRIVAL: 20,
    Route.EHC_PLAN_INTERIM: 25,
}
"""Referrals in a usual year by the other routes. Assumed. [referrals a year]"""

YEARS: tuple[YearCounts, ...] = (
    _year(2016, exclusions=94, others_percent=90),
    _year(2017, exclusions=121, others_percent=95),
    _year(2018, exclusions=126, others_percent=100),
    _year(2019, exclusions=56, others_percent=70, terms=(32, 23, 1), stages=_STAGES_2019),
    _year(2020, exclusions=64, others_percent=75, terms=(36, 9, 19), stages=_STAGES_2019),
    _year(2021, exclusions=109, others_percent=100, terms=(35, 42, 32)),
)
"""2016/17 published; 2017/18 and 2018/19 assumed; 2019/20 to 2021/22 rebuilt from the DfE's
termly rates. The last year is cut at the as-at date. Sources in ``demo.calibration``."""
