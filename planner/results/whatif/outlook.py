"""One scenario's outlook: the futures it leads to, who waits now, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from planner.results.coming.places import Enough
from planner.results.finance.money import Payer
from planner.results.whatif.futures import Futures
from planner.results.whatif.measures import (
    ALL_YEARS,
    Measure,
    Subject,
    Topic,
    Unit,
    WaitingFigure,
)
from planner.results.whatif.waiting import WaitingNow, withheld_of
from planner.units import Pence

FEWEST_FUTURES = 20
"""Below so many futures there is no range and no chance to tell. [futures]"""


@dataclass(frozen=True, slots=True)
class Identity:
    """What is needed to make an outlook again."""

    data_fingerprint: str
    as_at: date
    seed: int
    draws: int
    planner_version: str
    solver_version: str


@dataclass(frozen=True, slots=True)
class YearMoney:
    """What is agreed for one financial year, by who pays it."""

    financial_year: str
    by_payer: Mapping[Payer, Pence]
    """Every payer, nil included; a minus where one receives more than it pays."""

    @property
    def total_pence(self) -> Pence:
        """All payers together."""
        return sum(self.by_payer.values())


@dataclass(frozen=True, eq=False)
class Outlook:
    """
    What one scenario comes to.

    ``futures`` holds an array (draws, years) for each measure: pupils, days and pence as
    whole numbers, not a number where a future's year has nobody to measure. The same row
    is the same future in every outlook of the same tables, day, seed and draws.
    """

    scenario_id: str
    title: str
    question: str
    changes: tuple[str, ...]
    """What the scenario changed in the tables and policy, one sentence each."""
    identity: Identity
    years: tuple[str, ...] = ()
    """School years simulated, such as ``2022/23``; the first begins on the as-at day."""
    futures: Mapping[Measure, NDArray[np.float64]] = field(default_factory=dict)
    lived: Futures | None = None
    """What ``futures`` was made of, for half-terms and whatever else is drawn of it."""
    waiting: WaitingNow | None = None
    money: tuple[YearMoney, ...] = ()
    places: tuple[Enough, ...] = ()
    """Fewest places that are enough, where they were asked for."""
    unanswered: tuple[str, ...] = ()
    """What could not be answered and why, one sentence each."""
    notes: tuple[str, ...] = ()
    """What was assumed, one sentence each."""
    leaves_out: tuple[str, ...] = ()
    """What the coming years leave out, a clause each."""
    suppression_threshold: int = 5
    """Counts of pupils from 1 to below this are not published."""

    @property
    def draws(self) -> int:
        """Futures simulated; 0 where there are none."""
        return next((len(array) for array in self.futures.values()), 0)

    def withholds(self, subject: Subject) -> bool:
        """Say whether a figure is not published, for it would tell of a few pupils."""
        if subject.topic is not Topic.WAITING or self.waiting is None:
            return False
        hidden = withheld_of(self.waiting, threshold=self.suppression_threshold)
        return WaitingFigure(subject.name) in hidden

    def by_subject(self) -> dict[Subject, NDArray[np.float64]]:
        """
        Return each figure of the coming years in each future, (draws).

        Measures that add up have a further row over all years; the chance that anybody
        is late has one for any year.
        """
        return dict(self._year_subjects())

    def _year_subjects(self) -> Iterator[tuple[Subject, NDArray[np.float64]]]:
        for measure, values in self.futures.items():
            for column, year in enumerate(self.years):
                yield _subject(measure, year), values[:, column]
            if len(self.years) > 1 and measure.unit.adds_up:
                yield _subject(measure, ALL_YEARS), values.sum(axis=1)
            if len(self.years) > 1 and measure.unit is Unit.CHANCE:
                yield _subject(measure, ALL_YEARS), values.max(axis=1)

    def figures(self) -> dict[Subject, Fraction | None]:
        """
        Return every figure as one exact number: futures by their mean.

        None where a figure is about nobody, such as the journey of no pupils.
        """
        futures = {subject: _mean(values) for subject, values in self._year_subjects()}
        return {**futures, **self.plain_figures()}

    def plain_figures(self) -> dict[Subject, Fraction | None]:
        """Return every figure that has no futures: those who wait now, and what is agreed."""
        found: dict[Subject, Fraction | None] = {}
        if self.waiting is not None:
            found |= self.waiting.figures()
        for year in self.money:
            for payer, pence in year.by_payer.items():
                found[_account(payer, payer.says, year.financial_year)] = Fraction(pence)
            total = _account("total", "all payers together", year.financial_year)
            found[total] = Fraction(year.total_pence)
        for enough in self.places:
            found[_cohort(enough)] = Fraction(enough.places)
        return found


def measures_of(lived: Futures) -> dict[Measure, NDArray[np.float64]]:
    """Return each measure in each future and year; not a number where it is of nobody."""
    referrals = lived.referrals.astype(np.float64)
    return {
        Measure.REFERRALS: referrals,
        Measure.UNMET: lived.unmet.astype(np.float64),
        Measure.LATE_PUPILS: lived.late_pupils.astype(np.float64),
        Measure.LATE_DAYS: lived.days_without.astype(np.float64),
        Measure.ANY_LATE: (lived.late_pupils > 0).astype(np.float64),
        Measure.ON_TIME_SHARE: _share(referrals - lived.late_pupils, referrals),
        Measure.TRAVEL_MINUTES: _share(lived.journey_minutes_sum, lived.journeys),
        Measure.IN_DISTRICT_SHARE: _share(lived.in_district, lived.districts_known),
        Measure.SPOT_STARTS: lived.spot_starts.astype(np.float64),
        Measure.PLACE_PENCE: lived.place_pence,
        Measure.ATTENDANCE_PENCE: lived.attendance_pence,
        Measure.SPOT_PENCE: lived.spot_pence,
        Measure.INTERIM_PENCE: lived.interim_pence,
        Measure.TOTAL_PENCE: lived.total_pence,
        **{_PAID[payer]: pence for payer, pence in lived.paid_by.items()},
    }


_PAID = {
    Payer.COUNCIL: Measure.COUNCIL_PENCE,
    Payer.RECOUPED: Measure.RECOUPED_PENCE,
    Payer.DFE: Measure.DFE_PENCE,
}


def _share(part: NDArray[Any], whole: NDArray[Any]) -> NDArray[np.float64]:
    shares: NDArray[np.float64] = np.full(whole.shape, np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares


def _subject(measure: Measure, when: str) -> Subject:
    return Subject(
        Topic.YEARS, measure.value, when, measure.unit, measure.less_is_better, measure.says
    )


def _account(name: str, says: str, when: str) -> Subject:
    return Subject(Topic.MONEY, name, when, Unit.PENCE, True, says)


def _cohort(enough: Enough) -> Subject:
    cohort = f"{enough.key_stage} {enough.place_type}"
    says = f"{cohort} places with which {enough.chance:.0%} of pupils start in time"
    return Subject(Topic.PLACES, cohort, enough.academic_year, Unit.PLACES, True, says)


def _mean(values: NDArray[np.float64]) -> Fraction | None:
    """Return the exact mean of the numbers there are."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    whole = known.astype(np.int64)
    if np.array_equal(whole, known):
        return Fraction(int(whole.sum()), len(known))
    return sum((Fraction(float(each)) for each in known), Fraction(0)) / len(known)
