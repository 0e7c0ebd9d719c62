"""Whole files: what they are saved as, what is missing, what is no table at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.errors import InputProblems
from planner.tables.read import check_tables, read_dataset

AS_AT = date(2021, 11, 8)


def fingerprint(folder) -> str:
    return read_dataset(folder.path, as_at=AS_AT).fingerprint


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_accents_are_read_the_same_in_every_encoding_that_excel_saves(
    folder, encoding: str
) -> None:
    folder.set("providers", 2, "name", "L’École Élise")
    before = fingerprint(folder)
    text = folder.file("providers").read_text(encoding="utf-8")
    folder.file("providers").write_bytes(text.encode(encoding))
    assert fingerprint(folder) == before


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b"\n\n  \n", "empty"),
        (b"provider_id,name,sector\nOAK,O\x00k,ap_academy\n", "NUL byte"),
        (b"provider_id,name,sector\nOAK,\x81k\xe9,ap_academy\n", "neither UTF-8 .see line 2. nor"),
        (b"\xff\xfep\x00r\x00o", "UTF-16 but is damaged"),
        (b"PK\x03\x04 and so on", "an Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b'provider_id,name,sector\nOAK,"Oak,ap_academy\n', "never closed"),
        (b"provider_id,name,sector\nOAK," + b"O" * 200_000 + b",ap_academy\n", "far too long"),
        (b"\xff\xfe\x00\x00\x00\xd8\x00\x00", "UTF-16 but is damaged"),
        (b'provider_id,name,sector\nOAK,"Oak"s,ap_academy\n', "after a closing quotation mark"),
        (b"provider_id,name,sector\nOAK,Oak, the school,ap_academy\n", "4 cells and the heading 3"),
        (b"provider_id,name,sector\nOAK,Oak\n", "2 cells and the heading 3"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(folder, content: bytes, what: str) -> None:
    folder.file("providers").write_bytes(content)
    with pytest.raises(InputProblems, match=rf"providers\.csv.*{what}"):
        read_dataset(folder.path, as_at=AS_AT)


def test_an_unreadable_table_brings_no_faults_in_the_tables_that_refer_to_it(folder) -> None:
    folder.file("commissions").write_bytes(b"")
    assert folder.the_problem().file == "commissions.csv"


@pytest.mark.parametrize("sign", [";", "\t"])
def test_other_signs_between_cells_are_found_out(folder, sign: str) -> None:
    before = fingerprint(folder)
    rows = folder.rows("sites")
    folder.file("sites").write_text("\n".join(sign.join(row) for row in rows), encoding="utf-8")
    assert fingerprint(folder) == before


def test_the_order_of_rows_and_columns_and_blank_lines_change_nothing(folder) -> None:
    before = fingerprint(folder)
    folder.change("referrals", lambda rows: [row[::-1] for row in [rows[0], *rows[:0:-1]]])
    folder.file("sites").write_text(
        folder.file("sites").read_text(encoding="utf-8").replace("\n", "\r\n\r\n"), encoding="utf-8"
    )
    assert fingerprint(folder) == before


def test_any_value_changes_the_fingerprint(folder) -> None:
    before = fingerprint(folder)
    folder.set("commissions", 2, "places", "21")
    assert fingerprint(folder) != before


def test_rows_are_counted_as_a_spreadsheet_counts_them(folder) -> None:
    lines = folder.file("providers").read_text(encoding="utf-8").splitlines()
    folder.file("providers").write_text(
        "\n".join([lines[0], '"ELM","Elm\nhouse",ap_academy,yes', "", "ASH,Ash,academy,yes"]),
        encoding="utf-8",
    )
    lines_found = [p.line for p in folder.problems() if p.column == "sector"]
    assert lines_found == [4]


def test_a_file_over_the_limit_is_refused_unread(folder) -> None:
    with folder.file("journeys").open("r+b") as file:
        file.truncate(200 * 1024**2)
    problem = folder.the_problem()
    assert problem.what == "The file has 200 MB; at most 50 MB are read."


def test_a_table_with_a_fault_in_every_row_is_given_up_after_a_thousand(folder) -> None:
    rows = [f"P{number},OAK-W,soon," for number in range(5_000)]
    folder.file("journeys").write_text(
        "\n".join(["pupil_id,site_id,minutes,metres", *rows]), encoding="utf-8"
    )
    problems = folder.problems()
    assert len(problems) == 1_000
    assert "More than 1,000 problems; the rest was not looked at." in {p.what for p in problems}


@pytest.mark.parametrize("table", ["referrals", "providers", "sites", "commissions", "calendar"])
def test_a_required_table_that_is_missing_is_named(folder, table: str) -> None:
    folder.file(table).unlink()
    problem = folder.the_problem()
    assert (problem.file, problem.what) == ("tables", f"The table {table} is missing.")


def test_every_other_table_may_be_missing(folder) -> None:
    for path in folder.path.iterdir():
        if path.stem not in {"referrals", "providers", "sites", "commissions", "calendar"}:
            path.unlink()
    assert folder.problems() == ()


def test_nobody_waiting_and_nothing_bought_is_an_answer(folder) -> None:
    for path in folder.path.iterdir():
        if path.stem != "calendar":
            heading = path.read_text(encoding="utf-8").splitlines()[0]
            path.write_text(f"{heading}\n", encoding="utf-8")
    dataset = read_dataset(folder.path, as_at=AS_AT)
    assert (dataset.referrals, dataset.commissions) == ((), ())


@pytest.mark.parametrize(
    ("name", "what", "fix"),
    [
        ("placement.csv", "no input table of this name", 'Did you mean "placements"?'),
        ("holidays.csv", "no input table of this name", "underscore in front"),
        ("pairs.xlsx", "only CSV and Parquet files are read", '"pairs.csv"'),
    ],
)
def test_a_file_that_would_not_be_read_is_never_passed_over(
    folder, name: str, what: str, fix: str
) -> None:
    (folder.path / name).write_text("pupil_id\n", encoding="utf-8")
    problem = folder.the_problem()
    assert what in problem.what
    assert fix in problem.fix


def test_a_table_in_two_files_is_refused(folder) -> None:
    content = folder.file("pairs").read_bytes()
    (folder.path / "Pairs.CSV").write_bytes(content)
    assert folder.the_problem().what.startswith("The table pairs stands in two files")


def test_files_that_are_put_aside_are_left_alone(folder) -> None:
    for name in ("_holidays.csv", ".hidden.csv", "~$pairs.xlsx", "README.md", "notes.pdf"):
        (folder.path / name).write_text("anything", encoding="utf-8")
    assert folder.problems() == ()


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("nowhere", "no such folder or workbook"),
        ("tables/referrals.csv", "one table, not a set"),
        ("tables.xls", "no workbook"),
        ("bad\0name", "no such folder or workbook"),
        ("n" * 5000, "cannot be opened"),
    ],
)
def test_a_path_that_holds_no_tables_says_so(folder, name: str, what: str) -> None:
    (folder.path.parent / "tables.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (problem,) = check_tables(folder.path.parent / name, as_at=AS_AT)
    assert what in problem.what


def test_an_empty_folder_says_what_it_must_hold(tmp_path: Path) -> None:
    says = [str(problem) for problem in check_tables(tmp_path, as_at=AS_AT)]
    assert len(says) == 6
    assert "There is no input table in it at all" in "".join(says)


def test_columns_that_are_unknown_missing_or_doubled_are_named(folder) -> None:
    folder.change(
        "commissions",
        lambda rows: [["commision_id", "site_id", "site_id", *rows[0][3:]], *rows[1:]],
    )
    says = [str(problem) for problem in folder.problems()]
    assert any("commision_id: There is no such column" in what for what in says)
    assert any('Did you mean "commission_id"?' in what for what in says)
    assert any("commission_id: The column is missing" in what for what in says)
    assert any("site_id: The column is there twice" in what for what in says)
    assert any("place_type: The column is missing" in what for what in says)


def test_headings_are_read_whatever_their_case_and_spaces(folder) -> None:
    folder.change("sites", lambda rows: [[n.replace("_", " ").title() for n in rows[0]], *rows[1:]])
    assert folder.problems() == ()


def test_values_without_a_heading_are_refused_but_an_empty_column_is_not(folder) -> None:
    folder.change("sites", lambda rows: [[*row, ""] for row in rows])
    assert folder.problems() == ()
    folder.change("sites", lambda rows: [rows[0], *([*row[:-1], "?"] for row in rows[1:])])
    assert folder.the_problem().what == "A column with values has no heading."


def test_a_file_that_cannot_be_opened_is_named(folder) -> None:
    folder.file("pairs").unlink()
    folder.file("pairs").symlink_to(folder.path / "gone")
    problem = folder.the_problem()
    assert (problem.file, "cannot be opened" in problem.what) == ("pairs.csv", True)


def test_a_table_with_too_many_rows_is_refused_with_the_limit(
    folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planner.tables.files.raw.MOST_ROWS", 3)
    folder.change("providers", lambda rows: [*rows, *([f"O{n}", *rows[1][1:]] for n in range(9))])
    problem = folder.the_problem()
    assert (problem.file, problem.line) == ("providers.csv", 5)
    assert problem.what == "There are more than 3 rows, the most that is read."
