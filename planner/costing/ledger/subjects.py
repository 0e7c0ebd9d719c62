"""What is expected of each ledger code month by month, and which postings are for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.costing.commitments.board import Board, Commitment
from planner.costing.months import month_end, months_of
from planner.domain.dataset import Dataset
from planner.domain.finance.ledger import LedgerCode, LedgerEntry
from planner.results.finance.ledger import Subject
from planner.results.finance.money import CostKind, Payer
from planner.units import FinancialYear, Pence, divide_half_up

_OWN_UNIT = "place-months"


@dataclass
class Expected:
    """One subject's months: what is committed, and the price of one unit more."""

    subject: Subject
    pence: dict[date, Pence] = field(default_factory=dict)
    unit_prices: dict[date, set[Pence]] = field(default_factory=dict)
    """Prices of one place, or one weekly session, for the month, of all its commitments."""
    unit: str = ""

    def unit_pence(self, month: date) -> Pence | None:
        """Return the price of one unit more in a month; None where there is no one price."""
        prices = self.unit_prices.get(month, set())
        return next(iter(prices)) if len(prices) == 1 else None


def expected_of(dataset: Dataset, board: Board, year: FinancialYear) -> dict[Subject, Expected]:
    """
    Return what the council's own ledger should have, by subject.

    Only what the council itself pays or receives: money that the DfE pays out
    never passes its ledger. Commissions are told apart where the mapping table
    does.
    """
    by_commission = {
        (CostKind(code.purpose.value), code.commission_id)
        for code in dataset.ledger_codes
        if code.commission_id is not None
    }
    months = months_of(year)
    start = board.months.index(months[0])
    found: dict[Subject, Expected] = {}
    for row, commitment in enumerate(board.commitments):
        nature = commitment.nature
        pence = board.pence[row, start : start + len(months)]
        if nature.payer is not Payer.COUNCIL or not pence.any():
            continue
        apart = (nature.kind, nature.commission_id) in by_commission
        subject = Subject(
            nature.kind, nature.provider_id, (nature.commission_id or "") if apart else ""
        )
        series = found.setdefault(subject, Expected(subject))
        for offset, month in enumerate(months):
            _add(series, commitment, start + offset, month, int(pence[offset]))
    return found


def _add(series: Expected, commitment: Commitment, column: int, month: date, pence: Pence) -> None:
    series.pence[month] = series.pence.get(month, 0) + pence
    rate = commitment.rates[column]
    if not pence or rate is None:
        return
    unit, count = _one_unit(commitment, month)
    price = divide_half_up(rate.pence * count, commitment.divisor[column])
    series.unit_prices.setdefault(month, set()).add(price)
    series.unit = unit


def _one_unit(commitment: Commitment, month: date) -> tuple[str, int]:
    """Return one unit that a contract may have more or less of for a month, and how much it is."""
    unit = commitment.nature.unit
    if unit == _OWN_UNIT:
        return "places", 1
    if unit == "session-months":
        return "weekly sessions", 1
    if unit == "session-days":
        return "weekly sessions", month_end(month).day
    return "", 0


@dataclass(frozen=True)
class Sorted:
    """Postings by the subject that the mapping table gives them, and those it does not know."""

    mapped: dict[Subject, list[LedgerEntry]]
    unmapped: list[LedgerEntry]


def sort_entries(dataset: Dataset, entries: Iterable[LedgerEntry]) -> Sorted:
    """Give each posting its subject by cost centre and account, and by supplier where it says."""
    codes = {_key(code): code for code in dataset.ledger_codes}
    found = Sorted({}, [])
    for entry in entries:
        code = _code_for(codes, entry)
        if code is None:
            found.unmapped.append(entry)
        else:
            subject = Subject(
                CostKind(code.purpose.value), code.provider_id, code.commission_id or ""
            )
            found.mapped.setdefault(subject, []).append(entry)
    return found


def _key(code: LedgerCode) -> tuple[str, str, str]:
    return (code.cost_centre.casefold(), code.account.casefold(), code.supplier.casefold())


def _code_for(
    codes: Mapping[tuple[str, str, str], LedgerCode], entry: LedgerEntry
) -> LedgerCode | None:
    centre, account = entry.cost_centre.casefold(), entry.account.casefold()
    return codes.get((centre, account, entry.supplier.casefold())) or codes.get(
        (centre, account, "")
    )
