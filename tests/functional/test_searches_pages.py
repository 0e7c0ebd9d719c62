"""The pages of a sweep and of a stress test: the answer first, no request, the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from planner.reports.searches.stress_page import write_stress_page
from planner.reports.searches.sweep_page import write_sweep_page
from planner.results.searches.stress import Rescue, Stress, Stressed
from planner.results.searches.sweep import Axis, Bar, Figure, Sweep, SweptRun

AXIS = "places@OAK-E"


def bar(name: str, unit: str, low: float, high: float, axis: str = AXIS) -> Bar:
    middle = (low + high) / 2
    return Bar(axis, 1, 2, 3, "coming_years", name, "all years", unit, low, middle, high)


def run(number: int, late: float) -> SweptRun:
    figure = Figure("coming_years", "late_pupils", "all years", "pupils", late, 0, 2 * late, late)
    return SweptRun(number, {AXIS: float(number)}, (figure,))


@pytest.fixture
def sweep() -> Sweep:
    return Sweep(
        title="How many at <Oak>",
        question="How many?",
        method="Every combination.",
        axes=(Axis(AXIS, 1, 3, 2, "Places more. [places]", "nobody knows"),),
        runs=(*(run(number, 40 - 10 * number) for number in (1, 2, 3)), failed()),
        bars=(
            bar("late_pupils", "pupils", 30, 10),
            bar("late_pupils", "pupils", 21, 19, "stays"),
            bar("total_pence", "pence", 123_456_789, 234_567_890),
        ),
        unanswered=(),
    )


def failed() -> SweptRun:
    return SweptRun(4, {AXIS: 4.0}, failed="There are only 3.")


def test_a_sweeps_page_says_first_what_moves_each_figure_most(sweep: Sweep, tmp_path: Path) -> None:
    write_sweep_page(sweep, tmp_path / "sweep.html")
    page = (tmp_path / "sweep.html").read_text(encoding="utf-8")
    lead = (
        "Pupils without a place within five school days, all years: places@OAK-E moves it most, "
        "from 30 at 1 to 10 at 3 (mean over futures)."
    )
    assert f'<p class="lead">{lead}</p>' in page
    assert "from £1,235,000 at 1 to £2,346,000 at 3" in page
    assert "How many at &lt;Oak&gt;" in page
    assert page.index("stays") > page.index("places@OAK-E")
    assert "Run 4 (places@OAK-E 4) failed. There are only 3." in page
    assert "What each value of places@OAK-E does" in page
    assert "nobody knows" in page


def test_the_bars_are_as_long_as_what_they_say(sweep: Sweep, tmp_path: Path) -> None:
    write_sweep_page(sweep, tmp_path / "sweep.html")
    page = (tmp_path / "sweep.html").read_text(encoding="utf-8")
    svg = page.partition('aria-labelledby="tornado-late-pupils-t')[2].partition("</svg>")[0]
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([\d.]+)"', svg)]
    first, second = sum(widths[:2]), sum(widths[2:])
    assert first / second == pytest.approx((30 - 10) / (21 - 19), rel=0.01)


def shock(says: str, late: float, *rescues: Rescue) -> Stressed:
    return Stressed("site", says, says, 9, 8, late, late, 5 * late, 0.0, 0.8, "", rescues)


def test_a_stress_tests_page_ranks_the_losses_and_gives_the_ways_back(tmp_path: Path) -> None:
    way = Rescue("places", (("ELM-E", 4),), True, 3.0, 4_000_050, "4 at ELM-E, £40,001 a year")
    found = Stress(
        "Oakshire", 0.95, 3.0, (("2026/27", 0.97),), (shock("Oak closes", 12.5, way),), ("a guess",)
    )
    write_stress_page(found, tmp_path / "stress.html")
    page = (tmp_path / "stress.html").read_text(encoding="utf-8")
    assert '<p class="lead">No shock breaks the promise in a year that keeps it; the worst' in page
    assert "Oak closes, 9 places, 8 pupils put out: +12.5 pupils late in 2026/27" in page
    assert "4 at ELM-E, £40,001 a year" in page
    assert "Assumed: a guess" in page
    assert "over all years" not in page


def test_a_few_pupils_put_out_are_not_counted_on_the_page(tmp_path: Path) -> None:
    few = replace(shock("Oak closes", 12.5), put_out=None)
    found = Stress("Oakshire", 0.95, 3.0, (("2026/27", 0.97),), (few,), ())
    write_stress_page(found, tmp_path / "stress.html")
    page = (tmp_path / "stress.html").read_text(encoding="utf-8")
    assert "9 places, a few pupils put out: +12.5" in page
    assert "withheld" in page


@pytest.mark.parametrize("name", ["sweep", "stress"])
def test_the_pages_make_no_request_and_are_the_same_each_time(
    sweep: Sweep, tmp_path: Path, name: str
) -> None:
    nothing = Stress("Oakshire", 0.95, 3.0, (), (), ())
    for number in (1, 2):
        if name == "sweep":
            write_sweep_page(sweep, tmp_path / f"{number}.html")
        else:
            write_stress_page(nothing, tmp_path / f"{number}.html")
    page = (tmp_path / "1.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "2.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|<img|https?://|style=", page)
    assert page.count("<h1>") == 1
