"""Why one option costs more than another: quantities, rates, and both together, exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from planner.costing.commitments.board import Board, Commitment, board_of
from planner.costing.months import Whole
from planner.costing.rates.rate_book import DatedRate
from planner.results.finance.comparison import AttributionRow, Bar, Driver, PricedQuantity
from planner.results.finance.money import CostKind

_DRIVER: Mapping[CostKind, Driver] = {
    CostKind.PLACE: Driver.PLACES,
    CostKind.TOP_UP: Driver.TOP_UP,
    CostKind.SPOT: Driver.SPOT,
    CostKind.TRANSPORT: Driver.TRANSPORT,
    CostKind.TUITION: Driver.TUITION,
    CostKind.INTERIM: Driver.TUITION,
}

Key = tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two options' commitments on the same rows, each with a rate wherever either has one."""

    first: Board
    other: Board

    @cached_property
    def changed_quantity(self) -> Whole:
        """The other option's quantities at the first one's rates. [pence]."""
        return self.first.pence_if(self.other.quantity)

    @cached_property
    def changed_rate(self) -> Whole:
        """The first option's quantities at the other one's rates. [pence]."""
        return self.other.pence_if(self.first.quantity)


def attribute(pair: Pair, months: tuple[date, ...]) -> tuple[Bar, ...]:
    r"""
    Split the difference of two options over some months into drivers.

    With :math:`f(q, r)` for the rounded cost of quantities at rates, and 0 and
    1 for the two options, each commitment and month gives

    .. math:: f(q_1, r_0) - f(q_0, r_0), \quad f(q_0, r_1) - f(q_0, r_0)

    for quantity and rate, and what is left is their interaction. All four
    costs are whole pence, so the bars add up exactly. What only one option has
    is a change of quantity.

    Returns
    -------
    tuple[Bar, ...]
        One for each driver, nil included.
    """
    one, two = pair.first, pair.other
    start = one.months.index(months[0])
    columns = slice(start, start + len(months))

    def added(pence: Whole) -> Whole:
        return np.asarray(pence[:, columns].sum(axis=1), dtype=np.int64)

    old, new = added(one.pence), added(two.pence)
    changed_quantity, changed_rate = added(pair.changed_quantity), added(pair.changed_rate)
    totals = dict.fromkeys(Driver, 0)
    for row, commitment in enumerate(one.commitments):
        totals[driver_of(commitment.nature.kind)] += int(changed_quantity[row] - old[row])
    totals[Driver.RATES] = int((changed_rate - old).sum())
    totals[Driver.INTERACTION] = int((new - changed_quantity - changed_rate + old).sum())
    return tuple(Bar(driver, pence) for driver, pence in totals.items())


def driver_of(kind: CostKind) -> Driver:
    """Return the driver that a changed quantity of a kind of cost counts to."""
    return _DRIVER.get(kind, Driver.OTHER)


def attribution_rows(
    pair: Pair, months: tuple[date, ...], *, option_id: str, year: str
) -> Iterator[AttributionRow]:
    """
    Give the four costs of every commitment and run of months, ready to be worked out again.

    Their sums by driver are the bars of :func:`attribute`. Runs in which
    neither option counts anything are left out.
    """
    one, two = pair.first, pair.other
    crossed = (one.before_if(two.quantity), two.before_if(one.quantity))
    start = one.months.index(months[0])
    for row, commitment in enumerate(one.commitments):
        runs: dict[tuple[int, int], list[int]] = {}
        for column in range(start, start + len(months)):
            if one.quantity[row, column] or two.quantity[row, column]:
                key = (int(one.segments[row, column]), int(two.segments[row, column]))
                runs.setdefault(key, []).append(column)
        for run in runs.values():
            column = run[0]
            rates = (one.commitments[row].rates[column], two.commitments[row].rates[column])
            if rates[0] is None or rates[1] is None:
                raise ValueError("a month without a rate has a quantity")
            yield AttributionRow(
                option_id=option_id,
                year=year,
                driver=driver_of(commitment.nature.kind),
                name=" ".join(part for part in commitment.nature.key[:5] if part),
                sign=commitment.nature.sign,
                first=_priced(one, row, run, rates[0]),
                option=_priced(two, row, run, rates[1]),
                first_before_at_option=int(crossed[1][row, column]),
                option_before_at_first=int(crossed[0][row, column]),
                kind=commitment.nature.kind,
                subject=subject_of(commitment),
            )


def subject_of(commitment: Commitment) -> tuple[str, str, str]:
    """Return provider, commission and detail: what a rate belongs to."""
    nature = commitment.nature
    return (nature.provider_id, nature.commission_id or "", nature.detail)


def _priced(board: Board, row: int, run: list[int], rate: DatedRate) -> PricedQuantity:
    return PricedQuantity(
        quantity=int(board.quantity[row, run].sum()),
        before=int(board.before[row, run[0]]),
        rate_pence=rate.pence,
        divisor=int(board.divisor[row, run[0]]),
        rate_from=rate.starts,
        written_pence=rate.written_pence,
        written_from=rate.written_from,
        uplifts=rate.uplifts,
    )


def aligned(first: Board, other: Board) -> Pair:
    """Put two options' commitments on the same rows, to be compared in any of their months."""
    if first.months != other.months:
        raise ValueError("options are compared over the same months")
    rows = [_by_key(board) for board in (first, other)]
    groups = [{c.group: c for c in board.commitments} for board in (first, other)]
    keys = list(dict.fromkeys([*rows[0], *rows[1]]))
    filled = [
        tuple(_row(key, rows[side], rows[1 - side], groups[side], groups[1 - side]) for key in keys)
        for side in (0, 1)
    ]
    return Pair(board_of(first.months, filled[0]), board_of(first.months, filled[1]))


def _by_key(board: Board) -> dict[Key, Commitment]:
    rows = {(*c.nature.key, c.group): c for c in board.commitments}
    if len(rows) != len(board.commitments):
        raise ValueError("two commitments of one option have the same key")
    return rows


def _row(
    key: Key,
    own: Mapping[Key, Commitment],
    others: Mapping[Key, Commitment],
    own_groups: Mapping[str, Commitment],
    other_groups: Mapping[str, Commitment],
) -> Commitment:
    """
    Return an option's row, with the other option's rate in months that it has no rate for.

    A row that the option has not is there with nothing counted, at the rates
    of the option's own group (another payer of the same commission, say) or
    else at the other option's rates.
    """
    present = own.get(key)
    template = present or own_groups.get(others[key].group) or others[key]
    lender = other_groups.get(template.group, template)
    rates: list[DatedRate | None] = []
    divisor: list[int] = []
    for month, rate in enumerate(template.rates):
        lent = rate is None
        rates.append(lender.rates[month] if lent else rate)
        divisor.append(lender.divisor[month] if lent else template.divisor[month])
    quantity = present.quantity if present else (0,) * len(template.quantity)
    nature = (present or others[key]).nature
    return Commitment(nature, quantity, tuple(rates), tuple(divisor), template.group)
