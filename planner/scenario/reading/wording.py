"""The schema's errors in plain English, each at its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from planner.errors import Problem
from planner.scenario.reading.faces import face_at, without_tag
from planner.scenario.reading.nearest import did_you_mean, nearest
from planner.scenario.reading.tree import (
    Location,
    Node,
    problem_at,
    said_location,
    shortened,
    spot_of,
)

_Words = tuple[str, str]


def problems_of(error: ValidationError, tree: Node, face: type[BaseModel]) -> list[Problem]:
    """
    Return every fault of a document against its face, at its line.

    Parameters
    ----------
    error
        What the face refused.
    tree
        The document.
    face
        The face, for the keys that are known at each place.
    """
    details = _details(error)
    misspelt = _misspelt(details, face)
    return [
        _problem(detail, tree, face)
        for detail in details
        if not (detail["type"] == "missing" and detail["loc"] in misspelt)
    ]


def value_problems(
    error: ValidationError, face: type[BaseModel], *, at: Location, file: str
) -> list[Problem]:
    """
    Return what is wrong with values that no file holds, such as those of a sweep.

    Parameters
    ----------
    error
        What the face below ``at`` refused.
    face
        The face of the whole document.
    at
        Where the refused part stands.
    file
        What the problems are said to be in.
    """
    problems = []
    for detail in _details(error):
        located: ErrorDetails = {**detail, "loc": (*at, *detail["loc"])}
        what, fix = _words_of(located, face)
        column = said_location(without_tag(located["loc"]))
        problems.append(Problem(file, 0, column, shortened(detail["input"]), what, fix))
    return problems


def _details(error: ValidationError) -> list[ErrorDetails]:
    """Return an error's details, without lists that are short only because an item is refused."""
    details = error.errors(include_url=False)
    within = {each["loc"][:end] for each in details for end in range(len(each["loc"]))}
    return [each for each in details if each["type"] != "too_short" or each["loc"] not in within]


def _misspelt(details: Iterable[ErrorDetails], face: type[BaseModel]) -> set[Location]:
    """Return the locations of missing keys that stand there misspelt, to say it once."""
    meant: set[Location] = set()
    for detail in details:
        if detail["type"] == "extra_forbidden":
            *above, key = detail["loc"]
            close = nearest(str(key), _keys(face_at(face, tuple(above))))
            meant.update([(*above, close)] if close is not None else [])
    return meant


def _keys(face: type[BaseModel] | None) -> list[str]:
    fields = {} if face is None else face.model_fields
    return sorted(described.alias or name for name, described in fields.items())


def _problem(detail: ErrorDetails, tree: Node, face: type[BaseModel]) -> Problem:
    is_key = (
        detail["type"] == "extra_forbidden"
        or "[key]" in detail["loc"]
        or "at_key" in detail.get("ctx", {})
    )
    location = without_tag(detail["loc"])
    if detail["type"] == "union_tag_invalid":
        location = (*location, "change")
    spot, written = spot_of(tree, location, key=is_key)
    what, fix = _words_of(detail, face)
    part = str(detail["input"])
    # Of several words in one text, the one that is wrong.
    value = part if part in written else written
    return problem_at(
        spot, column=said_location(location), value="" if is_key else value, what=what, fix=fix
    )


def _words_of(detail: ErrorDetails, face: type[BaseModel]) -> _Words:
    context: Mapping[str, Any] = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "extra_forbidden":
        *above, key = detail["loc"]
        known = _keys(face_at(face, tuple(above)))
        return f'the key "{shortened(key)}" is not known here.', did_you_mean(str(key), known)
    if kind == "missing":
        return f'the key "{detail["loc"][-1]}" is missing.', "Add it."
    if kind in _SAID:
        return _SAID[kind](context, detail["input"])
    return "this value cannot be used here.", "Look the key up in the scenario schema."


def _choice(context: Mapping[str, Any], value: object) -> _Words:
    words = str(context.get("expected") or context.get("expected_tags", ""))
    value = context.get("tag", value)
    known = [word.strip(" '") for word in words.replace(" or ", ",").split(",")]
    return "is not one of the words known here.", did_you_mean(str(value), known)


def _limit(context: Mapping[str, Any], _: object) -> _Words:
    names = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
    key = next(key for key in names if key in context)
    return f"must be {names[key]} {context[key]}.", "Change the number."


def _fixed(what: str, fix: str) -> Callable[[Mapping[str, Any], object], _Words]:
    return lambda _context, _value: (what, fix)


def _own(context: Mapping[str, Any], _: object) -> _Words:
    return str(context["what"]), str(context["fix"])


def _text(_: Mapping[str, Any], value: object) -> _Words:
    if value is None:
        return "is empty.", "Write it after the colon; what follows a # is a comment."
    return "must be a text.", "Write a word or a sentence after the colon."


_LIST = _fixed("must be a list.", "Write one item a line, each after a dash; or [first, second].")
_KEYS = _fixed("must have keys of its own.", "Write its keys below it, indented by two spaces.")
_NUMBER = _fixed("must be a number.", "Write it in digits.")
_WHOLE = _fixed("must be a whole number.", "Write it in digits, such as 12.")
_DATE = _fixed("must be a date.", "Write year-month-day, such as 2026-09-01.")
_EMPTY = _fixed("is empty.", "Write something, or leave the key out.")

_SAID: dict[str, Callable[[Mapping[str, Any], object], _Words]] = {
    "said": _own,
    "union_tag_invalid": _choice,
    "union_tag_not_found": _fixed('the key "change" is missing.', "Say which change it is."),
    "enum": _choice,
    "literal_error": _choice,
    "greater_than": _limit,
    "greater_than_equal": _limit,
    "less_than": _limit,
    "less_than_equal": _limit,
    "int_type": _WHOLE,
    "date_type": _DATE,
    "decimal_type": _NUMBER,
    "is_instance_of": _NUMBER,
    "decimal_max_places": _fixed("has parts of a penny.", "Write at most two decimals."),
    "string_type": _text,
    "string_too_short": _EMPTY,
    "string_too_long": lambda context, _: (
        f"is longer than {context['max_length']} characters.",
        "Shorten it.",
    ),
    "string_pattern_mismatch": _fixed(
        "is empty or has spaces around it.", "Write it without spaces around it."
    ),
    "too_short": _EMPTY,
    "bool_type": _fixed("must be yes or no.", "Write yes or no."),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "frozen_set_type": _LIST,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _KEYS,
}
