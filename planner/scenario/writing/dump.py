"""A scenario as one YAML text that reads back as the same scenario."""

from __future__ import annotations

import os.path
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import yaml

from planner.scenario.between import Estimated
from planner.scenario.changes.base import Change
from planner.scenario.reading.fields import Face
from planner.scenario.schema import Scenario


def scenario_text(scenario: Scenario, *, folder: Path) -> str:
    """
    Write a scenario without a base: everything that its base gave stands in the text.

    Parameters
    ----------
    scenario
        The scenario.
    folder
        Where the text will be saved; paths are written relative to it.

    Returns
    -------
    str
        YAML. Keys at their defaults are left out.
    """
    written: dict[str, object] = {"title": scenario.title}
    if scenario.question:
        written["question"] = scenario.question
    written["data"] = _relative(scenario.data, folder)
    if scenario.geo is not None:
        written["geo"] = _relative(scenario.geo, folder)
    written["as_at"] = scenario.as_at
    for key, value in (
        ("changes", [_change(change) for change in scenario.changes]),
        ("policy", written_keys(scenario.policy_block)),
        ("settings", written_keys(scenario.settings)),
        ("sweep", written_keys(scenario.sweep)),
    ):
        if value:
            written[key] = value
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=88)


def _relative(path: Path, folder: Path) -> str:
    return Path(os.path.relpath(path, folder.resolve())).as_posix()


def _change(change: Change) -> dict[str, object]:
    """Return a change's keys: the kind first and the reason last, as people write them."""
    keys = written_keys(change)
    reasons = {key: keys.pop(key) for key in Change.model_fields if key in keys}
    return {"change": keys.pop("change"), **keys, **reasons}


def written_keys(face: Face) -> dict[str, object]:
    """Return the keys that somebody has to write so that a face reads back as the same."""
    # In a change that sets rules, a key that is written counts even at its usual value.
    return _written(face, sets=isinstance(face, Change))


def _written(face: Face, *, sets: bool) -> dict[str, object]:
    keys = plain_keys(face.model_dump(by_alias=True, exclude_unset=sets, exclude_defaults=not sets))
    return {**keys, **_uncertain(face, sets=sets)}


def _uncertain(face: Face, *, sets: bool) -> dict[str, object]:
    """Return the keys in whose place, or below which, an interval stands."""
    keys: dict[str, object] = {}
    for name, info in type(face).model_fields.items():
        below = getattr(face, name)
        if isinstance(below, Estimated) and name in face.model_fields_set:
            keys[info.alias or name] = _written(below, sets=sets)
        elif isinstance(below, tuple) and any(isinstance(each, Estimated) for each in below):
            keys[info.alias or name] = [_written(each, sets=sets) for each in below]
    if isinstance(face, Estimated):
        for name, span in face.spans.items():
            keys[type(face).model_fields[name].alias or name] = _plain(span.written())
    return keys


def plain_keys(dumped: Mapping[str, object]) -> dict[str, object]:
    """Return a face's keys with values in the kinds that YAML knows, in a fixed order."""
    return {key: _plain(value) for key, value in dumped.items()}


def _plain(value: object) -> object:
    """Return a value in the kinds that YAML knows, in a fixed order."""
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted((_plain(each) for each in value), key=lambda each: (str(type(each)), each))
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    return value if isinstance(value, bool | int | str | date) or value is None else str(value)
