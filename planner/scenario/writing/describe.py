"""What one scenario really changes against another, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

from planner.scenario.changes.base import Change
from planner.scenario.policy import PolicyBlock
from planner.scenario.schema import Scenario
from planner.scenario.writing.dump import plain_keys, written_keys
from planner.units import format_day

_REASONS = frozenset(Change.model_fields)

Differing: TypeAlias = tuple[tuple[str, ...], object, object]
"""A key's path, and its value before and after."""


def describe(before: Scenario, after: Scenario) -> tuple[str, ...]:
    """
    Say what a scenario changes against another, whatever files the two are spread over.

    Parameters
    ----------
    before, after
        The two scenarios, as read.

    Returns
    -------
    tuple[str, ...]
        One sentence a difference; none where both ask the same of the same tables.
    """
    return (
        *_sentences(before, after),
        *policy_changes(before, after),
        *_settings_changed(before, after),
    )


def written_changes(before: Scenario, after: Scenario) -> tuple[str, ...]:
    """
    Say what is written differently, the authority's rules left out.

    Parameters
    ----------
    before, after
        The two scenarios, as read.
    """
    return (*_sentences(before, after), *_settings_changed(before, after))


def _sentences(before: Scenario, after: Scenario) -> Iterator[str]:
    if before.data != after.data:
        yield f"Tables: {after.data.name} in place of {before.data.name}."
    if before.geo != after.geo:
        names = [each.name if each else "none" for each in (before.geo, after.geo)]
        yield f"Geographic tables: {names[1]} in place of {names[0]}."
    if before.as_at != after.as_at:
        yield f"Asked as at {format_day(after.as_at)}, not {format_day(before.as_at)}."
    for change in after.changes:
        if change not in before.changes:
            yield f"Change made: {_said(change)}."
    for change in before.changes:
        if change not in after.changes:
            yield f"Change not made: {_said(change)}."


def _settings_changed(before: Scenario, after: Scenario) -> Iterator[str]:
    for block in ("settings", "sweep"):
        old, new = (plain_keys(getattr(each, block).model_dump()) for each in (before, after))
        for path, was, now in _keys_changed((), old, new):
            says = f"{block.capitalize()}, {', '.join(path)}"
            yield f"{says}: {_shown(was)} -> {_shown(now)}."


def policy_changes(before: Scenario, after: Scenario) -> tuple[str, ...]:
    """
    Say which of the authority's choices differ, one sentence each.

    Parameters
    ----------
    before, after
        A scenario's base, and the scenario.
    """
    changed = rules_changed(before.policy_block, after.policy_block)
    return tuple(f"Policy, {path}: {old} -> {new}." for path, old, new in changed)


def rules_changed(before: PolicyBlock, after: PolicyBlock) -> tuple[tuple[str, str, str], ...]:
    """
    Say which keys of a policy differ.

    Returns
    -------
    tuple[tuple[str, str, str], ...]
        The key, its value before and its value after, in words.
    """
    return tuple(
        (", ".join(path), _shown(old), _shown(new))
        for path, old, new in rules_differing(before, after)
    )


def rules_differing(before: PolicyBlock, after: PolicyBlock) -> Iterator[Differing]:
    """Yield each key of a policy that differs: its path, and its value before and after."""
    return _keys_changed((), _in_force(before), _in_force(after))


def _in_force(block: PolicyBlock) -> dict[str, object]:
    """Return the policy's keys, with the usual values of routes that the block leaves out."""
    policy = block.policy()
    by_route = {"place_types": policy.place_types, "due_school_day": policy.due_school_day}
    return plain_keys(block.model_dump() | by_route)


def change_said(change: Change) -> str:
    """Return what a change says in YAML in one line, without its reason."""
    keys = {key: value for key, value in written_keys(change).items() if value is not None}
    told = ", ".join(
        f"{key} {_shown(value)}"
        for key, value in keys.items()
        if key not in _REASONS and key != "change"
    )
    return f"{keys['change']} {told}"


def _said(change: Change) -> str:
    return f"{change_said(change)} {reason(change)}"


def outside(changes: Sequence[Change], first: date, last: date) -> Iterator[str]:
    """
    Name the changes that no figure of some days can show, one sentence each.

    Parameters
    ----------
    changes
        Changes that were made.
    first, last
        First and last day of what is told.
    """
    for change in changes:
        phases = getattr(change, "phases", ())
        begins = phases[0].from_day if phases else _day_of(change, "from_day", "first")
        ends = _day_of(change, "until", "last")
        if begins is not None and begins > last:
            yield f"no figure here shows {_called(change)}: it begins after {format_day(last)}."
        elif ends is not None and ends < first:
            yield f"no figure here shows {_called(change)}: it is over before {format_day(first)}."


def _day_of(change: Change, *keys: str) -> date | None:
    return next((day for key in keys if (day := getattr(change, key, None)) is not None), None)


def _called(change: Change) -> str:
    return f'"{change_said(change)}"'


def reason(change: Change) -> str:
    """Return a change's reason as it stands behind its sentence."""
    return f"(because {change.because.strip().rstrip('.')})"


def _keys_changed(
    path: tuple[str, ...], before: Mapping[str, object], after: Mapping[str, object]
) -> Iterator[Differing]:
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _keys_changed((*path, key), old, new)
        elif old != new:
            yield (*path, key), old, new


def _shown(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping) and "values" in value:
        return " or ".join(_shown(each) for each in value["values"])
    if isinstance(value, Mapping) and "low" in value:
        return f"{value['low']} to {value['high']}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(each)}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(f"({_shown(v)})" if isinstance(v, dict) else _shown(v) for v in value)
    return str(value)
