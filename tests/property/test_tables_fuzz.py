"""Whatever is in a user's files, the answer is a dataset or a list of problems, never a crash."""

from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.demo.authority import made_up_authority
from planner.tables.files.typed.values import text_of
from planner.tables.read import check_tables, read_dataset, read_sound_rows
from planner.tables.schemas import SCHEMAS
from planner.tables.template import write_template
from planner.tables.write import write_dataset

AUTHORITY = made_up_authority(seed=3, pupils=8)
AS_AT = AUTHORITY.as_at
TABLES = sorted(SCHEMAS)
SPOILT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["=1+1", "-", "\0", "9" * 400, "1e400", "NaN", "٣", "0x1F", "31/2/2021", "P0001"]
    ),
    st.dates().map(str),
    st.integers().map(str),
    st.floats().map(str),
)
WHOLE_RUN = settings(max_examples=40, deadline=None)


@contextmanager
def tables() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        write_dataset(AUTHORITY, Path(folder))
        yield Path(folder)


def answers(path: Path, *, as_at: date = AS_AT) -> bool:
    """Check a path; if it has no problem it must also be readable. Say whether it is good."""
    problems = check_tables(path, as_at=as_at)
    for problem in problems:
        assert problem.file
        assert problem.what
        assert problem.fix
        assert str(problem).isprintable()
    assert read_sound_rows(path, as_at=as_at).problems == problems
    if not problems:
        read_dataset(path, as_at=as_at)
    return not problems


def test_the_authority_that_is_spoiled_here_is_good() -> None:
    with tables() as folder:
        assert answers(folder)


@WHOLE_RUN
@given(table=st.sampled_from(TABLES), content=st.binary(max_size=400))
def test_any_bytes_as_a_csv_file(table: str, content: bytes) -> None:
    with tables() as folder:
        (folder / f"{table}.csv").write_bytes(content)
        answers(folder)


@WHOLE_RUN
@given(
    table=st.sampled_from(TABLES),
    body=st.text(max_size=300),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_any_text_under_a_true_heading(table: str, body: str, encoding: str) -> None:
    content = ",".join(SCHEMAS[table].column_names) + "\n" + body
    with tables() as folder:
        (folder / f"{table}.csv").write_bytes(content.encode(encoding, "surrogatepass"))
        answers(folder)


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_any_text_in_any_cells_of_good_tables(data: st.DataObject) -> None:
    with tables() as folder:
        for _ in range(data.draw(st.integers(1, 4))):
            path = (
                folder
                / f"{data.draw(st.sampled_from(sorted(p.stem for p in folder.iterdir())))}.csv"
            )
            rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
            row = data.draw(st.integers(0, len(rows) - 1))
            rows[row][data.draw(st.integers(0, len(rows[row]) - 1))] = data.draw(SPOILT)
            sheet = io.StringIO(newline="")
            csv.writer(sheet).writerows(rows)
            path.write_text(sheet.getvalue(), encoding="utf-8", newline="")
        answers(folder)


@WHOLE_RUN
@given(data=st.data())
def test_a_workbook_with_any_bytes_changed(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        path.write_bytes(_spoil(WORKBOOK, data))
        answers(path)


@WHOLE_RUN
@given(data=st.data())
def test_a_workbook_with_any_bytes_changed_inside_its_parts(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        with (
            zipfile.ZipFile(io.BytesIO(WORKBOOK)) as source,
            zipfile.ZipFile(path, "w") as target,
        ):
            spoilt = data.draw(st.sampled_from(source.namelist()))
            for name in source.namelist():
                content = source.read(name)
                target.writestr(name, _spoil(content, data) if name == spoilt else content)
        answers(path)


@WHOLE_RUN
@given(data=st.data())
def test_a_parquet_file_with_any_bytes_changed(data: st.DataObject) -> None:
    with tables() as folder:
        (folder / "pairs.csv").unlink(missing_ok=True)
        table = pa.table({"pupil_id": ["P1"], "other_pupil_id": ["P2"], "kind": ["apart"]})
        good = io.BytesIO()
        pq.write_table(table, good)
        (folder / "pairs.parquet").write_bytes(_spoil(good.getvalue(), data))
        answers(folder)


def _spoil(content: bytes, data: st.DataObject) -> bytes:
    spoilt = bytearray(content)
    for _ in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    return bytes(spoilt[: data.draw(st.integers(len(spoilt) // 2, len(spoilt)))])


def _workbook() -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    for name in ("referrals", "sites", "calendar"):
        sheet = workbook.create_sheet(name)
        sheet.append(list(SCHEMAS[name].column_names))
        sheet.append([1.5, "=A1", AS_AT, True, None, "x"])
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


WORKBOOK = _workbook()
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**60), 2**60), st.floats(), st.datetimes(), st.dates(),
    st.times(), st.timedeltas(), st.binary(max_size=5), st.text(max_size=8), st.decimals(),
    st.lists(st.integers(), max_size=3),
)  # fmt: skip


@WHOLE_RUN
@given(values=st.lists(VALUES, min_size=1, max_size=30))
def test_any_typed_value_comes_out_as_text(values: list[object]) -> None:
    assert all(isinstance(text_of(value), str) for value in values)


@pytest.mark.parametrize("as_at", [date.min, date(1990, 1, 1), date.max])
def test_any_as_at_date_is_answered(as_at: date) -> None:
    with tables() as folder:
        assert not answers(folder, as_at=as_at)


def test_a_template_of_which_every_sheet_is_scribbled_over_is_answered() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        write_template(path)
        workbook = openpyxl.load_workbook(path)
        for sheet in workbook.worksheets:
            for row in range(1, 6):
                for column in range(1, 40):
                    sheet.cell(row, column, (row * column) / 7)
        workbook.save(path)
        assert not answers(path)
