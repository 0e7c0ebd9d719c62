"""What one place, pupil, week and good leaving costs at each provider."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from planner.domain.dataset import Dataset
from planner.results.finance.comparison import UnitCost
from planner.results.finance.money import CostKind, CostLine, CostStatement
from planner.units import FULL_TIME_SESSIONS, MONTHS_PER_YEAR, FinancialYear, Pence

SCHOOL_WEEKS_PER_YEAR = 38
"""Weeks of five school days in a school year of 190 days."""

_COUNTED = frozenset({CostKind.PLACE, CostKind.TOP_UP, CostKind.SPOT})


@dataclass(frozen=True, slots=True)
class _Amounts:
    pence: Pence
    place_months: int
    pupils: Fraction
    exits: int
    vacancy_pence: Pence


def unit_costs(
    dataset: Dataset, statement: CostStatement, year: FinancialYear
) -> tuple[UnitCost, ...]:
    """
    Work out unit costs for every provider that is paid for places or pupils.

    Per place: the year's cost over its place-years. Per pupil: over the
    full-time pupils there on the as-at date; per pupil and week, over those
    pupils times 38 school weeks. Per successful exit: over those of the year.
    """
    return tuple(_unit_costs(dataset, statement, year))


def _unit_costs(
    dataset: Dataset, statement: CostStatement, year: FinancialYear
) -> Iterator[UnitCost]:
    for provider in dataset.providers:
        lines = [
            line
            for line in statement.lines
            if line.provider_id == provider.provider_id and line.kind in _COUNTED
        ]
        if not lines:
            continue
        found = _amounts(dataset, provider.provider_id, lines, year)
        yield UnitCost(
            provider_id=provider.provider_id,
            year=str(year),
            pence=found.pence,
            place_months=found.place_months,
            full_time_pupils=found.pupils,
            per_place_pence=_each(found.pence, Fraction(found.place_months, MONTHS_PER_YEAR)),
            per_pupil_pence=_each(found.pence, found.pupils),
            per_pupil_week_pence=_each(found.pence, found.pupils * SCHOOL_WEEKS_PER_YEAR),
            per_successful_exit_pence=_each(found.pence, Fraction(found.exits)),
            vacancy_pence=found.vacancy_pence,
        )


def _each(pence: Pence, units: Fraction) -> Pence | None:
    """Divide by a number of units, rounded to the nearest penny, halves upwards."""
    if units <= 0:
        return None
    share = Fraction(pence) / units
    return (2 * share.numerator + share.denominator) // (2 * share.denominator)


def _amounts(
    dataset: Dataset, provider_id: str, lines: list[CostLine], year: FinancialYear
) -> _Amounts:
    own = {
        c.commission_id
        for c in dataset.commissions
        if dataset.provider_of(c.commission_id).provider_id == provider_id
    }
    pupils = {key: full_time_pupils(dataset, key) for key in sorted(own)}
    return _Amounts(
        pence=sum(line.pence for line in lines),
        place_months=sum(line.quantity for line in lines if line.kind is CostKind.PLACE),
        pupils=sum(pupils.values(), Fraction(0)),
        exits=sum(
            row.successful
            for row in dataset.exits
            if row.commission_id in own and row.financial_year == year.start_year
        ),
        vacancy_pence=sum(_vacancy(dataset, key, pupils[key], lines) for key in sorted(own)),
    )


def full_time_pupils(dataset: Dataset, commission_id: str) -> Fraction:
    """Return the pupils on a commission on the as-at date, ten sessions a week for one."""
    sessions = sum(
        placement.sessions_per_week
        for placement in dataset.placements_at.get(commission_id, ())
        if placement.is_there_on(dataset.as_at)
    )
    return Fraction(sessions, FULL_TIME_SESSIONS)


def _vacancy(
    dataset: Dataset, commission_id: str, pupils: Fraction, lines: list[CostLine]
) -> Pence:
    rates = [
        line.rate_pence
        for line in lines
        if line.kind is CostKind.PLACE and line.commission_id == commission_id
    ]
    empty = dataset.commission[commission_id].places_on(dataset.as_at) - pupils
    if not rates or empty <= 0:
        return 0
    return _each(rates[-1] * empty.numerator, Fraction(empty.denominator)) or 0
