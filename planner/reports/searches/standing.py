"""Whether a folder's tables are those of a sweep already, so that they need not be written anew."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from planner.results.searches.sweep import Sweep

_NOTE = ".sweep-tables.json"


def content_of(sweep: Sweep) -> str:
    """Return the SHA-256 of everything that a sweep's tables say."""
    return sha256(json.dumps(sweep, default=_values).encode("utf-8")).hexdigest()


def _values(part: Any) -> list[object]:
    return [getattr(part, name) for name in part.__dataclass_fields__]


def note_tables(folder: Path, content: str) -> None:
    """Write down beside the tables of a folder what they say, and the checksum of each."""
    files = {path.name: _checksum(path) for path in sorted(folder.iterdir()) if path.is_file()}
    text = json.dumps({"of": content, "files": files}, indent=2)
    (folder / _NOTE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def was_finished(folder: Path) -> bool:
    """Say whether a sweep once came to its end in a folder."""
    return (folder / _NOTE).is_file()


def tables_stand(folder: Path, content: str) -> bool:
    """Say whether a folder's tables say this and nobody has touched them since."""
    try:
        note = json.loads((folder / _NOTE).read_text(encoding="utf-8"))
        files = note["files"].items()
        return note["of"] == content and all(_checksum(folder / n) == c for n, c in files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _checksum(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
