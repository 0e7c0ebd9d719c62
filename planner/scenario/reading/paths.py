"""Paths as users write them: found or not, and what stands where they look."""

from __future__ import annotations

from pathlib import Path

_MOST_NAMES = 500


def found_at(folder: Path, name: str) -> Path | None:
    """
    Return what a name in a folder stands for, absolute, or None where there is nothing.

    Parameters
    ----------
    folder
        Where relative names start.
    name
        As the user wrote it; no name that a user can write is an error.
    """
    try:
        path = (folder / name).resolve()
        return path if path.exists() else None
    except (OSError, ValueError, RuntimeError):
        # A name that is too long, holds a null character or leads in a circle.
        return None


def names_beside(folder: Path, name: str, *, endings: frozenset[str] | None = None) -> list[str]:
    """
    Return the names that stand where a name that is not found was looked for.

    Parameters
    ----------
    folder, name
        As for `found_at`.
    endings
        The endings that count, such as ".yaml"; None for every visible name.
    """
    try:
        names = sorted(each.name for each in (folder / name).parent.iterdir())
    except (OSError, ValueError):
        return []
    wanted = [
        each
        for each in names
        if (not each.startswith(".") if endings is None else Path(each).suffix in endings)
    ]
    return wanted[:_MOST_NAMES]
