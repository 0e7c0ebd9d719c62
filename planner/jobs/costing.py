"""Costs of one case or several, and a ledger held against a case's commitments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from planner import __version__
from planner.costing.compare.options import Proposal, compare_options
from planner.costing.funding_table import funding_table
from planner.costing.ledger.reconcile import reconcile
from planner.costing.statement import year_statement
from planner.domain.dataset import Dataset
from planner.jobs.opening import Tell, read_tables, silently
from planner.jobs.problems import each_case, whole_case
from planner.reports.finance import write_costs_workbook
from planner.reports.finance.files import (
    comparison_record,
    reconciliation_record,
    write_cost_tables,
    write_ledger_tables,
)
from planner.results.finance.comparison import CostComparison
from planner.results.finance.ledger import Reconciliation
from planner.results.finance.money import CostStatement, FundingRow
from planner.results.plain import write_json
from planner.scenario.apply import apply
from planner.scenario.load import load_scenario
from planner.tables.ledger import read_ledger
from planner.units import AcademicYear, FinancialYear, Pence

COSTING_STEPS = 2
RECONCILING_STEPS = 3


@dataclass(frozen=True)
class Costed:
    """Options with their costs, and what identifies the run."""

    proposals: tuple[Proposal, ...]
    comparison: CostComparison
    table: tuple[FundingRow, ...]
    """The first option's funding table of the first year."""
    academic: CostStatement
    """The first option's school year that starts in the first financial year."""

    @property
    def first(self) -> Dataset:
        """Tables of the first option."""
        return self.proposals[0].dataset

    @property
    def title(self) -> str:
        """Title of what was costed."""
        return self.proposals[0].title if len(self.proposals) == 1 else "Options compared"

    @property
    def provider_names(self) -> dict[str, str]:
        """Names of all options' providers."""
        return {
            provider.provider_id: provider.name
            for proposal in self.proposals
            for provider in proposal.dataset.providers
        }


def cost_cases(
    paths: Sequence[Path],
    *,
    years: int,
    first_year: FinancialYear | None = None,
    floor_basis_points: int,
    as_at: date | None = None,
    row_by_row: bool = False,
    tell: Tell = silently,
) -> Costed:
    """
    Cost one case, or compare several with the first.

    Parameters
    ----------
    paths
        Scenarios; the first is what the others are compared with.
    years
        How many financial years.
    first_year
        The first of them; None for the one of the as-at date.
    floor_basis_points
        Least share of its top-up that a provider keeps under one rate for all.
    as_at
        Day on which the question is asked, if not the scenarios' own.
    row_by_row
        Whether every row of the differences is wanted, as for a workbook.
    tell
        Is told each step as it begins.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem of every case.
    """
    tell("Reading the scenarios and the tables")
    proposals = _named_apart(each_case(paths, partial(_proposal, as_at=as_at)))
    first = proposals[0].dataset
    start = first_year or FinancialYear.of(first.as_at)
    tell("Costing")
    span = [FinancialYear(start.start_year + offset) for offset in range(years)]
    comparison = compare_options(
        proposals, span, floor_basis_points=floor_basis_points, row_by_row=row_by_row
    )
    return Costed(
        proposals=proposals,
        comparison=comparison,
        table=funding_table(first, comparison.options[0].statements[0]),
        academic=year_statement(first, AcademicYear(start.start_year)),
    )


def _proposal(path: Path, *, as_at: date | None) -> Proposal:
    with whole_case(path, as_at=as_at):
        scenario = load_scenario(path)
        dataset, _ = apply(read_tables(scenario, as_at=as_at), scenario)
        return Proposal(scenario.id, scenario.title, dataset)


def _named_apart(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """Give cases of the same name in different folders different ids."""
    named: list[Proposal] = []
    for proposal in proposals:
        number, option_id = 1, proposal.option_id
        while option_id in {other.option_id for other in named}:
            number += 1
            option_id = f"{proposal.option_id} ({number})"
        named.append(Proposal(option_id, proposal.title, proposal.dataset))
    return tuple(named)


def costs_record(costed: Costed) -> dict[str, Any]:
    """Return what was costed as one object, with what is needed to make it again."""
    return {
        **comparison_record(costed.comparison, costed.table),
        "run": {
            "planner_version": __version__,
            "as_at": costed.first.as_at.isoformat(),
            "data_fingerprints": {p.option_id: p.dataset.fingerprint for p in costed.proposals},
        },
    }


def write_costs(costed: Costed, folder: Path) -> None:
    """Write the workbook, the tables and the record of what was costed."""
    write_costs_workbook(
        costed.comparison,
        folder / "results.xlsx",
        title=costed.title,
        as_at=costed.first.as_at,
        provider_names=costed.provider_names,
    )
    write_cost_tables(costed.comparison, folder)
    write_json(folder / "costs.json", costs_record(costed))


@dataclass(frozen=True)
class Reconciled:
    """A reconciliation with the tables that it was made of."""

    dataset: Dataset
    result: Reconciliation


def reconcile_case(
    path: Path,
    ledger: Path,
    *,
    year: FinancialYear | None = None,
    threshold_pence: Pence | None = None,
    as_at: date | None = None,
    tell: Tell = silently,
) -> Reconciled:
    """
    Hold a ledger's export against a case's commitments.

    Parameters
    ----------
    path
        The scenario.
    ledger
        The ledger's export, a CSV file.
    year
        The financial year; None for the one of the as-at date.
    threshold_pence
        Yearly price above which a placement needs the panel's approval.

    Raises
    ------
    ScenarioProblems, InputProblems
        If anything in the files is wrong.
    """
    tell("Reading the scenario and the tables")
    proposal = _proposal(path, as_at=as_at)
    tell("Reading the ledger")
    entries = read_ledger(ledger)
    tell("Matching")
    wanted = year or FinancialYear.of(proposal.dataset.as_at)
    result = reconcile(proposal.dataset, entries, wanted, threshold_pence=threshold_pence)
    return Reconciled(proposal.dataset, result)


def ledger_record(reconciled: Reconciled) -> dict[str, Any]:
    """Return a reconciliation as one object, with what is needed to make it again."""
    return {
        **reconciliation_record(reconciled.result),
        "run": {
            "planner_version": __version__,
            "as_at": reconciled.dataset.as_at.isoformat(),
            "data_fingerprint": reconciled.dataset.fingerprint,
        },
    }


def write_reconciliation(reconciled: Reconciled, folder: Path) -> None:
    """Write the tables and the record of a reconciliation."""
    write_ledger_tables(reconciled.result, folder)
    write_json(folder / "reconciliation.json", ledger_record(reconciled))
