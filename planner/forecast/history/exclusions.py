"""The DfE's exclusion tables as downloaded: an authority's permanent exclusions over time."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from planner.domain.codes import Route
from planner.errors import InputProblems, Problem
from planner.forecast.history.counts import History
from planner.results.coming.futures import Cohort

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "period": ("time_period", "year"),
    "term": ("time_identifier", "term"),
    "level": ("geographic_level", "level"),
    "authority": ("la_name",),
    "phase": ("education_phase", "school_type", "phase"),
    "count": ("perm_excl", "pex", "permanent_exclusions"),
}
"""Names that one column has had in the DfE's tables from one edition to the next."""

_CHARACTERISTICS = ("characteristic", "characteristic_group", "breakdown", "sen_status")
"""Where a table is split by these as well, only rows of the total are read."""

_TERMS = {"autumn": 0, "spring": 1, "summer": 2}
_WITHHELD = frozenset({"x", "c", "z", "~", ":", "k", "u", "low", ".", "..", ""})
_AUTHORITY = "local authority"
_LINE, _REST = " line", " rest"
_MAY_LACK = frozenset({"term", "level"})
_WHOLE = frozenset({"total", "all schools", ""})

_Key = tuple[int, int]
Floats = NDArray[np.float64]


def read_exclusions(path: Path, *, authority: str) -> History:
    """
    Read one authority's permanent exclusions from a DfE table.

    Terms are read where the table has them, otherwise whole years. Where one phase's
    count is withheld it is the total less the others; where more are, the period is
    missing. The table's other authorities are kept beside it, as counts of each period.

    Parameters
    ----------
    path
        CSV file as downloaded, or the same compressed with gzip.
    authority
        Name of the authority as the table writes it.

    Raises
    ------
    InputProblems
        If the table cannot be read as CSV, lacks a column that is needed, has no row of the
        authority, or has a year or a count of it that is no number.
    """
    rows = _read_rows(path)
    if not rows:
        told = ("The table has no rows.", "Download it again.")
        raise InputProblems([Problem(path.name, 0, "", "", *told)])
    names = _names(path, rows[0])
    by_name = _by_authority(rows, names)
    mine = by_name.pop(authority.strip().casefold(), [])
    if not mine:
        raise InputProblems(
            [
                Problem(
                    path.name,
                    0,
                    names["authority"],
                    authority[:80],
                    "The table has no row of this authority.",
                    "Write the name as the table does.",
                )
            ]
        )
    problems = [problem for row in mine for problem in _faults(path, row, names)]
    if problems:
        raise InputProblems(problems)
    history = _history(mine, names)
    others = [
        _history(theirs, names)
        for _, theirs in sorted(by_name.items())
        if not any(fault for row in theirs for fault in _faults(path, row, names))
    ]
    return replace(history, others=_beside(history, others))


