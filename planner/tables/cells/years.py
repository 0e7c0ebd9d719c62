"""Year groups, one or several."""

from __future__ import annotations

import re

from planner.tables.cells.bad import BadCell
from planner.tables.cells.dates import looks_like_a_day
from planner.units import KeyStage

_PREFIX = re.compile(r"(?:years?|yrs?|y)\.?\s*(?=\d|r)", re.IGNORECASE)
_RANGE_SIGN = re.compile(r"\s*(?:-|–|—|\bto\b)\s*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s,;&/]+|\band\b", re.IGNORECASE)
_RANGE = re.compile(r"(r|\d{1,2})(?:-(r|\d{1,2}))?(?:\.0)?", re.ASCII | re.IGNORECASE)
_RECEPTION = re.compile(r"\breception\b", re.IGNORECASE)

_WRITE_ONE = "Write a number from 0 (reception) to 11."
_WRITE_SEVERAL = 'Write year groups from 0 to 11, as "7 8 9" or "7-11".'


def parse_year_group(text: str) -> int:
    """
    Read one year group.

    Examples
    --------
    >>> parse_year_group("Year 9"), parse_year_group("R")
    (9, 0)
    """
    match = _RANGE.fullmatch(_plain(text))
    if match is None or match[2] is not None:
        raise BadCell("This is not a year group.", _WRITE_ONE)
    return _in_range(match[1], _WRITE_ONE)


def parse_year_groups(text: str) -> frozenset[int]:
    """
    Read year groups one by one, as ranges or as key stages.

    Examples
    --------
    >>> sorted(parse_year_groups("7-9, 11")), sorted(parse_year_groups("KS4"))
    ([7, 8, 9, 11], [10, 11])
    """
    if looks_like_a_day(text):
        raise BadCell(
            "A spreadsheet has turned the year groups into a date.",
            'Show the column as text and write them singly, as "7 8 9 10 11".',
        )
    years: set[int] = set()
    for word in _SEPARATORS.split(_plain(text)):
        if word:
            years |= _years_of(word)
    if not years:
        raise BadCell("There is no year group in it.", _WRITE_SEVERAL)
    return frozenset(years)


def _plain(text: str) -> str:
    return _PREFIX.sub("", _RANGE_SIGN.sub("-", _RECEPTION.sub("R", text)))


def _years_of(word: str) -> set[int]:
    if word.upper() in KeyStage.__members__:
        return set(KeyStage[word.upper()].year_groups)
    match = _RANGE.fullmatch(word)
    if match is None:
        raise BadCell(f'"{word[:20]}" is not a year group.', _WRITE_SEVERAL)
    first = _in_range(match[1], _WRITE_SEVERAL)
    last = _in_range(match[2] or match[1], _WRITE_SEVERAL)
    if last < first:
        raise BadCell("A range of year groups runs backwards.", _WRITE_SEVERAL)
    return set(range(first, last + 1))


def _in_range(word: str, fix: str) -> int:
    year = 0 if word in {"r", "R"} else int(word)
    if year > 11:
        raise BadCell(f"There is no year group {year} in compulsory schooling.", fix)
    return year
