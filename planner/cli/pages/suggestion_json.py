"""The JSON objects that ``planner suggest`` and its kin print; other programs rely on them."""

from __future__ import annotations

from typing import Any

from planner.results.placing.suggestion import Suggestions
from planner.results.plain import plain


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
