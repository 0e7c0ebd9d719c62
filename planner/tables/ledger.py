"""A general ledger's export: one CSV file beside the case's tables, read or refused whole."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from planner.domain.finance.ledger import LedgerEntry
from planner.errors import InputProblems
from planner.tables.cells.bad import BadCell
from planner.tables.cells.dates import parse_day
from planner.tables.cells.numbers import parse_pounds
from planner.tables.cells.words import parse_text, tidy
from planner.tables.faults import Faults
from planner.tables.files.encoding import Undecodable, decode
from planner.tables.files.raw import RawTable, collect, is_too_large

_NOT_WORD = re.compile(r"[\W_]+")
_BRACKETED = re.compile(r"\((.+)\)")

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cost_centre": ("cost_center", "cost_code", "costcentre", "cc"),
    "account": ("account_code", "subjective", "nominal", "gl_account"),
    "posted_on": ("date", "posting_date", "posted", "transaction_date"),
    "supplier": ("supplier_name", "vendor", "vendor_name", "payee"),
    "amount": ("amount_pounds", "net_amount", "value", "net"),
    "reference": ("invoice", "invoice_number", "invoice_no", "ref", "document"),
}
"""Columns of the ledger with other headings under which exports have them."""

_OPTIONAL = frozenset({"reference"})


def read_ledger(path: Path) -> tuple[LedgerEntry, ...]:
    """
    Read a ledger export: cost centre, account, date, supplier, amount, and reference if any.

    Other columns are left unread. Money that came back is below zero, written
    with a minus or in brackets.

    Raises
    ------
    InputProblems
        With every problem in the file; nothing of it is used.
    """
    faults = Faults()
    raw = _read(path, faults)
    entries = () if raw is None else tuple(_entries(raw, faults))
    if faults.problems:
        raise InputProblems(faults.problems)
    return entries


def _read(path: Path, faults: Faults) -> RawTable | None:
    if path.suffix.lower() != ".csv":
        faults.add(
            path.name, what="A ledger is read from a CSV file.", fix="Save the export as CSV."
        )
        return None
    try:
        if is_too_large(path.name, path.stat().st_size, faults):
            return None
        text = decode(path.read_bytes())
    except OSError as error:
        faults.add(
            path.name,
            what=f"The file cannot be opened ({error.strerror}).",
            fix="Check its name, and close it in other programs.",
        )
        return None
    except Undecodable as error:
        faults.add(path.name, error.line, what=error.what, fix=error.fix)
        return None
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return collect("ledger", path.name, ((n, tuple(r)) for n, r in enumerate(rows, 1)), faults)


def _entries(raw: RawTable, faults: Faults) -> list[LedgerEntry]:
    places = _places(raw, faults)
    if set(_COLUMNS) - set(places) - _OPTIONAL:
        return []
    entries: list[LedgerEntry] = []
    for line, cells in raw.rows:
        if faults.is_given_up(raw.file):
            break
        texts = {
            name: tidy(cells[place]) if place < len(cells) else "" for name, place in places.items()
        }
        entry = _entry(raw.file, line, texts, faults)
        if entry is not None:
            entries.append(entry)
    return entries


def _places(raw: RawTable, faults: Faults) -> dict[str, int]:
    headings = [_NOT_WORD.sub("_", tidy(h).casefold()).strip("_") for h in raw.heading]
    places: dict[str, int] = {}
    for name, others in _COLUMNS.items():
        found = [place for place, h in enumerate(headings) if h == name]
        found = found or [place for place, h in enumerate(headings) if h in others]
        if len(found) > 1:
            faults.add(
                raw.file,
                column=name,
                what=f"Two columns may be the {name.replace('_', ' ')}.",
                fix=f'Call the one that is meant "{name}".',
            )
        elif found:
            places[name] = found[0]
        elif name not in _OPTIONAL:
            faults.add(
                raw.file,
                column=name,
                what="The column is missing.",
                fix=f'Add it, or call the column that holds it "{name}".',
            )
    return places


def _entry(file: str, line: int, texts: Mapping[str, str], faults: Faults) -> LedgerEntry | None:
    values: dict[str, object] = {}
    for name, text in texts.items():
        if not text and name in {"reference", "supplier"}:
            values[name] = ""
            continue
        try:
            if not text:
                raise BadCell("The cell is empty.", "Fill it in, or take the row away.")
            values[name] = _PARSERS[name](text)
        except BadCell as error:
            faults.add(file, line, name, value=text, what=error.what, fix=error.fix)
    if len(values) < len(texts):
        return None
    amount = values.pop("amount")
    return LedgerEntry(line=line, amount_pence=amount, **values)  # type: ignore[arg-type]


def _amount(text: str) -> int:
    bracketed = _BRACKETED.fullmatch(text)
    return -parse_pounds(bracketed[1]) if bracketed else parse_pounds(text)


_PARSERS: Mapping[str, Callable[[str], object]] = {
    "cost_centre": parse_text,
    "account": parse_text,
    "posted_on": parse_day,
    "supplier": parse_text,
    "amount": _amount,
    "reference": parse_text,
}
