from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from planner.reports.workbook import write_workbook
from planner.results.answer import Answer

SOFFICE = shutil.which("soffice")

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


@pytest.fixture
def path(answer: Answer, tmp_path: Path) -> Path:
    target = tmp_path / "results.xlsx"
    write_workbook(answer, target)
    return target


def test_every_formula_has_the_value_we_worked_out(path: Path, answer: Answer) -> None:
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    lines = [cell.value for cell in formulas["Cost lines"]["K"]]
    assert lines[3:] == [
        "=ROUND(I4*G4/12,2)",
        "=(ROUND(I5*(40+G5)/12,2)-ROUND(I5*40/12,2))",
        "=I6*G6",
        "=I7*G7",
        "=SUM(K4:K7)",
    ]
    assert [cell.value for cell in values["Cost lines"]["K"]][3:] == [
        33_333.33,
        6_666.67,
        50_000.50,
        20_000,
        110_000.50,
    ]
    total = answer.statement.total_pence / 100
    assert [row[-1].value for row in values["Cost summary"].rows][-1] == total


def test_formulas_stand_only_where_money_is_added_up(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    with_formulas = {
        sheet.title for sheet in book for row in sheet.rows for cell in row if cell.data_type == "f"
    }
    assert with_formulas == {"Cost lines", "Cost summary"}
    names = [cell.value for cell in book["Cost lines"]["A"]]
    assert "=Oak & <Sons>" in names


def test_an_amount_that_is_not_quantity_times_rate_is_a_plain_number(
    answer: Answer, tmp_path: Path
) -> None:
    odd = replace(answer.statement.lines[0], pence=1)
    target = tmp_path / "results.xlsx"
    write_workbook(replace(answer, statement=replace(answer.statement, lines=(odd,))), target)
    sheet = openpyxl.load_workbook(target)["Cost lines"]
    assert [cell.value for cell in sheet["K"]][3:] == [0.01, "=SUM(K4:K4)"]


def test_headings_stay_in_view_and_texts_have_room(path: Path) -> None:
    sheet = openpyxl.load_workbook(path)["Placements"]
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == "A3:Q6"
    assert sheet.column_dimensions["P"].width > 50


def test_the_same_answer_gives_the_same_file(path: Path, answer: Answer, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"
    write_workbook(answer, again)
    assert again.read_bytes() == path.read_bytes()


def test_a_case_where_nobody_waits_still_makes_a_workbook(
    empty_answer: Answer, tmp_path: Path
) -> None:
    target = tmp_path / "results.xlsx"
    write_workbook(empty_answer, target)
    assert openpyxl.load_workbook(target)["Placements"]["A4"].value == "None."


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not on this machine")
def test_libreoffice_works_out_the_same_totals(path: Path, answer: Answer, tmp_path: Path) -> None:
    settings = tmp_path / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    # 76 is UTF-8; the last token asks for every sheet, a file each
    export = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            export,
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    with (tmp_path / "results-Cost summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[-1] == ["All providers", "83333.83", "6666.67", "20000", "110000.5"]
