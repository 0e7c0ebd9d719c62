"""Statements of several options over several years, with their differences explained."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from planner.costing.commitments.board import Board
from planner.costing.commitments.gather import commitments_of
from planner.costing.compare.attribution import attribute
from planner.costing.compare.block_or_spot import break_even
from planner.costing.compare.real_terms import in_prices_of
from planner.costing.compare.standard_rate import standard_rate
from planner.costing.compare.unit_costs import unit_costs
from planner.costing.months import months_of
from planner.costing.statement import year_statement
from planner.domain.dataset import Dataset
from planner.results.comparison import CostComparison, Difference, Option
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

    Raises
    ------
    InputProblems
        If anything has to be paid for which the tables have no rate.
    """
    if not proposals or not years:
        raise ValueError("there must be an option and a year")
    months = tuple(month for year in years for month in months_of(year))
    boards = [commitments_of(proposal.dataset, months) for proposal in proposals]
    options = tuple(
        _option(proposal, board, years) for proposal, board in zip(proposals, boards, strict=True)
    )
    first = proposals[0].dataset
    statement = options[0].statements[0]
    return CostComparison(
        years=tuple(str(year) for year in years),
        options=options,
        differences=tuple(_differences(options, boards, years)),
        unit_costs=unit_costs(first, statement, years[0]),
        standard_rate=standard_rate(first, statement, floor_basis_points=floor_basis_points),
        break_even=break_even(first, boards[0], years[0]),
    )


def _option(proposal: Proposal, board: Board, years: Sequence[FinancialYear]) -> Option:
    statements = tuple(year_statement(proposal.dataset, year, board=board) for year in years)
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
    options: tuple[Option, ...], boards: Sequence[Board], years: Sequence[FinancialYear]
) -> Iterable[Difference]:
    for option, board in zip(options[1:], boards[1:], strict=True):
        for number, year in enumerate(years):
            yield Difference(
                option_id=option.option_id,
                year=str(year),
                first_pence=options[0].statements[number].total_pence,
                option_pence=option.statements[number].total_pence,
                bars=attribute(boards[0], board, months_of(year)),
            )
