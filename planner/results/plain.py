"""Results as what JSON knows, JSON as it is written, and text that is safe in a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: object) -> Any:
    """Return a result as what JSON knows: objects, lists, texts and whole numbers."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value


def json_text(answer: object) -> str:
    """Return one object as JSON that a person can read; the same object gives the same text."""
    return json.dumps(answer, indent=2, ensure_ascii=False)


def write_json(path: Path, answer: object) -> None:
    """Write one object as a JSON file, with line ends that are the same everywhere."""
    path.write_text(f"{json_text(answer)}\n", encoding="utf-8", newline="\n")


def harmless(text: str) -> str:
    """
    Return a text that no spreadsheet runs as a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Oak")
    ("'=1+1", 'Oak')
    """
    return f"'{text}" if text.startswith(_RUN_AS_FORMULA) else text
