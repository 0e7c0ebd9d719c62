"""YAML text to a tree with lines: every value stays as written, nothing is executed or shared."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

import yaml

from planner.errors import Problem
from planner.scenario.reading.syntax import said_syntax_error
from planner.scenario.reading.tree import Entry, Location, Node, Spot, problem_at, said_location

LARGEST_FILE_BYTES = 262_144
DEEPEST_LEVEL = 16
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CORE_TAGS = frozenset({"str", "int", "float", "bool", "null", "seq", "map"})
_TAG_PREFIX = "tag:yaml.org,2002:"


class _Stopped(Exception):
    """Reading cannot go on; the problems found are complete."""


def read_tree(path: Path, *, file: str) -> tuple[Node | None, list[Problem]]:
    """
    Read a YAML file as a tree that knows its lines.

    Scalars stay text as written, so the field that takes the value decides what it is:
    ``NO`` is never a truth value, ``010`` is 10 for a number and "010" for an id, and
    ``12:30`` is no number.

    Parameters
    ----------
    path
        The file.
    file
        What the file is called in problems.

    Returns
    -------
    tuple[Node | None, list[Problem]]
        The tree, or None where it cannot be read at all; and the problems found.
    """
    text, problems = _text_of(path, file=file)
    if text is None:
        return None, problems
    return parse_text(text, file=file)


def parse_text(text: str, *, file: str) -> tuple[Node | None, list[Problem]]:
    """Read YAML text as a tree; see `read_tree`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    builder = _Builder(text, file=file)
    try:
        return builder.document(), builder.problems
    except _Stopped:
        return None, builder.problems
    except yaml.YAMLError as error:
        index, what, fix = said_syntax_error(error, text)
        builder.report(builder.spot(index), what=what, fix=fix)
        return None, builder.problems


def _text_of(path: Path, *, file: str) -> tuple[str | None, list[Problem]]:
    spot = Spot(file)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_FILE_BYTES and path.is_file() else b""
    except OSError:
        return None, [_whole_file(spot, "cannot be opened.", "Check the path and its permissions.")]
    if path.is_dir():
        return None, [_whole_file(spot, "is a folder.", "Name the scenario's YAML file.")]
    if size > LARGEST_FILE_BYTES:
        what = f"is {size:,} bytes; a scenario has at most {LARGEST_FILE_BYTES:,}."
        return None, [_whole_file(spot, what, "Keep tables in CSV files and name their folder.")]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, [_whole_file(spot, "is saved as UTF-16.", "Save it as UTF-8.")]
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        what = f"is not saved as UTF-8: line {line} has a character that cannot be read."
        fix = "Save the file as UTF-8 (in Notepad: Save as, Encoding)."
        return None, [Problem(file, line, "", "", what, fix)]


def _whole_file(spot: Spot, what: str, fix: str) -> Problem:
    return problem_at(spot, column="", value="", what=what, fix=fix)


class _Builder:
    """Builds one tree from the parser's events, noting what may not stand in a scenario."""

    def __init__(self, text: str, *, file: str) -> None:
        self.problems: list[Problem] = []
        self._file = file
        self._lines = text.split("\n")
        self._starts = [0, *accumulate(len(line) + 1 for line in self._lines[:-1])]
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.SafeLoader)

    def report(self, spot: Spot, *, what: str, fix: str, value: str = "", key: str = "") -> None:
        """Note a problem."""
        self.problems.append(problem_at(spot, column=key, value=value, what=what, fix=fix))

    def spot(self, index: int) -> Spot:
        """Return the place of a character, counted as an editor counts lines."""
        line = bisect_right(self._starts, index) - 1
        column = index - self._starts[line]
        return Spot(self._file, line=line + 1, column=column, text=self._lines[line])

    def document(self) -> Node | None:
        """Return the first document's tree; a second document is a problem."""
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            self.report(
                Spot(self._file),
                what="is empty.",
                fix="Write at least a title, the data folder and the as-at date.",
            )
            return None
        node = self._node(next(self._events), ())
        next(self._events)
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            self.report(
                self._at(following),
                what="a second YAML document starts here.",
                fix="Write one scenario a file; remove the line of three dashes.",
            )
        return node

    def _at(self, event: yaml.Event) -> Spot:
        mark = event.start_mark
        return Spot(self._file) if mark is None else self.spot(mark.index)

    def _node(self, event: yaml.Event, at: Location) -> Node:
        spot = self._at(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, spot)
        if len(at) > DEEPEST_LEVEL:
            self.report(
                spot,
                what=f"values are nested more than {DEEPEST_LEVEL} levels deep.",
                fix="Check the brackets and the indentation.",
            )
            raise _Stopped
        self._check_tag(event, spot)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(spot, self._mapping(at))
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(spot, self._sequence(at))
        return Node(spot, _scalar(event))

    def _alias(self, event: yaml.AliasEvent, spot: Spot) -> Node:
        self.report(
            spot,
            what=f"*{event.anchor} repeats a value from elsewhere, which a scenario may not do.",
            fix="Write the value out.",
            value=f"*{event.anchor}",
        )
        return Node(spot, None)

    def _check_tag(self, event: yaml.Event, spot: Spot) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag.removeprefix(_TAG_PREFIX) not in _CORE_TAGS and tag != "!":
            self.report(
                spot,
                what="a YAML tag may not stand in a scenario.",
                fix="Remove the word that starts with an exclamation mark.",
                value=tag.replace(_TAG_PREFIX, "!!"),
            )

    def _sequence(self, at: Location) -> tuple[Node, ...]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, (*at, len(items))))
        return tuple(items)

    def _mapping(self, at: Location) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, (*at, ""))
            value = self._node(next(self._events), (*at, key.written))
            if self._is_good_key(key, entries, at):
                entries[str(key.content)] = Entry(key.spot, value)
        return entries

    def _is_good_key(self, key: Node, entries: dict[str, Entry], at: Location) -> bool:
        if not isinstance(key.content, str):
            self.report(key.spot, what="a key must be a word.", fix="Write key: value.")
            return False
        first = entries.get(key.content)
        if first is not None:
            self.report(
                key.spot,
                what=f'the key "{key.written}" is given twice; the first is on line '
                f"{first.key.line}.",
                fix="Keep one of the two.",
                key=said_location((*at, key.written)),
            )
        return first is None


def _scalar(event: yaml.Event) -> str | None:
    assert isinstance(event, yaml.ScalarEvent)
    is_plain = event.style is None
    return None if is_plain and event.value in _NULLS else str(event.value)
