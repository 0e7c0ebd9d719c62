"""What the YAML parser says, in words for somebody who does not know YAML."""

from __future__ import annotations

import yaml
from yaml.reader import ReaderError

_QUOTE = "If the text itself contains a colon and a space, or a #, put it in quotes."
_INDENT = "Line it up with its neighbours, with two more spaces for each level."

_SAID: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a key does not stand here.",
        "Line it up with the keys above it; in the line above, a space follows the colon.",
    ),
    ("'\\t'", "a tab is used where YAML wants spaces.", "Replace the tab by spaces."),
    (
        "cannot start any token",
        "a value may not start with this character.",
        "Put the value in quotes.",
    ),
    (
        "could not find expected ':'",
        "a key without a colon, or a text that runs over the line.",
        "Write key: value, with a space after the colon. " + _QUOTE,
    ),
    ("expected <block end>", "this line is not indented like the lines above it.", _INDENT),
    (
        "expected ',' or",
        "a bracket is not closed, or a comma is missing.",
        "Close it, with commas between the values.",
    ),
    (
        "while scanning a quoted scalar",
        "a quotation mark is not closed.",
        "Add the closing quotation mark.",
    ),
    (
        "while scanning an a",
        "a value may not start with * or &.",
        "Put the value in quotes.",
    ),
    (
        "while scanning a block scalar",
        "a value may not start with > or |.",
        "Put the value in quotes.",
    ),
    ("tag", "a YAML tag may not stand in a scenario.", "Put the value in quotes."),
    ("sequence entries are not allowed", "a list item does not stand here.", _INDENT),
    (
        "expected the node content",
        "a value may not start with this character.",
        "Put the value in quotes, or check the brackets.",
    ),
    ("special characters", "a character that cannot be printed.", "Delete it."),
)
_FROM_ITS_START = ("quoted scalar", "could not find expected ':'")
"""Faults that are better shown where the value begins than where the parser gave up."""


def said_syntax_error(error: yaml.YAMLError, text: str) -> tuple[int, str, str]:
    """
    Say what is wrong with text that is no YAML.

    Returns
    -------
    tuple[int, str, str]
        Position of the fault in the text, what is wrong, and what to do.
    """
    if isinstance(error, ReaderError):
        return min(error.position, len(text)), *_said("special characters")
    raw = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    marks = [getattr(error, "problem_mark", None), getattr(error, "context_mark", None)]
    if any(sign in raw for sign in _FROM_ITS_START):
        marks.reverse()
    mark = next((mark for mark in marks if mark is not None), None)
    index = min(mark.index, len(text)) if mark is not None else 0
    if "expected <block end>" in raw and _before_on_line(text, index):
        return index, "more text follows a value that has ended.", "Put the whole value in quotes."
    if "mapping values" in raw and ": " in _before_on_line(text, index):
        return index, "a second colon stands in one line.", _QUOTE
    return index, *_said(raw)


def _before_on_line(text: str, index: int) -> str:
    return text[text.rfind("\n", 0, index) + 1 : index].strip(" -")


def _said(raw: str) -> tuple[str, str]:
    for sign, what, fix in _SAID:
        if sign in raw:
            return what, fix
    return "this is not YAML from here on.", f"Look at this line and the one above. {_INDENT}"
