"""A made-up history of referrals by month, fitted to yearly counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.demo import calibration
from planner.demo.draws import Draws
from planner.domain.codes import Need, Route
from planner.domain.referrals import ReferralCount
from planner.units import AcademicYear, KeyStage

_Stratum = tuple[str, KeyStage, Need | None]

_TERM_MONTHS: tuple[tuple[int, ...], ...] = ((9, 10, 11, 12), (1, 2, 3), (4, 5, 6, 7))

STAGES: Mapping[KeyStage, int] = {
    KeyStage.KS1: 2,
    KeyStage.KS2: 13,
    KeyStage.KS3: 42,
    KeyStage.KS4: 43,
}
"""Key stage of referred pupils. Assumed, from the phase shares of permanent exclusions."""

RECORDED_NEEDS: Mapping[Need | None, int] = {
    None: 46,
    Need.SEMH: 34,
    Need.ASD: 7,
    Need.SLCN: 5,
    Need.MLD: 4,
    Need.SPLD: 3,
    Need.OTH: 1,
}
"""Need as recorded at referral; none for pupils without SEN. Sizes assumed."""


@dataclass(frozen=True, slots=True)
class YearCounts:
    """What one academic year's history is fitted to."""

    start_year: int
    by_route: Mapping[Route, int]
    terms: tuple[int, int, int] = calibration.TERM_SHARES
    """Weight of each term in the year's referrals."""
    stages: Mapping[KeyStage, int] = field(default_factory=lambda: STAGES)


def monthly_history(
    draws: Draws,
    *,
    years: tuple[YearCounts, ...],
    districts: Mapping[str, int],
    before: date,
) -> tuple[ReferralCount, ...]:
    """
    Spread yearly counts over months, districts, key stages and needs.

    A year that ``before`` cuts off is spread in full and then cut, so its months are as in
    any other year.

    Returns
    -------
    tuple[ReferralCount, ...]
        Counts above 0, by month, district, key stage, need and route.
    """
    counts: Counter[tuple[date, _Stratum, Route]] = Counter()
    for year in years:
        for route, total in sorted(year.by_route.items()):
            for month, stratum in _referrals(draws, year, total, districts):
                if month < before:
                    counts[month, stratum, route] += 1
    rows = [
        ReferralCount(
            month=month, district=district, key_stage=stage, need=need, route=route, count=number
        )
        for (month, (district, stage, need), route), number in counts.items()
    ]
    return tuple(
        sorted(rows, key=lambda r: (r.month, r.district, r.key_stage, r.need or "", r.route))
    )


def _referrals(
    draws: Draws, year: YearCounts, total: int, districts: Mapping[str, int]
) -> Iterator[tuple[date, _Stratum]]:
    months = draws.spread(total, _month_weights(year))
    places = draws.spread(total, districts)
    stages = draws.spread(total, year.stages)
    needs = draws.spread(total, RECORDED_NEEDS)
    for month, place, stage, need in zip(months, places, stages, needs, strict=True):
        yield month, (place, stage, need)


def _month_weights(year: YearCounts) -> dict[date, int]:
    """Return the months' weights; each term's months share the term's weight."""
    starts = AcademicYear(year.start_year).starts
    weights: dict[date, int] = {}
    for share, usual, months in zip(year.terms, calibration.TERM_SHARES, _TERM_MONTHS, strict=True):
        for month in months:
            day = date(starts.year + (1 if month < starts.month else 0), month, 1)
            weights[day] = calibration.MONTH_WEIGHTS[month] * share * 1000 // usual
    return weights
