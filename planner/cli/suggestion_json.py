"""The JSON objects that ``planner suggest`` and its kin print; other programs rely on them."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from planner.results.suggestion import Suggestions


def suggestions_object(found: Suggestions) -> dict[str, Any]:
    """Return ranked choices as plain values: dates in ISO form, money in whole pence."""
    return {
        "status": "suggested",
        "subject": found.subject,
        "choices": [
            {**plain(choice), "costs_nobody": choice.costs_nobody, "is_best": choice.is_best}
            for choice in found.choices
        ],
        "not_possible": plain(found.not_possible),
        "run": plain(found.run),
    }


def plain(value: object) -> Any:
    """Return a result as what JSON knows: objects, lists, texts and whole numbers."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value
