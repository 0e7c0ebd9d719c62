"""A run's key says everything that its numbers depend on, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.jobs.whatif.runs.keys import canonical, key_of

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
PARTS = st.dictionaries(st.text(), VALUES, max_size=5)


@given(PARTS, st.randoms(use_true_random=False))
def test_the_order_in_which_parts_are_named_changes_nothing(parts, chance) -> None:
    names = list(parts)
    chance.shuffle(names)
    assert key_of({name: parts[name] for name in names}) == key_of(parts)


@given(PARTS, PARTS)
def test_two_runs_share_a_key_only_if_nothing_differs(one, other) -> None:
    assert (key_of(one) == key_of(other)) == (canonical(one) == canonical(other))
    assert (one == other) >= (key_of(one) == key_of(other))


@given(st.integers(), st.text(min_size=1))
def test_a_number_a_text_and_a_truth_are_never_the_same(number, name) -> None:
    forms = [number, str(number), float(min(number, 2**50)), [number], {name: number}]
    assert len({key_of({"seed": form}) for form in forms}) == len(forms)
    assert key_of({"on": True}) != key_of({"on": 1})


@pytest.mark.parametrize("bad", [{1: "a"}, {"a": {2: "b"}}, {"a": [{3: "c"}]}])
def test_a_part_without_a_name_is_refused(bad) -> None:
    with pytest.raises(TypeError, match="named by int, not by a text"):
        key_of(bad)


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        key_of({"share": float("nan")})
