"""The page in a real browser: nothing asked for, no sideways scrolling, no axe violations."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from planner.reports.futures.write import write_backtest
from planner.reports.html import write_html
from planner.results.answer import Answer
from planner.results.coming.futures import Backtest, BacktestRow

if TYPE_CHECKING:
    import geopandas

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def report(answer: Answer, outlines: geopandas.GeoDataFrame, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    write_html(answer, path, outlines)
    return path


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_fits_its_window_and_asks_for_nothing(
    chromium: Any, report: Path, width: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert asked == [report.as_uri()]
    assert complaints == []
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(chromium: Any, report: Path, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is missing")
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(report.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(files(axe).joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
    assert [(one["id"], len(one["nodes"])) for one in found["violations"]] == []
    page.close()


def test_drawings_of_a_record_are_read_at_320_pixels_without_scrolling_the_page(
    chromium: Any, tmp_path: Path
) -> None:
    row = BacktestRow("authority", 1, 7, 0.11, 0.2, 0.34, 0.44, 1.0, 0.9, 0.11)
    write_backtest(Backtest((row,), ("Out.",)), tmp_path, title="A", as_at=date(2023, 9, 4))
    page = chromium.new_page(viewport={"width": 320, "height": 900})
    page.goto((tmp_path / "backtest.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    letters = (
        "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height)"
    )
    assert min(page.evaluate(letters)) > 10
    page.close()
