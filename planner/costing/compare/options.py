"""Statements of several options over several years, with their differences explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from planner.costing.commitments.board import Board
from planner.costing.commitments.gather import attendance_of, commitments_of
from planner.costing.compare.attribution import Pair, aligned, attribute, attribution_rows
from planner.costing.compare.block_or_spot import break_even
from planner.costing.compare.real_terms import in_prices_of
from planner.costing.compare.standard_rate import standard_rate
from planner.costing.compare.unit_costs import unit_costs
from planner.costing.months import months_of
from planner.costing.statement import plain_statement, year_statement
from planner.domain.dataset import Dataset
from planner.results.finance.comparison import AttributionRow, CostComparison, Difference, Option
from planner.units import FinancialYear


@dataclass(frozen=True, slots=True)
class Proposal:
    """A way of commissioning to be costed: its name and the tables it leads to."""

    option_id: str
    title: str
    dataset: Dataset


def compare_options(
    proposals: Sequence[Proposal],
    years: Sequence[FinancialYear],
    *,
    floor_basis_points: int = 9_700,
    row_by_row: bool = False,
) -> CostComparison:
    """
    Cost each option for each year and explain every difference from the first.

    Parameters
    ----------
    proposals
        The options; the others are compared with the first.
    years
        Consecutive financial years, earliest first.
    floor_basis_points
        Least share of its present top-up that a provider keeps if one rate
        held for all, in hundredths of one per cent.
    row_by_row
        Whether to give every row of the attribution, as a workbook needs it.

    Raises
    ------
    InputProblems
        If anything has to be paid for which the tables have no rate.
    """
    if not proposals or not years:
        raise ValueError("there must be an option and a year")
    months = tuple(month for year in years for month in months_of(year))
    boards = iter(_boards(proposals, months))
    first_board = next(boards)
    options = [_option(proposals[0], first_board, years)]
    differences: list[Difference] = []
    rows: list[AttributionRow] = []
    for proposal, board in zip(proposals[1:], boards, strict=True):
        options.append(_option(proposal, board, years))
        pair = aligned(first_board, board)
        differences += _differences(options[0], options[-1], pair, years)
        for year in years if row_by_row else ():
            rows += attribution_rows(
                pair,
                months_of(year),
                option_id=proposal.option_id,
                year=str(year),
            )
    first = proposals[0].dataset
    statement = year_statement(first, years[0], board=first_board)
    return CostComparison(
        years=tuple(str(year) for year in years),
        options=tuple(options),
        differences=tuple(differences),
        findings=statement.findings,
        unit_costs=unit_costs(first, statement, years[0]),
        standard_rate=standard_rate(first, statement, floor_basis_points=floor_basis_points),
        break_even=break_even(first, first_board, years[0]),
        attribution=tuple(rows),
    )


def _boards(proposals: Sequence[Proposal], months: tuple[date, ...]) -> Iterable[Board]:
    """Gather each option's commitments; who is there is counted once for the same pupils."""
    first = proposals[0].dataset
    attendance = attendance_of(first, months)
    for proposal in proposals:
        dataset = proposal.dataset
        same = (dataset.as_at, dataset.placements, dataset.calendar) == (
            first.as_at,
            first.placements,
            first.calendar,
        )
        yield commitments_of(dataset, months, attendance=attendance if same else None)


def _option(proposal: Proposal, board: Board, years: Sequence[FinancialYear]) -> Option:
    statements = tuple(plain_statement(board, year) for year in years)
    real = in_prices_of(
        proposal.dataset.indices,
        tuple(statement.total_pence for statement in statements),
        years,
    )
    titled = tuple(
        replace(statement, title=f"{proposal.title}: {statement.title}") for statement in statements
    )
    return Option(proposal.option_id, proposal.title, titled, real)


def _differences(
    first: Option, option: Option, pair: Pair, years: Sequence[FinancialYear]
) -> Iterable[Difference]:
    for number, year in enumerate(years):
        yield Difference(
            option_id=option.option_id,
            year=str(year),
            first_pence=first.statements[number].total_pence,
            option_pence=option.statements[number].total_pence,
            bars=attribute(pair, months_of(year)),
        )
