"""The report of a comparison: one page, a workbook and two pages for a board."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import Result

from planner.demo.write import new_case
from planner.jobs.whatif.compare import compare_cases
from planner.jobs.whatif.dossier import gather
from planner.reports.whatif.board import write_board_pdf
from planner.reports.whatif.book import write_comparison_book
from planner.reports.whatif.page import write_comparison_page
from planner.results.whatif.dossier import Dossier

Planner = Callable[..., Result]
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

TWO_CHANGES = """\
title: More places <here> & others moved
question: Do they help?
base: base.yaml
changes:
  - change: add_places
    commission: BIRCH-MARCHFIELD-E
    places: {low: 1, high: 3}
    because: the panel asked for some
    evidence: minutes of the panel
    owner: head of inclusion
    reviewed: 2026-10-01
  - change: move_places
    commission: BIRCH-MARCHFIELD-P
    to_commission: BIRCH-WILLOWBECK-E
    places: 3
    because: prevention places stand empty
"""


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Dossier, Any]:
    """One comparison on a made-up authority, with its folder and its outlines."""
    place = tmp_path_factory.mktemp("authority")
    base = new_case(place, seed=1, pupils=6)
    text = base.read_text(encoding="utf-8").replace("draws: 1000", "draws: 20")
    base.write_text(text, encoding="utf-8", newline="\n")
    more = place / "more.yaml"
    more.write_text(TWO_CHANGES, encoding="utf-8", newline="\n")
    return place, *gather(compare_cases([more], years=2), [more])


@pytest.fixture(scope="module")
def folder(gathered: tuple[Path, Dossier, Any]) -> Path:
    """The outputs of the comparison, written twice."""
    place, dossier, outlines = gathered
    for name in ("once", "again"):
        (place / name).mkdir()
        write_comparison_page(dossier, place / name / "comparison.html", outlines)
        write_comparison_book(dossier, place / name / "comparison.xlsx")
        write_board_pdf(dossier, place / name / "board.pdf")
    return place


@pytest.fixture(scope="module")
def page(folder: Path) -> str:
    return (folder / "once" / "comparison.html").read_text(encoding="utf-8")


def test_the_same_comparison_gives_the_same_page_and_board_paper(folder: Path) -> None:
    for name in ("comparison.html", "board.pdf", "comparison.xlsx"):
        assert (folder / "once" / name).read_bytes() == (folder / "again" / name).read_bytes()


def test_the_page_begins_with_the_answer_and_holds_every_part(page: str) -> None:
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", page)
    assert headings[0] == "The answer"
    for part in ("Side by side", "What each change did", "What is assumed", "Where this came from"):
        assert part in headings
    assert page.index("More places &lt;here&gt; &amp; others moved") < page.index("Side by side")


def test_every_drawing_has_its_figures_in_a_table(page: str) -> None:
    for section in ("why", "years", "map"):
        part = page.partition(f'<section id="{section}"')[2].partition("</section>")[0]
        if "<svg" in part:
            assert "<table" in part, section
    assert page.count('<svg class="chart"') >= 4


def test_the_register_gives_the_reason_the_interval_and_who_answers(page: str) -> None:
    part = page.partition('<section id="register"')[2].partition("</section>")[0]
    for told in (
        "the panel asked for some",
        "minutes of the panel",
        "head of inclusion",
        "1 Oct 2026",
        "places 1 to 3",
        "more.yaml, line",
    ):
        assert told in part


def test_every_figure_can_be_traced_to_its_files_seed_and_versions(folder: Path, page: str) -> None:
    part = page.partition('<section id="run"')[2].partition("</section>")[0]
    assert sha256((folder / "more.yaml").read_bytes()).hexdigest() in part
    assert sha256((folder / "base.yaml").read_bytes()).hexdigest() in part
    assert re.search(r"<dt>Seed</dt><dd>\d+</dd>", part)


def test_no_pupil_stands_in_what_may_be_published(folder: Path, page: str) -> None:
    book = openpyxl.load_workbook(folder / "once" / "comparison.xlsx")
    cells = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    for number in range(1, 7):
        assert f"PUPIL-{number:04}" not in page
        assert not any(f"PUPIL-{number:04}" in cell for cell in cells)


def test_the_page_asks_for_nothing_and_runs_nothing(page: str) -> None:
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.findall(r'(?:src|href)="(?!#)', page)


def test_the_boards_paper_is_two_tagged_pages(folder: Path) -> None:
    paper = (folder / "once" / "board.pdf").read_bytes()
    assert b"pdfuaid" in paper
    assert len(re.findall(rb"/Type ?/Page\b", paper)) == 2


def test_the_boards_paper_stays_at_two_pages_however_much_is_assumed(
    gathered: tuple[Path, Dossier, Any], tmp_path: Path
) -> None:
    _, dossier, _ = gathered
    base, more = dossier.sides
    many = tuple(
        replace(row, because="a long reason, told again and again; " * 12)
        for row in more.register * 20
    )
    write_board_pdf(
        replace(dossier, sides=(base, replace(more, register=many))), tmp_path / "b.pdf"
    )
    assert len(re.findall(rb"/Type ?/Page\b", (tmp_path / "b.pdf").read_bytes())) == 2


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_its_window_and_has_no_axe_violation(folder: Path, width: int) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        view = browser.new_page(viewport={"width": width, "height": 900})
        asked: list[str] = []
        view.on("request", lambda request: asked.append(request.url))
        view.goto((folder / "once" / "comparison.html").as_uri())
        view.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert len(asked) == 1
        assert view.evaluate("document.documentElement.scrollWidth") == width
        if width == 320:
            return
        found = axe.Axe().run(view, options={"runOnly": {"type": "tag", "values": TAGS}})
        assert found.violations_count == 0, found.generate_report()
