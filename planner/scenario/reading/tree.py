"""A YAML document as written: every key and value with its file, line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from planner.errors import Problem

LONGEST_VALUE = 80
"""Characters of a user's value that a problem repeats."""
_LONGEST_LINE = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a file, with the line of text it stands in."""

    file: str
    line: int = 0
    """Counted from 1 as an editor counts; 0 for the whole file."""
    column: int = 0
    """Characters before the place."""
    text: str = ""

    @property
    def excerpt(self) -> str:
        """The line with a caret under the place; empty for the whole file."""
        if not self.line:
            return ""
        start = max(0, self.column - _LONGEST_LINE + 20)
        shown = _printable(self.text[start : start + _LONGEST_LINE]).rstrip()
        margin = f"{self.line:>8} | "
        return f"{margin}{shown}\n{' ' * 9}| {' ' * (self.column - start)}^"


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping, and its value."""

    key: Spot
    node: Node


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the document: a text, a list or a mapping; ``content`` None for null."""

    spot: Spot
    content: str | tuple[Node, ...] | Mapping[str, Entry] | None

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Keys of a mapping; none where the value is no mapping."""
        return self.content if isinstance(self.content, Mapping) else {}

    @property
    def written(self) -> str:
        """The value as written where it is one text, shortened; otherwise empty."""
        return shortened(self.content) if isinstance(self.content, str) else ""

    def with_entries(self, entries: Mapping[str, Entry]) -> Node:
        """Return the same node with other keys."""
        return replace(self, content=entries)


Location: TypeAlias = tuple[int | str, ...]
"""Keys and list positions from the top of the document."""


def shortened(value: object) -> str:
    """Return a user's value on one line, short enough to repeat."""
    text = _printable(" ".join(str(value).split()))
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 3] + "..."


def _printable(text: str) -> str:
    """Return text that cannot steer a terminal, as long as it was."""
    return "".join(each if each.isprintable() else " " for each in text)


def plain(node: Node) -> object:
    """Return lists, dicts and texts without their places."""
    if isinstance(node.content, Mapping):
        return {key: plain(entry.node) for key, entry in node.content.items()}
    if isinstance(node.content, tuple):
        return [plain(item) for item in node.content]
    return node.content


def spot_of(node: Node, location: Location, *, key: bool = False) -> tuple[Spot, str]:
    """
    Return where a location stands and what is written there.

    Where the document does not reach the whole location (a key is missing), the place is
    that of the nearest enclosing value.

    Parameters
    ----------
    node
        Top of the document or of a part of it.
    location
        Keys and positions from ``node``.
    key
        Whether the last key itself is meant rather than its value.
    """
    spot = node.spot
    for step in location:
        below = _below(node, step)
        if below is None:
            return spot, node.written
        key_spot, node = below
        spot = key_spot if key else node.spot
    return spot, node.written


def _below(node: Node, step: int | str) -> tuple[Spot, Node] | None:
    if isinstance(step, str):
        entry = node.entries.get(step)
        return None if entry is None else (entry.key, entry.node)
    if isinstance(node.content, tuple) and step < len(node.content):
        below = node.content[step]
        return below.spot, below
    return None


def said_location(location: Sequence[int | str]) -> str:
    """
    Write a location as a path that a reader can follow; list items count from 1.

    Examples
    --------
    >>> said_location(("changes", 0, "places"))
    'changes[1].places'
    """
    path = ""
    for step in location:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return path.removeprefix(".")


def problem_at(spot: Spot, *, column: str, value: str, what: str, fix: str) -> Problem:
    """Return a problem at a place in the document, with its line shown."""
    return Problem(
        file=spot.file,
        line=spot.line,
        column=column,
        value=shortened(value),
        what=what,
        fix=fix,
        excerpt=spot.excerpt,
    )
