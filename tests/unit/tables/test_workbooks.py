"""Workbooks and Parquet files say the same as CSV files; their own traps are named."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from planner.tables.files.typed.values import text_of
from planner.tables.read import check_tables, read_dataset
from planner.tables.template import write_template

AS_AT = date(2021, 11, 8)


def workbook_of(folder) -> openpyxl.Workbook:
    """The folder's tables as sheets, with numbers and days as Excel holds them."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for path in sorted(folder.path.iterdir()):
        sheet = workbook.create_sheet(path.stem)
        for row in folder.rows(path.stem):
            sheet.append([_typed(cell) for cell in row])
    return workbook


def _typed(cell: str) -> Any:
    if len(cell) == 10 and cell[4] == cell[7] == "-":
        return datetime.fromisoformat(cell)
    try:
        return float(cell)
    except ValueError:
        return cell or None


def save(workbook: openpyxl.Workbook, folder) -> Path:
    path = folder.path.parent / "case.xlsx"
    workbook.save(path)
    return path


def test_a_workbook_gives_the_same_dataset_as_the_csv_files(folder) -> None:
    path = save(workbook_of(folder), folder)
    assert read_dataset(path, as_at=AS_AT) == read_dataset(folder.path, as_at=AS_AT)


def test_parquet_files_give_the_same_dataset_as_the_csv_files(folder) -> None:
    before = read_dataset(folder.path, as_at=AS_AT)
    for path in list(folder.path.iterdir()):
        rows = folder.rows(path.stem)
        cells = zip(*([_typed(cell) for cell in row] for row in rows[1:]), strict=True)
        columns = dict(zip(rows[0], ([*column] for column in cells), strict=True))
        text = {n: c for n, c in columns.items() if len({type(v) for v in c} - {type(None)}) > 1}
        table = pa.table(columns | {n: [str(v) if v else None for v in c] for n, c in text.items()})
        pq.write_table(table, path.with_suffix(".parquet"))
        path.unlink()
    assert read_dataset(folder.path, as_at=AS_AT) == before


def test_a_formula_is_read_by_its_result_and_refused_without_one(folder) -> None:
    workbook = workbook_of(folder)
    workbook["commissions"]["D2"] = "=10+10"
    path = save(workbook, folder)
    (problem,) = check_tables(path, as_at=AS_AT)
    assert (problem.file, problem.line, problem.column) == (
        "case.xlsx, sheet commissions",
        2,
        "places",
    )
    assert "holds a formula and no stored result" in problem.what
    _store_result(path, formula=b"10+10", result=b"20")
    assert read_dataset(path, as_at=AS_AT) == read_dataset(folder.path, as_at=AS_AT)


def _store_result(path: Path, *, formula: bytes, result: bytes) -> None:
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(changed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            for empty in (b"<v></v>", b"<v />", b"<v/>"):
                content = content.replace(
                    b"<f>" + formula + b"</f>" + empty,
                    b"<f>" + formula + b"</f><v>" + result + b"</v>",
                )
            target.writestr(name, content)
    path.write_bytes(changed.getvalue())


def test_year_groups_that_excel_made_a_day_of_are_named(folder) -> None:
    workbook = workbook_of(folder)
    workbook["commissions"]["H2"] = datetime(2021, 11, 7)
    (problem,) = check_tables(save(workbook, folder), as_at=AS_AT)
    assert "turned the year groups into a date" in problem.what


def test_a_sheet_of_no_table_is_named_unless_it_is_put_aside(folder) -> None:
    workbook = workbook_of(folder)
    for name in ("Guide", "Codes", "_my notes", "Placement"):
        workbook.create_sheet(name)
    (problem,) = check_tables(save(workbook, folder), as_at=AS_AT)
    assert problem.file == "case.xlsx, sheet Placement"
    assert 'Did you mean "placements"?' in problem.fix


@pytest.mark.parametrize("content", [b"", b"no zip", b"\xd0\xcf\x11\xe0 locked", b"PK\x03\x04"])
def test_a_file_that_is_no_workbook_says_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(content)
    (problem,) = check_tables(path, as_at=AS_AT)
    assert "cannot be read as an Excel workbook" in problem.what
    assert "remove any password" in problem.fix


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(51):
            part.write(bytes(1024**2))
    (problem,) = check_tables(path, as_at=AS_AT)
    assert problem.what == "Unpacked, the workbook has 51 MB; at most 50 MB are read."


def test_a_table_in_two_sheets_is_refused(folder) -> None:
    workbook = workbook_of(folder)
    workbook.create_sheet("Pairs ")
    (problem,) = check_tables(save(workbook, folder), as_at=AS_AT)
    assert problem.what == "The table pairs stands in two sheets."


def test_a_parquet_file_over_the_limit_is_refused_unread(folder) -> None:
    folder.file("pairs").unlink()
    with (folder.path / "pairs.parquet").open("wb") as file:
        file.truncate(51 * 1024**2)
    assert folder.the_problem().what == "The file has 51 MB; at most 50 MB are read."


def test_a_file_that_is_no_parquet_says_so(folder) -> None:
    folder.file("pairs").unlink()
    (folder.path / "pairs.parquet").write_bytes(b"PAR1 not really PAR1")
    assert "cannot be read as Parquet" in folder.the_problem().what


def test_the_template_is_an_empty_case_that_lacks_only_its_terms(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    write_template(path)
    (problem,) = check_tables(path, as_at=AS_AT)
    assert problem.what == "There is no term in the calendar."


def test_a_template_that_is_filled_in_is_read_like_the_csv_files(folder) -> None:
    path = folder.path.parent / "case.xlsx"
    write_template(path)
    workbook = openpyxl.load_workbook(path)
    for table in folder.path.iterdir():
        sheet = workbook[table.stem]
        place_of = {cell.value: cell.column for cell in sheet[1]}
        heading, *rows = folder.rows(table.stem)
        for line, row in enumerate(rows, start=2):
            for name, cell in zip(heading, row, strict=True):
                sheet.cell(line, place_of[name], _typed(cell))
    workbook.save(path)
    assert read_dataset(path, as_at=AS_AT) == read_dataset(folder.path, as_at=AS_AT)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (Decimal("sNaN"), ""),
        (Decimal("450.50"), "450.5"),
        (1234.1, "1234.1"),
        (20.0, "20"),
        (False, "no"),
        (date(2021, 9, 1), "2021-09-01"),
        (datetime(2021, 9, 1, 9, 30), "2021-09-01 09:30"),
        (["SEMH", "ASD"], "ASD SEMH"),
        (b"raw", "b'raw'"),
    ],
)
def test_a_typed_value_is_the_text_that_a_csv_file_would_hold(value: object, text: str) -> None:
    assert text_of(value) == text
