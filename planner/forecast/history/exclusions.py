"""The DfE's exclusion tables as downloaded: an authority's permanent exclusions over time."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from planner.domain.codes import Route
from planner.errors import InputProblems, Problem
from planner.forecast.history.counts import History
from planner.results.coming.futures import Cohort

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "period": ("time_period", "year"),
    "term": ("time_identifier", "term"),
    "authority": ("la_name",),
    "phase": ("education_phase", "school_type", "phase"),
    "count": ("perm_excl", "pex", "permanent_exclusions"),
}
"""Names that one column has had in the DfE's tables from one edition to the next."""

_CHARACTERISTICS = ("characteristic", "characteristic_group", "breakdown", "sen_status")
"""Where a table is split by these as well, only rows of the total are read."""

_TERMS = {"autumn": 0, "spring": 1, "summer": 2}
_WITHHELD = frozenset({"x", "c", "z", "~", ":", "k", "low", ""})
_WHOLE = frozenset({"total", "all schools", ""})

_Key = tuple[int, int]


def read_exclusions(path: Path, *, authority: str) -> History:
    """
    Read one authority's permanent exclusions from a DfE table.

    Terms are read where the table has them, otherwise whole years. Where one phase's
    count is withheld it is the total less the others; where more are, the period is
    missing.

    Parameters
    ----------
    path
        CSV file as downloaded, or the same compressed with gzip.
    authority
        Name of the authority as the table writes it.

    Raises
    ------
    InputProblems
        If the table lacks a column that is needed, or has no row of the authority.
    """
    rows = _read_rows(path)
    names = _names(path, rows[0] if rows else {})
    mine = [
        row
        for row in rows
        if row[names["authority"]].strip().casefold() == authority.strip().casefold()
        and all(row.get(name, "Total").strip().casefold() in _WHOLE for name in _CHARACTERISTICS)
    ]
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
    return _history(mine, names)


def _read_rows(path: Path) -> list[dict[str, str]]:
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    lines = io.StringIO(content.decode("utf-8-sig"), newline="")
    return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(lines)]


def _names(path: Path, row: Mapping[str, str]) -> dict[str, str]:
    found = {
        meaning: next((name for name in known if name in row), "")
        for meaning, known in _COLUMNS.items()
    }
    missing = [meaning for meaning, name in found.items() if not name and meaning != "term"]
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
