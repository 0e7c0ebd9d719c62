"""Two scenarios held against each other, as written and once every change is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from planner.domain.choices.whatif import DemandChange
from planner.domain.dataset import Dataset
from planner.domain.provision import PlaceStep
from planner.domain.referrals import Point
from planner.jobs.opening import SoundCase, Tell, check_case, silently
from planner.jobs.problems import each_case
from planner.results.whatif.difference import Difference, RowChange, TableCount
from planner.scenario.changes.demand import SomeDemand
from planner.scenario.writing.describe import rules_changed, written_changes
from planner.units import FinancialYear, format_day, format_pounds

DIFFERENCE_STEPS = 4
"""Steps that are told while two scenarios are held against each other."""

_IDS: Mapping[str, tuple[str, ...]] = {
    "providers": ("provider_id",),
    "sites": ("site_id",),
    "commissions": ("commission_id",),
    "limits": ("limit_id",),
    "funding": ("commission_id", "financial_year"),
    "services": ("service_id", "financial_year"),
    "rates": ("rate_id",),
    "indices": ("index", "financial_year"),
    "charges": ("charge_id",),
}
"""Tables that are told row by row, with the columns that name a row."""

_COUNTED = ("referrals", "placements", "decisions", "pairs", "avoidances", "history", "stays")
"""Tables about pupils, of which only the number of rows that differ is told."""

_UNTOLD = frozenset({"source"})
"""Columns whose difference says nothing that the others do not."""


def difference_of(before: Path, after: Path, *, tell: Tell = silently) -> Difference:
    """
    Say what one scenario really changes against another.

    Parameters
    ----------
    before, after
        The two scenarios' YAML files; either may be the other's base, or neither.
    tell
        Is told each step as it begins.

    Raises
    ------
    ScenarioProblems, InputProblems
        With every problem in the files of both.
    """
    old, new = each_case((before, after), partial(check_case, tell=tell))
    rules = rules_changed(old.scenario.rules_in_force, new.scenario.rules_in_force)
    return Difference(
        before=old.scenario.title,
        after=new.scenario.title,
        written=written_changes(old.scenario, new.scenario),
        rules=tuple(f"rules, {path}: {was} -> {now}." for path, was, now in rules),
        rows=tuple(_row_changes(old.dataset, new.dataset)),
        counts=tuple(_counts(old.dataset, new.dataset)),
        school_days=len(new.dataset.calendar.days) - len(old.dataset.calendar.days),
        supposed=tuple(_supposed(old, new)),
        fingerprints=(old.dataset.fingerprint, new.dataset.fingerprint),
    )


def _supposed(old: SoundCase, new: SoundCase) -> Iterator[str]:
    """Give the sentences of suppositions that only one of the two makes."""
    said = [dict(_suppositions(each)) for each in (old, new)]
    before, after = (Counter(each.scenario.whatif) for each in (old, new))
    for supposition in after - before:
        yield f"supposed: {said[1][supposition]}"
    for supposition in before - after:
        yield f"supposed no more: {said[0][supposition]}"


def _suppositions(sound: SoundCase) -> Iterator[tuple[DemandChange, str]]:
    for change, sentence in zip(sound.scenario.changes, sound.changes, strict=True):
        if isinstance(change, SomeDemand):
            yield change.supposed(), sentence


def _row_changes(before: Dataset, after: Dataset) -> Iterator[RowChange]:
    for table, ids in _IDS.items():
        old, new = (
            {_name(row, ids): row for row in getattr(each, table)} for each in (before, after)
        )
        for name in sorted({*old, *new}):
            if name not in old or name not in new:
                yield RowChange(
                    table, name, "", *("row" if name in each else "" for each in (old, new))
                )
            else:
                yield from _value_changes(table, name, old[name], new[name])


def _value_changes(table: str, name: str, old: Any, new: Any) -> Iterator[RowChange]:
    for field in fields(old):
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now and field.name not in _UNTOLD:
            column = field.name.removesuffix("_pence")
            yield RowChange(table, name, column, _said(field.name, was), _said(field.name, now))


def _name(row: Any, ids: tuple[str, ...]) -> str:
    return " ".join(_said(column, getattr(row, column)) for column in ids)


def _counts(before: Dataset, after: Dataset) -> Iterator[TableCount]:
    for table in _COUNTED:
        old, new = (Counter(getattr(each, table)) for each in (before, after))
        differ = max((old - new).total(), (new - old).total())
        if differ:
            yield TableCount(table, differ)


def _said(column: str, value: object) -> str:
    """Return one value as people write it."""
    if value is None or value == () or value == frozenset():
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and column.endswith("_pence"):
        return format_pounds(value)
    if isinstance(value, int) and column == "financial_year":
        return str(FinancialYear(value))
    if isinstance(value, tuple | frozenset):
        ordered = value if isinstance(value, tuple) else sorted(value)
        return ", ".join(_said(column, each) for each in ordered)
    return _said_whole(value)


def _said_whole(value: object) -> str:
    if isinstance(value, PlaceStep):
        return f"{value.places} from {format_day(value.starts)}"
    if isinstance(value, Point):
        return f"{value.easting} {value.northing}"
    if isinstance(value, date):
        return format_day(value)
    return value.value if isinstance(value, StrEnum) else str(value)
