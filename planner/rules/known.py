"""Facts of a case that many checks ask for, worked out once for as long as the case lives."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from planner.domain.case import Case

_Fact = TypeVar("_Fact")


def once_a_case(fact: Callable[[Case], _Fact]) -> Callable[[Case], _Fact]:
    """
    Remember what a function of a case alone returns; what it returns must not be changed.

    A case never changes, so its identity is enough: to compare two by their rows would take
    longer than most facts do.
    """
    known: dict[int, _Fact] = {}

    @wraps(fact)
    def remembered(case: Case) -> _Fact:
        key = id(case)
        if key not in known:
            known[key] = fact(case)
            weakref.finalize(case, known.pop, key, None)
        return known[key]

    return remembered
