"""Money that follows pupils: top-up by occupancy, spot places and day rates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.costing.commitments.board import Commitment
from planner.costing.commitments.top_up import top_up_nature
from planner.costing.months import Whole, month_end
from planner.costing.rates.funding_book import FundingBook, funding_books, has_agreed_top_up
from planner.costing.rates.payers import PAYER_OF_FUNDER
from planner.costing.rates.rate_book import DatedRate, RateBook
from planner.costing.school_days import DayCounter, calendar_days
from planner.domain.codes import Basis, Funder
from planner.domain.dataset import Dataset
from planner.domain.finance.rates import Proration, RateKind, Terms, TopUpBasis
from planner.domain.placements import Placement
from planner.domain.provision import Commission
from planner.results.finance.money import CostKind
from planner.units import (
    FULL_TIME_SESSIONS,
    MONTHS_PER_YEAR,
    AcademicYear,
    FinancialYear,
    last_friday_in_june,
)

_LAST_YEAR_GROUP = 11
_SCHOOL_DAYS_PER_WEEK = 5

Stream = tuple[str, str, Funder]
"""What is priced alike: commission, band, and who pays."""


@dataclass(frozen=True)
class _Measure:
    """How attendance is counted, and how much of it makes one unit of the rate."""

    counted: dict[Stream, Whole]
    unit: str
    rate_unit: str
    divisor: tuple[int, ...]


class Attendance:
    """Sessions of all placements by stream and month, counted in each of the three ways."""

    def __init__(self, dataset: Dataset, months: tuple[date, ...]) -> None:
        self._measured: dict[Proration, _Measure] = {}
        self._months = months
        self._firsts = np.array([month.toordinal() for month in months], dtype=np.int64)
        self._lasts = np.array([month_end(m).toordinal() for m in months], dtype=np.int64)
        span_starts = AcademicYear.of(months[0]).starts
        span_ends = AcademicYear.of(months[-1]).ends
        self._counter = DayCounter(dataset.calendar, first=span_starts, last=span_ends)

        placements = dataset.placements
        streams = sorted({(p.commission_id, p.band, p.funder) for p in placements})
        self.streams: tuple[Stream, ...] = tuple(streams)
        number = {stream: row for row, stream in enumerate(streams)}
        self._stream_of = np.array(
            [number[p.commission_id, p.band, p.funder] for p in placements], dtype=np.int64
        )
        self._sessions = np.array([p.sessions_per_week for p in placements], dtype=np.int64)
        starts = np.array([p.starts.toordinal() for p in placements], dtype=np.int64)
        ends = np.array([_last_day(dataset, p).toordinal() for p in placements], dtype=np.int64)
        self._starts = np.maximum(starts[:, None], self._firsts)
        self._ends = np.minimum(ends[:, None], self._lasts)

    def measure(self, proration: Proration) -> _Measure:
        """Count attendance by calendar days, whole months, or school days of the year."""
        if proration not in self._measured:
            self._measured[proration] = self._measure(proration)
        return self._measured[proration]

    def _measure(self, proration: Proration) -> _Measure:
        if proration is Proration.SCHOOL_DAYS:
            return self.by_school_days(self._year_divisors(), rate_unit="place and year")
        if proration is Proration.CALENDAR_MONTHS:
            here = (self._starts == self._firsts) & (self._ends >= self._firsts)
            return _Measure(
                counted=self._add_up(here.astype(np.int64)),
                unit="session-months",
                rate_unit="place and year",
                divisor=(FULL_TIME_SESSIONS * MONTHS_PER_YEAR,) * len(self._months),
            )
        return _Measure(
            counted=self._add_up(calendar_days(self._starts, self._ends)),
            unit="session-days",
            rate_unit="place and year",
            divisor=tuple(FULL_TIME_SESSIONS * days_in_year(month) for month in self._months),
        )

    def by_school_days(self, divisor: tuple[int, ...], *, rate_unit: str) -> _Measure:
        """Count weekly sessions on each school day."""
        days = self._counter.school_days(self._starts, self._ends)
        return _Measure(self._add_up(days), "session-school-days", rate_unit, divisor)

    def full_time(self, measure_unit: str) -> Whole:
        """Return what one full-time pupil who is always there would count in each month."""
        whole = {
            "session-months": np.ones(len(self._months), dtype=np.int64),
            "session-days": self._lasts - self._firsts + 1,
            "session-school-days": self._counter.school_days(self._firsts, self._lasts),
        }
        return FULL_TIME_SESSIONS * whole[measure_unit]

    def _year_divisors(self) -> tuple[int, ...]:
        years = [AcademicYear.of(month) for month in self._months]
        first = np.array([year.starts.toordinal() for year in years], dtype=np.int64)
        last = np.array([year.ends.toordinal() for year in years], dtype=np.int64)
        days = self._counter.school_days(first, last)
        return tuple(int(FULL_TIME_SESSIONS * count) for count in days)

    def _add_up(self, presence: Whole) -> dict[Stream, Whole]:
        totals = np.zeros((len(self.streams), len(self._months)), dtype=np.int64)
        np.add.at(totals, self._stream_of, presence * self._sessions[:, None])
        return dict(zip(self.streams, totals, strict=True))


def days_in_year(day: date) -> int:
    """Return the calendar days of the financial year that a day is in: 365 or 366."""
    year = FinancialYear.of(day)
    return (year.ends - year.starts).days + 1


def _last_day(dataset: Dataset, placement: Placement) -> date:
    """Return a placement's planned end, never past the day on which Year 11 leaves."""
    ages = max(0, _LAST_YEAR_GROUP - placement.year_group)
    leaves = last_friday_in_june(AcademicYear.of(dataset.as_at).start_year + ages + 1)
    return leaves if placement.ends is None else min(leaves, placement.ends)


