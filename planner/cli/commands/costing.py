"""The command about money: what a case costs, and how options compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from planner.cli.console import print_json, print_table, progress
from planner.cli.frame import Example, command
from planner.cli.options import WORKED_CASE, AsAt, AsJson, FirstYear, Output, Quiet
from planner.cli.output import whole_folder
from planner.units import FinancialYear, format_pounds

if TYPE_CHECKING:
    from planner.jobs.costing import Costed
    from planner.results.finance.comparison import CostComparison
    from planner.results.finance.money import CostStatement, Finding, FundingRow

CasePaths = Annotated[
    list[Path], typer.Argument(metavar="CASE...", help="Scenarios; the others against the first.")
]
_WHAT_IF = "scenarios/worcestershire/eight-more-places-at-the-forge.yaml"


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
    year: FirstYear = None,
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
