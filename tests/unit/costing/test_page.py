"""The page on costing: its worked examples come out as it says."""

from __future__ import annotations

import doctest
from importlib.resources import files
from pathlib import Path

from planner.results.finance.money import CostKind

PAGE = Path(str(files("planner"))) / "help" / "costing.md"


def test_every_worked_example_of_the_page_comes_out() -> None:
    result = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert result.failed == 0
    assert result.attempted > 25


def test_every_section_251_line_of_the_page_is_one_that_the_costing_suggests() -> None:
    from planner.costing.rates.payers import section_251_line
    from planner.domain.codes import Sector

    suggested = {
        section_251_line(kind, sector) for kind in CostKind for sector in (*Sector, None)
    } - {""}
    text = PAGE.read_text("utf-8")
    assert {line for line in suggested if line not in text} == set()
