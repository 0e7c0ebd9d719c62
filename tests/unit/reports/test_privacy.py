from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from planner.reports.csvs import write_csvs
from planner.reports.html import write_html
from planner.reports.record import write_record
from planner.reports.workbook import write_workbook
from planner.results.answer import Answer

if TYPE_CHECKING:
    import geopandas

OF_A_PUPIL = re.compile(
    r"123[,.]?457|654[,.]?321|ZZ9|Hidden High|PMLD|profound|permanent.exclusion", re.IGNORECASE
)
"""Home, school, need and route of the pupils in the answer."""


@pytest.fixture
def written(answer: Answer, outlines: geopandas.GeoDataFrame, tmp_path: Path) -> dict[str, str]:
    write_html(answer, tmp_path / "report.html", outlines)
    write_workbook(answer, tmp_path / "results.xlsx")
    files = (tmp_path / "report.html", *write_csvs(answer, tmp_path / "tables"))
    texts = {path.name: path.read_text(encoding="utf-8-sig") for path in files}
    with ZipFile(tmp_path / "results.xlsx") as book:
        texts |= {name: book.read(name).decode() for name in book.namelist()}
    return texts


def test_nothing_of_a_pupil_but_the_reference_is_in_any_file(written: dict[str, str]) -> None:
    assert len(written) > 30
    assert {name for name, text in written.items() if OF_A_PUPIL.search(text)} == set()


def test_the_record_of_the_run_holds_no_home(answer: Answer, tmp_path: Path) -> None:
    write_record(answer, tmp_path / "run.json")
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    assert not re.search("123457|654321|ZZ9|Hidden High", text)
