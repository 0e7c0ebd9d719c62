"""A made-up history of referrals by month, as uneven as real ones are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from planner.demo import calibration
from planner.demo.draws import Draws
from planner.domain.codes import Need, Route
from planner.domain.referrals import ReferralCount
from planner.units import AcademicYear, KeyStage

Terms: TypeAlias = tuple[int, int, int]
"""A figure for each of autumn, spring and summer."""

_Stratum = tuple[str, KeyStage, Need | None]

_TERM_MONTHS: tuple[tuple[int, ...], ...] = ((9, 10, 11, 12), (1, 2, 3), (4, 5, 6, 7))


@dataclass(frozen=True, slots=True)
class YearCounts:
    """What one academic year's history is made to."""

    start_year: int
    by_route: Mapping[Route, int]
    """Referrals of the year where no document counts them by term."""
    by_term: Mapping[Route, Terms] = field(default_factory=dict)
    """Referrals by term as published; these are kept to one."""
    terms: Terms = calibration.TERM_SHARES
    """Weight of each term for the other routes."""
    stages: Mapping[Route, Mapping[KeyStage, int]] = field(
        default_factory=lambda: calibration.REFERRED_STAGES
    )


def drifting_years(
    draws: Draws,
    *,
    usual: Mapping[Route, int],
    first_year: int,
    last_year: int,
) -> tuple[YearCounts, ...]:
    """
    Make up each year's referrals by route, ending at the usual number.

    From the last year backwards the level of all routes together, and of each route by
    itself, changes from year to year as much as authorities' counts do, and is drawn half
    way back to the usual; the years of the pandemic lie lower.

    Parameters
    ----------
    draws
        Stream for this part.
    usual
        Referrals in the last year, by route. [referrals a year]
    first_year, last_year
        First and last academic year, each by the calendar year in which it starts.
    """
    starts = range(first_year, last_year + 1)
    together = _levels(draws, starts, calibration.DRIFT_TOGETHER_PERCENT)
    alone = {
        route: _levels(draws, starts, calibration.DRIFT_ALONE_PERCENT) for route in sorted(usual)
    }
    return tuple(
        YearCounts(
            start_year=year,
            by_route={
                route: max(1, count * together[year] * alone[route][year] * percent // 10**8)
                for route, count in sorted(usual.items())
            },
            terms=terms,
        )
        for year in starts
        for percent, terms in [calibration.PANDEMIC.get(year, (100, calibration.TERM_SHARES))]
    )


def _levels(draws: Draws, starts: range, spread: int) -> dict[int, int]:
    """Return each year's level against the last year's, in thousandths."""
    levels = {starts[-1]: 1000}
    for later, year in pairwise(reversed(starts)):
        change = draws.bell(spread)
        # So much up is as likely as the same factor down.
        up, down = 100 + max(change, 0), 100 + max(-change, 0)
        levels[year] = (1000 + levels[later]) * up // (2 * down)
    return levels


def monthly_history(
    draws: Draws,
    *,
    years: tuple[YearCounts, ...],
    districts: Mapping[str, int],
    before: date,
) -> tuple[ReferralCount, ...]:
    """
    Draw the months, districts, key stages and needs of each year's referrals.

    Referrals come by ones, twos and threes, so that months differ more than chance alone
    would have it. A year that ``before`` cuts off is drawn in full and then cut, so its
    months are as in any other year.

    Returns
    -------
    tuple[ReferralCount, ...]
        Counts above 0, by month, district, key stage, need and route.
    """
    counts: Counter[tuple[date, _Stratum, Route]] = Counter()
    for year in years:
        for route in sorted({*year.by_route, *year.by_term}):
            for month, stratum in _referrals(draws, year, route, districts):
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
    draws: Draws, year: YearCounts, route: Route, districts: Mapping[str, int]
) -> Iterator[tuple[date, _Stratum]]:
    terms = year.by_term.get(route) or _drawn_terms(draws, year, route)
    for number, months in zip(terms, _months(year.start_year), strict=True):
        for together in _parties(draws, number):
            month, district = draws.pick(months), draws.pick(districts)
            stage = draws.pick(year.stages[route])
            for _ in range(together):
                yield month, (district, stage, draws.pick(calibration.RECORDED_NEEDS))


def _drawn_terms(draws: Draws, year: YearCounts, route: Route) -> Terms:
    """Split a year over its terms, each heavier or lighter than usual."""
    spread = calibration.TERM_SPREAD_PERCENT
    weights = {term: share * (100 + draws.bell(spread)) for term, share in enumerate(year.terms)}
    drawn = Counter(draws.spread(year.by_route[route], weights))
    return (drawn[0], drawn[1], drawn[2])


def _parties(draws: Draws, number: int) -> Iterator[int]:
    """Split a term's referrals into those that come together."""
    while number > 0:
        together = min(number, draws.pick(calibration.REFERRED_TOGETHER))
        yield together
        number -= together


def _months(start_year: int) -> Iterator[dict[date, int]]:
    """Return the weights of each term's months."""
    for months in _TERM_MONTHS:
        yield {
            date(start_year + (month < AcademicYear(start_year).starts.month), month, 1): (
                calibration.MONTH_WEIGHTS[month]
            )
            for month in months
        }
