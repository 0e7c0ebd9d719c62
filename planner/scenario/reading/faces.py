"""Which face (Pydantic model) stands at a place of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

from planner.scenario.reading.tree import Location

_LIST_OF_TAGGED = "changes"


def without_tag(location: Location) -> Location:
    """Return an error's location without the word that Pydantic adds for the kind of change."""
    steps = list(location)
    if len(steps) > 2 and steps[0] == _LIST_OF_TAGGED:
        del steps[2]
    return tuple(step for step in steps if step != "[key]")


def face_at(face: type[BaseModel], location: Location) -> type[BaseModel] | None:
    """
    Return the face that describes a place, or None where no face does.

    Parameters
    ----------
    face
        Face of the whole document.
    location
        An error's location, with the word for the kind of change.
    """
    found: type[BaseModel] | None = face
    for index, step in enumerate(location):
        if isinstance(step, int) or found is None:
            continue
        if index == 2 and location[0] == _LIST_OF_TAGGED:
            continue
        tag = location[2] if step == _LIST_OF_TAGGED and len(location) > 2 else None
        found = _face_below(found, step, tag)
    return found


def _face_below(face: type[BaseModel], key: str, tag: int | str | None) -> type[BaseModel] | None:
    for name, described in face.model_fields.items():
        if key in {name, described.alias}:
            faces = list(_faces_in(described.annotation))
            tagged = [one for one in faces if tag is not None and _tag_of(one) == tag]
            return next(iter(tagged or faces), None)
    return None


def _faces_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _faces_in(inner)


def _tag_of(face: type[BaseModel]) -> str | None:
    described = face.model_fields.get("change")
    return None if described is None else str(get_args(described.annotation)[0])
