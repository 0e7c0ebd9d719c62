"""Splitting a difference over changes: order-free, exact, and the same in any writing order."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.comparison.attribution import MOST_IN_FULL, Plan, causes_of
from planner.results.whatif.comparison import Attribution
from planner.results.whatif.measures import Subject, Topic, Unit

LATE = Subject(Topic.YEARS, "late_pupils", "2023/24", Unit.PUPILS, True, "pupils late")
POUNDS = Subject(Topic.MONEY, "council", "2023/24", Unit.PENCE, True, "paid by the council")

Game = dict[frozenset[int], Fraction]


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> tuple[int, Game]:
    """A value for every subset of a few changes."""
    count = draw(st.integers(1, most))
    subsets = [frozenset(c) for size in range(count + 1) for c in combinations(range(count), size)]
    values = draw(
        st.lists(
            st.fractions(-1000, 1000, max_denominator=97),
            min_size=len(subsets),
            max_size=len(subsets),
        )
    )
    return count, dict(zip(subsets, values, strict=True))


def split(count: int, game: Game, subject: Subject = POUNDS) -> Attribution | None:
    plan = Plan(count)
    names = [f"change {number}" for number in range(count)]
    causes = causes_of("s", plan, names, {made: {subject: game[made]} for made in plan.subsets})
    return causes.attributions[0] if causes.attributions else None


@given(games())
def test_shares_add_up_to_the_difference_exactly(drawn: tuple[int, Game]) -> None:
    count, game = drawn
    found = split(count, game)
    if found is None:
        assert set(game.values()) == {game[frozenset()]}
        return
    assert sum(part.share for part in found.parts) == found.difference
    assert found.difference == game[frozenset(range(count))] - game[frozenset()]
    assert sum(found.whole_shares()) in (round(found.difference), _half_up(found.difference))


def _half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


@given(games(), st.randoms(use_true_random=False))
def test_changes_in_another_order_get_the_same_shares(
    drawn: tuple[int, Game], random: object
) -> None:
    count, game = drawn
    order = list(range(count))
    random.shuffle(order)  # type: ignore[attr-defined]
    renamed = {frozenset(order[each] for each in made): value for made, value in game.items()}
    one, other = split(count, game), split(count, renamed)
    if one is None or other is None:
        assert one is other
        return
    for position in range(count):
        assert one.parts[position].share == other.parts[order[position]].share
        assert one.parts[position].alone == other.parts[order[position]].alone
    assert one.interaction == other.interaction


def test_a_change_that_never_adds_anything_gets_nothing() -> None:
    game = {made: Fraction(10 if 0 in made else 4) for made in Plan(2).subsets}
    found = split(2, game)
    assert found is not None
    assert [part.share for part in found.parts] == [6, 0]
    assert found.interaction == 0


def test_what_two_changes_do_only_together_is_shared_and_shown_as_interaction() -> None:
    """A site helps nobody without the bus to it, and the bus nobody without the site."""
    game = {made: Fraction(-8 if len(made) == 2 else 0) for made in Plan(2).subsets}
    found = split(2, game, LATE)
    assert found is not None
    assert [part.share for part in found.parts] == [-4, -4]
    assert [part.alone for part in found.parts] == [0, 0]
    assert found.interaction == -8


def test_the_example_worked_on_paper_in_the_help() -> None:
    site, bus = frozenset({0}), frozenset({1})
    late = {frozenset[int](): 10, site: 8, bus: 10, site | bus: 4}
    found = split(2, {made: Fraction(pupils) for made, pupils in late.items()}, LATE)
    assert found is not None
    assert [part.share for part in found.parts] == [-4, -2]
    assert [part.alone for part in found.parts] == [-2, 0]
    assert found.interaction == -4


def test_beyond_six_changes_the_orders_are_told_and_the_shares_still_add_up() -> None:
    count = MOST_IN_FULL + 1
    plan = Plan(count)
    assert len(plan.subsets) < 2**count
    figures = {made: {LATE: Fraction(len(made) ** 2, 3)} for made in plan.subsets}
    causes = causes_of("s", plan, [str(number) for number in range(count)], figures)
    assert "4 orders of making the 7 changes" in causes.method
    (found,) = causes.attributions
    assert sum(part.share for part in found.parts) == found.difference == Fraction(49, 3)


def test_a_figure_that_a_subset_has_not_is_not_split_and_named() -> None:
    figures = {
        frozenset[int](): {LATE: Fraction(3), POUNDS: Fraction(5)},
        frozenset({0}): {LATE: None, POUNDS: Fraction(7)},
    }
    causes = causes_of("s", Plan(1), ["it"], figures)
    assert [found.subject for found in causes.attributions] == [POUNDS]
    assert causes.unanswered == (
        "Not split, for some subset of the changes has none: late_pupils 2023/24.",
    )


def test_parts_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="must add up to the difference"):
        Attribution(LATE, "s", Fraction(1), Fraction(2), ())


def test_pence_are_shared_out_whole() -> None:
    game = {made: Fraction(100 if made else 0) for made in Plan(3).subsets}
    found = split(3, game)
    assert found is not None
    assert found.whole_shares() == (34, 33, 33)
