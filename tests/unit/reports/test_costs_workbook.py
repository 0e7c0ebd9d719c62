"""The costs workbook: its values are ours, and a spreadsheet works out the same."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from pydantic import TypeAdapter

from planner.costing.compare.options import Proposal, compare_options
from planner.demo.worcestershire import worcestershire
from planner.domain.dataset import Dataset
from planner.domain.finance.charges import Charge, ChargeKind
from planner.domain.finance.rates import (
    IndexChange,
    IndexKind,
    Proration,
    Rate,
    RateKind,
    Terms,
)
from planner.domain.provision import PlaceStep
from planner.reports.finance import write_costs_workbook
from planner.results.finance.comparison import CostComparison
from planner.scenario.apply import apply
from planner.scenario.changes.register import AnyChange
from planner.scenario.schema import Scenario
from planner.units import FinancialYear

SOFFICE = shutil.which("soffice")
needs_spreadsheet = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine")
YEARS = [FinancialYear(2021), FinancialYear(2022), FinancialYear(2023)]


def county() -> Dataset:
    """The worked case with a band of occupancy top-up, an index, spot price and a contribution."""
    dataset = worcestershire()
    return replace(
        dataset,
        rates=(
            Rate("R1", RateKind.TOP_UP, 7_321_99, date(2021, 4, 1), commission_id="FORGE-P"),
            Rate("R2", RateKind.SPOT_WEEK, 455_00, date(2020, 9, 1)),
        ),
        terms=(Terms("FORGE-P", proration=Proration.SCHOOL_DAYS),),
        indices=(
            IndexChange(IndexKind.TOP_UP, 2022, 313),
            IndexChange(IndexKind.TOP_UP, 2023, 427),
            IndexChange(IndexKind.GENERAL_PRICES, 2022, 550),
        ),
        charges=(
            Charge(
                "SCHOOLS", ChargeKind.SCHOOL_CONTRIBUTION, "=Aspire", date(2021, 9, 1),
                date(2023, 8, 31), 37, "pupils", 1_111_11,
            ),
        ),
    )  # fmt: skip


def more_places(dataset: Dataset) -> Dataset:
    commissions = tuple(
        replace(c, steps=(PlaceStep(date(2022, 9, 1), c.places + 7),))
        if c.commission_id in {"FORGE-E", "CPA-E"}
        else c
        for c in dataset.commissions
    )
    return replace(dataset, commissions=commissions)


def compared(dataset: Dataset, other: Dataset | None = None) -> CostComparison:
    proposals = [
        Proposal("base", "As it is", dataset),
        Proposal("more", "More places", more_places(dataset) if other is None else other),
    ]
    return compare_options(proposals, YEARS, row_by_row=True)


def write(comparison: CostComparison, path: Path) -> Path:
    names = {provider.provider_id: provider.name for provider in worcestershire().providers}
    write_costs_workbook(
        comparison, path, title="Costs", as_at=date(2021, 11, 8), provider_names=names
    )
    return path


def figures(book: Workbook) -> dict[tuple[str, str], float | str]:
    """Every number of every page, but for the column that keeps what was written."""
    return {
        (sheet.title, cell.coordinate): round(cell.value, 6)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool)
    }


def recalculated(path: Path, folder: Path) -> Workbook:
    """Have LibreOffice open the workbook, work everything out again, and save it."""
    profile = folder / "profile"
    settings = profile / "user"
    settings.mkdir(parents=True)
    (settings / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, "utf-8")
    out = folder / "out"
    subprocess.run(
        [
            str(SOFFICE), f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
            "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )  # fmt: skip
    return load_workbook(out / path.name, data_only=True)


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


@pytest.fixture(scope="module")
def comparison() -> CostComparison:
    return compared(county())


def named_cell(book: Workbook, wanted: str) -> str:
    return book.defined_names[wanted].attr_text.rpartition("!")[2].replace("$", "")


def test_the_same_comparison_gives_the_same_bytes(
    comparison: CostComparison, tmp_path: Path
) -> None:
    first = write(comparison, tmp_path / "a.xlsx").read_bytes()
    assert write(comparison, tmp_path / "b.xlsx").read_bytes() == first


def test_every_formula_has_the_value_that_the_planner_worked_out(
    comparison: CostComparison, tmp_path: Path
) -> None:
    path = write(comparison, tmp_path / "results.xlsx")
    book = load_workbook(path, data_only=True)
    sheet = book["Statements"]
    heading = [cell.value for cell in sheet[4]]
    amount = heading.index("Amount")
    written = [row[amount].value for row in sheet.iter_rows(min_row=5)]
    lines = [x for o in comparison.options for s in o.statements for x in s.lines]
    assert [round(value * 100) for value in written] == [line.pence for line in lines]
    checks = {row[0].value: row[1].value for row in book["Checks"].iter_rows(min_row=5)}
    assert set(checks.values()) <= {"OK", "nothing", None}


def test_text_that_begins_like_a_formula_stays_text(
    comparison: CostComparison, tmp_path: Path
) -> None:
    book = load_workbook(write(comparison, tmp_path / "results.xlsx"))
    cells = [
        cell for row in book["Statements"].iter_rows() for cell in row if cell.value == "=Aspire"
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_charts_are_told_in_words_and_there_are_no_macros(
    comparison: CostComparison, tmp_path: Path
) -> None:
    with ZipFile(write(comparison, tmp_path / "results.xlsx")) as parts:
        drawings = [n for n in parts.namelist() if n.startswith("xl/drawings/drawing")]
        said = [parts.read(name).decode() for name in drawings]
        assert not [name for name in parts.namelist() if "vba" in name.lower()]
    assert len(drawings) == 4
    assert all('descr="' in text and "£" in text for text in said)


@needs_spreadsheet
def test_a_spreadsheet_works_out_every_figure_to_the_penny(
    comparison: CostComparison, tmp_path: Path
) -> None:
    path = write(comparison, tmp_path / "results.xlsx")
    ours, theirs = figures(load_workbook(path, data_only=True)), recalculated(path, tmp_path)
    assert figures(theirs) == ours


def dearer(dataset: Dataset) -> Dataset:
    """Change three prices as a scenario does."""
    changes = (
        {"change": "set_rates", "commissions": "all", "place_rate_pounds": "10345.67"},
        {"change": "set_rates", "commissions": "FORGE-P", "top_up_pounds": "8008.07"},
        {
            "change": "set_index",
            "index": "top_up",
            "financial_year": "2022/23",
            "change_per_cent": "-1.01",
        },
    )
    adapter: TypeAdapter[AnyChange] = TypeAdapter(AnyChange)
    made = tuple(adapter.validate_python({**each, "because": "agreed"}) for each in changes)
    return apply(dataset, Scenario("dearer", "Dearer", Path(), dataset.as_at, changes=made))[0]


@needs_spreadsheet
def test_three_changes_in_the_workbook_cost_what_they_cost_in_the_scenario(
    comparison: CostComparison, tmp_path: Path
) -> None:
    path = write(comparison, tmp_path / "results.xlsx")
    book = load_workbook(path)
    rates = book["Rates"]
    rates[named_cell(book, "all_place_funding_2021_04")] = 10_345.67
    rates[named_cell(book, "rate_top_up_FORGE_P_2021_04")] = 8_008.07
    rates[named_cell(book, "uplift_top_up_2022")] = -0.0101
    book.save(path)
    theirs = recalculated(path, tmp_path)

    again = compared(dearer(county()))
    ours = load_workbook(write(again, tmp_path / "again.xlsx"), data_only=True)
    for page in ("Statements", "Who pays", "Costs by kind", "Differences", "Attribution"):
        mine = figures_on(ours, page)
        assert mine
        assert figures_on(theirs, page) == mine, page
    assert theirs["Checks"]["B5"].value == "OK"


def figures_on(book: Workbook, page: str) -> dict[str, float | str]:
    skipped = "V" if page == "Statements" else ""
    return {
        cell: value
        for (sheet, cell), value in figures(book).items()
        if sheet == page and (not skipped or not cell.startswith(skipped))
    }
