"""Money for a commission: inside its contract, and possible in itself."""

from __future__ import annotations

from datetime import date

from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults
from planner.units import FinancialYear, format_day

_PLACE_MONTHS = ("council_place_months", "recouped_place_months", "dfe_direct_place_months")


def check_agreed(tables: ParsedTables, faults: Faults) -> None:
    """Check funding, charges, exclusions and leavers."""
    contracts = {row.text("commission_id"): row for row in tables.rows("commissions")}
    _check_funding(contracts, Noter(tables, "funding", faults))
    _check_charges(contracts, Noter(tables, "charges", faults))
    transfers = Noter(tables, "transfers", faults)
    for row in transfers.rows:
        transfers.refuse_before(row, "relevant_date", "excluded_on")
        transfers.refuse_before(row, "admitted_on", "excluded_on")
    exits = Noter(tables, "exits", faults)
    for row in exits.rows:
        leavers, well = row.get("leavers", int), row.get("successful", int)
        if leavers is not None and well is not None and well > leavers:
            exits.note(
                row,
                "successful",
                what=f"More pupils left as planned than left at all, {leavers}.",
                fix="Put one of the two numbers right.",
            )


def _check_funding(contracts: dict[str, ParsedRow], noter: Noter) -> None:
    for row in noter.rows:
        year = row.get("financial_year", int)
        contract = contracts.get(row.text("commission_id"))
        if year is None or contract is None:
            continue
        paid = [column for column in _PLACE_MONTHS if row.get(column, int)]
        within = FinancialYear(year)
        if paid and _is_outside(contract, within.starts, within.ends):
            noter.note(
                row,
                paid[0],
                what=f"Place-months are paid in {within}, but the contract {_says(contract)}.",
                fix="Put the year right, or the days of the contract.",
            )


def _check_charges(contracts: dict[str, ParsedRow], noter: Noter) -> None:
    for row in noter.rows:
        noter.refuse_before(row, "ends", "starts")
        starts, ends = row.day("starts"), row.day("ends")
        contract = contracts.get(row.text("commission_id"))
        if contract is None or starts is None or ends is None:
            continue
        if _is_outside(contract, starts, starts) or _is_outside(contract, ends, ends):
            noter.note(
                row,
                "starts",
                what=f"The charge has months outside the contract, which {_says(contract)}.",
                fix="Put the days of the charge right, or those of the contract.",
            )


def _is_outside(contract: ParsedRow, starts: date, ends: date) -> bool:
    first, last = contract.day("starts"), contract.day("ends")
    if contract.values.get("rolls_over") is not False:
        last = None
    return (first is not None and ends < first) or (last is not None and starts > last)


def _says(contract: ParsedRow) -> str:
    first, last = contract.day("starts"), contract.day("ends")
    begins = f"starts on {format_day(first)}" if first else "has no start"
    return begins + (f" and ends on {format_day(last)}" if last else "")
