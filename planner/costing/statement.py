"""Who pays what to whom: one year of the commitments as lines that finance can trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from planner.costing.commitments.board import Board, Commitment
from planner.costing.commitments.gather import commitments_of
from planner.costing.findings.reconcile import findings_of
from planner.costing.months import months_of
from planner.costing.rates.funding_book import NATIONAL_PLACE_RATE
from planner.domain.dataset import Dataset
from planner.results.finance.money import CostKind, CostLine, CostStatement, Payer
from planner.units import AcademicYear, FinancialYear

_YEARLY = frozenset({"commission and year", "year"})
_BY_PUPIL = "session"
_A_YEAR = timedelta(days=364)

_ABSENT = (
    (CostKind.SPOT, "Spot purchase: no commission is bought by the pupil in this year."),
    (CostKind.TRANSPORT, "Transport: no charge for it is in the tables."),
    (CostKind.INTERIM, "Interim tuition: no charge for it is in the tables."),
    (CostKind.SCHOOL_CONTRIBUTION, "Contributions by schools, which the tables do not give."),
    (
        CostKind.EXCLUSION_DEDUCTION,
        "Money that moves with an excluded pupil from one school to the next.",
    ),
)


def year_statement(
    dataset: Dataset, year: FinancialYear | AcademicYear, *, board: Board | None = None
) -> CostStatement:
    """
    State the cost of one year by commission, kind and payer.

    Place funding is paid for each commissioned place, filled or not, by the
    council, by the DfE and recouped from the council's grant, or by the DfE
    direct. Figures that a document printed for a financial year are compared
    with the statement, and every difference is a finding: nothing is mended.

    Parameters
    ----------
    dataset
        Commissions, funding, rates, placements, charges and stated figures.
    year
        A financial year (April to March) or an academic year (September to
        August) of the same commitments.
    board
        The dataset's commitments, where they have been gathered already; they
        must cover the year.

    Returns
    -------
    CostStatement
        One line for each commitment and price; empty for a year without any.
    """
    board = commitments_of(dataset, months_of(year)) if board is None else board
    plain = plain_statement(board, year)
    if isinstance(year, AcademicYear):
        return plain
    return replace(plain, findings=findings_of(dataset, plain.lines, year))


def plain_statement(board: Board, year: FinancialYear | AcademicYear) -> CostStatement:
    """State the cost of one year that a board covers, without looking for findings."""
    lines = tuple(statement_lines(board, months_of(year), str(year)))
    present = {line.kind for line in lines}
    return CostStatement(
        title=f"Cost by provider and payer, {_which(year)} year {year}",
        financial_year=str(year),
        lines=lines,
        leaves_out=tuple(says for kind, says in _ABSENT if kind not in present),
        assumes=tuple(_assumed(board, lines, year)),
    )


def _assumed(
    board: Board, lines: tuple[CostLine, ...], year: FinancialYear | AcademicYear
) -> Iterator[str]:
    """Say what of a year was carried on from another one, or stands on a national rate."""
    carried = {
        line.kind
        for line in lines
        if line.rate_unit in _YEARLY and line.rate_from is not None
        and _original(line) < year.starts - _A_YEAR
    }  # fmt: skip
    for kind in (kind for kind in CostKind if kind in carried):
        yield (
            f"{kind.says.capitalize()}: agreed for an earlier year and taken to go on, "
            "with the index where the tables have one."
        )
    for kind in (CostKind.TOP_UP, CostKind.SPOT):
        natures = (commitment.nature for commitment in board.commitments)
        # The board holds all the years: one in which nobody is left has no line to say it.
        if any(n.kind is kind and n.unit.startswith(_BY_PUPIL) for n in natures):
            yield (
                f"{kind.says.capitalize()} by occupancy: counts the pupils in the table "
                "placements to their planned ends, and those that terms expects; nobody else "
                "is added in later years."
            )
    if any(line.source == NATIONAL_PLACE_RATE.source for line in lines):
        yield f"Place rate: {NATIONAL_PLACE_RATE.source}"


def _original(line: CostLine) -> date:
    return line.written_from or line.rate_from or date.max


def _which(year: FinancialYear | AcademicYear) -> str:
    return "financial" if isinstance(year, FinancialYear) else "academic"


def statement_lines(board: Board, months: tuple[date, ...], label: str) -> Iterator[CostLine]:
    """Give the lines of some consecutive months: one for each commitment and rate."""
    first = board.months.index(months[0])
    columns = slice(first, first + len(months))
    quantity = board.quantity[:, columns]
    for row in np.flatnonzero(quantity.any(axis=1)):
        segments = board.segments[row, columns]
        for segment in np.unique(segments):
            counted = np.flatnonzero((segments == segment) & (quantity[row] != 0)) + first
            if len(counted):
                yield _line(board, int(row), [int(column) for column in counted], label)


def _line(board: Board, row: int, columns: list[int], label: str) -> CostLine:
    commitment: Commitment = board.commitments[row]
    nature, rate = commitment.nature, commitment.rates[columns[0]]
    if rate is None:
        raise ValueError("a month without a rate has a quantity")
    return CostLine(
        kind=nature.kind,
        provider_id=nature.provider_id,
        commission_id=nature.commission_id,
        year=label,
        payer=nature.payer,
        funding_source=nature.funding_source,
        quantity=int(board.quantity[row, columns].sum()),
        unit=nature.unit,
        rate_pence=rate.pence,
        rate_unit=nature.rate_unit,
        pence=int(board.pence[row, columns].sum()),
        source=rate.source,
        divisor=commitment.divisor[columns[0]],
        before=int(board.before[row, columns[0]]),
        sign=nature.sign,
        months=tuple(board.months[column] for column in columns),
        rate_from=rate.starts,
        written_pence=rate.written_pence,
        written_from=rate.written_from,
        uplifts=rate.uplifts,
        index=nature.index,
        commissioner=nature.commissioner,
        section_251=nature.section_251,
        cost_code=nature.cost_code,
        place_type=nature.place_type,
        detail=nature.detail,
    )


def paid_by(statement: CostStatement) -> dict[Payer, int]:
    """
    Return what each payer pays, in pence; a minus where one receives more than it pays.

    The parts add up to the statement's total: recouped money is the DfE's
    payment and the council's grant, and is counted once.
    """
    totals = dict.fromkeys(Payer, 0)
    for line in statement.lines:
        totals[line.payer] += line.pence
    return {payer: pence for payer, pence in totals.items() if pence}
