"""What the YAML parser says, in words for somebody who does not know YAML."""

from __future__ import annotations

import yaml
from yaml.reader import ReaderError

_QUOTE = "If the text itself contains a colon and a space, or a #, put it in quotes."
_INDENT = "Line it up with its neighbours, with two more spaces for each level."

_SAID: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", "a second colon stands in one line.", _QUOTE),
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
    ("undefined alias", "a value that starts with * stands for another value.", "Write it out."),
    ("block sequence entries are not allowed", "a list item does not stand here.", _INDENT),
    ("special characters", "a character that cannot be printed.", "Delete it."),
)


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
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    index = min(mark.index, len(text)) if mark is not None else 0
    raw = f"{getattr(error, 'context', '')} {getattr(error, 'problem', '')}"
    if "quoted scalar" in raw and error.context_mark is not None:  # type: ignore[attr-defined]
        index = min(error.context_mark.index, len(text))  # type: ignore[attr-defined]
    return index, *_said(raw)


def _said(raw: str) -> tuple[str, str]:
    for sign, what, fix in _SAID:
        if sign in raw:
            return what, fix
    return "this is not YAML from here on.", f"Look at this line and the one above. {_INDENT}"
