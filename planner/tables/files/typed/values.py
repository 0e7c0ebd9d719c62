"""Cells that carry a type (Excel, Parquet) as the text that a CSV file would hold."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from math import isnan

_DECIMALS_KEPT = 6


def text_of(value: object) -> str:
    """
    Return a typed cell as text.

    Whole floats lose their point, and others what binary arithmetic added to them.

    Examples
    --------
    >>> text_of(datetime(2021, 11, 8)), text_of(12.0), text_of(0.1 + 0.2), text_of(True)
    ('2021-11-08', '12', '0.3', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | Decimal):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return " ".join(sorted(text_of(item) for item in value))
    return str(value)


def _number(value: float | Decimal) -> str:
    if isinstance(value, Decimal) and value.is_nan():
        return ""
    number = float(value)
    if isnan(number):
        return ""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(round(number, _DECIMALS_KEPT))
