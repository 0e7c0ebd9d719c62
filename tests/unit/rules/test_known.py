"""Facts that are worked out once a case: never those of another case, and gone with it."""

import gc
import weakref
from dataclasses import replace

from planner.domain.case import Case
from planner.rules.known import once_a_case
from planner.testing import random_case


def test_a_fact_is_worked_out_once_for_each_case_and_kept_no_longer_than_the_case():
    asked: list[str] = []

    @once_a_case
    def title(case: Case) -> str:
        asked.append(case.title)
        return case.title

    first = replace(random_case(1), title="first")
    changed = replace(first, title="changed")
    assert [title(case) for case in (first, changed, first, changed)] == [
        *("first", "changed"),
        *("first", "changed"),
    ]
    assert asked == ["first", "changed"]
    gone = weakref.ref(changed)
    del changed
    gc.collect()
    assert gone() is None
    assert title(replace(first, title="third")) == "third"
