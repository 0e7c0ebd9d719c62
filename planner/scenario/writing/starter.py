"""A commented new scenario: what can be asked, with every key explained where it stands."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import get_args

from pydantic.fields import FieldInfo

from planner.scenario.changes.base import Change
from planner.scenario.changes.register import CHANGES
from planner.scenario.reading.fields import Face
from planner.units import FinancialYear, monday_of

_EXAMPLES: dict[str, str] = {
    "because": "say here why",
    "commission": "COMMISSION-ID",
    "commissions": "all",
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
    "place_type": "E",
    "place_rate_pounds": "10000",
    "top_up_pounds": "8500",
    "index": "top_up",
    "change_per_cent": "3.5",
    "charge": "CHARGE-ID",
    "rate_pounds": "12000",
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
_NEW_IDS = frozenset(
    {("open_site", "site"), ("open_site", "commission"), ("open_commission", "commission")}
)
"""Keys that take an id which the tables do not have yet."""
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
    ids: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """
    Write a new scenario with every kind of change that may answer a question, as comments.

    Parameters
    ----------
    title, question
        What the scenario is called, and asks.
    as_at
        Day on which it is asked; with a base only the examples are near it.
    data
        Folder or workbook of the tables, relative to the new file; used only without a base.
    base
        Scenario file to start from, relative to the new file.
    kinds
        Kinds of change to show.
    ids
        Ids in the tables by the key that takes them, such as commission; they stand in the
        examples and, all of them, in a comment.

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
    lines += ["# Where one number stands, an interval may: {low: 8, high: 12}; or, for a sweep, a"]
    lines += ["# list: {values: [4, 8, 12]}; or a range: {low: 4, high: 12, step: 4}.", ""]
    for key, names in ids.items():
        listed = ", ".join(names) or "none"
        lines += _comment(f"In the tables, {key}: {listed}", indent="# ")
    lines += ["changes: []  # with the first change, delete the brackets", ""]
    for kind in kinds:
        lines += [*_Written(kind, ids, as_at).change(), ""]
    return "\n".join(lines).rstrip() + "\n"


class _Written:
    """Writes one kind of change as comments, with examples out of the tables."""

    def __init__(self, kind: str, ids: Mapping[str, Sequence[str]], as_at: date) -> None:
        self._kind = kind
        self._ids = ids
        self._examples = _EXAMPLES | _days_after(as_at)

    def change(self) -> Iterator[str]:
        """Yield the lines of the change."""
        face = CHANGES[self._kind]
        yield from _comment(face.__doc__ or "", indent="# ")
        yield f"#  - change: {self._kind}"
        own = {
            key: info for key, info in face.model_fields.items() if key not in Change.model_fields
        }
        for key in sorted(own, key=lambda each: not own[each].is_required()):
            if key != "change":
                yield from self._key(key, own[key], indent="#    ")
        for key, info in Change.model_fields.items():
            yield from self._key(key, info, indent="#    ")

    def _key(self, key: str, info: FieldInfo, *, indent: str) -> Iterator[str]:
        yield from _comment(info.description or "", indent=f"{indent}# ")
        below = face_of(info)
        if below is not None and info.is_required():
            is_list = info.annotation == tuple[below, ...]  # type: ignore[valid-type]
            yield f"{indent}{info.alias or key}:"
            if is_list:
                yield f"{indent}  -"
            for name, described in below.model_fields.items():
                deeper = f"{indent}{'    ' if is_list else '  '}"
                yield from self._key(name, described, indent=deeper)
        elif info.is_required() or (self._kind, key) in _SHOWN:
            yield f"{indent}{info.alias or key}: {self._example(key)}"
        else:
            yield f"{indent}# {info.alias or key}:"

    def _example(self, key: str) -> str:
        is_new = (self._kind, key) in _NEW_IDS
        names = [] if is_new else self._ids.get(key.removeprefix("to_"), ())
        if not names:
            return self._examples[key]
        # Places are moved between two commissions.
        return names[-1] if key.startswith("to_") else names[0]


def _days_after(as_at: date) -> dict[str, str]:
    """Return examples of days that are to come, and of the financial year of the question."""
    monday = monday_of(as_at + timedelta(weeks=4))
    days = {
        "first": monday,
        "last": monday + timedelta(days=4),
        "from_day": monday + timedelta(weeks=4),
        "ends": monday + timedelta(weeks=40),
    }
    return {
        **{key: day.isoformat() for key, day in days.items()},
        "financial_year": str(FinancialYear.of(as_at)),
    }


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