def pupil_commitments(
    dataset: Dataset, book: RateBook, months: tuple[date, ...], attendance: Attendance
) -> Iterator[Commitment]:
    """
    Give what is paid for pupils who are there, by commission, band and payer.

    Spot places are paid for school days at the weekly price over five, or at a
    day rate where there is one. Top-up is paid by occupancy where there is a
    top-up rate and the contract does not say otherwise.
    """
    terms = {row.commission_id: row for row in dataset.terms}
    funding = funding_books(dataset)
    for commission in dataset.commissions:
        own = terms.get(commission.commission_id, Terms(commission.commission_id))
        attended = _Attended(dataset, commission, own, book, attendance, months)
        if commission.basis is Basis.SPOT:
            yield from attended.spot()
        elif (
            own.top_up_basis is not TopUpBasis.PLACE
            and book.is_priced(RateKind.TOP_UP, commission.commission_id)
        ):  # fmt: skip
            yield from attended.by_occupancy(funding[commission.commission_id])


@dataclass(frozen=True)
class _Attended:
    """One commission, with what is known and expected of its pupils in each month."""

    dataset: Dataset
    commission: Commission
    terms: Terms
    book: RateBook
    attendance: Attendance
    months: tuple[date, ...]

    def spot(self) -> Iterator[Commitment]:
        """Give what is paid for places that are bought singly."""
        key, book = self.commission.commission_id, self.book
        daily = book.is_priced(RateKind.DAY, key)
        kind = RateKind.DAY if daily else RateKind.SPOT_WEEK
        per_rate = FULL_TIME_SESSIONS * (1 if daily else _SCHOOL_DAYS_PER_WEEK)
        measure = self.attendance.by_school_days(
            (per_rate,) * len(self.months),
            rate_unit="full-time pupil and school day" if daily else "full-time pupil and week",
        )
        for stream, quantity in self._streams(measure):
            rates = tuple(self._spot_price(kind, stream[1], month) for month in self.months)
            name = f"spot:{stream}"
            yield self._commitment(measure, stream, quantity, rates, CostKind.SPOT, kind, name)

    def by_occupancy(self, rows: FundingBook) -> Iterator[Commitment]:
        """Give the top-up of those who are there, in months for which no sum is agreed."""
        key, kind = self.commission.commission_id, RateKind.TOP_UP
        measure = self.attendance.measure(self.terms.proration)
        unagreed = np.array([not has_agreed_top_up(rows, m) for m in self.months], dtype=np.int64)
        for stream, counted in self._streams(measure):
            quantity = counted * unagreed
            if quantity.any():
                rates = tuple(
                    self.book.rate_on(kind, key, month, band=stream[1]) for month in self.months
                )
                name = f"top_up:{stream}"
                yield self._commitment(
                    measure, stream, quantity, rates, CostKind.TOP_UP, kind, name
                )

    def _spot_price(self, kind: RateKind, band: str, month: date) -> DatedRate | None:
        key, written = self.commission.commission_id, self.commission.spot_weekly_pence
        if not self.book.is_priced(kind, key) and written is not None:
            base = DatedRate(written, self.commission.starts, f"Commission {key}")
            return self.book.moved(base, self.book.index_of(kind, key, band), month)
        return self.book.rate_on(kind, key, month, band=band)

    def _commitment(
        self,
        measure: _Measure,
        stream: Stream,
        quantity: Whole,
        rates: tuple[DatedRate | None, ...],
        cost: CostKind,
        rate: RateKind,
        group: str,
    ) -> Commitment:
        key, band, funder = self.commission.commission_id, stream[1], stream[2]
        return Commitment(
            nature=top_up_nature(
                self.dataset,
                self.commission,
                unit=measure.unit,
                rate_unit=measure.rate_unit,
                payer=PAYER_OF_FUNDER[funder],
                kind=cost,
                index=self.book.index_of(rate, key, band),
                detail=band,
            ),
            quantity=tuple(quantity.tolist()),
            rates=rates,
            divisor=measure.divisor,
            group=group,
        )

    def _streams(self, measure: _Measure) -> Iterator[tuple[Stream, Whole]]:
        """
        Give the commission's streams of attendance.

        Where the contract expects a number of pupils, known placements count up to
        the as-at month and the expectation after it.
        """
        commission, months = self.commission, self.months
        own = [each for each in self.attendance.streams if each[0] == commission.commission_id]
        pupils = self.terms.expected_pupils
        if pupils is None:
            yield from ((stream, measure.counted[stream]) for stream in own)
            return
        known = np.array([month <= self.dataset.as_at for month in months], dtype=np.int64)
        held = np.array([commission.places_on(month) > 0 for month in months], dtype=np.int64)
        expected = pupils * self.attendance.full_time(measure.unit) * (1 - known) * held
        council = (commission.commission_id, "", Funder.COUNCIL)
        for stream in sorted({*own, council}):
            counted = measure.counted.get(stream, np.zeros(len(months), dtype=np.int64)) * known
            yield stream, counted + (expected if stream == council else 0)
