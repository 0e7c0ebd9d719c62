"""The commitments of one authority as rows over months, and their amounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from planner.costing.months import (
    Whole,
    monthly_pence,
    quantity_before,
    starts_of_segments,
)
from planner.costing.rates.rate_book import DatedRate
from planner.domain.finance.rates import IndexKind
from planner.results.finance.money import CostKind, FundingSource, Payer


@dataclass(frozen=True, slots=True)
class Nature:
    """What a commitment is for, who pays, and where it is booked."""

    kind: CostKind
    provider_id: str
    payer: Payer
    funding_source: FundingSource
    unit: str
    rate_unit: str
    commission_id: str | None = None
    commissioner: str = ""
    section_251: str = ""
    cost_code: str = ""
    place_type: str = ""
    index: IndexKind = IndexKind.NONE
    detail: str = ""
    sign: int = 1
    """Minus one where the payer receives the money instead."""

    @property
    def key(self) -> tuple[str, ...]:
        """What makes the commitment the same one in another option."""
        return (
            self.kind,
            self.provider_id,
            self.commission_id or "",
            self.detail,
            self.payer,
            self.unit,
        )


@dataclass(frozen=True, slots=True)
class Commitment:
    """
    One line of money over the months: so much of it, at such a rate, each month.

    ``group`` joins lines that share a whole, such as the payers of one
    commission's places; they have the same rates in every month.
    """

    nature: Nature
    quantity: tuple[int, ...]
    rates: tuple[DatedRate | None, ...]
    """None in a month for which there is no rate; nothing may be counted in it."""
    divisor: tuple[int, ...]
    group: str


@dataclass(frozen=True)
class Board:
    """All commitments over the same months; the axes of arrays are (commitments, months)."""

    months: tuple[date, ...]
    commitments: tuple[Commitment, ...]

    @cached_property
    def quantity(self) -> Whole:
        """What is counted in each month, in the commitment's unit."""
        return self._array([c.quantity for c in self.commitments])

    @cached_property
    def rate_pence(self) -> Whole:
        """Price of one rate unit, in pence, in each month."""
        return self._array(
            [[0 if rate is None else rate.pence for rate in c.rates] for c in self.commitments]
        )

    @cached_property
    def divisor(self) -> Whole:
        """How many units make one rate unit."""
        return self._array([c.divisor for c in self.commitments])

    @cached_property
    def segments(self) -> Whole:
        """Month in which the running total of each cell starts."""
        origins = self._array(
            [0 if rate is None else rate.starts.toordinal() for rate in c.rates]
            for c in self.commitments
        )
        return starts_of_segments(origins, self.divisor, self.months)

    @cached_property
    def before(self) -> Whole:
        """What the segment has counted before each month."""
        return self.before_if(self.quantity)

    @cached_property
    def pence(self) -> Whole:
        """Amounts in whole pence; below zero where the payer receives them."""
        return self.signs * monthly_pence(
            self.quantity, rate_pence=self.rate_pence, divisor=self.divisor, before=self.before
        )

    def before_if(self, quantity: Whole) -> Whole:
        """Return what would be counted before each month with other quantities."""
        return quantity_before(quantity, self.segments, self._groups)

    def pence_if(self, quantity: Whole) -> Whole:
        """Return the amounts with other quantities at this board's rates."""
        return self.signs * monthly_pence(
            quantity,
            rate_pence=self.rate_pence,
            divisor=self.divisor,
            before=self.before_if(quantity),
        )

    @cached_property
    def signs(self) -> Whole:
        """Minus one for money received; axes (commitments, 1)."""
        return np.array([[c.nature.sign] for c in self.commitments], dtype=np.int64).reshape(-1, 1)

    @cached_property
    def _groups(self) -> Whole:
        numbers: dict[str, int] = {}
        return np.array(
            [numbers.setdefault(c.group, len(numbers)) for c in self.commitments], dtype=np.int64
        )

    def _array(self, rows: Iterable[Iterable[int]]) -> Whole:
        filled = np.array([tuple(row) for row in rows], dtype=np.int64)
        return filled.reshape(len(self.commitments), len(self.months))


def board_of(months: tuple[date, ...], commitments: Iterable[Commitment]) -> Board:
    """Gather commitments, those of one group side by side, otherwise in the order given."""
    groups: dict[str, list[Commitment]] = {}
    for commitment in commitments:
        groups.setdefault(commitment.group, []).append(commitment)
    return Board(months, tuple(c for members in groups.values() for c in members))
