"""What names a run: everything that its numbers depend on, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TypeAlias

import planner

Plain: TypeAlias = "bool | int | float | str | Sequence[Plain] | Mapping[str, Plain] | None"
"""What JSON can say."""


def key_of(parts: Mapping[str, Plain]) -> str:
    """
    Return the SHA-256 of some named parts in canonical form.

    The order in which the parts are named changes nothing; any value does.

    Raises
    ------
    TypeError, ValueError
        If a part is not what JSON can say exactly, such as a date or a NaN.

    Examples
    --------
    >>> key_of({"seed": 1, "draws": 2}) == key_of({"draws": 2, "seed": 1})
    True
    >>> key_of({"seed": 1}) == key_of({"seed": "1"})
    False
    """
    return hashlib.sha256(canonical(parts).encode("ascii")).hexdigest()


def canonical(parts: Mapping[str, Plain]) -> str:
    """Return named parts as the one text that says them."""
    _refuse_unnamed(parts)
    return json.dumps(parts, sort_keys=True, ensure_ascii=True, allow_nan=False, indent=None)


def _refuse_unnamed(value: Plain) -> None:
    """Refuse keys that JSON would turn into texts, so that two keys never become one."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            if not isinstance(name, str):
                raise TypeError(f"a part is named by {type(name).__name__}, not by a text")
            _refuse_unnamed(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_unnamed(part)


@cache
def code_fingerprint() -> str:
    """Return the SHA-256 of the planner's own source, so that no result outlives its method."""
    root = Path(planner.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda each: each.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).digest())
    return digest.hexdigest()