def _by_authority(
    rows: Iterable[Mapping[str, str]], names: Mapping[str, str]
) -> dict[str, list[Mapping[str, str]]]:
    """Gather the rows of each authority; those of the nation, regions and schools are left out."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        name = row[names["authority"]].strip().casefold()
        level = row.get(names["level"], "") or _AUTHORITY
        whole = all(
            row.get(each, "Total").strip().casefold() in _WHOLE for each in _CHARACTERISTICS
        )
        if name and whole and level.strip().casefold() == _AUTHORITY:
            found.setdefault(name, []).append(row)
    return found


def _faults(path: Path, row: Mapping[str, str], names: Mapping[str, str]) -> Iterable[Problem]:
    """Give a problem for a year or a count that cannot be read."""
    found = (path.name, int(row[_LINE]))
    period, count = row[names["period"]].strip(), row[names["count"]].strip()
    if re.fullmatch(r"(19|20)\d\d([/-]?\d{2,4})?", period) is None:
        told = ("This is not a school year.", "Write it as 202223.")
        yield Problem(*found, names["period"], period[:80], *told)
    whole = re.fullmatch(r"[\d,]{1,9}(\.\d*)?", count)
    if count.casefold() not in _WITHHELD and whole is None:
        told = ("This is not a number of exclusions.", "Write a number, or x if withheld.")
        yield Problem(*found, names["count"], count[:80], *told)


def _beside(history: History, others: Iterable[History]) -> Floats:
    """Return the others' counts in the history's periods, not a number where unknown."""
    position = {start: index for index, start in enumerate(history.starts)}
    columns = []
    for other in others:
        column = np.full(len(history.starts), np.nan)
        if other.per_year == history.per_year:
            for start, total, known in zip(other.starts, other.totals, other.usable, strict=True):
                if known and start in position:
                    column[position[start]] = total
        columns.append(column)
    return np.array(columns, dtype=np.float64).reshape(len(columns), len(history.starts)).T


def _read_rows(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    try:
        if path.suffix == ".gz":
            content = gzip.decompress(content)
        lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    except (UnicodeDecodeError, OSError, EOFError, zlib.error):
        told = (
            "The file is not text in UTF-8, or not gzip though named so.",
            "Save it as CSV UTF-8.",
        )
        raise InputProblems([Problem(path.name, 0, "", "", *told)]) from None
    table = csv.DictReader(lines, restkey=_REST)
    return [
        {**{key: str(row[key] or "") for key in row if key != _REST}, _LINE: str(table.line_num)}
        for row in table
    ]


def _names(path: Path, row: Mapping[str, str]) -> dict[str, str]:
    found = {
        meaning: next((name for name in known if name in row), "")
        for meaning, known in _COLUMNS.items()
    }
    missing = [meaning for meaning, name in found.items() if not name and meaning not in _MAY_LACK]
    if missing:
        raise InputProblems(
            Problem(
                path.name,
                1,
                " or ".join(_COLUMNS[meaning]),
                "",
                f"The table has no column for the {meaning}.",
                "Download the table with this column, or rename the column.",
            )
            for meaning in missing
        )
    return found


def _history(rows: Iterable[Mapping[str, str]], names: Mapping[str, str]) -> History:
    counts: dict[tuple[_Key, str], int] = {}
    withheld: dict[_Key, list[str]] = {}
    termly = False
    for row in rows:
        phase = row[names["phase"]].strip()
        term = _term(row.get(names["term"], "")) if names["term"] else None
        termly = termly or term is not None
        key = (int(row[names["period"]].strip()[:4]), term or 0)
        text = row[names["count"]].strip()
        if text.casefold() in _WITHHELD:
            withheld.setdefault(key, []).append(phase)
        else:
            counts[key, phase] = counts.get((key, phase), 0) + round(float(text.replace(",", "")))
    missing = _fill_from_totals(counts, withheld)
    phases = {each: n for each, n in counts.items() if each[1].casefold() not in _WHOLE}
    if not phases:
        phases = {(key, ""): n for (key, _), n in counts.items()}
    return _arranged(phases, missing, per_year=3 if termly else 1)


def _fill_from_totals(
    counts: dict[tuple[_Key, str], int], withheld: Mapping[_Key, list[str]]
) -> set[_Key]:
    """Fill a single withheld phase from the total; return the periods that stay unknown."""
    totals = {key: n for (key, phase), n in counts.items() if phase.casefold() in _WHOLE}
    unknown = set()
    for key, phases in withheld.items():
        known = sum(
            n for (at, phase), n in counts.items() if at == key and phase.casefold() not in _WHOLE
        )
        if len(phases) == 1 and key in totals and phases[0].casefold() not in _WHOLE:
            counts[key, phases[0]] = max(0, totals[key] - known)
        else:
            unknown.add(key)
    return unknown


def _term(text: str) -> int | None:
    first = text.strip().casefold().split(" ")[0]
    return _TERMS.get(first)


def _arranged(
    counts: Mapping[tuple[_Key, str], int], withheld: set[_Key], *, per_year: int
) -> History:
    known = sorted({key for key, _ in counts} | withheld)
    first, last = known[0], known[-1]
    keys = [
        (year, term)
        for year in range(first[0], last[0] + 1)
        for term in range(per_year)
        if first <= (year, term) <= last
    ]
    phases = sorted({phase for _, phase in counts})
    table = np.array(
        [[counts.get((key, phase), 0) for phase in phases] for key in keys], dtype=np.int64
    ).reshape(len(keys), len(phases))
    usable = np.array([key in set(known) and key not in withheld for key in keys])
    missing = [
        _start(key).isoformat()[:7] for key, there in zip(keys, usable, strict=True) if not there
    ]
    notes = (f"No whole count is published for {', '.join(missing)}.",) if missing else ()
    cohorts = tuple(Cohort("", None, None, Route.PERMANENT_EXCLUSION, phase) for phase in phases)
    return History(tuple(_start(key) for key in keys), per_year, cohorts, table, usable, notes)


def _start(key: _Key) -> date:
    year, term = key
    return (date(year, 9, 1), date(year + 1, 1, 1), date(year + 1, 4, 1))[term]
