"""Whole numbers, pounds, and yes or no."""

from __future__ import annotations

import re

from planner.tables.cells.bad import BadCell
from planner.units import format_pounds

_WHOLE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.0{1,6})?", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d{0,15}[.,]\d{1,20}", re.ASCII)
_METRES = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,9})(\.\d{1,12})?", re.ASCII)
_MOST_DEGREES = 180
_POUNDS = re.compile(r"(-?)£? ?(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.(\d{1,20}))?", re.ASCII)

_YES = frozenset({"yes", "y", "true", "1", "1.0"})
_NO = frozenset({"no", "n", "false", "0", "0.0"})


def parse_whole(text: str) -> int:
    """
    Read a whole number, with or without thousands commas.

    Examples
    --------
    >>> parse_whole("1,012"), parse_whole("-3"), parse_whole("12.0")
    (1012, -3, 12)
    """
    match = _WHOLE.fullmatch(text)
    if match is None:
        what = (
            "This is not a whole number." if _DECIMAL.fullmatch(text) else "This is not a number."
        )
        raise BadCell(what, "Write a whole number in figures.")
    number = int(match[2].replace(",", ""))
    return -number if match[1] == "-" else number


def parse_metres(text: str) -> int:
    """
    Read a coordinate of the National Grid, rounded to whole metres.

    Examples
    --------
    >>> parse_metres("385123.6"), parse_metres("254,900")
    (385124, 254900)
    """
    match = _METRES.fullmatch(text)
    if match is None:
        raise BadCell("This is not a coordinate.", "Write whole metres in figures, as 385100.")
    metres = float(match[0].replace(",", ""))
    if -_MOST_DEGREES <= metres <= _MOST_DEGREES and match[1]:
        raise BadCell(
            "This looks like a latitude or longitude in degrees.",
            "Give metres on the British National Grid (EPSG:27700), easting and northing.",
        )
    return round(metres)


def parse_pounds(text: str) -> int:
    """
    Read an amount in pounds and return it in whole pence.

    Examples
    --------
    >>> parse_pounds("£1,021,000"), parse_pounds("10.5")
    (102100000, 1050)
    """
    match = _POUNDS.fullmatch(text)
    if match is None:
        raise BadCell(
            "This is not an amount in pounds.", "Write it in figures, as 10000 or 10000.50."
        )
    sign, pounds, decimals = match[1], match[2].replace(",", ""), (match[3] or "").rstrip("0")
    if len(decimals) > 2:
        raise BadCell("There is less than a penny in it.", "Round it to whole pence.")
    pence = int(pounds) * 100 + int(decimals.ljust(2, "0"))
    return -pence if sign else pence


def show_pounds(pence: int) -> str:
    """Write whole pence as pounds, the pence only when there are any."""
    sign = "-" if pence < 0 else ""
    pounds, rest = divmod(abs(pence), 100)
    return f"{sign}{pounds}" + (f".{rest:02d}" if rest else "")


def parse_yes_no(text: str) -> bool:
    """Read a yes or a no."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadCell("This is neither yes nor no.", 'Write "yes" or "no".')


def refuse_outside(
    number: int, minimum: int | None, maximum: int | None, *, is_money: bool = False
) -> None:
    """Refuse a number outside its range, and say the range."""
    write = format_pounds if is_money else in_figures
    ends = [write(end) for end in (minimum, maximum) if end is not None]
    fix = f"Write {'an amount' if is_money else 'a whole number'} from {' to '.join(ends)}."
    if minimum is not None and number < minimum:
        raise BadCell("It is below zero." if number < 0 else f"It is below {ends[0]}.", fix)
    if maximum is not None and number > maximum:
        raise BadCell(f"It is above {ends[-1]}.", fix)


def in_figures(number: int) -> str:
    """
    Write a number, with commas from ten thousand, so that a year keeps its look.

    Examples
    --------
    >>> in_figures(2025), in_figures(700_000)
    ('2025', '700,000')
    """
    return f"{number:,}" if abs(number) >= 10_000 else str(number)
