from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from planner.errors import MissingExtra
from planner.reports.html import SECTIONS, report_page, write_html
from planner.results.answer import Answer

if TYPE_CHECKING:
    import geopandas

_BLOCKS = {
    "p",
    "li",
    "h1",
    "h2",
    "h3",
    "tr",
    "caption",
    "figcaption",
    "dt",
    "dd",
    "desc",
    "summary",
}


class _Text(HTMLParser):
    """The words of a page, one block a line; drawings only by their descriptions."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"style", "title", "text"}
        if tag in _BLOCKS:
            self.lines.append("")
        elif tag in {"td", "th"} and self.lines[-1]:
            self.lines[-1] += " | "

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "title", "text"}
        if tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, text: str) -> None:
        if not self._silent:
            self.lines[-1] += " ".join(text.split()) and re.sub(r"\s+", " ", text)


def _text(page: str) -> str:
    reader = _Text()
    reader.feed(page)
    lines = (line.strip() for line in reader.lines)
    return "\n".join(line for line in lines if line) + "\n"


@pytest.fixture
def page(answer: Answer, outlines: geopandas.GeoDataFrame) -> str:
    return report_page(answer, outlines)


def test_the_words_of_the_page_are_as_reviewed(
    page: str, agrees_with_golden: Callable[[str, str], None]
) -> None:
    agrees_with_golden(_text(page), "report.txt")


def test_the_page_asks_for_nothing_from_outside(page: str) -> None:
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|//[a-z]|url\(|@import|<(script|link|iframe|img|object)\b", page)
    assert not re.search(r'\s(src|srcset|on[a-z]+|style)="', page)
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', page))


def test_each_drawing_has_a_title_and_a_text_and_each_id_is_used_once(page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    drawings = re.findall(r'<svg class="chart" role="img" aria-labelledby="(\S+) (\S+)"', page)
    assert len(drawings) == 7
    for title, description in drawings:
        assert re.search(f'<title id="{title}">[^<]+</title>', page)
        assert re.search(f'<desc id="{description}">[^<]+</desc>', page)


def test_each_section_is_reached_from_the_contents(page: str) -> None:
    for anchor, heading in SECTIONS:
        assert f'<a href="#{anchor}">{heading}</a>' in page
        assert f'<h2 id="{anchor}-heading">{heading}</h2>' in page


def test_names_from_the_tables_stay_text(page: str) -> None:
    assert "<Sons>" not in page
    assert "=Oak &amp; &lt;Sons&gt;" in page


def test_the_same_answer_gives_the_same_page_but_for_the_seconds(
    answer: Answer, outlines: geopandas.GeoDataFrame, page: str
) -> None:
    assert report_page(answer, outlines) == page
    run = replace(answer.allocation.run, solve_seconds=9.87)
    slower = replace(answer, allocation=replace(answer.allocation, run=run))
    assert report_page(slower, outlines) == page.replace("0.25 seconds", "9.87 seconds")


def test_no_home_and_no_small_count_is_on_the_map(page: str) -> None:
    section = page.partition('<section id="map"')[2].partition("</section>")[0]
    table = section.partition("<caption>Places and unmet need by district")[2]
    table = table.partition("</table>")[0]
    rows = re.findall(r"<th scope=\"row\"[^>]*>(\w+)</th>(.*?)</tr>", table)
    shown = {name: re.findall(r">([^<]+)</td>", cells) for name, cells in rows}
    assert shown == {
        "Eastham": ["2", "withheld", "withheld"],
        "Northley": ["0", "withheld", "withheld"],
        "Westbury": ["4", "withheld", "0"],
    }


def test_a_case_where_nobody_waits_still_makes_a_page(empty_answer: Answer) -> None:
    words = _text(report_page(empty_answer, None))
    assert "Nobody is waiting: there is nothing to place." in words
    assert "There is no forecast. No history." in words


def test_without_outlines_the_map_shows_the_sites(answer: Answer) -> None:
    assert '<title id="map-t">' in report_page(answer, None)


def test_a_library_that_is_missing_is_named_with_the_command_that_installs_it(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(MissingExtra, match=r'need "altair".*pip install "ap-.*\[reports\]"'):
        write_html(answer, tmp_path / "report.html", None)
    assert not (tmp_path / "report.html").exists()
