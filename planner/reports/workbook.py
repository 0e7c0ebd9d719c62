"""The results as one Excel workbook that finance and officers can go on working with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from planner.reports import tables
from planner.reports.excel.book import new_book
from planner.reports.excel.costs import write_costs, write_summary
from planner.reports.excel.sheet import Sheet
from planner.results.answer import Answer
from planner.units import format_day


@dataclass(frozen=True, slots=True)
class Leaf:
    """One plain sheet of the workbook: its tab, its title and the table on it."""

    tab: str
    title: str
    table: Callable[[Answer], pd.DataFrame]


LEAVES: Sequence[Leaf] = (
    Leaf("Late", "Pupils with a statutory day, the longest late first", tables.statutory),
    Leaf("Placements", "Suggested placements; a person decides", tables.placements),
    Leaf("Unplaced", "Pupils without a place, with the reasons", tables.unplaced),
    Leaf("Goals", "Goals in the order of the scenario", tables.goals_written),
    Leaf("Occupancy", "Sessions held and used by commission and week", tables.occupancy),
)
AFTER_COSTS: Sequence[Leaf] = (
    Leaf("Findings", "What does not reconcile; nothing was corrected", tables.findings),
    Leaf("Demand", "Referrals expected in a school year", tables.demand),
    Leaf("Demand, all", "All referrals expected in a school year", tables.demand_totals),
    Leaf("Places", "Places needed and places commissioned", tables.places),
    Leaf("Districts", "Places and unmet need by district, small counts withheld", tables.districts),
    Leaf("Equity", "Those who wait by group, small counts withheld", tables.equity),
    Leaf("Sites", "Sites and the places commissioned there", tables.sites),
    Leaf("Register", "What the scenario assumes, change by change", tables.register),
    Leaf("Assumptions", "Values that had to be assumed", tables.assumptions),
    Leaf("Warnings", "Warnings", tables.warnings),
)


def write_workbook(answer: Answer, path: Path) -> None:
    """
    Write the results as a workbook; the same answer gives the same file.

    No text is ever read as a formula. Formulas stand only where amounts are
    worked out or added up, each with its value, so that a program that does not
    recalculate shows the right figures.

    Raises
    ------
    MissingExtra
        If the optional part ``reports`` is not installed.
    """
    title = f"{answer.case.title or answer.case.scenario_id}: results"
    with new_book(path, title=title, as_at=answer.case.as_at) as book:
        _write_identity(answer, Sheet(book, "Read me", "Internal: for officers"))
        for leaf in LEAVES:
            Sheet(book, leaf.tab, leaf.title).write_frame(leaf.table(answer))
        lines = Sheet(book, "Cost lines", f"Every line of cost, {answer.statement.financial_year}")
        first, last = write_costs(answer, lines)
        write_summary(answer, Sheet(book, "Cost summary", answer.statement.title), first, last)
        for leaf in AFTER_COSTS:
            Sheet(book, leaf.tab, leaf.title).write_frame(leaf.table(answer))


def _write_identity(answer: Answer, sheet: Any) -> None:
    case, run = answer.case, answer.allocation.run
    sheet.write_pairs(
        [
            ("Case", case.title or case.scenario_id),
            ("Question", case.question),
            ("Standing", "Suggested; a person decides each placement and writes down why."),
            ("Privacy", "Holds pupils' reference numbers. Do not publish."),
            ("As at", format_day(run.as_at)),
            ("Scenario", run.scenario_id),
            ("Changes", " ".join(run.scenario_changes) or "none"),
            ("Fingerprint of the tables", run.data_fingerprint),
            ("Seed", str(run.seed)),
            ("Planner version", run.planner_version),
            ("Solver version", run.solver_version),
            ("Journeys", case.travel.engine),
            ("Demand", answer.forecast.method),
            ("Places needed", answer.plan.method),
            *(("Demand leaves out", sentence) for sentence in answer.forecast.leaves_out),
            *(("Places needed leave out", sentence) for sentence in answer.plan.leaves_out),
            *(("Cost leaves out", sentence) for sentence in answer.statement.leaves_out),
            *(("Cost assumes", sentence) for sentence in answer.statement.assumes),
        ]
    )
