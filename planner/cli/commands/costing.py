"""Commands about money: what a case costs, how options compare, and the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, CasePath, Output, Quiet
from planner.cli.output import whole_folder
from planner.units import FinancialYear, format_pounds

if TYPE_CHECKING:
    from planner.jobs.costing import Costed, Reconciled
    from planner.results.finance.comparison import CostComparison
    from planner.results.finance.ledger import Reconciliation
    from planner.results.finance.money import CostStatement, Finding, FundingRow

CasePaths = Annotated[
    list[Path], typer.Argument(metavar="CASE...", help="Scenarios; the others against the first.")
]
Year = Annotated[
    int | None,
    typer.Option(
        "--year",
        min=2000,
        max=2100,
        metavar="YEAR",
        help="Year in which the (first) financial year starts; left out, the as-at date's.",
    ),
]
_WHAT_IF = "scenarios/worcestershire/eight-more-places-at-the-forge.yaml"
_PENCE = 100


@command(
    "cost",
    Example(f"planner cost {WORKED_CASE}", "The funding table, who pays, and the findings."),
    Example(
        f"planner cost {WORKED_CASE} {_WHAT_IF} -o out/costs",
        "Compare two options; write a workbook that re-costs itself when a rate is changed.",
    ),
)
def cost(
    cases: CasePaths,
    output: Output = None,
    year: Year = None,
    years: Annotated[int, typer.Option(min=1, max=15, help="How many financial years.")] = 3,
    floor: Annotated[
        int,
        typer.Option(
            min=0, max=100, help="Per cent of its top-up that a provider keeps under one rate."
        ),
    ] = 97,
    as_at: AsAt = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """
    Cost a case by provider and payer, or compare several with the first.

    Figures that a document printed are held against the tables, and what does
    not reconcile is reported with its arithmetic; nothing is mended.
    """
    from planner.jobs.costing import COSTING_STEPS, cost_cases, costs_record, write_costs

    with progress(steps=COSTING_STEPS, quiet=quiet) as tell:
        costed = cost_cases(
            cases,
            years=years,
            first_year=None if year is None else FinancialYear(year),
            floor_basis_points=floor * 100,
            as_at=as_at,
            row_by_row=output is not None,
            tell=tell,
        )
    if output is not None:
        with whole_folder(output) as fresh:
            write_costs(costed, fresh)
    if as_json:
        print_json(costs_record(costed))
        return
    _print_costs(costed)
    if output is not None:
        typer.echo(f"\nWrote {output}. The workbook is {output / 'results.xlsx'}.")


def _print_costs(costed: Costed) -> None:
    statement = costed.comparison.options[0].statements[0]
    typer.echo(f"{statement.title}\n")
    _print_funding(costed.table, costed.provider_names)
    _print_payers(statement, costed.academic)
    _print_years(costed.comparison)
    _print_differences(costed.comparison)
    _print_findings(costed.comparison.findings)
    last = costed.comparison.years[-1]
    for heading, sentences in (
        ("Not in the statement:", statement.leaves_out),
        (f"Assumed, as in {last}:", costed.comparison.assumes),
    ):
        if sentences:
            typer.echo(f"\n{heading}")
        for says in sentences:
            typer.echo(f"  {says}")


def _print_funding(table: tuple[FundingRow, ...], names: dict[str, str]) -> None:
    rows = [
        (
            names.get(row.provider_id, row.provider_id),
            _places(row.exclusion_place_months),
            _places(row.prevention_place_months),
            format_pounds(row.high_needs_place_pence),
            format_pounds(row.top_up_pence),
            format_pounds(row.high_needs_pence),
            format_pounds(row.dfe_direct_pence),
            format_pounds(row.total_pence),
        )
        for row in table
    ]
    total = (
        "Total",
        _places(sum(row.exclusion_place_months for row in table)),
        _places(sum(row.prevention_place_months for row in table)),
        format_pounds(sum(row.high_needs_place_pence for row in table)),
        format_pounds(sum(row.top_up_pence for row in table)),
        format_pounds(sum(row.high_needs_pence for row in table)),
        format_pounds(sum(row.dfe_direct_pence for row in table)),
        format_pounds(sum(row.total_pence for row in table)),
    )
    heading = ("provider", "E places", "P places", "high needs: places", "high needs: top-up")
    print_table((*heading, "high needs: both", "DfE direct", "all"), [*rows, total])


def _places(months: int) -> str:
    return f"{months / 12:,.2f}".rstrip("0").rstrip(".")


def _print_payers(statement: CostStatement, academic: CostStatement) -> None:
    typer.echo(f"\nWho pays, with services: {format_pounds(statement.total_pence)} in all")
    payers: dict[str, int] = {}
    for line in statement.lines:
        payers[line.payer.says] = payers.get(line.payer.says, 0) + line.pence
    print_table(("payer", "pays"), [(says, format_pounds(p)) for says, p in payers.items()])
    typer.echo(
        f"The same commitments in the school year {academic.financial_year}: "
        f"{format_pounds(academic.total_pence)}"
    )


def _print_years(comparison: CostComparison) -> None:
    typer.echo("")
    rows = [
        (
            option.option_id,
            statement.financial_year,
            format_pounds(statement.total_pence),
            format_pounds(real),
        )
        for option in comparison.options
        for statement, real in zip(option.statements, option.real_pence, strict=True)
    ]
    print_table(("option", "year", "cost", "at the first year's prices"), rows)


def _print_differences(comparison: CostComparison) -> None:
    for each in comparison.differences:
        more = each.option_pence - each.first_pence
        typer.echo(f"\n{each.option_id}, {each.year}: {_against_first(more)} the first option")
        bars = [(bar.driver.says, format_pounds(bar.pence)) for bar in each.bars if bar.pence]
        if bars:
            print_table(("because of", "pounds"), bars)


def _against_first(more: int) -> str:
    if more == 0:
        return "costs the same as"
    return f"{format_pounds(abs(more))} {'more' if more > 0 else 'less'} than"


def _print_findings(findings: tuple[Finding, ...]) -> None:
    if findings:
        typer.echo("\nFindings (nothing was mended)")
    for finding in findings:
        typer.echo(f"\n  {finding.sentence}\n    {finding.arithmetic}")


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
    year: Year = None,
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
