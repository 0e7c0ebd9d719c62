"""A ledger's export: read under the headings that exports have, or refused with every fault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner.domain.finance.ledger import LedgerEntry
from planner.errors import InputProblems
from planner.tables.ledger import read_ledger


def ledger(folder: Path, text: str, *, name: str = "export.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_an_export_is_read_under_its_own_headings(tmp_path: Path) -> None:
    path = ledger(
        tmp_path,
        "Cost Centre,Account Code,Posting Date,Vendor,Net Amount,Invoice No,Batch\n"
        'AP01,41010,10/04/2021,The Forge,"£40,000.00",F-1,77\n'
        "\n"
        "AP01,41010,2021-05-10,The Forge,(1250.5),,78\n",
    )
    assert read_ledger(path) == (
        LedgerEntry(2, "AP01", "41010", date(2021, 4, 10), "The Forge", 4_000_000, "F-1"),
        LedgerEntry(4, "AP01", "41010", date(2021, 5, 10), "The Forge", -125_050, ""),
    )


def test_semicolons_and_an_old_code_page_are_understood(tmp_path: Path) -> None:
    path = ledger(
        tmp_path,
        "cost_centre;account;date;supplier;amount\nAP01;41010;10/04/2021;Café;£12.00\n",
        encoding="cp1252",
    )
    (entry,) = read_ledger(path)
    assert (entry.supplier, entry.amount_pence) == ("Café", 1_200)


def test_every_fault_is_named_with_its_row(tmp_path: Path) -> None:
    path = ledger(
        tmp_path,
        "cost_centre,account,date,supplier,amount\n"
        "AP01,41010,31/02/2021,Forge,10\n"
        "AP01,,10/04/2021,Forge,ten\n"
        "AP01,41010,10/04/2021,Forge,€10\n",
    )
    with pytest.raises(InputProblems) as found:
        read_ledger(path)
    assert [(p.line, p.column) for p in found.value.problems] == [
        (2, "posted_on"),
        (3, "account"),
        (3, "amount"),
        (4, "amount"),
    ]


@pytest.mark.parametrize(
    ("text", "name", "says"),
    [
        ("cost_centre,account,date,supplier\n", "a.csv", "The column is missing"),
        ("cost_centre,account,date,posted,supplier,amount\n", "a.csv", "Two columns may be"),
        ("", "a.csv", "The table is empty"),
        ("x", "a.xlsx", "A ledger is read from a CSV file"),
    ],
)
def test_a_file_that_is_no_ledger_is_refused(
    tmp_path: Path, text: str, name: str, says: str
) -> None:
    with pytest.raises(InputProblems, match=says):
        read_ledger(ledger(tmp_path, text, name=name))


def test_a_ledger_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="The file cannot be opened"):
        read_ledger(tmp_path / "none.csv")
