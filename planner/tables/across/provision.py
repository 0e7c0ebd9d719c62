"""Sites, commissions, their later steps, and limits inside them."""

from __future__ import annotations

from planner.domain.codes import Basis
from planner.tables.checks.noting import Noter
from planner.tables.checks.parsed import ParsedRow, ParsedTables
from planner.tables.faults import Faults
from planner.units import format_day


def check_sites(tables: ParsedTables, faults: Faults) -> None:
    """Check that spokes belong to hubs, and hubs to nobody."""
    noter = Noter(tables, "sites", faults)
    spokes = {row.text("site_id") for row in noter.rows if row.text("hub_site_id")}
    for row in noter.rows:
        hub = row.text("hub_site_id")
        if hub and hub == row.text("site_id"):
            noter.note(
                row,
                "hub_site_id",
                what="A site cannot be its own hub.",
                fix="Leave the cell empty for a hub.",
            )
        elif hub in spokes:
            noter.note(
                row,
                "hub_site_id",
                what="This site is itself a spoke of another.",
                fix="Name the hub itself.",
            )


def check_commissions(tables: ParsedTables, faults: Faults) -> None:
    """Check contracts by themselves, and that later steps fall inside them."""
    noter = Noter(tables, "commissions", faults)
    for row in noter.rows:
        noter.refuse_before(row, "ends", "starts")
        if row.values.get("basis") is Basis.SPOT and row.is_empty("spot_weekly_pounds"):
            noter.note(
                row,
                "spot_weekly_pounds",
                what="Places that are bought singly have no price.",
                fix="Give the price of one full-time pupil for one week.",
            )
    contracts = {row.text("commission_id"): row for row in noter.rows}
    steps = Noter(tables, "place_steps", faults)
    for row in steps.rows:
        contract = contracts.get(row.text("commission_id"))
        if contract is not None:
            _refuse_outside_contract(row, contract, steps)


def _refuse_outside_contract(row: ParsedRow, contract: ParsedRow, noter: Noter) -> None:
    day, starts, ends = row.day("starts"), contract.day("starts"), contract.day("ends")
    if day is None:
        return
    if starts is not None and day < starts:
        noter.note(
            row,
            "starts",
            what=f"The contract starts only on {format_day(starts)}.",
            fix="Put the day right, or the number into the table of commissions.",
        )
    if ends is not None and day > ends and contract.values.get("rolls_over") is False:
        noter.note(
            row,
            "starts",
            what=f"The contract ends on {format_day(ends)} and does not roll over.",
            fix="Put the day right, or prolong the contract.",
        )


def check_limits(tables: ParsedTables, faults: Faults) -> None:
    """Check that each limit holds at one site or on one commission."""
    noter = Noter(tables, "limits", faults)
    for row in noter.rows:
        if row.is_empty("site_id") and row.is_empty("commission_id"):
            noter.note(
                row,
                "site_id",
                what="The limit names neither a site nor a commission.",
                fix="Name the one where it holds.",
            )
        elif not row.is_empty("site_id") and not row.is_empty("commission_id"):
            noter.note(
                row,
                "site_id",
                what="The limit names both a site and a commission.",
                fix="Name one of them; write two rows for two limits.",
            )
