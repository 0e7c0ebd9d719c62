"""All commitments of a dataset over some months."""

from __future__ import annotations

from datetime import date

from planner.costing.commitments.agreed import (
    charge_commitments,
    exclusion_commitments,
    service_commitments,
)
from planner.costing.commitments.board import Board, board_of
from planner.costing.commitments.places import place_commitments
from planner.costing.commitments.pupils import pupil_commitments
from planner.costing.commitments.top_up import place_based_top_up
from planner.costing.months import whole_financial_years
from planner.costing.rates.rate_book import RateBook
from planner.domain.dataset import Dataset


def commitments_of(dataset: Dataset, months: tuple[date, ...]) -> Board:
    """
    Gather everything that is paid for, month by month.

    The board reaches over whole financial years, because amounts are rounded
    as running totals that start each April.
    """
    months = whole_financial_years(months)
    book = RateBook(dataset)
    return board_of(
        months,
        (
            *place_commitments(dataset, book, months),
            *place_based_top_up(dataset, book, months),
            *pupil_commitments(dataset, book, months),
            *service_commitments(dataset, months),
            *charge_commitments(dataset, book, months),
            *exclusion_commitments(dataset, months),
        ),
    )
