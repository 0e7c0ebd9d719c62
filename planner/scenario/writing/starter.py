"""A commented new scenario: what can be asked, with every key explained where it stands."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from datetime import date
from typing import get_args

from pydantic.fields import FieldInfo

from planner.scenario.changes.base import Change
from planner.scenario.changes.register import CHANGES
from planner.scenario.fields import Face

_EXAMPLES: dict[str, str] = {
    "because": "say here why",
    "commission": "COMMISSION-ID",
    "commissions": "all",
    "ends": "2027-08-31",
    "to_commission": "OTHER-COMMISSION-ID",
    "site": "SITE-ID",
    "provider": "PROVIDER-ID",
    "name": "A name",
    "district": "A district",
    "places": "5",
    "needs": "SEMH ASD",
    "year_groups": "7-11",
    "tier": "2",
    "easting": "380000",
    "northing": "250000",
    "first": "2026-12-07",
    "last": "2026-12-11",
    "place_type": "E",
    "place_rate_pounds": "10000",
    "top_up_pounds": "8500",
    "index": "top_up",
    "financial_year": "2026/27",
    "change_per_cent": "3.5",
    "charge": "CHARGE-ID",
    "rate_pounds": "12000",
    "from_day": "2026-11-02",
    "per_cent": "{low: 5, high: 10}",
    "routes": "permanent_exclusion",
    "to_route": "off_site_direction",
    "share_per_cent": "{low: 10, high: 25}",
    "per_hundred": "{low: 20, high: 60}",
    "usual_starts_a_year": "150",
    "goals": "[late_days, unplaced, cost]",
    "pack": "non_school_limits",
    "enforcement": "enforce",
    "mileage_offered": "yes",
    "travel_cap_minutes": "60",
}
_WIDTH = 96
_SHOWN = frozenset(
    {
        ("set_rates", "top_up_pounds"),
        ("set_charge", "rate_pounds"),
        ("set_transport", "mileage_offered"),
        ("set_rules", "travel_cap_minutes"),
    }
)
"""Keys that may be left out, and yet one of their kind must stand."""


def starter(
    *,
    title: str,
    question: str,
    as_at: date,
    data: str = "tables",
    base: str | None = None,
    kinds: tuple[str, ...] = tuple(CHANGES),
) -> str:
    """
    Write a new scenario with every kind of change that may answer a question, as comments.

    Parameters
    ----------
    title, question
        What the scenario is called, and asks.
    as_at
        Day on which it is asked; used only without a base.
    data
        Folder or workbook of the tables, relative to the new file; used only without a base.
    base
        Scenario file to start from, relative to the new file.
    kinds
        Kinds of change to show.

    Returns
    -------
    str
        YAML that can be read as it stands; taking the # from a change makes it count.
    """
    lines = [f"title: {_quoted(title)}", f"question: {_quoted(question)}"]
    if base is not None:
        lines += [f"base: {_quoted(base)}  # gives the tables, the day, the policy and settings"]
    else:
        lines += [f"data: {_quoted(data)}", f"as_at: {as_at.isoformat()}"]
    lines += ["", "# Take the # from a change to make it count; delete what you do not need."]
    lines += ["changes: []  # with the first change, delete the brackets", ""]
    for kind in kinds:
        lines += [*_change(kind), ""]
    return "\n".join(lines).rstrip() + "\n"


def _change(kind: str) -> Iterator[str]:
    face = CHANGES[kind]
    yield from _comment(face.__doc__ or "", indent="# ")
    yield f"#  - change: {kind}"
    own = {key: info for key, info in face.model_fields.items() if key not in Change.model_fields}
    for key in sorted(own, key=lambda each: not own[each].is_required()):
        if key != "change":
            yield from _key(kind, key, own[key], indent="#    ")
    for key, info in Change.model_fields.items():
        yield from _key(kind, key, info, indent="#    ")


def _key(kind: str, key: str, info: FieldInfo, *, indent: str) -> Iterator[str]:
    yield from _comment(info.description or "", indent=f"{indent}# ")
    below = face_of(info)
    if below is not None and info.is_required():
        is_list = info.annotation == tuple[below, ...]  # type: ignore[valid-type]
        yield f"{indent}{info.alias or key}:"
        if is_list:
            yield f"{indent}  -"
        for name, described in below.model_fields.items():
            yield from _key(kind, name, described, indent=f"{indent}{'    ' if is_list else '  '}")
    elif info.is_required() or (kind, key) in _SHOWN:
        yield f"{indent}{info.alias or key}: {_EXAMPLES[key]}"
    else:
        yield f"{indent}# {info.alias or key}:"


def face_of(info: FieldInfo) -> type[Face] | None:
    """Return the face that stands below a key, alone or in a list, or None for a plain value."""
    kind = info.annotation
    inner = [kind, *get_args(kind)]
    return next((e for e in inner if isinstance(e, type) and issubclass(e, Face)), None)


def _comment(text: str, *, indent: str) -> Iterator[str]:
    words = " ".join(text.split())
    yield from textwrap.wrap(
        words, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )


def _quoted(text: str) -> str:
    """Return a text that YAML reads as that text, whatever stands in it."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
