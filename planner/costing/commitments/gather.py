"""All commitments of a dataset over some months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from planner.costing.commitments.agreed import (
    charge_commitments,
    exclusion_commitments,
    service_commitments,
)
from planner.costing.commitments.board import Board, board_of
from planner.costing.commitments.places import place_commitments
from planner.costing.commitments.pupils import Attendance, pupil_commitments
from planner.costing.commitments.top_up import place_based_top_up
from planner.costing.months import whole_financial_years
from planner.costing.rates.rate_book import RateBook
from planner.domain.dataset import Dataset
from planner.errors import InputProblems, Problem

_MOST = float(2**62)


def attendance_of(dataset: Dataset, months: tuple[date, ...]) -> Attendance:
    """Count who is there in each month; the same for all options with the same pupils."""
    return Attendance(dataset, whole_financial_years(months))


def commitments_of(
    dataset: Dataset, months: tuple[date, ...], *, attendance: Attendance | None = None
) -> Board:
    """
    Gather everything that is paid for, month by month.

    The board reaches over whole financial years, because amounts are rounded
    as running totals that start each April.

    Parameters
    ----------
    dataset
        The tables of one option.
    months
        Consecutive months, by their first days.
    attendance
        From :func:`attendance_of` for the same placements and months, where it is known.

    Raises
    ------
    InputProblems
        If anything is counted in one of the given months for which the tables
        have no rate, or an amount is too large to be counted in whole pence.
    """
    wanted = months
    months = whole_financial_years(wanted)
    book = RateBook(dataset)
    board = board_of(
        months,
        (
            *place_commitments(dataset, book, months),
            *place_based_top_up(dataset, book, months),
            *pupil_commitments(dataset, book, months, attendance or Attendance(dataset, months)),
            *service_commitments(dataset, book, months),
            *charge_commitments(dataset, book, months),
            *exclusion_commitments(dataset, months),
        ),
    )
    problems = (*_unpriced(board, frozenset(wanted)), *_beyond_counting(board))
    if problems:
        raise InputProblems(problems)
    return board


def _beyond_counting(board: Board) -> Iterator[Problem]:
    """Name amounts whose running totals would not fit a whole number of 64 bits."""
    counted = (board.before + board.quantity).astype(np.float64)
    largest = np.max(2.0 * board.rate_pence * counted, axis=1, initial=0.0)
    for row in np.flatnonzero(largest > _MOST):
        nature = board.commitments[row].nature
        yield Problem(
            file="rates",
            line=0,
            column="price_pounds",
            value="",
            what=f"{nature.kind.says.capitalize()} of {nature.commission_id or nature.detail} "
            "comes to more than can be counted in pence.",
            fix="Check the rate, its index and the quantity.",
        )


def _unpriced(board: Board, wanted: frozenset[date]) -> Iterator[Problem]:
    for commitment in board.commitments:
        bare = [
            month
            for month, counted, rate in zip(
                board.months, commitment.quantity, commitment.rates, strict=True
            )
            if month in wanted and counted and rate is None
        ]
        if bare:
            nature = commitment.nature
            band = f", band {nature.detail}" if nature.detail else ""
            yield Problem(
                file="rates",
                line=0,
                column="starts",
                value="",
                what=f"There is no rate for {nature.kind.says} of {nature.commission_id}{band} "
                f"from {bare[0]:%B %Y} to {bare[-1]:%B %Y}, where something has to be paid.",
                fix="Add a rate that holds in these months.",
            )
