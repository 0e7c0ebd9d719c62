"""The command that holds a ledger against a case's commitments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, FirstYear, Output, Quiet
from planner.cli.output import whole_folder
from planner.units import FinancialYear, format_pounds

if TYPE_CHECKING:
    from planner.jobs.costing import Reconciled
    from planner.results.finance.ledger import Reconciliation

_PENCE = 100


@command(
    "reconcile",
    Example(
        f"planner reconcile {WORKED_CASE} --ledger ledger.csv",
        "Match what was committed with what was posted, and explain every difference.",
    ),
    Example(
        f"planner reconcile {WORKED_CASE} --ledger ledger.csv --panel-over 20000 -o out/ledger",
        "Also name the placements above the panel's threshold, and write every table.",
    ),
)
def reconcile(
    case: CasePath,
    ledger: Annotated[
        Path,
        typer.Option(
            "--ledger",
            metavar="FILE",
            help="CSV with cost centre, account, date, supplier, amount and perhaps reference.",
        ),
    ],
    output: Output = None,
    year: FirstYear = None,
    panel_over: Annotated[
        int | None,
        typer.Option("--panel-over", min=0, metavar="POUNDS", help="Panel's yearly threshold."),
    ] = None,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Hold a ledger's export against a case's commitments, to the penny.

    The mapping table `ledger_codes` of the case says which codes are for what.
    """
    from planner.jobs.costing import (
        RECONCILING_STEPS,
        ledger_record,
        reconcile_case,
        write_reconciliation,
    )

    with progress(steps=RECONCILING_STEPS, quiet=quiet) as tell:
        reconciled = reconcile_case(
            case,
            ledger,
            year=None if year is None else FinancialYear(year),
            threshold_pence=None if panel_over is None else panel_over * _PENCE,
            as_at=as_at,
            tell=tell,
        )
    if output is not None:
        with whole_folder(output) as fresh:
            write_reconciliation(reconciled, fresh)
    if as_json:
        print_json(ledger_record(reconciled))
        return
    _print_reconciliation(reconciled)
    if output is not None:
        typer.echo(f"\nWrote {output}.")


def _print_reconciliation(reconciled: Reconciled) -> None:
    result = reconciled.result
    typer.echo(f"Ledger and commitments, {result.financial_year} to {result.last_month:%B %Y}\n")
    print_table(
        ("", "pounds"),
        [
            ("committed", format_pounds(result.committed_pence)),
            ("in the ledger", format_pounds(result.posted_pence)),
            ("difference", format_pounds(result.posted_pence - result.committed_pence)),
        ],
    )
    _print_causes(result)
    for each in result.discrepancies:
        typer.echo(f"\n  {format_pounds(each.pence)}: {each.sentence}")
    _print_outturn(result)
    for budget in result.over_budget:
        whose = budget.provider_id or "all providers"
        typer.echo(
            f"Over budget: {budget.purpose.says}, {whose}: {format_pounds(budget.outturn_pence)} "
            f"against {format_pounds(budget.budget_pence)}."
        )
    for placement in result.high_cost:
        typer.echo(
            f"For the panel: {placement.pupil_id} on {placement.commission_id}, "
            f"{format_pounds(placement.annual_pence)} a year."
        )


def _print_causes(result: Reconciliation) -> None:
    causes: dict[str, tuple[int, int]] = {}
    for each in result.discrepancies:
        count, pence = causes.get(each.cause.says, (0, 0))
        causes[each.cause.says] = (count + 1, pence + each.pence)
    typer.echo("")
    rows = [(says, count, format_pounds(pence)) for says, (count, pence) in causes.items()]
    print_table(("because", "times", "pounds"), rows)


def _print_outturn(result: Reconciliation) -> None:
    def total(name: str) -> str:
        return format_pounds(sum(getattr(outturn, name) for outturn in result.outturns))

    typer.echo(
        f"\nOutturn of the year: {total('central_pence')}, from {total('low_pence')} to "
        f"{total('high_pence')}; committed {total('committed_pence')}; "
        f"not mapped {format_pounds(result.unmapped_pence)}."
    )
