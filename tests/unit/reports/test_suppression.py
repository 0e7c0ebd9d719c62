from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planner.reports.tables.suppression import safe_shares, suppressed

COUNTS = st.dictionaries(st.text("ABCDEF", min_size=1, max_size=2), st.integers(0, 30))
THRESHOLDS = st.integers(0, 12)


@given(COUNTS, THRESHOLDS)
def test_no_small_count_is_ever_shown(counts: dict[str, int], threshold: int) -> None:
    shown = suppressed(counts, threshold=threshold)
    assert not [count for count in shown.values() if count and count < threshold]


@given(COUNTS, THRESHOLDS)
def test_what_is_withheld_cannot_be_found_by_subtraction(
    counts: dict[str, int], threshold: int
) -> None:
    shown = suppressed(counts, threshold=threshold)
    withheld = [key for key, count in shown.items() if count is None]
    more_to_withhold = any(shown.values())
    if withheld and more_to_withhold:
        assert len(withheld) > 1
        assert sum(counts[key] for key in withheld) >= threshold


@given(COUNTS, THRESHOLDS)
def test_the_order_and_every_shown_count_stay(counts: dict[str, int], threshold: int) -> None:
    shown = suppressed(counts, threshold=threshold)
    assert list(shown) == list(counts)
    assert all(count in {None, counts[key]} for key, count in shown.items())


@given(COUNTS)
def test_without_a_threshold_nothing_is_withheld(counts: dict[str, int]) -> None:
    assert suppressed(counts, threshold=1) == counts


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=2),
        st.integers(0, 30).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))),
        min_size=1,
        max_size=6,
    ),
    st.integers(2, 9),
)
def test_neither_a_count_nor_the_rest_of_its_group_can_be_worked_back(
    counts: dict[str, tuple[int, int]], threshold: int
) -> None:
    safe = safe_shares(counts, threshold=threshold)
    for group in safe:
        count, of = counts[group]
        assert count == 0 or count >= threshold
        assert of == count or of - count >= threshold
    for side in (lambda pair: pair[0], lambda pair: pair[1] - pair[0]):
        total = sum(side(pair) for pair in counts.values())
        left = sum(side(pair) for group, pair in counts.items() if group not in safe)
        assert left == 0 or left >= threshold or total < threshold
